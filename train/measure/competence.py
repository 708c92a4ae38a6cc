"""Does training help more where the base is weaker: base competence against gain, beside what arithmetic alone gives.

gain = final - base holds the base with a minus sign, so the two correlate negatively whatever happens: through the
noise of the base's estimate (regression to the mean), and because a final that has nothing to do with the base gives
weak items the larger gain. So competence is read from one base sample (A), gain from another (B), and the result is
compared with a final that is shuffled over the units.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prorl.envs.seeding import generator
from prorl.train.measure.binomial import CONFIDENCE
from prorl.train.measure.estimators import Floats, pass_at_k
from prorl.train.measure.intervals import Interval, bootstrap
from prorl.train.measure.tally import Tally, by_env

SHUFFLES = 2000
GROUPS = 4
"""Groups of units by rising competence."""
FEWEST = 8
"""Below so many units no correlation is worth a number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Units of similar competence by sample A: what looks like gain from noise, and what is gain."""

    units: int
    competence: float
    """Mean of base sample A."""
    again: float
    """Mean of base sample B: its difference from `competence` is regression to the mean."""
    final: float
    """Mean of the trained model: its difference from `again` is gain."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Competence:
    """Base competence against gain over units (items of one environment, or environments)."""

    units: int
    naive: float
    """Correlation of A with final - A, as it is usually plotted: negative by construction. Do not quote it alone."""
    correlation: float
    """Correlation of A with final - B: noise of the base is out of it, arithmetic is not."""
    null_low: float
    """Where `correlation` lies if final is shuffled over the units: 2.5 % quantile (at 95 % confidence)."""
    null_high: float
    """97.5 % quantile."""
    p_value: float
    """Two-sided, of `correlation` among the shuffles. Above them strong units stay strong, below they fall behind."""
    slope: Interval
    """Slope of final on true base competence, cov(A, final)/cov(A, B): 1 if all units gain alike, below 1 if the weaker
    gain more, 0 if final has nothing to do with the base."""
    groups: tuple[Group, ...]
    """By rising competence."""


def competence(base_U: Floats, again_U: Floats, final_U: Floats, *, confidence: float = CONFIDENCE) -> Competence:
    """Base competence against gain.

    Args:
        base_U: pass@k of the U units by base sample A.
        again_U: the same by an independent base sample B (`split_half` makes two from one).
        final_U: the same of the trained model.
        confidence: of the null range and of the slope's interval.

    Raises:
        ValueError: for fewer than eight units, or a base that is the same everywhere.
    """
    if len(base_U) < FEWEST:
        raise ValueError(f"base competence against gain takes at least {FEWEST} units, got {len(base_U)}")
    if np.ptp(base_U) == 0 or np.ptp(again_U) == 0:
        raise ValueError("the base does equally well on every unit: there is no competence to compare")
    rng = generator("competence", len(base_U))
    seen = _correlation(base_U, final_U - again_U)
    null = np.array([_correlation(base_U, rng.permutation(final_U) - again_U) for _ in range(SHUFFLES)])
    tail = min((null >= seen - 1e-12).sum(), (null <= seen + 1e-12).sum())
    low, high = np.quantile(null, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Competence(
        units=len(base_U),
        naive=_correlation(base_U, final_U - base_U),
        correlation=seen,
        null_low=float(low),
        null_high=float(high),
        p_value=min(1.0, 2 * float(1 + tail) / (1 + SHUFFLES)),
        slope=_slope(base_U, again_U, final_U, confidence),
        groups=_groups(base_U, again_U, final_U),
    )


def over_items(
    base: Sequence[Tally], final: Sequence[Tally], k: int, *, second: Sequence[Tally] = ()
) -> dict[str, Competence]:
    """`competence` over the items of every environment that has at least eight usable ones and a base that varies.

    Without a second base sample the first is split in two halves at random, each of which then needs n >= k.
    """
    found = {}
    for name, table in _tables(base, final, k, second).items():
        base_U, again_U, final_U = table
        if len(base_U) >= FEWEST and np.ptp(base_U) > 0 and np.ptp(again_U) > 0:
            found[name] = competence(base_U, again_U, final_U)
    return found


def over_envs(base: Sequence[Tally], final: Sequence[Tally], k: int, *, second: Sequence[Tally] = ()) -> Competence:
    """`competence` with one unit an environment, the mean of its items.

    Raises:
        ValueError: as `competence`.
    """
    means = [table.mean(axis=1) for table in _tables(base, final, k, second).values()]
    columns = np.array(means, dtype=np.float64).reshape(-1, 3).T
    return competence(columns[0], columns[1], columns[2])


def split_half(tally: Tally) -> tuple[Tally, Tally]:
    """Two tallies of disjoint halves of the judged responses, split at random but always alike (counts only).

    Example: 8 judged, 8 solved give 4 and 4 of 4.
    """
    half = tally.judged // 2
    rng = generator("split-half", *tally.key, tally.judged, tally.solved)
    first = int(rng.hypergeometric(tally.solved, tally.judged - tally.solved, half)) if tally.judged else 0
    halves = ((half, first), (tally.judged - half, tally.solved - first))
    one, two = (
        Tally(env_id=tally.env_id, level=tally.level, item=tally.item, judged=judged, solved=solved)
        for judged, solved in halves
    )
    return one, two


def _tables(base: Sequence[Tally], final: Sequence[Tally], k: int, second: Sequence[Tally]) -> dict[str, Floats]:
    """Environment to pass@k [3, I] of base A, base B and final, over the items that all have with n >= k."""
    if not second:
        halves = [split_half(tally) for tally in base]
        base, second = [one for one, _ in halves], [two for _, two in halves]
    sides = (base, second, final)
    shared = set.intersection(*({tally.key for tally in side if tally.judged >= k} for side in sides))
    rows = [by_env(tally for tally in side if tally.key in shared) for side in sides]
    return {
        name: np.stack([pass_at_k([t.judged for t in side[name]], [t.solved for t in side[name]], k) for side in rows])
        for name in rows[0]
    }


def _correlation(first: Floats, second: Floats) -> float:
    """Pearson's r, 0 where the second does not vary."""
    left, right = first - first.mean(), second - second.mean()
    scale = float(np.sqrt((left @ left) * (right @ right)))
    return float(left @ right) / scale if scale > 1e-15 else 0.0


def _slope(base_U: Floats, again_U: Floats, final_U: Floats, confidence: float) -> Interval:
    columns = np.stack([base_U, again_U, final_U, base_U * again_U, base_U * final_U], axis=1)

    def statistic(means_REC: Floats) -> Floats:
        base, again, final, with_again, with_final = np.moveaxis(means_REC[:, 0], -1, 0)
        shared = with_again - base * again
        slope = np.divide(with_final - base * final, shared, out=np.full_like(shared, np.nan), where=shared > 1e-9)
        return slope[:, None]

    return bootstrap({"units": columns}, statistic, confidence=confidence)[0]


def _groups(base_U: Floats, again_U: Floats, final_U: Floats) -> tuple[Group, ...]:
    order = np.argsort(base_U, kind="stable")
    return tuple(
        Group(
            units=len(part),
            competence=float(base_U[part].mean()),
            again=float(again_U[part].mean()),
            final=float(final_U[part].mean()),
        )
        for part in np.array_split(order, GROUPS)
    )
