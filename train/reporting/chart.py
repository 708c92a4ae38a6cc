"""What a chart shows, whatever draws it: `plotly_figures.py` for the page, `pictures.py` for PNG."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

LABELLED = 12
"""Marks up to which each has its label."""
NAMES = 14
"""Lines up to which a chart has a legend."""
COLORS = ("#3b8bd0", "#e08a1e", "#2fa37c", "#d0609f", "#8f7fe0", "#c9a227", "#4fb3c9", "#7f9c4f", "#a0744f", "#9aa0a8")
MEAN_COLOR = "#d9573f"
GREY = "#7d8894"
MOST_POINTS = 500
"""Of one line; more are averaged in equal pieces."""
Dash = Literal["solid", "dash", "dot"]
Value = float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a chart."""

    name: str
    """Plain text."""
    x: tuple[float, ...]
    """[P]."""
    y: tuple[Value, ...]
    """[P], a gap where there is no number."""
    low: tuple[float, ...] = ()
    """[P], the lower end of an interval around each y; empty for none."""
    high: tuple[float, ...] = ()
    color: str = ""
    """`#rrggbb`; "" for the next of `COLORS`."""
    width: float = 1.6
    dash: Dash = "solid"
    dots: bool = False
    """Whether each point has a dot."""
    faint: bool = False
    """Whether it stands behind another line of the same name: no legend, no hover."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A vertical line: something happened at this x."""

    x: float
    label: str
    """Short: `R1`."""
    dash: Dash = "dash"


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """One chart with its heading."""

    title: str
    note: str
    """One sentence that says how to read it."""
    x_label: str
    y_label: str
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...] = ()
    wide: bool = False
    """Whether it takes the whole width of the page."""
    stacked: bool = False
    """Whether the lines are areas on top of each other."""
    log_x: tuple[int, ...] = ()
    """Where a logarithmic x axis is labelled; empty for a linear one."""
    from_zero: bool = False
    """Whether the y axis begins at 0."""
    top: float | None = None
    """Upper end of the y axis; by default where the lines end."""
    legend: bool = True
    """Whether lines are named beside the chart; False where the same colors are named in another one."""

    @property
    def named(self) -> tuple[Line, ...]:
        """The lines of the legend."""
        return tuple(line for line in self.lines if not line.faint)

    @property
    def has_legend(self) -> bool:
        """Whether the lines are named beside the chart."""
        return self.legend and 1 < len(self.named) <= NAMES

    @property
    def is_flat(self) -> bool:
        """Whether there is nothing to see: every line has three points or more, all of one value."""
        return not self.stacked and all(len(line.x) > 2 and len(set(line.y)) == 1 for line in self.lines)


def colored(lines: Sequence[Line]) -> list[tuple[Line, str]]:
    """Each line with its color: its own, or the next of `COLORS` for each new name."""
    given: dict[str, str] = {}
    for line in lines:
        if not line.color and line.name not in given:
            given[line.name] = COLORS[len(given) % len(COLORS)]
    return [(line, line.color or given[line.name]) for line in lines]


def thinned(x: Sequence[float], y: Sequence[Value], most: int = MOST_POINTS) -> tuple[list[float], list[Value]]:
    """At most `most` points: the means of equal pieces, each at the last x of its piece.

    Example: x = 1, 2, 3, 4 and y = 1, 3, None, 5 with `most` = 2 give x = 2, 4 and y = 2, 5.
    """
    size = -(-len(x) // most) if len(x) > most else 1
    if size == 1:
        return list(x), list(y)
    starts = range(0, len(x), size)
    return [x[min(start + size, len(x)) - 1] for start in starts], [_mean(y[start : start + size]) for start in starts]


def smoothed(y: Sequence[Value], window: int) -> list[Value]:
    """Means over `window` points around each one, fewer at the ends.

    Example: 0, 3, 0, 3 with a window of 3 gives 1.5, 1, 2, 1.5.
    """
    half = window // 2
    return [_mean(y[max(0, place - half) : place + half + 1]) for place in range(len(y))]


def significant(value: Value, digits: int = 5) -> Value:
    """Rounded to so many digits, so that the page stays small: `significant(0.123456789) == 0.12346`."""
    if value is None or not math.isfinite(value):
        return None
    return float(f"{value:.{digits}g}")


def _mean(values: Sequence[Value]) -> Value:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
