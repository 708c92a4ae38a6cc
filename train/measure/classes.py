"""Diminish, Plateau, Sustained: what prolonged training did to pass@k, with thresholds that are fixed in advance."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from prorl.train.measure.estimators import Floats, counts, pass_curve
from prorl.train.measure.tally import Tally, by_env

CLASS_K = 128
"""The k of the classes, as in the paper; smaller where there are too few responses."""
RESPONSES_PER_K = 4
"""Responses an item for each k: the class uses the largest power of two up to n/4, and at most 128."""
ERRORS = 2.0
"""A change counts if it is more than so many standard errors over items of the paired difference."""
SMALLEST = 0.01
"""And more than this: with very many items a change of less than a point in a hundred is a class of its own nowhere."""


class Kind(StrEnum):
    """The class of one environment, by pass@k of the base, an intermediate and the final checkpoint."""

    DIMINISH = "Diminish"
    """pass@k fell, or stayed while pass@1 rose: training sharpened what was there."""
    PLATEAU = "Plateau"
    """pass@k rose above the base by the intermediate checkpoint and stayed there."""
    SUSTAINED = "Sustained"
    """pass@k rose above the base and went on rising after the intermediate checkpoint."""
    RECEDING = "Receding"
    """pass@k is above the base, and below the intermediate checkpoint. Not in the paper."""
    UNCHANGED = "Unchanged"
    """Neither pass@k nor pass@1 changed. Not in the paper."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A difference of two checkpoints and what it takes to count."""

    value: float
    margin: float
    """max(2 standard errors, 0.01)."""

    @property
    def sign(self) -> int:
        """1 for a rise, -1 for a fall, 0 within the margin."""
        return (self.value > self.margin) - (self.value < -self.margin)


@dataclass(frozen=True, kw_only=True, slots=True)
class Classified:
    """The class of one environment and what it rests on."""

    name: str
    kind: Kind
    k: int
    base: float
    """pass@k of the base."""
    middle: float
    final: float
    total: Change
    """final - base at k."""
    late: Change
    """final - middle at k."""
    first: Change
    """final - base at k = 1."""
    items: int


def classify(base: Sequence[Tally], middle: Sequence[Tally], final: Sequence[Tally]) -> tuple[Classified, ...]:
    """The class of every environment, over the items that all three evaluations hold with at least k responses.

    k is what nine in ten of the items with four responses allow (`class_k`, `usual`).

    With total = final - base and late = final - middle at k, and first = final - base at k = 1, each a rise, a fall or
    neither by its margin:
        total falls, or stays while first rises: Diminish
        total rises and late rises: Sustained; late stays: Plateau; late falls: Receding
        total stays and first does not rise: Unchanged

    Example: pass@128 of 0.60, 0.80, 0.81 with margins of 0.05 is Plateau; 0.60, 0.70, 0.81 Sustained; 0.60, 0.70, 0.61
    with pass@1 up Diminish.
    """
    sides = (base, middle, final)
    enough = [{tally.key for tally in side if tally.judged >= RESPONSES_PER_K} for side in sides]
    shared = set.intersection(*enough)
    rows = [by_env(tally for tally in side if tally.key in shared) for side in sides]
    return tuple(_classified(name, [side[name] for side in rows]) for name in rows[0])


def class_k(judged: int) -> int:
    """The k that n = `judged` responses an item allow: the largest power of two up to n/4, between 1 and 128.

    Example: 512 and more give 128, 256 gives 64, 100 gives 16, 4 gives 1.
    """
    return min(CLASS_K, 2 ** (max(judged // RESPONSES_PER_K, 1).bit_length() - 1))


def usual(judged: Iterable[int]) -> int:
    """The n that nine in ten items have: one item whose verifier gave up does not bring k down for all others.

    Example: 30 items with 256 judged responses and two with 3 give 256; one item with 3 gives 3.
    """
    rising = sorted(judged)
    return rising[len(rising) // 10]


def kind_of(total: Change, late: Change, first: Change) -> Kind:
    """The table of `classify`."""
    if total.sign < 0 or (total.sign == 0 and first.sign > 0):
        return Kind.DIMINISH
    if total.sign == 0:
        return Kind.UNCHANGED
    return {1: Kind.SUSTAINED, 0: Kind.PLATEAU, -1: Kind.RECEDING}[late.sign]


def _classified(name: str, sides: list[tuple[Tally, ...]]) -> Classified:
    k = class_k(usual(tally.judged for side in sides for tally in side))
    short = {tally.item for side in sides for tally in side if tally.judged < k}
    sides = [tuple(tally for tally in side if tally.item not in short) for side in sides]
    at_1_and_k = np.stack([pass_curve(*counts(side), (1, k)) for side in sides])
    before, between, after = at_1_and_k
    total, late, first = (
        _change(gap_I)
        for gap_I in (after[:, 1] - before[:, 1], after[:, 1] - between[:, 1], after[:, 0] - before[:, 0])
    )
    return Classified(
        name=name,
        kind=kind_of(total, late, first),
        k=k,
        base=float(before[:, 1].mean()),
        middle=float(between[:, 1].mean()),
        final=float(after[:, 1].mean()),
        total=total,
        late=late,
        first=first,
        items=len(before),
    )


def _change(gap_I: Floats) -> Change:
    """Mean of the items' differences; the standard error is the one that a bootstrap over items comes to."""
    error = float(gap_I.std(ddof=1)) / math.sqrt(len(gap_I)) if len(gap_I) > 1 else math.inf
    return Change(value=float(gap_I.mean()), margin=max(ERRORS * error, SMALLEST))
