"""`LibraryTask`: one data set of the library as a row of settings, and the small parts that rows are made of."""

import copy
import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, localcontext
from enum import Enum
from fractions import Fraction
from typing import Any

import numpy as np

from prorl.envs.answer import TAG_HINT
from prorl.envs.task import Json, Judged, Levels, Problem
from prorl.envs.verdict import Verdict

Item = Mapping[str, Any]
"""What the library makes: `question`, `answer`, `metadata`."""
Entry = dict[str, Any]
"""What the library's scorers are given: `answer` and `metadata`."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The settings of the library at each level, as a table; call it with a level to read a line.

    Example: `columns(min_n=(1, 10), max_n=(9, 99), style="plain")(1) == {"style": "plain", "min_n": 10, "max_n": 99}`.
    """

    always: tuple[tuple[str, Any], ...]
    """The settings that do not depend on the level."""
    names: tuple[str, ...]
    lines: tuple[tuple[Any, ...], ...]
    """One for each level, as long as `names`."""

    def __call__(self, level: int) -> dict[str, Any]:
        """The settings at a level."""
        return dict(self.always) | dict(zip(self.names, self.lines[level], strict=True))

    def levels(self) -> Levels:
        """The scale of this table: all levels are drawn with equal chance."""
        return scale(len(self.lines))


def columns(**settings: Any) -> Columns:
    """A table of settings: a tuple is a column with a value for each level, anything else holds at all levels.

    A setting that is itself a tuple is written as a list.
    """
    cells = {name: value for name, value in settings.items() if isinstance(value, tuple)}
    assert len(set(map(len, cells.values()))) == 1, f"columns of different lengths: {sorted(cells)}"
    always = {name: _frozen(value) for name, value in settings.items() if name not in cells}
    lines = zip(*cells.values(), strict=True)
    return Columns(
        always=tuple(always.items()), names=tuple(cells), lines=tuple(tuple(map(_frozen, line)) for line in lines)
    )


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def scale(count: int) -> Levels:
    """Levels 0 to `count - 1`, drawn with equal chance."""
    return Levels(default_mix=tuple(range(count)), maximum=count - 1)


@dataclass(frozen=True, slots=True)
class Ask:
    """The library's question -> our prompt.

    Example: `Ask(drop=(" Reply only with a name.",), add="Give the name.")("Who ran? Reply only with a name.")` is
    `"Who ran?\\nGive the name. Answer inside <answer></answer>."`.
    """

    drop: tuple[str, ...] = ()
    """Texts taken out wherever they occur: most forbid to reason before the answer."""
    add: str = ""
    """What the answer has to look like, where the library does not say it or says it otherwise."""

    def __call__(self, question: str) -> str:
        """The prompt."""
        text = question
        for sentence in self.drop:
            text = text.replace(sentence, "")
        lines = "\n".join(line.rstrip() for line in text.split("\n")).rstrip()
        return f"{lines}\n{self.add} {TAG_HINT}" if self.add else f"{lines}\n{TAG_HINT}"


def no_settings(level: int) -> dict[str, Any]:
    """The library's own settings at every level."""
    return {}


def add_hint(question: str) -> str:
    """The library's question, then our answer format: the prompt of a task that does not say otherwise."""
    return f"{question.rstrip()}\n{TAG_HINT}"


def library_answer(item: Item) -> Json:
    """The reference of a task whose library item carries its answer."""
    return plain(item["answer"])


def reseeded(dataset: Any, seed: int) -> Item:
    """Item 0 of a data set like `dataset` with another seed; shares all else and leaves `dataset` alone.

    Right for every data set that draws only when it is indexed. `rebuilt` is for the others.
    """
    twin = copy.copy(dataset)
    twin.seed, twin.config = seed, dataclasses.replace(dataset.config, seed=seed)
    item: Item = twin[0]
    return item


