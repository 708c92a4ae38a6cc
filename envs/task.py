"""What a task is: three pure functions over two plain records.

`generate` makes a `Problem`, `verify` judges a response to it, `oracle` writes a response that earns everything.
`prorl.envs.text_env.TextEnv` is the only thing that turns a task into a Gymnasium environment.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from prorl.envs.verdict import Verdict


class Judged(StrEnum):
    """Where a task's `verify` runs when an environment steps."""

    HERE = "here"
    """In the caller's thread. For verifiers whose time is bounded by construction: microseconds, whatever the text."""
    THREADS = "threads"
    """In the caller's process, a batch by several threads. For verifiers that mostly wait for a process of their own,
    which has its own limits, as the sandbox does."""
    POOL = "pool"
    """In a worker of the shared `VerifierPool`, which is killed after `deadline_s`. For verifiers that may run long,
    or that a hostile text could make run long."""


Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One item of a task. Survives `Problem(**json.loads(json.dumps(asdict(problem))))` with the same verdicts.

    Example: `Problem(prompt="Reverse abc. …", reference="cba", metadata={"length": 3})`.
    """

    prompt: str
    """The first observation: everything the policy is told, the answer format included."""
    reference: Json
    """What `verify` compares with. Never shown before the episode is over."""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    """JSON-safe facts about the item: sizes, the row of a data set, its licence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Levels:
    """The difficulty scale of a task: 0 is the easiest, higher is never easier."""

    default_mix: tuple[int, ...] = (0,)
    """Levels drawn with equal chance when an environment is made with `level=None`."""
    maximum: int | None = None
    """The highest level that makes sense, or `None` where size can grow without bound."""
    probe: int | None = None
    """The highest level that the conformance kit tries where `maximum` is `None`."""

    def check(self, level: int) -> int:
        """Return `level` if it is on the scale.

        Raises:
            ValueError: for a negative level, one over the maximum, or anything but an int.
        """
        if not isinstance(level, int | np.integer) or isinstance(level, bool) or level < 0:
            raise ValueError(f"level must be an int >= 0 or None, got {level!r}")
        if self.maximum is not None and level > self.maximum:
            raise ValueError(f"level {level} is over this task's maximum of {self.maximum}")
        return int(level)

    def tested(self) -> range:
        """All levels that the conformance kit goes through, 0 included."""
        bounds = [self.maximum, self.probe, max(self.default_mix)]
        top = next(bound for bound in bounds if bound is not None)
        return range(top + 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """Three pure functions and what is declared about them.

    A multi-turn task also has `reply`. Then `verify` and `oracle` take one more argument for every turn that came
    before: `verify(problem, *responses)` sees all responses in order, `oracle(problem, *replies)` all later messages.
    """

    generate: Callable[[np.random.Generator, int], Problem]
    """`(rng, level) -> Problem`; every draw comes from `rng`."""
    verify: Callable[..., Verdict]
    """`(problem, *responses) -> Verdict`; pure, deterministic, never raises, never runs model text in process."""
    oracle: Callable[..., str]
    """`(problem, *replies) -> str`; a response that earns reward 1.0 and `solved`."""
    verifier: str
    """Name and version of the judging rule, `"name@version"`: the version rises when any verdict changes."""
    levels: Levels = field(default_factory=Levels)
    """The difficulty scale."""
    reply: Callable[..., str | None] | None = None
    """Multi-turn only: `(problem, *responses) -> next observation`, or `None` when the episode is over."""
    max_turns: int = 1
    """Responses allowed in one episode."""
    official_splits: bool = False
    """True where `generate` itself draws from data that comes with separate train and evaluation rows."""
    judged: Judged = Judged.HERE
    """Where `verify` runs."""
    deadline_s: float = 5.0
    """Seconds that one verdict may take where `judged` is `POOL`; past that its status is TIMEOUT."""
    pools: Mapping[int, Sequence[Problem]] | None = None
    """Level -> all of its problems, where `generate` draws from the rows of a data set; `None` where items are made."""
