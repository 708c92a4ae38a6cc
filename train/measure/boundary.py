"""Which items each of two models can solve at all: four cells, support retention and net discovery, and the null.

P items are solved by both models, E by the trained model only, S by the base only, O by neither. The rates are those of
"The Invisible Leash" (arXiv 2507.14843): support retention P/(P + S), net discovery E/(P + E), net support change
(E - S)/(P + E + S).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prorl.train.measure.binomial import CONFIDENCE
from prorl.train.measure.estimators import Floats, counts, pass_at_k
from prorl.train.measure.intervals import RESAMPLES, Interval, Statistic, bootstrap, jackknife
from prorl.train.measure.tally import Tally, by_env

SECOND = "second base sample"
DOUBLED = "pass@2k - pass@k of the base"
NO_NULL = ""
ALL = "all"
"""Name of the boundary of all items together: cells are numbers of items, which add up."""
_Q = ("both", "only_trained", "only_base", "neither", "retention", "discovery", "net_change")
_NULL_Q = ("null_only", "null_retention", "null_discovery", "excess")


@dataclass(frozen=True, kw_only=True, slots=True)
class Boundary:
    """The cells of one environment at one k. Cells are expected numbers of items, not whole ones."""

    name: str
    """Environment, or "all" for the items of all environments together."""
    k: int
    items: int
    both: Interval
    """P."""
    only_trained: Interval
    """E."""
    only_base: Interval
    """S."""
    neither: Interval
    """O."""
    retention: Interval
    """P/(P + S): share of what the base solves that the trained model still solves; NaN if the base solves nothing."""
    discovery: Interval
    """E/(P + E): share of what the trained model solves that the base does not."""
    net_change: Interval
    """(E - S)/(P + E + S)."""
    null: str
    """Where the next four come from: `SECOND`, `DOUBLED`, or "" if there is no null: they are NaN then."""
    null_only: Interval
    """E of a second sample of the base itself: what chance alone "discovers" (and "loses")."""
    null_retention: Interval
    null_discovery: Interval
    excess: Interval
    """E - `null_only`: items that the trained model adds beyond chance (see `jackknife`)."""


def boundaries(
    base: Sequence[Tally],
    trained: Sequence[Tally],
    k: int,
    *,
    second: Sequence[Tally] = (),
    confidence: float = CONFIDENCE,
    resamples: int = RESAMPLES,
) -> dict[str, Boundary]:
    """The cells of every environment and, under "all", of all items together.

    A cell is the expected number of items in it when either model draws k responses to each item: the sum over items of
    products such as pass@k of the trained model times (1 - pass@k of the base). Both factors are unbiased and of
    independent samples, so the sums are unbiased too, for every k <= n. Counting items that were solved at all is the
    same at k = n, where it is no average (see `warning_near`).

    The null is what the same base model does when it is sampled again. Its expected E (and S) is the sum of
    pass@2k - pass@k: two draws of k that succeed together and not apart. It is taken from a second base sample if one
    is given, else from that formula if every item has n >= 2k.

    Args:
        base: tallies of the base.
        trained: tallies of the trained model.
        k: responses that a model is given.
        second: tallies of a second, independent sample of the base; only items that it holds count then.
        confidence: of the intervals.
        resamples: of the bootstrap over items.

    Returns:
        Name to boundary, over the items that all evaluations hold with n >= k.

    Example: one item with pass@k of 1/2 in the base and 1 in the trained model: P = 1/2, E = 1/2, S = O = 0, discovery
    1/2; with the base sampled twice the null E is 1/4.
    """
    sides = (base, trained, second) if second else (base, trained)
    shared = set.intersection(*({tally.key for tally in side if tally.judged >= k} for side in sides))
    rows = [by_env(tally for tally in side if tally.key in shared) for side in sides]
    tables = {}
    nulls = {}
    for name in rows[0]:
        again = rows[2][name] if second else None
        tables[name], nulls[name] = _columns(rows[0][name], rows[1][name], again, k)
    groups = {name: (name,) for name in tables} | ({ALL: tuple(tables)} if tables else {})
    found = {}
    for group, names in groups.items():
        strata = {name: tables[name] for name in names}
        null = nulls[names[0]] if len({nulls[name] for name in names}) == 1 else NO_NULL
        sizes_E = np.array([len(table) for table in strata.values()], dtype=np.float64)
        totals = bootstrap(strata, _cells(sizes_E), confidence=confidence, resamples=resamples)
        named = dict(zip(_Q + _NULL_Q, totals, strict=True))
        named["excess"] = jackknife(strata, _cells(sizes_E), confidence=confidence)[-1]
        found[group] = Boundary(name=group, k=k, items=int(sizes_E.sum()), null=null, **named)
    return found


def _columns(
    base: Sequence[Tally], trained: Sequence[Tally], second: Sequence[Tally] | None, k: int
) -> tuple[Floats, str]:
    """[I, 6]: P, E, S, O, then P and E of the null; and where the null is from."""
    before, after = pass_at_k(*counts(base), k), pass_at_k(*counts(trained), k)
    cells = [before * after, (1 - before) * after, before * (1 - after), (1 - before) * (1 - after)]
    if second is not None:
        again = pass_at_k(*counts(second), k)
        return np.stack([*cells, before * again, (before * (1 - again) + again * (1 - before)) / 2], axis=1), SECOND
    doubled = pass_at_k(*counts(base), 2 * k)
    null = NO_NULL if np.isnan(doubled).any() else DOUBLED
    doubled = np.full_like(doubled, np.nan) if null == NO_NULL else doubled
    return np.stack([*cells, 2 * before - doubled, doubled - before], axis=1), null


def _cells(sizes_E: Floats) -> Statistic:
    """The statistic: from means of the columns to the numbers of `Boundary`."""

    def statistic(means_REC: Floats) -> Floats:
        both, only_trained, only_base, neither, null_both, null_only = np.moveaxis(
            (means_REC * sizes_E[:, None]).sum(axis=1), -1, 0
        )
        return np.stack(
            [
                both,
                only_trained,
                only_base,
                neither,
                _ratio(both, both + only_base),
                _ratio(only_trained, both + only_trained),
                _ratio(only_trained - only_base, both + only_trained + only_base),
                null_only,
                _ratio(null_both, null_both + null_only),
                _ratio(null_only, null_both + null_only),
                only_trained - null_only,
            ],
            axis=1,
        )

    return statistic


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 1e-12)