def rebuilt(dataset: Any, seed: int) -> Item:
    """The same for a data set that draws in its constructor already, as `gsm_symbolic` does."""
    item: Item = type(dataset)(dataclasses.replace(dataset.config, seed=seed))[0]
    return item


def in_own_decimal_context(dataset: Any, seed: int) -> Item:
    """`reseeded` for a data set that sets, or depends on, the precision of the whole process."""
    with localcontext(Context()):
        return reseeded(dataset, seed)


def stated(problem: Problem) -> str:
    """The reference as text."""
    return str(problem.reference)


def as_stored(entry: Entry) -> Entry:
    """The entry of a scorer that does not mind lists where the library made tuples."""
    return entry


@dataclass(frozen=True, kw_only=True, slots=True)
class LibraryTask:
    """One data set of the library as a task. All functions are module-level, so that tasks pickle.

    Example: `LibraryTask(name="gcd", config=columns(max_value=(9, 99)), judge=integer, levels=scale(2))`.
    """

    name: str
    """The library's name of the data set."""
    config: Callable[[int], Mapping[str, Any]]
    """`level -> ` the library's settings at that level, without `seed` and `size`; often `columns(...)`."""
    judge: Callable[[Problem, str], Verdict]
    """The strict verifier: `(problem, text between the answer tags) -> Verdict`."""
    levels: Levels = field(default_factory=Levels)
    """The difficulty scale."""
    version: int = 1
    """Version of `judge`, rises when any verdict changes."""
    prompt: Callable[[str], str] = add_hint
    """The library's question -> our prompt, the answer format included; often `Ask(...)`."""
    reference: Callable[[Item], Json] = library_answer
    """The library's item -> an answer that earns everything, where the item's own is missing or unfit."""
    draw: Callable[[Any, int], Item] = reseeded
    """`(data set, seed) -> item`: `reseeded` where that equals a new data set, else `rebuilt` or one's own."""
    solve: Callable[[Problem], str] = stated
    """The oracle's answer: the reference, or worked out from the problem where that is slow."""
    judged: Judged = Judged.HERE
    """Where the strict verifier runs; the library's own always runs in the pool."""
    revive: Callable[[Entry], Entry] = as_stored
    """Puts back what JSON cannot hold, tuples above all, for the library's scorer."""
    admits: Callable[[str], bool] | None = None
    """Where the library's scorer evaluates the answer as code: whether a text may go there (`upstream`)."""
    notes: str = ""
    """The hand-written part of the gallery."""


_BARE = frozenset({type(None), bool, int, float, str})
"""Types that are plain as they are; looked up by identity, so that subclasses such as `np.float64` do not count."""


def plain(value: Any) -> Any:
    """The value in JSON's own types: tuples and sets become lists, NumPy scalars Python's,
    exact fractions and decimals text, and so keys.

    Example: `plain({"at": (np.int64(1), True), 2: {"b", "a"}}) == {"at": [1, True], "2": ["a", "b"]}`.

    Raises:
        TypeError: for a type without a plain form; the row's task then needs its own conversion.
    """
    kind = type(value)
    if kind in _BARE:
        return value
    if kind is dict:
        return {key if type(key) is str else str(plain(key)): plain(entry) for key, entry in value.items()}
    if kind is list or kind is tuple:
        return [entry if type(entry) in _BARE else plain(entry) for entry in value]
    return _plain_other(value)


def _plain_other(value: Any) -> Any:
    """`plain` of anything that is not of one of the common types."""
    match value:
        case Enum():
            return plain(value.value)
        case np.generic() | np.ndarray():
            return plain(value.tolist())
        case None | bool() | int() | float() | str():
            return value
        case Mapping():
            return {str(plain(key)): plain(entry) for key, entry in value.items()}
        case Fraction() | Decimal():
            return str(value)
        case list() | tuple():
            return [plain(entry) for entry in value]
        case set() | frozenset():
            return sorted((plain(entry) for entry in value), key=repr)
    raise TypeError(f"{type(value).__name__} has no JSON form")
