"""Does a series rise or fall over time: Mann-Kendall's test, with a size for the change and an interval of it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

MOST_POINTS = 60
"""More points than these are averaged in blocks of neighbours first, which also calms what neighbours share."""
FEWEST_POINTS = 8
PART = 5
"""The ends of a series are its first and last fifth."""
CONFIDENCE = 0.95
_NORMAL = NormalDist()


@dataclass(frozen=True, kw_only=True, slots=True)
class Trend:
    """How a series moved."""

    points: int
    """Blocks that were compared."""
    first: float
    """Mean of the first fifth."""
    last: float
    """Mean of the last fifth."""
    rise: float
    """Theil-Sen slope times the time from the first to the last point."""
    rise_low: float
    """Lower end of its 95 % interval (Sen 1968)."""
    rise_high: float
    p_up: float
    """One-sided p-value against a rise."""
    p_down: float
    """Likewise against a fall."""


def trend(times: Sequence[float], values: Sequence[float]) -> Trend | None:
    """Test a series for a monotone trend; `None` with fewer than eight points.

    S counts the pairs of points that rise minus those that fall; without a trend it is normal with mean 0 and variance
    (n(n-1)(2n+5) - ties)/18. What neighbouring points share makes that too small: it is multiplied, as Hamed and Rao
    (1998) do, by 1 + 2/(n(n-1)(n-2)) · sum over lags i of (n-i)(n-i-1)(n-i-2)·r_i, with r_i the autocorrelations of
    the ranks of what is left beside the straight line; here r_i is what an AR(1) process of the same r_1 has, and never
    below 0. One unit is taken off |S| for continuity.

    Args:
        times: rising.
        values: as many, finite.

    Example: ten points on a rising line have S = 45, variance 125, so z = 44/11.18 and p_up = 4.2e-5.
    """
    t, x = _blocks(np.asarray(times, dtype=np.float64), np.asarray(values, dtype=np.float64))
    n = len(x)
    if n < FEWEST_POINTS:
        return None
    later, earlier = np.triu_indices(n, 1)[::-1]
    gaps = x[later] - x[earlier]
    slopes = np.sort(gaps / (t[later] - t[earlier]))
    slope, span = float(np.median(slopes)), float(t[-1] - t[0])
    score = float(np.sign(np.where(np.abs(gaps) < 1e-12, 0.0, gaps)).sum())
    spread = math.sqrt(_variance(x) * _inflation(x - slope * t))
    part = max(1, n // PART)
    low, high = _sen_interval(slopes, spread)
    return Trend(
        points=n,
        first=float(x[:part].mean()),
        last=float(x[-part:].mean()),
        rise=slope * span,
        rise_low=low * span,
        rise_high=high * span,
        p_up=_p_value(score, spread),
        p_down=_p_value(-score, spread),
    )


def _blocks(t: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if len(x) <= MOST_POINTS:
        return t, x
    parts = np.array_split(np.arange(len(x)), MOST_POINTS)
    return np.array([t[part].mean() for part in parts]), np.array([x[part].mean() for part in parts])


def _p_value(score: float, spread: float) -> float:
    """P(S >= score) without a trend."""
    if spread == 0:
        return 1.0
    return math.erfc((score - 1) / spread / math.sqrt(2)) / 2 if score > 0 else 1.0


def _variance(x: np.ndarray) -> float:
    n = len(x)
    _, ties = np.unique(np.round(x, 12), return_counts=True)
    shared = float((ties * (ties - 1) * (2 * ties + 5)).sum())
    return (n * (n - 1) * (2 * n + 5) - shared) / 18


def _inflation(rest: np.ndarray) -> float:
    """How much larger the variance of S is by what neighbours share; at least 1."""
    n = len(rest)
    _, place, times = np.unique(np.round(rest, 9), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(times) - times / 2)[place] - n / 2
    squares = float((ranks**2).sum())
    if not squares:
        return 1.0
    first = float((ranks[1:] * ranks[:-1]).sum()) / squares
    # The estimate is biased downwards by about (1 + 3 r)/n (Kendall 1954).
    r = min(max((n * first + 1) / (n - 3), 0.0), 0.95)
    lags = np.arange(1, n)
    weights = (n - lags) * (n - lags - 1.0) * (n - lags - 2.0)
    return 1 + 2 / (n * (n - 1) * (n - 2)) * float((weights * r**lags).sum())


def _sen_interval(slopes: np.ndarray, spread: float) -> tuple[float, float]:
    reach = _NORMAL.inv_cdf((1 + CONFIDENCE) / 2) * spread
    pairs = len(slopes)
    low = max(0, math.floor((pairs - reach) / 2) - 1)
    high = min(pairs - 1, math.ceil((pairs + reach) / 2))
    return float(slopes[low]), float(slopes[high])
