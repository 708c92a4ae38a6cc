"""What the audit reads: items with the responses to them, one after the other, from a run's dumps or an evaluation."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

from prorl.envs.task import Problem
from prorl.envs.verdict import Status
from prorl.registry.mixture import ItemRef
from prorl.train.audit.finding import Example
from prorl.train.measure.evaluation import Evaluation
from prorl.train.measure.store import Answered
from prorl.train.run_log import Row, number, parse_line

TRAINING, VALIDATION = "training", "validation"
MOST_GIVEN = 4096
"""Responses of a visit; a longer group is read as several."""
LATE = 2 / 3
"""The last third of a run is looked at by itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """One response, and what it came to."""

    turns: tuple[str, ...]
    """One text a turn."""
    reward: float
    solved: bool
    status: Status
    extracted: str
    reason: str
    tokens: float
    """Mean over the samples that gave this text."""
    truncated: int
    """Of the samples."""
    times: int = 1
    """Samples that gave this text."""
    empty: bool = False
    """True where the prompt left no room for a response."""
    joined: bool = False
    """True where it is not known whether the line breaks stand between turns."""

    @property
    def text(self) -> str:
        """All turns."""
        return "\n".join(self.turns)

    @property
    def judged(self) -> bool:
        """Whether it has a verdict."""
        return self.status not in (Status.TIMEOUT, Status.ERROR)

    @property
    def answered(self) -> bool:
        """Whether an answer was read."""
        return self.status == Status.OK


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """One item and the responses to it at one time."""

    where: str
    """`TRAINING`, `VALIDATION`, or an evaluation's name."""
    env_id: str
    step: int | None
    """Optimizer step of a run, `None` in an evaluation."""
    late: bool
    """In the last third of the run; true in an evaluation."""
    prompt: str
    given: tuple[Given, ...]
    ref: ItemRef | None = None
    """Names the item, so that it can be made again."""
    problem: Problem | None = None
    """The item itself, where it was stored."""
    level: int = 0
    """Of `problem`."""

    @property
    def winners(self) -> tuple[Given, ...]:
        """The responses that are solved."""
        return tuple(one for one in self.given if one.solved)

    def example(self, given: Given) -> Example:
        """One of its responses for the page."""
        return Example(
            step=self.step,
            prompt=self.prompt,
            response=given.text,
            extracted=given.extracted,
            reward=given.reward,
            reason=given.reason,
        )


class Source(Protocol):
    """Where visits come from: can be gone through again, always in the same order."""

    def visits(self) -> Iterator[Visit]:
        """All of them, one in memory at a time."""
        ...


class RunSource:
    """The rollout dumps of a run."""

    def __init__(self, folder: Path, seed: int):
        """Look for the dumps.

        Args:
            folder: of the run.
            seed: `run.seed`, the stream of its training items.
        """
        self.seed = seed
        self.paths = sorted((folder / "rollouts").glob("step-*.jsonl"))
        self.last_step = max((_step_of(path) for path in self.paths), default=0)
        self.torn = 0
        """Lines that could not be read, of the last going through."""

    def visits(self) -> Iterator[Visit]:
        """Group after group, in the order of steps."""
        self.torn = 0
        for _, rows in groupby(self._rows(), key=_identity):
            group = list(rows)
            for start in range(0, len(group), MOST_GIVEN):
                yield self._visit(group[start : start + MOST_GIVEN])

    def _rows(self) -> Iterator[Row]:
        for path in self.paths:
            with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
                for line in file:
                    row = parse_line(line)
                    if row is not None and _is_whole(row):
                        yield row
                    elif line.strip():
                        self.torn += 1

    def _visit(self, rows: list[Row]) -> Visit:
        first = rows[0]
        training = first["split"] == "train"
        return Visit(
            where=TRAINING if training else VALIDATION,
            env_id=first["env"],
            step=first["step"],
            late=first["step"] >= LATE * self.last_step,
            prompt=first["prompt"],
            given=tuple(_given(row) for row in rows),
            ref=ItemRef(
                env_id=first["env"],
                level=first.get("level"),
                split="train" if training else "eval",
                seed=self.seed if training else 0,
                index=first["item"],
            ),
        )


class EvaluationSource:
    """The stored responses of one model of an evaluation."""

    def __init__(self, evaluation: Evaluation, label: str, where: str):
        """Name the model.

        Args:
            evaluation: which.
            label: of the model.
            where: how findings call it.
        """
        self._evaluation, self._label, self._where = evaluation, label, where

    def visits(self) -> Iterator[Visit]:
        """Item after item."""
        for answered in self._evaluation.answered(self._label):
            if answered.responses:
                yield _of_evaluation(answered, self._where)


def _of_evaluation(answered: Answered, where: str) -> Visit:
    return Visit(
        where=where,
        env_id=answered.item.env_id,
        step=None,
        late=True,
        prompt=answered.item.problem.prompt,
        problem=answered.item.problem,
        level=answered.item.level,
        given=tuple(
            Given(
                turns=one.text or ("",),
                reward=one.verdict.reward,
                solved=one.verdict.solved,
                status=one.verdict.status,
                extracted=one.verdict.extracted,
                reason=one.verdict.reason,
                tokens=sum(one.tokens) / len(one.tokens),
                truncated=len(one.truncated),
                times=len(one.samples),
                empty=not one.text,
            )
            for one in answered.responses
        ),
    )


def _given(row: Row) -> Given:
    turns = row.get("turns")
    told_apart = isinstance(turns, list) and len(turns) > 1 and all(isinstance(turn, str) for turn in turns)
    return Given(
        turns=tuple(turns) if told_apart and turns is not None else (row["response"],),
        reward=float(row["reward"]),
        solved=row["solved"],
        status=_status(row.get("status")),
        extracted=str(row.get("extracted") or ""),
        reason=str(row.get("reason") or ""),
        tokens=number(row.get("tokens")) or 0.0,
        truncated=int(row.get("truncated") is True),
        joined=not told_apart and "\n" in row["response"],
    )


def _status(value: object) -> Status:
    return Status(value) if isinstance(value, str) and value in tuple(Status) else Status.ERROR


def _is_whole(row: Row) -> bool:
    texts = all(isinstance(row.get(key), str) for key in ("split", "env", "prompt", "response"))
    level = row.get("level")
    places = all(isinstance(row.get(key), int) for key in ("step", "item")) and isinstance(level, int | None)
    return texts and places and number(row.get("reward")) is not None and isinstance(row.get("solved"), bool)


def _identity(row: Row) -> tuple[Any, ...]:
    return row["step"], row["split"], row["env"], row.get("level"), row["item"]


def _step_of(path: Path) -> int:
    digits = path.stem.removeprefix("step-")
    return int(digits) if digits.isdecimal() else 0
