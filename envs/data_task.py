"""From the rows of a data set to a `Task`: rows are read or dropped and counted, grouped by level, and drawn.

SCIENCE = Recipe(dataset=SCIENCE_DATA, read=problem_of, verify=judge, oracle=solution, verifier="choice@2")

def make_task(split, scoring, *, data=None, source="auto", revision=None, divided=True):
    return data_task(SCIENCE, split, Choice(data=data, source=source, revision=revision), divided=divided)
"""

import logging
import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from prorl.envs.data_file import DataError, Row
from prorl.envs.loaders import Choice, DataSet, Loaded, load
from prorl.envs.seeding import Split, split_of
from prorl.envs.spaces import UnicodeText
from prorl.envs.task import Judged, Levels, Problem, Task
from prorl.envs.verdict import Verdict

logger = logging.getLogger(__name__)
Pools = Mapping[int, Sequence[Problem]]
"""Level -> its problems."""


def level_zero(problem: Problem) -> int:
    """The level of every problem of a data set that says nothing of difficulty."""
    return 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipe:
    """What makes a task of a data set. All functions are pure; module-level ones keep the task picklable."""

    dataset: DataSet
    """Where its rows are and which columns they have."""
    read: Callable[[Row], Problem | str]
    """The problem in a row, or why there is none, in words behind "they": `"have no short answer"`. The row's hash and
    source are put in the metadata later, as `row` and `source`."""
    verify: Callable[..., Verdict]
    """As `Task.verify`."""
    oracle: Callable[..., str]
    """As `Task.oracle`."""
    verifier: str
    """As `Task.verifier`."""
    level: Callable[[Problem], int] = level_zero
    """The level of a problem. Levels that no problem has are left out: the levels of the task count those that are."""
    judged: Judged = Judged.HERE
    """As `Task.judged`."""
    deadline_s: float = 5.0
    """As `Task.deadline_s`."""


def data_task(recipe: Recipe, split: Split, choice: Choice, *, divided: bool = True) -> Task:
    """The task over the rows of one split.

    Args:
        recipe: what the rows are and how they are read.
        split: "train" or "eval".
        choice: where the rows come from.
        divided: where one table serves both splits, whether the items' content divides it, so that train and eval
            share none. False leaves all rows in both: for an evaluation on the whole of a benchmark.

    Raises:
        DataError: if the data cannot be found or used, or has no usable row in the split.
    """
    loaded = load(recipe.dataset, choice)
    problems = problems_of(recipe, loaded, split)
    if divided and not loaded.official_splits:
        problems = [problem for problem in problems if split_of(problem) == split]
    if not problems:
        raise DataError(f"{loaded.source} has no usable row in the {split!r} split")
    pools = by_level(problems, recipe.level)
    return Task(
        generate=partial(draw, pools),
        pools=pools,
        verify=recipe.verify,
        oracle=recipe.oracle,
        verifier=recipe.verifier,
        levels=Levels(default_mix=natural_mix(pools), maximum=max(pools)),
        official_splits=loaded.official_splits or not divided,
        judged=recipe.judged,
        deadline_s=recipe.deadline_s,
    )


def sample_for_training(name: str, choice: Choice) -> Choice:
    """What `split="train"` of a benchmark reads: the bundled sample, because its own rows are not for training.

    Raises:
        DataError: if rows of the benchmark were asked for.
    """
    if choice.data is not None or choice.source in ("hub", "local"):
        raise DataError(f"{name} is for evaluation only: pass split='eval' (split='train' has the sample only)")
    if choice.source == "auto":
        news = f"{name} is for evaluation only, so split='train' is the bundled sample; pass split='eval' for it"
        warnings.warn(news, stacklevel=4)
    return Choice(source="sample")


def problems_of(recipe: Recipe, loaded: Loaded, split: Split) -> list[Problem]:
    """The usable rows of a split, each prompt once; what is dropped is counted by reason and logged.

    Where the data set has separate splits, training rows that are evaluation rows too are dropped.

    Raises:
        DataError: if a folder was given that lacks this split's file, or the data set has no such split.
    """
    if split not in recipe.dataset.files and loaded.source != "sample":
        raise DataError(f"{recipe.dataset.name} has no {split!r} split: all of its rows are for evaluation")
    if split not in loaded.rows:
        raise DataError(f"{loaded.source}: the {split!r} split needs {recipe.dataset.files[split]} beside it")
    seen: set[str] = set()
    if split == "train" and loaded.official_splits:
        seen |= {problem.prompt for problem, _ in _readings(recipe, loaded, "eval") if problem is not None}
    held_out = frozenset(seen)
    problems: list[Problem] = []
    dropped: Counter[str] = Counter()
    for problem, reason in _readings(recipe, loaded, split):
        if problem is None:
            dropped[reason] += 1
        elif problem.prompt in seen:
            dropped["are in the evaluation rows too" if problem.prompt in held_out else "repeat another row"] += 1
        else:
            seen.add(problem.prompt)
            problems.append(problem)
    for reason, count in dropped.items():
        logger.warning("%s: %d of %d rows dropped: they %s", loaded.source, count, len(loaded.rows[split]), reason)
    return problems


def _readings(recipe: Recipe, loaded: Loaded, split: Split) -> list[tuple[Problem | None, str]]:
    """(problem, "") or (None, reason) for each row."""
    return [_reading(recipe, row, loaded.source) for row in loaded.rows.get(split, ())]


def _reading(recipe: Recipe, row: Row, source: str) -> tuple[Problem | None, str]:
    problem = recipe.read(row)
    if isinstance(problem, str):
        return None, problem
    if not UnicodeText().contains(problem.prompt):
        return None, "hold characters that no prompt can have"
    return replace(problem, metadata={"row": row.hash, "source": source, **problem.metadata}), ""


def by_level(problems: Sequence[Problem], level: Callable[[Problem], int] = level_zero) -> Pools:
    """The problems of each level, numbered from 0 without gaps, the easiest first.

    Example: with problems of the levels 2 and 5 only, these are the levels 0 and 1.
    """
    pools: dict[int, list[Problem]] = {}
    for problem in problems:
        pools.setdefault(level(problem), []).append(problem)
    return dict(enumerate(pools[key] for key in sorted(pools)))


def natural_mix(pools: Pools) -> tuple[int, ...]:
    """Levels in proportion to their problems, rounded to whole percents, none of them left out.

    Example: 30 problems of level 0 and 10 of level 1 give 75 zeros and 25 ones; a single level gives 100 zeros.
    """
    total = sum(map(len, pools.values()))
    return tuple(level for level, pool in pools.items() for _ in range(max(1, round(100 * len(pool) / total))))


def draw(pools: Pools, rng: np.random.Generator, level: int) -> Problem:
    """Any problem of the level, each with the same chance."""
    pool = pools[level]
    return pool[int(rng.integers(len(pool)))]
