"""What a person sees while an evaluation goes on: a bar for each model, or a line now and then on a plain pipe."""

import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

EVERY_S = 30.0
"""Seconds between lines on a pipe."""


class EvalDisplay:
    """Shows how many samples are there."""

    def __init__(self, console: Console, quiet: bool = False):
        self.console, self._quiet = console, quiet
        columns = (
            TextColumn("[bold]{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[speed]}"),
        )
        self._bar = Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console, disable=quiet)
        self._label = ""
        self._total = self._done = self._tokens = 0
        self._started = self._shown = time.monotonic()

    def __enter__(self) -> "EvalDisplay":
        if self.console.is_terminal:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def say(self, text: str) -> None:
        """Print a line."""
        if not self._quiet:
            self.console.print(text, soft_wrap=True, highlight=False, markup=False)

    def begin(self, label: str, total: int, done: int) -> None:
        """A model is next: so many samples are wanted of this process, so many are there."""
        self._label, self._total, self._done, self._tokens = label, total, done, 0
        self._started = time.monotonic()
        self._task = self._bar.add_task(label, total=total, completed=done, speed="")
        if not self.console.is_terminal:
            self._line()

    def stored(self, samples: int, tokens: int) -> None:
        """Some more are stored."""
        self._done += samples
        self._tokens += tokens
        self._bar.update(self._task, completed=self._done, speed=self._speed())
        late = time.monotonic() - self._shown > EVERY_S or self._done == self._total
        if late and not self.console.is_terminal:
            self._line()

    def _speed(self) -> str:
        seconds = time.monotonic() - self._started
        return f"{self._tokens / seconds:.0f} tokens/s" if seconds > 0 else ""

    def _line(self) -> None:
        self._shown = time.monotonic()
        self.say(
            f"{self._label}: {self._done} of {self._total} samples {self._speed() if self._tokens else ''}".rstrip()
        )
