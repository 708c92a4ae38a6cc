"""Several runs that differ in their seed alone: one estimate with an interval over seeds and items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from prorl.envs.seeding import generator
from prorl.train.measure.binomial import CONFIDENCE
from prorl.train.measure.estimators import Floats, counts, pass_at_k
from prorl.train.measure.intervals import RESAMPLES, Interval
from prorl.train.measure.tally import Tally, by_env

FEW = 5
"""Below so many seeds the interval is warned about."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OverSeeds:
    """What several runs of one recipe come to."""

    mean: Interval
    """Mean over seeds, environments and items."""
    by_seed: tuple[float, ...]
    """Mean of every run, in the order given."""
    scatter: float
    """Sample standard deviation over the runs, NaN for one run."""
    items: int
    """Items that all runs share."""
    warning: str
    """One sentence where there are few seeds, else ""."""


def over_seeds(
    runs: Sequence[Sequence[Tally]], k: int = 1, *, confidence: float = CONFIDENCE, resamples: int = RESAMPLES
) -> OverSeeds:
    """pass@k of a recipe from one evaluation for each of its seeds, over the items that all of them hold with n >= k.

    Raises:
        ValueError: for no run, or none common item.
    """
    if not runs:
        raise ValueError("no run to aggregate")
    shared = set.intersection(*({tally.key for tally in run if tally.judged >= k} for run in runs))
    kept = [by_env(tally for tally in run if tally.key in shared) for run in runs]
    if not shared:
        raise ValueError(f"the runs share no item with at least {k} judged responses")
    tables = {name: np.stack([pass_at_k(*counts(run[name]), k) for run in kept]) for name in kept[0]}
    return aggregate(tables, confidence=confidence, resamples=resamples)


def aggregate(tables: Mapping[str, Floats], *, confidence: float = CONFIDENCE, resamples: int = RESAMPLES) -> OverSeeds:
    """Mean over S seeds and the items of every environment, with an interval over both.

    Seeds and items are crossed: all runs answer the same items. Items are resampled together for all runs, within each
    environment. Seeds are too few to be resampled (three runs have only ten different resamples, whose extremes are too
    likely); their part is drawn as s/sqrt(S) times a Student t of S - 1 degrees of freedom, s the standard deviation of
    the runs' means. The interval takes quantiles of the sum. With one run it covers the items alone.

    Args:
        tables: environment to estimates [S, I]; differences of two recipes work as well as shares.
        confidence: of the interval.
        resamples: of items and seeds together.

    Example: {"a": [[0, 0], [1, 1]]} has mean 0.5, by_seed (0, 1), and an interval far wider than [0, 1].
    """
    by_seed = np.mean([table.mean(axis=1) for table in tables.values()], axis=0)
    seeds = len(by_seed)
    drawn = np.mean([_item_means(name, table.mean(axis=0), resamples) for name, table in tables.items()], axis=0)
    scatter = float(by_seed.std(ddof=1)) if seeds > 1 else float("nan")
    if seeds > 1:
        drawn = drawn + scatter / seeds**0.5 * generator("seeds", seeds).standard_t(seeds - 1, size=resamples)
    low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
    return OverSeeds(
        mean=Interval(value=float(by_seed.mean()), low=float(low), high=float(high), confidence=confidence),
        by_seed=tuple(map(float, by_seed)),
        scatter=scatter,
        items=sum(table.shape[1] for table in tables.values()),
        warning=_warning(seeds),
    )


def _item_means(name: str, values_I: Floats, resamples: int) -> Floats:
    items = len(values_I)
    times_RI = generator("seeds", name, items).multinomial(items, np.full(items, 1 / items), size=resamples)
    return times_RI @ values_I / items


def _warning(seeds: int) -> str:
    if seeds == 1:
        return "one seed: the interval says nothing about another run of the same recipe"
    return f"{seeds} seeds: their scatter is hardly known, which the interval allows for" if seeds < FEW else ""
