"""pass@k curves with intervals, of every environment and of their mean, and the rates that belong beside them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from prorl.train.measure.binomial import CONFIDENCE
from prorl.train.measure.estimators import Floats, Ints, counts, pass_curve, powers_of_two, warning_near
from prorl.train.measure.intervals import RESAMPLES, Interval, shares
from prorl.train.measure.majority import majority_curve
from prorl.train.measure.tally import Tally, by_env

MEAN = "mean"
"""Name of the curve over all environments."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """pass@k at one k."""

    k: int
    passed: Interval
    """Mean over items (and, in the curve of the mean, over environments), interval over items."""
    items: int
    """Items that went into it: those with n >= k."""
    left_out: int
    """Items with fewer than k judged responses."""
    warning: str
    """One sentence where k is near n, else ""."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """pass@k over k."""

    name: str
    """Environment, or "mean"."""
    points: tuple[Point, ...]
    """By rising k; a k that no item reaches is left out."""

    def at(self, k: int) -> Interval:
        """pass@k.

        Raises:
            KeyError: for a k that the curve does not have.
        """
        for point in self.points:
            if point.k == k:
                return point.passed
        raise KeyError(f"the curve of {self.name} has no k = {k}")

    @property
    def ks(self) -> tuple[int, ...]:
        """The k of the points."""
        return tuple(point.k for point in self.points)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rates:
    """Shares of responses that say how far the other numbers can be trusted. NaN where there is no response."""

    truncated: float
    """Of all responses, those that ran into the token limit."""
    ungradeable: float
    """Of all responses, those that could not be judged."""
    no_answer: float
    """Of the judged ones, those without an answer."""
    tokens: float
    """Mean length of a response."""


def pass_curves(
    tallies: Sequence[Tally],
    ks: Sequence[int] = (),
    *,
    confidence: float = CONFIDENCE,
    resamples: int = RESAMPLES,
) -> dict[str, Curve]:
    """The curve of every environment, and of the mean over environments under "mean".

    An item counts once in its environment, an environment once in the mean, however many items it has. At each k the
    items with n >= k count; the mean takes the environments that have any.

    Args:
        tallies: of one model, one an item.
        ks: rising; default the powers of two up to the largest n.
        confidence: of the intervals.
        resamples: of the bootstrap.

    Returns:
        Name to curve; empty for no tally.
    """
    envs = by_env(tallies)
    ks = tuple(ks) or powers_of_two(max((tally.judged for tally in tallies), default=0))
    judged = {name: counts(row)[0] for name, row in envs.items()}
    values = {name: pass_curve(*counts(row), ks) for name, row in envs.items()}
    groups = {name: (name,) for name in envs} | ({MEAN: tuple(envs)} if envs else {})
    curves = {}
    for group, names in groups.items():
        tables = {name: values[name] for name in names}
        smallest = min(int(judged[name].min()) for name in names)
        points: list[Point] = []
        for columns in _alike(ks, smallest):
            found = _shares_at(tables, columns, (confidence, resamples))
            points += [_point(ks[column], interval, judged, names) for column, interval in found]
        curves[group] = Curve(name=group, points=tuple(points))
    return curves


def _alike(ks: Sequence[int], smallest: int) -> list[list[int]]:
    """Columns that the same items fill: all k that every item reaches, then one k at a time."""
    common = [column for column, k in enumerate(ks) if k <= smallest]
    return ([common] if common else []) + [[column] for column, k in enumerate(ks) if k > smallest]


def _shares_at(
    tables: Mapping[str, Floats], columns: list[int], bootstrapping: tuple[float, int]
) -> list[tuple[int, Interval]]:
    """(column, interval) over the items that have these columns; nothing if none has."""
    kept = {name: table[~np.isnan(table[:, columns]).any(axis=1)][:, columns] for name, table in tables.items()}
    kept = {name: table for name, table in kept.items() if len(table)}
    if not kept:
        return []
    return list(zip(columns, shares(kept, confidence=bootstrapping[0], resamples=bootstrapping[1]), strict=True))


def _point(k: int, passed: Interval, judged: Mapping[str, Ints], names: Sequence[str]) -> Point:
    every = np.concatenate([judged[name] for name in names])
    enough = every[every >= k]
    return Point(
        k=k,
        passed=passed,
        items=len(enough),
        left_out=len(every) - len(enough),
        warning=warning_near(int(enough.min()), k),
    )


def majority(tallies: Sequence[Tally], k: int, *, confidence: float = CONFIDENCE) -> dict[str, Interval]:
    """majority@k of every environment and under "mean" of all, over the items with n >= k."""
    tables = {name: majority_curve(row, k)[:, None] for name, row in by_env(tallies).items()}
    kept = {name: table[~np.isnan(table[:, 0])] for name, table in tables.items()}
    kept = {name: table for name, table in kept.items() if len(table)}
    strata = {name: {name: table} for name, table in kept.items()} | ({MEAN: kept} if kept else {})
    return {name: shares(part, confidence=confidence)[0] for name, part in strata.items()}


def rates(tallies: Sequence[Tally]) -> dict[str, Rates]:
    """The rates of every environment, over its responses, and under "mean" their mean over environments."""
    found = {name: _rates(row) for name, row in by_env(tallies).items()}
    if not found:
        return {}
    fields = ("truncated", "ungradeable", "no_answer", "tokens")
    mean = Rates(**{field: _mean([getattr(row, field) for row in found.values()]) for field in fields})
    return found | {MEAN: mean}


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan


def _rates(row: Sequence[Tally]) -> Rates:
    sampled, judged = sum(tally.sampled for tally in row), sum(tally.judged for tally in row)
    return Rates(
        truncated=_share(sum(tally.truncated for tally in row), sampled),
        ungradeable=_share(sum(tally.ungradeable for tally in row), sampled),
        no_answer=_share(sum(tally.no_answer for tally in row), judged),
        tokens=_share(sum(tally.tokens for tally in row), sampled),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan


def _missing(name: str, k: int) -> Interval:
    raise KeyError(f"the curve of {name} has no k = {k}")
