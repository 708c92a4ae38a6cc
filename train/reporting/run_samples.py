"""The samples of a run, out of its rollout dumps."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from prorl.train.reporting.choosing import Choice
from prorl.train.reporting.samples import BUDGET, MOST_SAMPLES, Sample, Samples, shortened
from prorl.train.run_log import Row, number, parse_line, step_of

PARTS = 20
"""Of a run, each of which has its share of the samples."""


def run_samples(run_dir: Path, notes: list[str], most: int = MOST_SAMPLES) -> Samples:
    """An even choice over environments, splits, twentieths of the run and outcomes; the newest first.

    Args:
        run_dir: of the run.
        notes: a sentence is added if lines could not be read.
        most: samples to keep.
    """
    files = sorted((run_dir / "rollouts").glob("*.jsonl"))
    choice: Choice[Sample] = Choice(most)
    outcomes: Counter[tuple[str, str]] = Counter()
    lost = 0
    for part, path in enumerate(files):
        for place, line in enumerate(_lines(path)):
            row = parse_line(line)
            if row is None:
                lost += 1
                continue
            sample = sample_of(row)
            outcomes[sample.env, sample.outcome] += 1
            kind = (sample.env, sample.split, sample.outcome, PARTS * part // len(files))
            choice.add(kind, _key(path.name, place, line), sample)
    if lost:
        notes.append(f"rollouts: {lost} {'line' if lost == 1 else 'lines'} could not be read.")
    return Samples(
        shown=tuple(reversed(choice.chosen(lambda sample: sample.size, BUDGET))),
        total=choice.total,
        given=choice.total,
        outcomes=tuple((env, outcome, count) for (env, outcome), count in sorted(outcomes.items())),
    )


def sample_of(row: Row) -> Sample:
    """A row of a dump, whatever it holds."""
    item = row.get("item")
    return Sample(
        env=_text(row.get("env")) or "",
        step=step_of(row),
        split=_text(row.get("split")),
        level=_whole(row.get("level")),
        item=None if item is None else _text(item),
        prompt=_text(row.get("prompt")),
        turns=_turns(row),
        extracted=_text(row.get("extracted")),
        reason=_text(row.get("reason")),
        status=_text(row.get("status")),
        solved=row.get("solved") is True,
        reward=number(row.get("reward")),
        tokens=_whole(row.get("tokens")),
        truncated=row.get("truncated") is True,
    )


def _turns(row: Row) -> tuple[str, ...]:
    """Responses with the environment's answers between them, where the dump has them; else all responses as one."""
    responses, replies = row.get("turns"), row.get("replies")
    if not isinstance(responses, list) or not isinstance(replies, list):
        whole = _text(row.get("response"))
        return () if whole is None else (whole,)
    found = []
    for place, response in enumerate(responses):
        found.append(_text(response) or "")
        if place < len(replies):
            found.append(_text(replies[place]) or "")
    return tuple(found)


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
        yield from (line for line in file if line.strip())


def _key(name: str, place: int, line: str) -> int:
    text = f"{name}:{place}:{line}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")


def _text(value: object) -> str | None:
    if value is None:
        return None
    return shortened(value if isinstance(value, str) else json.dumps(value))


def _whole(value: Any) -> int | None:
    found = number(value)
    return None if found is None else int(found)
