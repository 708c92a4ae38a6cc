"""majority@k: the chance that the most frequent answer among k responses is right."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prorl.envs.seeding import generator
from prorl.train.measure.tally import Tally

EXACT_COST = 4096
"""Up to this k·n the expectation over all k-subsets is computed exactly, above it is sampled."""
DRAWS = 2000
"""Sampled k-subsets: the error that this adds to one item is at most 0.5/sqrt(2000) = 0.011."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Ballot:
    """The different answers of one item: what can be voted for, and the responses that cannot vote."""

    counts: tuple[int, ...]
    credits: tuple[float, ...]
    """Share of each answer's responses that are solved: 0 or 1 unless the verdict looks beyond the answer."""
    blanks: int


def majority_at_k(tally: Tally, k: int) -> float:
    """Expected share of right majority votes over all k-subsets of the n judged responses (self-consistency).

    Answers are equal if their texts are. Responses without an answer do not vote; if none of the k votes, the vote is
    lost. Answers that tie for the most votes share the vote equally. The expectation is exact where k·n <= 4,096 or
    k = n, and else the mean over 2,000 subsets drawn by a generator that depends on the counts alone.

    Returns:
        A share in [0, 1]; NaN where k > n.

    Raises:
        ValueError: for k < 1.

    Example: answers a, a, b with b right: majority@1 = 1/3; at k = 2 the subsets aa, ab, ab give (0 + 1/2 + 1/2)/3 =
    1/3; majority@3 = 0, while pass@3 = 1.
    """
    if k < 1:
        raise ValueError(f"k of majority@k must be at least 1, got {k}")
    if k > tally.judged:
        return math.nan
    ballot = _ballot(tally)
    if k == tally.judged:
        return _plurality(ballot)
    if k * tally.judged <= EXACT_COST:
        return _exact(ballot, k)
    return _sampled(ballot, k)


def majority_curve(tallies: Sequence[Tally], k: int) -> np.ndarray:
    """`majority_at_k` of every tally, [I]."""
    return np.array([majority_at_k(tally, k) for tally in tallies], dtype=np.float64)


def _ballot(tally: Tally) -> _Ballot:
    merged: dict[str, list[int]] = {}
    for answer, count, solved in tally.answers:
        row = merged.setdefault(answer, [0, 0])
        row[0] += count
        row[1] += count * solved
    return _Ballot(
        counts=tuple(count for count, _ in merged.values()),
        credits=tuple(right / count for count, right in merged.values()),
        blanks=tally.judged - sum(count for count, _ in merged.values()),
    )


def _plurality(ballot: _Ballot) -> float:
    if not ballot.counts:
        return 0.0
    top = max(ballot.counts)
    winners = [credit for count, credit in zip(ballot.counts, ballot.credits, strict=True) if count == top]
    return sum(winners) / len(winners)


def _exact(ballot: _Ballot, k: int) -> float:
    subsets = math.comb(sum(ballot.counts) + ballot.blanks, k)
    return math.fsum(_credit_of_winning_with(votes, ballot, k) for votes in range(1, k + 1)) / subsets


def _credit_of_winning_with(votes: int, ballot: _Ballot, k: int) -> float:
    """Sum over the k-subsets whose most frequent answers have exactly `votes` votes, of the mean credit of those.

    `ways[d, j]` counts the choices of d responses from the answers so far with j answers at `votes`, and `credit[d, j]`
    sums over the same choices the credits of those j answers.
    """
    ties = k // votes
    ways, credit = np.zeros((k + 1, ties + 2)), np.zeros((k + 1, ties + 2))
    for taken in range(min(ballot.blanks, k) + 1):
        ways[taken, 0] = math.comb(ballot.blanks, taken)
    for count, worth in zip(ballot.counts, ballot.credits, strict=True):
        new_ways, new_credit = np.zeros_like(ways), np.zeros_like(credit)
        for taken in range(min(count, votes - 1) + 1):
            choices = math.comb(count, taken)
            new_ways[taken:] += choices * ways[: k + 1 - taken]
            new_credit[taken:] += choices * credit[: k + 1 - taken]
        if count >= votes:
            choices = math.comb(count, votes)
            new_ways[votes:, 1:] += choices * ways[: k + 1 - votes, :-1]
            new_credit[votes:, 1:] += choices * (credit + worth * ways)[: k + 1 - votes, :-1]
        ways, credit = new_ways, new_credit
    return float(np.sum(credit[k, 1:] / np.arange(1, ties + 2)))


def _sampled(ballot: _Ballot, k: int) -> float:
    rng = generator("majority", k, ballot.blanks, *ballot.counts)
    drawn = rng.multivariate_hypergeometric([*ballot.counts, ballot.blanks], k, size=DRAWS, method="count")
    votes = drawn[:, :-1]
    if not votes.shape[1]:
        return 0.0
    most = votes.max(axis=1, keepdims=True)
    wins = (votes == most) & (most > 0)
    credit = (wins * np.asarray(ballot.credits)).sum(axis=1) / np.maximum(wins.sum(axis=1), 1)
    return float(credit.mean())
