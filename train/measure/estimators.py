"""Estimates for single items from their counts: pass@k, mean@k and its scatter. Arrays run over items, letter I.

All of them take n judged responses, c of them solved, and estimate what a user who draws k fresh responses would see.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from prorl.train.measure.tally import Tally

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEAR = 0.5
"""k is near n above this share of it: two subsets of k responses then share most of their responses."""


def pass_at_k(judged: ArrayLike, solved: ArrayLike, k: int) -> Floats:
    """Unbiased estimate of the probability that at least one of k responses solves the item.

    1 - C(n-c, k)/C(n, k) = 1 - product over j = n-c+1 .. n of (1 - k/j) (Chen et al. 2021, arXiv 2107.03374): the share
    of the k-subsets of the n responses that hold a solved one. The product is taken as a difference of cumulated
    logarithms, so n = 4,096 neither overflows nor loses digits.

    Args:
        judged: n, integers >= 0 of any shape.
        solved: c, integers of a shape that broadcasts with it.
        k: >= 1.

    Returns:
        Shares in [0, 1] of the broadcast shape; NaN where k > n: the counts then say nothing unbiased.

    Raises:
        ValueError: for k < 1 or counts that contradict each other.

    Example: n = 4, c = 1 gives 0.25, 0.5, 0.75, 1 for k = 1, 2, 3, 4, and NaN for k = 5.
    """
    n, c = _counts(judged, solved)
    if k < 1:
        raise ValueError(f"k of pass@k must be at least 1, got {k}")
    logs = _cumulated_logs(int(n.max(initial=0)), k)
    estimate = np.where(n - c < k, 1.0, 0.0 - np.expm1(logs[n] - logs[n - c]))
    return np.where(n < k, np.nan, estimate)


def pass_curve(judged: ArrayLike, solved: ArrayLike, ks: Sequence[int]) -> Floats:
    """`pass_at_k` for several k: [I, K].

    Example: pass_curve([4], [1], (1, 2)) is [[0.25, 0.5]].
    """
    return np.stack([pass_at_k(judged, solved, k) for k in ks], axis=-1)


def mean_at_k(judged: ArrayLike, solved: ArrayLike) -> Floats:
    """mean@k, the expected share of k responses that are solved: c/n whatever k is, equal to pass@1. NaN for n = 0."""
    n, c = _counts(judged, solved)
    return np.divide(c, n, out=np.full(n.shape, np.nan), where=n > 0)


def scatter_of_mean(judged: ArrayLike, solved: ArrayLike, k: int) -> Floats:
    """Standard deviation of mean@k over repetitions with k fresh responses: sqrt(p(1 - p)/k), p(1 - p) unbiased.

    The unbiased estimate of p(1 - p) is c(n - c)/(n(n - 1)); NaN for n < 2.

    Example: n = 16, c = 8, k = 16: sqrt(64/240/16) = 0.1291.
    """
    n, c = _counts(judged, solved)
    pairs = n * (n - 1)
    variance = np.divide(c * (n - c), pairs, out=np.full(n.shape, np.nan), where=pairs > 0)
    return np.sqrt(variance / k)


def powers_of_two(limit: int) -> tuple[int, ...]:
    """The k that curves are drawn at: 1, 2, 4, ... up to the limit.

    Example: powers_of_two(20) is (1, 2, 4, 8, 16).
    """
    return tuple(2**power for power in range(limit.bit_length()) if limit > 0)


def warning_near(judged: int, k: int) -> str:
    """One sentence where k is above half of n, "" elsewhere. `judged` is the smallest n of the items.

    Above n/2 the subsets of k responses overlap so much that averaging over them no longer calms the estimate; at
    k = n it only says whether any response was solved.
    """
    if k <= NEAR * judged:
        return ""
    if k >= judged:
        return f"pass@{k} from {judged} responses an item is no average: it says whether any of them was solved"
    return f"pass@{k} from {judged} responses an item has a high variance: take at least {round(k / NEAR)} responses"


def counts(tallies: Sequence[Tally]) -> tuple[Ints, Ints]:
    """(judged_I, solved_I) of the tallies."""
    judged_I = np.array([tally.judged for tally in tallies], dtype=np.int64)
    solved_I = np.array([tally.solved for tally in tallies], dtype=np.int64)
    return judged_I, solved_I


def _counts(judged: ArrayLike, solved: ArrayLike) -> tuple[Ints, Ints]:
    n, c = np.broadcast_arrays(np.asarray(judged, dtype=np.int64), np.asarray(solved, dtype=np.int64))
    if (c < 0).any() or (c > n).any():
        raise ValueError("every item needs 0 <= solved <= judged")
    return n, c


def _cumulated_logs(top: int, k: int) -> Floats:
    """L with L[j] = sum over i = k+1 .. j of log(1 - k/i), 0 up to j = k; length max(top, k) + 1."""
    logs = np.zeros(max(top, k) + 1)
    logs[k + 1 :] = np.cumsum(np.log1p(-k / np.arange(k + 1, len(logs))))
    return logs
