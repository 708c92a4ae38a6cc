"""The tasks of programming data sets: `prorl/taco-v0`, `prorl/humaneval-v0` and so on."""

import os
from functools import partial
from pathlib import Path

from prorl.envs.code.data.item import level_of, oracle, problem_from, verify
from prorl.envs.code.data.notes import NOTES
from prorl.envs.code.data.sources import SOURCES, Read, Source
from prorl.envs.code.families.exercise import is_share
from prorl.envs.data_file import DataError, Row
from prorl.envs.data_task import Recipe, data_task, sample_for_training
from prorl.envs.loaders import FOLDER_VARIABLE, Choice, SourceName
from prorl.envs.seeding import Split
from prorl.envs.task import Judged, Problem, Task
from prorl.envs.text_env import Scoring

__all__ = ["NOTES", "make_task"]

VERIFIER = "code-data@1"


def make_task(  # noqa: PLR0913  (the options of gym.make)
    split: Split,
    scoring: Scoring,
    *,
    dataset: str,
    data: str | None = None,
    source: SourceName = "auto",
    revision: str | None = None,
    reward: str = "all",
) -> Task:
    """The task over the rows of one split of a data set; both scorings are the same.

    Args:
        split: "train" or "eval". A benchmark has evaluation rows only: its "train" is the bundled sample.
        scoring: has no effect.
        dataset: a name in `SOURCES`.
        data: a JSON Lines (also packed with gzip), JSON or Parquet file, or a folder that holds the data set's files.
        source: "auto", "local", "hub" or "sample", see `prorl.envs.loaders`.
        revision: a revision on the hub in place of the pinned one.
        reward: "all" for 1 or 0, "share" for the share of cases passed.

    Raises:
        DataError: if the data cannot be found or used.
        ValueError: for another reward.
    """
    if dataset not in SOURCES:
        raise DataError(f"no data set {dataset!r}: there are {', '.join(SOURCES)}")
    partly = is_share(reward)
    choice = Choice(data=data, source=source, revision=revision)
    chosen = form_of(SOURCES[dataset], choice)
    if chosen.evaluation and split == "train":
        choice = sample_for_training(chosen.dataset.name, choice)
    recipe = Recipe(
        dataset=chosen.dataset,
        read=partial(_read, chosen.reader(split)),
        verify=partial(verify, partly),
        oracle=oracle,
        verifier=VERIFIER,
        level=level_of,
        judged=Judged.THREADS,
    )
    return data_task(recipe, split, choice, divided=not chosen.evaluation and chosen.by_split is None)


def form_of(sources: tuple[Source, ...], choice: Choice) -> Source:
    """The form whose file the user has: the first one unless only a file of another is there."""
    folder = choice.data or os.environ.get(FOLDER_VARIABLE)
    if folder is None or choice.source in ("hub", "sample"):
        return sources[0]
    path = Path(folder).expanduser()
    for source in sources:
        names = {Path(name).name.partition(".")[0] for name in source.dataset.files.values()}
        there = {path} if not path.is_dir() else set(path.iterdir())
        if names & {file.name.partition(".")[0] for file in there}:
            return source
    return sources[0]


def _read(read: Read, row: Row) -> Problem | str:
    """A row of the data set, or of the sample, which has a form of its own."""
    if "statement" not in row.fields:
        return read(row)
    return problem_from(row.fields["statement"], row.fields["tests"], solution=row.fields["solution"])
