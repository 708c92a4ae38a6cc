"""The factory of all mathematical data sets but GSM8K: `prorl/math500-v0`, `prorl/svamp-v0` and so on."""

from functools import partial

from prorl.envs.answer import TAG_HINT, wrap
from prorl.envs.data_file import Row
from prorl.envs.data_task import Recipe, data_task, sample_for_training
from prorl.envs.loaders import Choice, SourceName
from prorl.envs.math.data_sets import SOURCES, Source
from prorl.envs.math.exercises.forms import has_form
from prorl.envs.math.rows import read_row, why_unreadable
from prorl.envs.seeding import Split
from prorl.envs.task import Problem, Task
from prorl.envs.text_env import Scoring
from prorl.envs.verdict import Status, Verdict, unread
from prorl.envs.verify.math import grade, same
from prorl.envs.verify.math.extract import extract
from prorl.envs.verify.number import parse_amount
from prorl.envs.verify.table import find

AMOUNT_VERSION = 1
"""Rises when `judge_amount` refuses other answers."""


def make_task(
    split: Split,
    scoring: Scoring,
    *,
    name: str,
    data: str | None = None,
    source: SourceName = "auto",
    revision: str | None = None,
) -> Task:
    """The task over the rows of one split; both scorings are the same.

    Args:
        split: "train" or "eval". A benchmark has evaluation rows only: its "train" is the bundled sample.
        scoring: has no effect.
        name: of the data set, see `SOURCES`.
        data: a JSON Lines, JSON or Parquet file, or a folder that holds the data set's file.
        source: "auto", "local", "hub" or "sample", see `prorl.envs.loaders`.
        revision: a revision on the hub in place of the pinned one.

    Raises:
        DataError: if the data cannot be found or used.
    """
    known = SOURCES[name]
    choice = Choice(data=data, source=source, revision=revision)
    if known.use == "eval" and split == "train":
        choice = sample_for_training(known.title, choice)
    return data_task(recipe_of(known), split, choice, divided=known.use != "eval")


def recipe_of(known: Source) -> Recipe:
    """How the rows of a data set are read and judged."""
    version = find("math").full_name
    return Recipe(
        dataset=known.dataset,
        read=partial(problem_of, known),
        verify=judge_amount if known.words else judge,
        oracle=solution,
        verifier=f"{version}+amount{AMOUNT_VERSION}" if known.words else version,
        level=level_of,
    )


def problem_of(known: Source, row: Row) -> Problem | str:
    """The problem in a row, or why there is none.

    Raises:
        DataError: if the row lacks a column.
    """
    reading = read_row(known.shapes, row)
    if not reading.question:
        return "have no question"
    refusal = reading.refusal or why_unreadable(reading.answer)
    if refusal:
        return refusal
    if known.words and not _is_amount(reading.answer):
        return "have an answer that is not one number"
    ask = f"Give one number. {TAG_HINT}" if known.words else TAG_HINT
    metadata = {"level": reading.level, "licence": known.licence, "use": known.use}
    return Problem(prompt=f"{reading.question}\n\n{ask}", reference=reading.answer, metadata=metadata)


def level_of(problem: Problem) -> int:
    """The level that the source gives."""
    return int(problem.metadata["level"])


def judge(problem: Problem, response: str) -> Verdict:
    """Right if the answer of the response is equivalent to the reference."""
    return grade(response, str(problem.reference))


def judge_amount(problem: Problem, response: str) -> Verdict:
    """As `judge`, for a number that is worked out: `3 * 4 + 2` is invalid where 14 is meant."""
    answer = extract(response)
    if answer is None:
        return unread(Status.NO_ANSWER, "no answer in the response")
    if not _is_amount(answer):
        return unread(Status.INVALID, "not one number", answer[:500])
    return same(answer, str(problem.reference))


def _is_amount(answer: str) -> bool:
    """Whether an answer is one number, with or without a unit: `$1,080.50`, `\\frac{2}{3}`, `60 miles per hour`."""
    return parse_amount(answer.replace("\\$", "$")) is not None or has_form(answer, "number")


def solution(problem: Problem) -> str:
    """The reference alone."""
    return wrap(str(problem.reference))


def notes_of(known: Source) -> str:
    """The paragraphs for the gallery."""
    hub_id, config, part = known.hub
    numbers = "one number, with or without a unit; sums that are not worked out are invalid"
    free = "mathematics in LaTeX or plain text, compared by the rules of docs/verify-math.md"
    sides = {
        "train": "One table: the content of each problem decides whether it is a training or an evaluation item.",
        "both": "The hub's test rows are the evaluation items; a single file is divided by the items' content.",
        "eval": "For evaluation only: all rows are evaluation items, and `split='train'` is the bundled sample.",
    }[known.use]
    sample = "word problems" if known.words else "problems, drawn from prorl's own exercises"
    return (
        f"{known.about} {sides} Data: `data=` or the folder `PRORL_DATA` names with `{known.file}` (JSON "
        "Lines, JSON or "
        f"Parquet), else `{hub_id}` (configuration `{config}`, split `{part}`, revision "
        f"`{known.revision}`), else a sample of "
        f"60 {sample}, which all data sets of this kind share. Rows without an answer that the verifier "
        "can read are dropped "
        "and counted in the log by reason; `problem.metadata` has the row's hash and source.\n\n"
        f"Answer: {numbers if known.words else free}; between the tags or in `\\boxed{{}}`.\n\n"
        f"Levels: {known.levels}\n\n"
        "Floor: declared for the sample, where one constant is right in a quarter of the evaluation "
        "problems of a level. In "
        "the whole data sets that were measured one constant is right in at most 4 % of the rows, in "
        "SVAMP in 8.5 %.\n\n"
        "History: v0, first version."
    )


NOTES: dict[str, str] = {f"prorl/{name}-v0": notes_of(known) for name, known in SOURCES.items()}
