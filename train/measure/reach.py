"""What counts allow to say about single items: within reach of a model at k, out of reach, or not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from prorl.train.measure.binomial import CONFIDENCE, lower_bound, trials_for_zero, upper_bound, zero_bound
from prorl.train.measure.estimators import counts, pass_at_k
from prorl.train.measure.intervals import Interval, shares
from prorl.train.measure.tally import Tally, by_env, paired

TARGET = 0.5
"""An item is within reach at k if k responses solve it more likely than not."""


class Reach(StrEnum):
    """What is known about one model and one item."""

    YES = "yes"
    """1 - (1 - p)**k is at least the target even at the lower bound of p."""
    NO = "no"
    """It is below the target even at the upper bound of p."""
    UNKNOWN = "unknown"
    """Neither: more responses would tell."""


class Cell(StrEnum):
    """Where an item lies between two models."""

    BOTH = "both"
    ONLY_TRAINED = "only_trained"
    ONLY_BASE = "only_base"
    NEITHER = "neither"
    UNDECIDED = "undecided"
    """At least one of the two is not known."""


_CELLS = {
    (Reach.YES, Reach.YES): Cell.BOTH,
    (Reach.NO, Reach.YES): Cell.ONLY_TRAINED,
    (Reach.YES, Reach.NO): Cell.ONLY_BASE,
    (Reach.NO, Reach.NO): Cell.NEITHER,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """One item of the boundary map."""

    name: str
    """Environment."""
    item: str
    cell: Cell
    base: Reach
    trained: Reach
    base_at_most: float
    """Upper bound of the base's success probability of one response."""
    trained_at_least: float
    """Lower bound of the trained model's."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ZeroSuccess:
    """Items that the base never solved, seen again."""

    items: int
    bound: float
    """With the confidence, the base's p on such an item is at most this (the one with the fewest responses)."""
    trained: Interval | None
    """Mean pass@k of the trained model on them; `None` without such items."""
    second: Interval | None
    """The same of a second base sample: what choosing items by bad luck alone gives back. `None` if there is none."""


def reach(judged: int, solved: int, k: int, *, confidence: float = CONFIDENCE, target: float = TARGET) -> Reach:
    """What c of n says about an item: exact one-sided bounds of p, each with the confidence, against the target at k.

    Example: 0 of 256 bounds p by 0.0116 and so pass@128 by 0.78: unknown. 0 of 1,024 bounds it by 0.31: no.
    3 of 256 bound p from below by 0.0032 and pass@128 by 0.34: unknown; 6 of 256: 0.0103 and 0.73: yes.
    """
    if 1 - (1 - lower_bound(solved, judged, confidence)) ** k >= target:
        return Reach.YES
    if 1 - (1 - upper_bound(solved, judged, confidence)) ** k < target:
        return Reach.NO
    return Reach.UNKNOWN


def responses_for(k: int, *, confidence: float = CONFIDENCE, target: float = TARGET) -> int:
    """The n without a success from which an item counts as out of reach at k.

    Example: k = 128 takes 553 responses, about 4.3·k at 95 %.
    """
    return trials_for_zero(1 - (1 - target) ** (1 / k), confidence)


def boundary_map(
    base: Sequence[Tally],
    trained: Sequence[Tally],
    k: int,
    *,
    confidence: float = CONFIDENCE,
    target: float = TARGET,
) -> tuple[Placed, ...]:
    """Every item of both evaluations, in the order of `by_env`, with its cell.

    Items are judged one by one: of many items out of reach of both models, up to 1 - confidence may be placed wrongly.
    For how many items are gained and lost in all use `boundaries`, which needs no decision about any of them.
    """
    placed = []
    for before, after in paired(base, trained):
        of_base = reach(before.judged, before.solved, k, confidence=confidence, target=target)
        of_trained = reach(after.judged, after.solved, k, confidence=confidence, target=target)
        placed.append(
            Placed(
                name=before.name,
                item=before.item,
                cell=_CELLS.get((of_base, of_trained), Cell.UNDECIDED),
                base=of_base,
                trained=of_trained,
                base_at_most=upper_bound(before.solved, before.judged, confidence),
                trained_at_least=lower_bound(after.solved, after.judged, confidence),
            )
        )
    return tuple(placed)


def cell_counts(placed: Sequence[Placed]) -> dict[str, Mapping[Cell, int]]:
    """Number of items in each of the five cells, by environment."""
    found: dict[str, dict[Cell, int]] = {}
    for item in placed:
        found.setdefault(item.name, dict.fromkeys(Cell, 0))[item.cell] += 1
    return dict(found)


def zero_success(
    base: Sequence[Tally],
    trained: Sequence[Tally],
    k: int,
    *,
    second: Sequence[Tally] = (),
    confidence: float = CONFIDENCE,
) -> ZeroSuccess:
    """How the items that the base solved in none of its responses do in the trained model, and in a second base sample.

    Items are chosen for the base's bad luck as much as for their difficulty, so the trained model has to be compared
    with the second sample, not with 0. Items with fewer than k responses in either are left out.
    """
    failed = {tally.key: tally for tally in base if tally.judged and not tally.solved}
    return ZeroSuccess(
        items=len(failed),
        bound=max((zero_bound(tally.judged, confidence) for tally in failed.values()), default=1.0),
        trained=_passed(trained, failed, k, confidence),
        second=_passed(second, failed, k, confidence),
    )


def _passed(
    side: Sequence[Tally], failed: Mapping[tuple[str, str], Tally], k: int, confidence: float
) -> Interval | None:
    rows = by_env(tally for tally in side if tally.key in failed and tally.judged >= k)
    if not rows:
        return None
    strata = {name: np.asarray(pass_at_k(*counts(row), k))[:, None] for name, row in rows.items()}
    return shares(strata, confidence=confidence)[0]
