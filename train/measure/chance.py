"""What guessing alone reaches: the line that belongs under every pass@k curve.

A response that solves an item with probability q by chance gives pass@k = 1 - (1 - q)**k. Every environment declares a
floor, the highest mean reward of an answer that ignores the item; a success earns 1, so the floor bounds the q of all
such answers. By Jensen's inequality the curve of the mean q lies above the mean curve of items whose q differ: the line
errs towards more chance.
"""

import math
from collections.abc import Sequence

import numpy as np

from prorl.train.measure.estimators import Floats

SHARE = 0.05
"""Up to this pass@k of a guesser, chance is no matter."""


def chance_curve(q: float, ks: Sequence[int]) -> Floats:
    """Expected pass@k of a guesser, 1 - (1 - q)**k, [K].

    Args:
        q: success probability of one guess, in [0, 1]: the declared floor, or a measured rate.
        ks: each >= 1.

    Example: q = 0.05 gives 0.05 at k = 1, 0.56 at 16 and 0.9986 at 128.
    """
    if q >= 1:
        return np.ones(len(ks))
    return -np.expm1(np.asarray(ks, dtype=np.float64) * math.log1p(-q)) + 0.0


def chance_limit(q: float, share: float = SHARE) -> int | None:
    """The largest k at which a guesser stays at or below `share`; `None` if there is no limit (q = 0), 0 if none.

    Example: q = 0.001 stays below 5 % up to k = 51; q = 0.5 at no k: 0.
    """
    if q <= 0:
        return None
    return 0 if q >= 1 else math.floor(math.log1p(-share) / math.log1p(-q) + 1e-9)


def above_chance(passed: float, q: float, k: int) -> float:
    """The part of pass@k that guessing does not explain: (pass@k - g)/(1 - g) with g the guesser's, at least 0.

    Cohen's correction for chance. It is 0 where the guesser does as well, NaN where he always succeeds.

    Example: pass@1 = 0.6 where half of all guesses are right is 0.2.
    """
    guessed = float(chance_curve(q, [k])[0])
    return max(0.0, (passed - guessed) / (1 - guessed)) if guessed < 1 else math.nan
