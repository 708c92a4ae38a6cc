"""`prorl/gsm8k-v0`: grade-school word problems of the data set GSM8K (arXiv 2110.14168).

The level of a problem is the number of lines of its worked solution: two lines or fewer are level 0, three
are level 1, four level 2, five level 3, six and more level 4.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import numpy as np

from prorl.envs.answer import TAG_HINT, wrap
from prorl.envs.data_file import DataError, Row
from prorl.envs.hub import HubSource
from prorl.envs.loaders import Choice, DataSet, Loaded, SourceName, load
from prorl.envs.seeding import Split, split_of
from prorl.envs.spaces import UnicodeText
from prorl.envs.task import Levels, Problem, Task
from prorl.envs.text_env import Scoring
from prorl.envs.verify.number import parse_amount, plain, same_number

GSM8K = DataSet(
    name="GSM8K",
    columns={"question": str, "answer": str},
    files={"train": "gsm8k_train.jsonl", "eval": "gsm8k_test.jsonl"},
    hub=HubSource(
        id="openai/gsm8k",
        config="main",
        splits={"train": "train", "eval": "test"},
        revision="740312add88f781978c0658806c59bc2815b9866",
    ),
    sample=("prorl.envs.math", "gsm8k_sample.jsonl"),
)
"""The data set: MIT licence, 7473 training and 1319 test rows."""

HARDEST = 4
MARK = "####"
"""Stands before the final answer in the last line of a row's `answer`."""

logger = logging.getLogger(__name__)
Pools = Mapping[int, Sequence[Problem]]
"""Level -> its problems."""


def make_task(
    split: Split,
    scoring: Scoring,
    *,
    data: str | None = None,
    source: SourceName = "auto",
    revision: str | None = None,
) -> Task:
    """The task over the rows of one split; both scorings are the same.

    Args:
        split: "train" or "eval"; the test file counts as "eval".
        scoring: has no effect.
        data: a JSON Lines or JSON file, or a folder that holds `gsm8k_train.jsonl` and `gsm8k_test.jsonl`.
        source: "auto", "local", "hub" or "sample", see `prorl.envs.loaders`.
        revision: a revision on the hub in place of the pinned one.

    Raises:
        DataError: if the data cannot be found or used.
    """
    loaded = load(GSM8K, Choice(data=data, source=source, revision=revision))
    pools = by_level(problems_of(loaded, split))
    if not pools:
        raise DataError(f"{loaded.source} has no usable row in the {split!r} split")
    return Task(
        generate=partial(draw, pools),
        pools=pools,
        verify=same_number,
        oracle=solution,
        verifier="number@1",
        levels=Levels(default_mix=natural_mix(pools), maximum=max(pools)),
        official_splits=loaded.official_splits,
    )


def problems_of(loaded: Loaded, split: Split) -> list[Problem]:
    """The usable rows of a split.

    Rows without a final answer are dropped and counted in the log, and so are training rows whose question is
    also in the test file. A single file is divided by the items' content.

    Raises:
        DataError: if a folder was given that lacks this split's file.
    """
    if split not in loaded.rows:
        raise DataError(f"{loaded.source}: the {split!r} split needs {GSM8K.files[split]} beside it")
    rows = loaded.rows[split]
    problems = [problem for row in rows if (problem := problem_of(row, loaded.source)) is not None]
    _report(len(rows) - len(problems), len(rows), loaded.source, "have no final answer after '####'")
    if not loaded.official_splits:
        return [problem for problem in problems if split_of(problem) == split]
    return problems if split == "eval" else _unseen(problems, loaded)


def _unseen(problems: list[Problem], loaded: Loaded) -> list[Problem]:
    """The training problems that the evaluation rows do not hold too."""
    held_out = {prompt_of(row) for row in loaded.rows.get("eval", ())}
    unseen = [problem for problem in problems if problem.prompt not in held_out]
    _report(len(problems) - len(unseen), len(problems), loaded.source, "are in the evaluation rows too")
    return unseen


def _report(dropped: int, total: int, source: str, reason: str) -> None:
    if dropped:
        logger.warning("%s: %d of %d rows dropped: they %s", source, dropped, total, reason)


def prompt_of(row: Row) -> str:
    """The question and the answer format."""
    return f"{row.fields['question'].strip()}\n\nGive one number. {TAG_HINT}"


def problem_of(row: Row, source: str) -> Problem | None:
    """The problem in a row, or `None` if it lacks a question or a final answer.

    Example: the answer `"3*4 = <<3*4=12>>12\\n#### 1,200"` has the reference `"1200"` and one step.
    """
    solution_text, mark, final = row.fields["answer"].rpartition(MARK)
    value = parse_amount(final.strip())
    prompt = prompt_of(row)
    if not mark or value is None or not row.fields["question"].strip() or not UnicodeText().contains(prompt):
        return None
    steps = sum(1 for line in solution_text.split("\n") if line.strip())
    metadata = {"row": row.hash, "source": source, "steps": steps}
    return Problem(prompt=prompt, reference=plain(value), metadata=metadata)


def level_of(steps: int) -> int:
    """The level of a number of steps: `[level_of(n) for n in (0, 2, 3, 6, 9)] == [0, 0, 1, 4, 4]`."""
    return min(max(steps - 2, 0), HARDEST)


def by_level(problems: Iterable[Problem]) -> Pools:
    """The problems of each level that has some, the levels in order."""
    pools: dict[int, list[Problem]] = {level: [] for level in range(HARDEST + 1)}
    for problem in problems:
        pools[level_of(problem.metadata["steps"])].append(problem)
    return {level: pool for level, pool in pools.items() if pool}


def natural_mix(pools: Pools) -> tuple[int, ...]:
    """Levels in proportion to their problems, rounded to whole percents, none of them left out.

    Example: 30 problems of level 0 and 10 of level 1 give 75 zeros and 25 ones.
    """
    total = sum(map(len, pools.values()))
    return tuple(level for level, pool in pools.items() for _ in range(max(1, round(100 * len(pool) / total))))


def draw(pools: Pools, rng: np.random.Generator, level: int) -> Problem:
    """Any problem of the level, each with the same chance.

    Raises:
        DataError: if the data has no problem of this level.
    """
    pool = pools.get(level)
    if not pool:
        sizes = ", ".join(f"{level}: {len(pool)}" for level, pool in pools.items())
        raise DataError(f"the data has no problem of level {level} (problems by level: {sizes})")
    return pool[int(rng.integers(len(pool)))]


def solution(problem: Problem) -> str:
    """The final answer alone."""
    return wrap(str(problem.reference))
