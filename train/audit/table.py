"""An audit for the terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from prorl.train.audit.audit import Audit
from prorl.train.audit.finding import Example, Finding, Severity
from prorl.train.audit.words import heading, judged_again, located, shown

COLORS = {Severity.WRONG: "bold red", Severity.LOOK: "yellow"}
MOST = 160
"""Characters of a prompt or a response."""


def print_audit(audit: Audit, console: Console) -> None:
    """A table of findings, responses under it, and notes."""
    console.print(Text(heading(audit)))
    if audit.findings:
        console.print(_table(audit.findings))
    for line in (*judged_again(audit), *(f"note: {note}" for note in audit.notes)):
        console.print(Text(line, style="dim"))


def _table(findings: tuple[Finding, ...]) -> Table:
    table = Table(show_lines=True)
    table.add_column("")
    table.add_column("where", overflow="fold", max_width=30)
    table.add_column("what", overflow="fold")
    for one in findings:
        what = Text(f"{one.check}\n", style="bold")
        what.append(one.evidence, style="not bold")
        for example in one.examples:
            what.append("\n" + _line(example), style="not bold cyan")
        what.append(f"\n→ {one.advice}", style="not bold dim")
        table.add_row(Text(one.severity, style=COLORS[one.severity]), Text(located(one)), what)
    return table


def _line(example: Example) -> str:
    step = "" if example.step is None else f"step {example.step}, "
    return (
        f"{step}reward {example.reward:g}: {shown(example.prompt, MOST // 2)} → {shown(example.response, MOST)} "
        f"(read: {shown(example.extracted, 40)})"
    )
