"""Reads what a run wrote, also while it is running or after it was killed in the middle of a line."""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prorl.registry.errors import UserError

Row = dict[str, Any]
MARKS = ("metrics.jsonl", "config.toml", "events.jsonl")


@dataclass(frozen=True, kw_only=True, slots=True)
class RunLog:
    """The files of one run directory; what is missing is empty."""

    name: str
    """The name of the directory."""
    config: str
    """The text of `config.toml`."""
    metrics: tuple[Row, ...]
    """Rows of `metrics.jsonl` in the order of steps, one a step (the last one written)."""
    timings: tuple[Row, ...]
    """Rows of `timings.jsonl`, likewise."""
    events: tuple[Row, ...]
    """Rows of `events.jsonl` as they were written."""
    notes: tuple[str, ...]
    """What could not be read, one sentence each."""

    @property
    def resets(self) -> tuple[Row, ...]:
        """The events in which reference and optimizer were reset."""
        return tuple(event for event in self.events if event.get("kind") == "reset")


def read_run(run_dir: Path) -> RunLog:
    """Reads a run directory; its samples are read by `prorl.train.reporting.run_samples`.

    Raises:
        UserError: The directory holds no run.
    """
    if not any((run_dir / mark).is_file() for mark in MARKS):
        raise UserError(f"{run_dir} is not a run: it holds none of {', '.join(MARKS)}; name a folder such as runs/NAME")
    notes: list[str] = []
    return RunLog(
        name=run_dir.resolve().name,
        config=_text(run_dir / "config.toml"),
        metrics=_by_step(_rows(run_dir / "metrics.jsonl", notes)),
        timings=_by_step(_rows(run_dir / "timings.jsonl", notes)),
        events=tuple(_rows(run_dir / "events.jsonl", notes)),
        notes=tuple(notes),
    )


def number(value: object) -> float | None:
    """The value as a finite float; None for anything else: `number(True)` and `number(nan)` are None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None


def step_of(row: Row) -> int | None:
    """The step of a row, None if it has none."""
    step = number(row.get("step"))
    return None if step is None else int(step)


def parse_line(line: str) -> Row | None:
    """The JSON object of a line, None if it is torn or something else: `parse_line('{"step": 1')` is None."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _lines(path: Path) -> Iterator[str]:
    if path.is_file():
        with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
            yield from (line for line in file if line.strip())


def _rows(path: Path, notes: list[str]) -> list[Row]:
    parsed = [parse_line(line) for line in _lines(path)]
    rows = [row for row in parsed if row is not None]
    _note_lost(path.name, len(parsed) - len(rows), notes)
    return rows


def _note_lost(name: str, lost: int, notes: list[str]) -> None:
    if lost:
        notes.append(f"{name}: {lost} {'line' if lost == 1 else 'lines'} could not be read.")


def _by_step(rows: Iterable[Row]) -> tuple[Row, ...]:
    last = {step: row for row in rows if (step := step_of(row)) is not None}
    return tuple(last[step] for step in sorted(last))
