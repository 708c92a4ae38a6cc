"""From a name to an item: every random draw of an environment starts from a hash, never from a counter.

An item's identity is (env id, split, level, seed, index). Its SHA-256 hash seeds one NumPy generator, so that
neighbouring seeds share nothing, the order of calls does not matter, and `PYTHONHASHSEED` and the global generators
of `random` and `numpy` play no part.

Train and eval are disjoint by construction: the content of an item (its prompt) decides by another hash which split
it belongs to, and a draw that falls into the other split is drawn again.
"""

import hashlib
from typing import Literal

import numpy as np

from prorl.envs.task import Problem, Task

Split = Literal["train", "eval"]
SPLITS: tuple[Split, Split] = ("train", "eval")
EVAL_SHARE = 4  # one item in four belongs to the eval split
MAX_DRAWS = 400  # the chance to miss the eval split by bad luck alone is 0.75**400 < 1e-49


def digest(*parts: object) -> int:
    """A 128-bit integer from the parts' text, the same in every process.

    Example: `digest("prorl/sudoku-v0", "train", 0, 7, 0)` is 259498133787613612988837880536021109679. No two
    identities are expected to collide.
    """
    text = "\x1f".join(map(str, parts))
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16], "big")


def generator(*parts: object) -> np.random.Generator:
    """A fresh PCG64 generator that belongs to the parts alone."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(digest(*parts))))


def item_hash(problem: Problem) -> str:
    """Sixteen hex digits that name an item by its content."""
    return f"{digest('item', problem.prompt):032x}"[:16]


def split_of(problem: Problem) -> Split:
    """The one split that an item of this content may appear in."""
    return "eval" if digest("split", problem.prompt) % EVAL_SHARE == 0 else "train"


def draw_level(task: Task, *identity: object) -> int:
    """One level of the task's default mix, by the identity alone."""
    mix = task.levels.default_mix
    return mix[digest("level", *identity) % len(mix)]


def draw_item(task: Task, level: int | None, env_id: str, split: Split, *identity: object) -> tuple[int, Problem]:
    """The item of an identity and its level, which is drawn from the default mix where it is `None`.

    Raises:
        ValueError: for a level that is not on the scale, or has no item in this split.
    """
    whole = (env_id, split, *identity)
    level = draw_level(task, *whole) if level is None else task.levels.check(level)
    return level, draw_problem(task, split, level, *whole)


def draw_problem(task: Task, split: Split, level: int, *identity: object) -> Problem:
    """The item of an identity: the first draw of its generator that belongs to the split.

    Raises:
        ValueError: if the level has no item in this split (a task with too few different items).
    """
    rng = generator(split, level, *identity)
    for _ in range(MAX_DRAWS):
        problem = task.generate(rng, level)
        if task.official_splits or split_of(problem) == split:
            return problem
    raise ValueError(f"level {level} has no item in the {split!r} split after {MAX_DRAWS} draws")
