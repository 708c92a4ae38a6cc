"""The run's folder: append-only JSON lines that survive a kill at any instant.

`metrics.jsonl` holds what the seeds determine and nothing else, so that a resumed run writes the same bytes as one that
was never interrupted; wall-clock goes to `timings.jsonl`.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from prorl.agents.records import Group
from prorl.registry.errors import UserError
from prorl.train.config import Config
from prorl.train.configuring import load_config, to_toml

REPLAYED = ("stage", "reset", "finish")
"""Kinds of event that a resumed run writes again when it comes to their step; the others are history."""


class RunDir:
    """Paths and writers of one run. On processes other than the main one every write does nothing."""

    def __init__(self, path: Path, writes: bool = True):
        self.path, self._writes = path, writes

    @property
    def metrics(self) -> Path:
        """One object per step, bit-reproducible."""
        return self.path / "metrics.jsonl"

    @property
    def timings(self) -> Path:
        """Seconds and tokens per second of each step."""
        return self.path / "timings.jsonl"

    @property
    def events(self) -> Path:
        """Starts, resumes, resets, faults."""
        return self.path / "events.jsonl"

    @property
    def checkpoints(self) -> Path:
        """The folder of checkpoints."""
        return self.path / "checkpoints"

    def open(self, config: Config, fresh: bool) -> None:
        """Make the folder, or accept the one that is there if it belongs to the same configuration.

        Args:
            config: the resolved configuration, written to `config.toml`.
            fresh: move a folder that is there out of the way (`<dir>.1`, `.2`, …) and start anew.

        Raises:
            UserError: if the folder holds a run with other settings (`run.steps` and `[logging]` may differ).
        """
        if not self._writes:
            return
        if fresh and self.path.exists():
            self.path.rename(_free_name(self.path))
        saved = self.path / "config.toml"
        if saved.exists():
            difference = _difference(load_config(str(saved)), config)
            if difference:
                raise UserError(
                    f"{self.path} holds a run with other settings ({difference}): "
                    "give another --set run.dir=…, or --fresh to put the old run aside"
                )
        elif self.path.exists() and any(self.path.iterdir()):
            raise UserError(f"{self.path} is neither empty nor a run: give another --set run.dir=…")
        self.path.mkdir(parents=True, exist_ok=True)
        saved.write_text(to_toml(config), encoding="utf-8")

    def rewind(self, step: int) -> None:
        """Forget the rows, rollouts and replayed events after `step`: they will be written again."""
        if self._writes:
            for path in (self.metrics, self.timings):
                _keep_rows(path, lambda row: row["step"] <= step)
            _keep_rows(self.events, lambda row: row["step"] <= step or row["kind"] not in REPLAYED)
            for path in self.path.glob("rollouts/step-*.jsonl"):
                if int(path.stem.removeprefix("step-")) > step:
                    path.unlink()

    def append(self, path: Path, row: Mapping[str, Any]) -> None:
        """Add one row, handed to the operating system at once."""
        if self._writes:
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")

    def event(self, step: int, kind: str, **facts: Any) -> None:
        """Add one event."""
        self.append(self.events, {"step": step, "kind": kind, **facts})

    def rollouts(self, step: int, split: str, groups: Iterable[Group]) -> None:
        """Add the episodes of some groups to `rollouts/step-N.jsonl`."""
        path = self.path / "rollouts" / f"step-{step:06d}.jsonl"
        if self._writes:
            path.parent.mkdir(exist_ok=True)
            rows = [json.dumps(row) + "\n" for group in groups for row in _rows(step, split, group)]
            mode = "a" if split == "eval" else "w"
            with path.open(mode, encoding="utf-8") as file:
                file.writelines(rows)

    def last_scores(self) -> tuple[dict[str, float], dict[str, float]]:
        """The `eval/…` values of the first and of the last row that has some."""
        rows = [json.loads(line) for line in self.metrics.read_text(encoding="utf-8").splitlines()]
        scored = [{k: v for k, v in row.items() if k.startswith("eval/")} for row in rows]
        scored = [row for row in scored if row]
        return (scored[0], scored[-1]) if scored else ({}, {})


def _rows(step: int, split: str, group: Group) -> Iterable[dict[str, Any]]:
    for episode in group.episodes:
        verdict = episode.verdict
        turns = [turn.response for turn in episode.turns]
        replies = [turn.reply for turn in episode.turns[:-1]]
        yield {
            "step": step,
            "split": split,
            "env": episode.item.env_id,
            "level": episode.item.level,
            "item": episode.item.index,
            "prompt": episode.prompt,
            "response": "\n".join(turns),
            "reward": verdict.reward,
            "solved": verdict.solved,
            "status": str(verdict.status),
            "extracted": verdict.extracted,
            "reason": verdict.reason,
            "tokens": episode.num_tokens,
            "truncated": episode.truncated,
        } | ({"turns": turns, "replies": replies} if len(turns) > 1 else {})


def _difference(old: Config, new: Config) -> str:
    """The first setting in which two configurations differ, "" if none that matters.

    Example: `"kl.coef was 0.01, now 0.02"`.
    """
    was, now = _settings(old), _settings(new)
    for name in was | now:
        if was.get(name) != now.get(name) and name not in ("run.steps", "run.dir") and not name.startswith("logging."):
            return f"{name} was {was.get(name, 'not set')}, now {now.get(name, 'not set')}"
    return ""


def _settings(config: Config) -> dict[str, Any]:
    tree = asdict(config)
    stages = {"stages": dict(enumerate(tree.pop("stages"), start=1))}
    return {f"{section}.{key}": value for section, table in (tree | stages).items() for key, value in table.items()}


def _free_name(path: Path) -> Path:
    number = 1
    while path.with_name(f"{path.name}.{number}").exists():
        number += 1
    return path.with_name(f"{path.name}.{number}")


def _keep_rows(path: Path, wanted: Callable[[dict[str, Any]], bool]) -> None:
    """Rewrite a JSON lines file without the rows that are not wanted, half-written ones too, in one atomic move."""
    if not path.exists():
        return
    kept = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            continue
        if wanted(row):
            kept.append(line + "\n")
    temporary = path.with_suffix(".tmp")
    temporary.write_text("".join(kept), encoding="utf-8")
    os.replace(temporary, path)


def remove(path: Path) -> None:
    """Delete a folder that may not be there."""
    shutil.rmtree(path, ignore_errors=True)
