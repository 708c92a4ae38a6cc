"""Exact statements about one unknown success probability from counts: tails, two-sided intervals, bounds from zero."""

import math
from collections.abc import Callable
from functools import lru_cache

CONFIDENCE = 0.95
"""Of every interval and bound of this package, unless one is asked for."""
_TINY = 1e-300
_STEPS = 80
_HALVINGS = 10
_WIDTH = 1e-14


def tail(successes: int, trials: int, p: float) -> float:
    """P(X >= successes) for X ~ Binomial(trials, p).

    Computed as the regularised incomplete beta function I_p(successes, trials - successes + 1), relative error about
    1e-12 up to thousands of trials.

    Example: tail(1, 2, 0.5) is 0.75, tail(3, 2, 0.5) is 0.
    """
    if successes <= 0:
        return 1.0
    if successes > trials:
        return 0.0
    return regularized_beta(float(successes), float(trials - successes + 1), p)


def regularized_beta(a: float, b: float, x: float) -> float:
    """I_x(a, b) for a, b > 0 and 0 <= x <= 1, by its continued fraction (DLMF 8.17.22) where that converges fast.

    Example: regularized_beta(1, 2, 0.5) is 1 - 0.5**2 = 0.75.
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1.0 - regularized_beta(b, a, 1.0 - x)
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(log_front) * _beta_fraction(a, b, x) / a


def _beta_fraction(a: float, b: float, x: float) -> float:
    """The continued fraction 1/(1 + d1/(1 + d2/(1 + ...))), evaluated forwards (modified Lentz)."""
    value, numerator, denominator = 1.0, 1.0 / _TINY, 1.0
    for step in range(1, 100_000):
        m = step // 2
        if step % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        denominator = 1.0 / ((1.0 + term * denominator) or _TINY)
        numerator = (1.0 + term / numerator) or _TINY
        change = numerator * denominator
        value *= change
        if abs(change - 1.0) < 1e-15:
            break
    return value


@lru_cache(maxsize=65536)
def clopper_pearson(successes: int, trials: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Exact two-sided interval of p: it covers the truth with at least the confidence, whatever p is.

    The lower end is the p at which `successes` or more would have probability (1 - confidence)/2, the upper end the p
    at which `successes` or fewer would (Clopper and Pearson 1934). No trial says nothing: (0, 1).

    Example: 0 of 10 gives (0, 0.3085); 5 of 10 gives (0.1871, 0.8129).
    """
    side = (1 - confidence) / 2
    low = 0.0 if successes == 0 else _root(lambda p: tail(successes, trials, p) - side)
    high = 1.0 if successes == trials else _root(lambda p: tail(successes + 1, trials, p) - (1 - side))
    return low, high


@lru_cache(maxsize=65536)
def upper_bound(successes: int, trials: int, confidence: float = CONFIDENCE) -> float:
    """The one-sided exact bound: p is at most this with the confidence. For 0 successes it is `zero_bound`.

    Example: upper_bound(0, 10) is 1 - 0.05**0.1 = 0.2589; upper_bound(10, 10) is 1.
    """
    if successes == trials:
        return 1.0
    if successes == 0:
        return zero_bound(trials, confidence)
    return _root(lambda p: tail(successes + 1, trials, p) - confidence)


@lru_cache(maxsize=65536)
def lower_bound(successes: int, trials: int, confidence: float = CONFIDENCE) -> float:
    """The one-sided exact bound: p is at least this with the confidence.

    Example: lower_bound(10, 10) is 0.05**0.1 = 0.7411; lower_bound(0, 10) is 0.
    """
    if successes == 0:
        return 0.0
    return _root(lambda p: tail(successes, trials, p) - (1 - confidence))


def zero_bound(trials: int, confidence: float = CONFIDENCE) -> float:
    """What no success in `trials` says: p <= 1 - (1 - confidence)**(1/trials), about 3/trials at 95 % (rule of three).

    Example: 256 trials bound p by 0.01163, 1,024 by 0.00292, 4,096 by 0.00073; 0 trials by 1.
    """
    return 1.0 if trials == 0 else -math.expm1(math.log1p(-confidence) / trials)


def trials_for_zero(p: float, confidence: float = CONFIDENCE) -> int:
    """How many trials without a success it takes to say that the success probability is below `p`.

    Example: p = 0.005 takes 598 trials at 95 %.
    """
    return math.ceil(math.log1p(-confidence) / math.log1p(-p))


def two_sided_sign(better: int, worse: int) -> float:
    """p-value of the exact two-sided sign test: `better` of `better + worse` against a fair coin; no pair gives 1.

    Example: 9 against 1 gives 2·(1 + 10)/2**10 = 0.0215.
    """
    return min(1.0, 2 * tail(max(better, worse), better + worse, 0.5))


@lru_cache(maxsize=1024)
def student_quantile(degrees: float, confidence: float = CONFIDENCE) -> float:
    """The t with P(|T| <= t) = confidence for a Student T; infinite for 0 degrees of freedom.

    P(|T| > t) is I_x(degrees/2, 1/2) at x = degrees/(degrees + t**2).

    Example: 12.706 for 1 degree at 95 %, 2.262 for 9, 1.984 for 99.
    """
    if degrees <= 0:
        return math.inf
    x = _root(lambda x: regularized_beta(degrees / 2, 0.5, x) - (1 - confidence))
    return math.sqrt(degrees * (1 - x) / x)


def _root(rising: Callable[[float], float]) -> float:
    """Where a rising function on [0, 1] crosses 0: halvings, then the Illinois variant of regula falsi."""
    ends, values = [0.0, 1.0], [rising(0.0), rising(1.0)]
    middle, last_side = 0.5, -1
    for step in range(_STEPS):
        before, middle = middle, sum(ends) / 2 if step < _HALVINGS else _chord(ends, values)
        value = rising(middle)
        if value == 0 or (step > 0 and abs(middle - before) < _WIDTH):
            break
        side = int(value > 0)
        ends[side], values[side] = middle, value
        if step > _HALVINGS and side == last_side:
            values[1 - side] /= 2
        last_side = side
    return middle


def _chord(ends: list[float], values: list[float]) -> float:
    """Where the straight line through both ends crosses 0."""
    (low, high), (below, above) = ends, values
    return (low * above - high * below) / (above - below)
