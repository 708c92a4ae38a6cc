"""The boundary map: a square for each item, colored by which of two models can solve it."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prorl.train.measure.against import Against
from prorl.train.measure.boundary import ALL, Boundary
from prorl.train.measure.evaluation import Evaluation
from prorl.train.measure.intervals import Interval
from prorl.train.measure.reach import Cell, boundary_map, responses_for
from prorl.train.measure.tally import Tally
from prorl.train.reporting.html_parts import DASH, table


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How a class is shown."""

    name: str
    css: str
    color: str


LOOKS: Mapping[Cell, Look] = {
    Cell.BOTH: Look(name="both", css="c-both", color="#3b8bd0"),
    Cell.ONLY_TRAINED: Look(name="only the trained model", css="c-trained", color="#2fa37c"),
    Cell.ONLY_BASE: Look(name="only the base", css="c-base", color="#d9573f"),
    Cell.NEITHER: Look(name="neither", css="c-neither", color="#5f6b76"),
    Cell.UNDECIDED: Look(name="not known", css="c-unknown", color="#c9ced4"),
}
COLUMNS = ("target", "items", "both", "only trained", "only base", "neither", "retention", "discovery", "by chance")


@dataclass(frozen=True, kw_only=True, slots=True)
class Square:
    """One item."""

    target: str
    item: str
    cell: Cell
    base: Tally
    trained: Tally


def map_k(evaluation: Evaluation, against: Against) -> int:
    """The k of the map: at most that of the table, and so small that the responses can tell what is out of reach.

    Example: 16 responses allow k = 2, for which 9 without a success are enough; k = 4 would take 18.
    """
    k = against.k
    while k > 1 and responses_for(k) > evaluation.plan.n:
        k //= 2
    return k


def squares(evaluation: Evaluation, against: Against) -> dict[str, list[Square]]:
    """By target, in each the classes in their order and within a class what the base solves most first."""
    before = {tally.key: tally for tally in evaluation.tallies[against.base]}
    after = {tally.key: tally for tally in evaluation.tallies[against.model]}
    found: dict[str, list[Square]] = {}
    for placed in boundary_map(tuple(before.values()), tuple(after.values()), map_k(evaluation, against)):
        key = (placed.name, placed.item)
        square = Square(target=placed.name, item=placed.item, cell=placed.cell, base=before[key], trained=after[key])
        found.setdefault(placed.name, []).append(square)
    order = list(LOOKS)
    for row in found.values():
        row.sort(key=lambda square: (order.index(square.cell), -_rate(square.base), -_rate(square.trained)))
    return found


def map_html(rows: Mapping[str, Sequence[Square]], short: Mapping[str, str]) -> str:
    """The map with its legend. A square names its item and both models' counts, and leads to its samples."""
    body = "".join(_row(target, row, short.get(target, target)) for target, row in rows.items())
    return f'{legend(rows)}<div class="map">{body}</div>'


def legend(rows: Mapping[str, Sequence[Square]]) -> str:
    """The classes with their numbers of items."""
    cells = [square.cell for row in rows.values() for square in row]
    entries = (
        f'<span><i class="{look.css}"></i> {look.name} {cells.count(cell)}</span>' for cell, look in LOOKS.items()
    )
    return f'<p class="legend">{"".join(entries)}</p>'


def map_note(evaluation: Evaluation, against: Against) -> str:
    """How to read it."""
    k, n = map_k(evaluation, against), evaluation.plan.n
    which = f"of {k} responses at least one" if k > 1 else "one response"
    return (
        f"A square is an item; k = {k}. A model solves it if {which} does more likely than not, at the 95 % bound of "
        f"what its {n} responses tell; that it does not takes about {responses_for(k)} of them without a success. In "
        "between the item is not known: more responses would tell. How many items are gained and lost in all is in "
        "the table above, which decides about none of them."
    )


def boundary_rows(against: Against, short: Mapping[str, str]) -> list[list[str]]:
    """Cells of the table of expected numbers, target by target, all items at the end."""
    names = [*sorted(name for name in against.boundary if name != ALL), ALL]
    return [_cells(short.get(name, name), against.boundary[name]) for name in names]


def boundary_table(against: Against, short: Mapping[str, str]) -> str:
    """The table as HTML."""
    return table(COLUMNS, boundary_rows(against, short), css="numbers total")


def _cells(name: str, found: Boundary) -> list[str]:
    counts = (found.both, found.only_trained, found.only_base, found.neither)
    return [
        name,
        str(found.items),
        *(f"{count.value:.1f}" for count in counts),
        _percent(found.retention),
        _percent(found.discovery),
        f"{found.null_only.value:.1f}" if found.null else DASH,
    ]


def _percent(found: Interval) -> str:
    if found.value != found.value:
        return DASH
    return f"{100 * found.value:.0f} % [{100 * found.low:.0f}, {100 * found.high:.0f}]"


def _row(target: str, row: Sequence[Square], short: str) -> str:
    marks = "".join(
        f'<i class="{LOOKS[square.cell].css}" data-item="{html.escape(square.item)}" title="{_title(square)}"></i>'
        for square in row
    )
    name = html.escape(target)
    return (
        f'<div class="map-name" title="{name}">{html.escape(short)}</div>'
        f'<div class="cells" data-env="{name}">{marks}</div>'
    )


def _title(square: Square) -> str:
    text = (
        f"{LOOKS[square.cell].name}: base {square.base.solved} of {square.base.judged}, "
        f"trained {square.trained.solved} of {square.trained.judged}, item {square.item[:8]}"
    )
    return html.escape(text)


def _rate(tally: Tally) -> float:
    return tally.solved / tally.judged if tally.judged else 0.0
