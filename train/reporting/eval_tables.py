"""Tables of an evaluation that the summary does not have: classes and the in/out table, as cells."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from prorl.train.measure.against import Classes
from prorl.train.measure.classes import Change
from prorl.train.measure.evaluation import Evaluation, load_evaluation
from prorl.train.measure.intervals import Interval
from prorl.train.measure.out_of_distribution import GroupLine, group_lines
from prorl.train.measure.plan import is_evaluation

CLASS_COLUMNS = (
    "target",
    "class",
    "items",
    "k",
    "base",
    "middle",
    "final",
    "final − base",
    "final − middle",
    "at k = 1",
)
CLASS_NOTE = (
    "By pass@k of base, intermediate and final checkpoint, in percent; ± is what a change must exceed to count: two "
    "standard errors over items, and at least one point."
)


def class_rows(found: Classes, names: Mapping[str, str]) -> list[list[str]]:
    """Cells, target by target; `names` are shown in place of theirs."""
    return [
        [
            names.get(one.name, one.name),
            str(one.kind),
            str(one.items),
            str(one.k),
            *(f"{100 * value:.1f}" for value in (one.base, one.middle, one.final)),
            *(_change(change) for change in (one.total, one.late, one.first)),
        ]
        for one in found.targets
    ]


def in_and_out_lines(evaluation: Evaluation) -> list[GroupLine]:
    """The in/out table, with that of more tokens where it was sampled."""
    inner = [load_evaluation(path) for path in _with_more_tokens(evaluation.folder)]
    return [line for one in (evaluation, *inner) for line in group_lines(one)]


def group_columns(lines: Iterable[GroupLine]) -> tuple[str, ...]:
    """Their names."""
    k = max((line.k for line in lines), default=1)
    return ("group", "model", "environments", "pass@1", f"pass@{k}")


def group_rows(lines: Iterable[GroupLine]) -> list[list[str]]:
    """Cells of the in/out table, in percent."""
    return [[line.group, line.model, str(line.targets), _percent(line.first), _percent(line.last)] for line in lines]


def _with_more_tokens(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("tokens-x*") if is_evaluation(path))


def _change(change: Change) -> str:
    return f"{100 * change.value:+.1f} ± {100 * change.margin:.1f}"


def _percent(found: Interval) -> str:
    return f"{100 * found.value:.1f} [{100 * found.low:.0f}, {100 * found.high:.0f}]"
