"""What a person sees while a run goes on: a progress bar with the latest numbers, and a table at the end."""

from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

SHOWN = {
    "reward/mean": "reward",
    "reward/solved": "solved",
    "eval/mean/pass@1": "held-out pass@1",
    "policy/entropy": "entropy (nats)",
    "policy/kl_ref": "KL to reference",
    "sample/kept": "groups kept",
    "sample/length": "tokens",
}


class Display:
    """Shows progress on a console; on a plain pipe it prints a line now and then. Quiet on all but the main process."""

    def __init__(self, quiet: bool = False):
        self.console = Console(quiet=quiet)
        self._bar = Progress(
            TextColumn("[bold]ProRL"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=self.console,
        )
        self._task = self._bar.add_task("steps", total=0)
        self._latest: dict[str, float] = {}
        self._live: Live | None = None

    def __enter__(self) -> "Display":
        if self.console.is_terminal:
            self._live = Live(self._bar, console=self.console, refresh_per_second=4)
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live is not None:
            self._live.stop()

    def begin(self, steps: int, done: int) -> None:
        """Say how long the run is and how much of it is done."""
        self._bar.update(self._task, total=steps, completed=done)
        if done:
            self.console.print(f"resuming after step {done} of {steps}")

    def step(self, step: int, metrics: dict[str, float]) -> None:
        """Show the numbers of a step."""
        self._latest |= metrics
        self._bar.update(self._task, completed=step)
        if self._live is not None:
            self._live.update(Group(self._bar, self._table()))
        elif "eval/mean/pass@1" in metrics or step % 10 == 0:
            shown = "  ".join(f"{label} {metrics[name]:.3f}" for name, label in SHOWN.items() if name in metrics)
            self.console.print(f"step {step}: {shown}", soft_wrap=True)

    def _table(self) -> Table:
        table = Table(*SHOWN.values(), box=None, padding=(0, 2))
        table.add_row(*(f"{self._latest[name]:.3f}" if name in self._latest else "-" for name in SHOWN))
        return table


def summary_table(before: dict[str, float], after: dict[str, float]) -> Table:
    """Strict pass@1 on held-out items before and after, one row per environment and their mean, in percent."""
    table = Table(title="strict pass@1 on held-out items")
    for heading in ("environment", "before", "after", "change"):
        table.add_column(heading, justify="left" if heading == "environment" else "right")
    for key in sorted(after, key=lambda key: (key == "eval/mean/pass@1", key)):
        name = key.removeprefix("eval/").removesuffix("/pass@1")
        start, end = 100 * before.get(key, float("nan")), 100 * after[key]
        style = "bold" if name == "mean" else ""
        table.add_row(name, f"{start:.1f} %", f"{end:.1f} %", f"{end - start:+.1f}", style=style)
    return table
