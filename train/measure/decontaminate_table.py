"""`prorl-eval --decontaminate`: what was found, as a table with examples, Markdown or JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict

import click
from rich.console import Console
from rich.table import Table

from prorl.registry.errors import UserError
from prorl.train.measure.decontaminate import RULES, Contamination, contamination
from prorl.train.measure.suite import MissingData, all_items, chosen, targets_of
from prorl.train.measure.training_texts import DRAWN, items_trained, prompts_of

EXAMPLES = 3
WIDTH = 300
"""Characters of an example."""


def print_contamination(mixture: str, suites: Sequence[str], drawn: int | None, form: str) -> None:
    """Look for the items of suites in what a mixture trains on, and print what was found.

    Raises:
        UserError: if no suite is named, or the mixture is unknown.
        MissingData: at the end, if the data of a suite are not here.
    """
    if not suites:
        raise UserError("--decontaminate needs the benchmarks to look for: --suite math, --suite gsm8k …")
    trained = items_trained(mixture)
    benchmarks, missing = _benchmarks(suites)
    training, notes = prompts_of(trained, drawn or DRAWN)
    for note in (*missing, *notes):
        click.echo(f"note: {note}", err=True)
    found = contamination(training, benchmarks) if benchmarks else []
    texts = sum(map(len, training.values()))
    heading = f"{mixture}: {texts} training prompts of {len(training)} environments"
    if form == "json":
        click.echo(json.dumps({"training": heading, "suites": [asdict(one) for one in found]}, indent=1))
    elif form == "md":
        click.echo("\n".join([heading, "", *_markdown(found)]))
    else:
        _show(heading, found)
    if missing:
        raise MissingData(
            missing[0] if len(missing) == 1 else f"{len(missing)} suites had no data, see the notes above"
        )


def _benchmarks(suites: Sequence[str]) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Suite -> item hash -> prompt, and a line for each suite without data."""
    found, missing = {}, []
    for suite in chosen(suites):
        try:
            items = all_items(targets_of(suite))
            found[suite.name] = {item.hash: item.problem.prompt for own in items.values() for item in own}
        except MissingData as error:
            missing.append(str(error))
    return found, missing


def _cells(found: Sequence[Contamination]) -> list[list[str]]:
    return [
        [one.suite, str(one.items), *(str(one.count(rule)) for rule in RULES), f"{len(one.finds) / one.items:.2%}"]
        for one in found
    ]


COLUMNS = ("suite", "items", *RULES, "any")


def _markdown(found: Sequence[Contamination]) -> list[str]:
    rows = [list(COLUMNS), ["---", *["---:"] * (len(COLUMNS) - 1)], *_cells(found)]
    return [f"| {' | '.join(row)} |" for row in rows]


def _show(heading: str, found: Sequence[Contamination]) -> None:
    console = Console()
    table = Table(*COLUMNS, title=heading, title_justify="left")
    for row in _cells(found):
        table.add_row(*row)
    console.print(table)
    for one in found:
        for find in one.finds[:EXAMPLES]:
            console.print(f"\n{one.suite} {find.item}, {', '.join(find.rules)}, {find.share:.0%} of its 8-grams")
            console.print(_short(find.text), markup=False)
            if find.source:
                console.print(f"  in {find.source}:", markup=False)
                console.print(_short(find.training), markup=False)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return "  " + (flat if len(flat) <= WIDTH else flat[:WIDTH] + "…")
