"""How many different answers a model gives: answer entropy and distinct answers, beside token entropy.

Token entropy can rise while answers become fewer, so neither stands for the other.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prorl.train.measure.binomial import CONFIDENCE
from prorl.train.measure.curves import MEAN
from prorl.train.measure.estimators import Floats, pass_at_k
from prorl.train.measure.intervals import Interval, bootstrap
from prorl.train.measure.tally import Tally, by_env


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerSpread:
    """Answers to one item. NaN where no response holds an answer, or too few for the number."""

    votes: int
    """m: responses with an answer."""
    distinct: int
    """Different answers among them; grows with m, so compare `distinct_at` instead."""
    entropy: float
    """Nats, with the Miller-Madow correction."""
    effective: float
    """1/sum of p**2, the number of equally likely answers that would agree as often; unbiased sum of p**2."""
    coverage: float
    """Good-Turing: share of the answer distribution that was seen, 1 - (answers given once)/m. Below about 0.8 the
    entropy is a lower bound rather than an estimate."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Diversity:
    """One environment, or the mean over environments; answers by item, then over items."""

    name: str
    entropy: Interval
    """Mean answer entropy of the items, nats."""
    distinct: Interval
    """Mean number of different answers among k responses that hold one."""
    k: int
    token_entropy: float
    """Nats a token, of the distribution sampled from: -sum of log-probabilities / tokens. NaN if none was recorded."""
    coverage: float
    """Mean over items."""
    items: int
    """Items with at least k answers."""


def answer_spread(tally: Tally) -> AnswerSpread:
    """Spread of the answers to one item; equal texts are equal answers.

    Entropy is -sum of p·log p of the m answers plus (distinct - 1)/(2m) (Miller 1955), which removes the leading bias.

    Example: answers a, a, b, b: entropy log 2 + 1/8 = 0.818, distinct 2, effective 1/(1/6 + 1/6) = 3, coverage 1.
    """
    counts = _answer_counts(tally)
    votes = int(counts.sum())
    if not votes:
        return AnswerSpread(votes=0, distinct=0, entropy=math.nan, effective=math.nan, coverage=math.nan)
    agreeing = float((counts * (counts - 1)).sum())
    return AnswerSpread(
        votes=votes,
        distinct=len(counts),
        entropy=math.log(votes) - float((counts * np.log(counts)).sum()) / votes + (len(counts) - 1) / (2 * votes),
        effective=votes * (votes - 1) / agreeing if agreeing else math.nan,
        coverage=1 - float((counts == 1).sum()) / votes,
    )


def distinct_at(tally: Tally, k: int) -> float:
    """Expected number of different answers among k of the responses that hold one (rarefaction); NaN with fewer than k.

    An answer that m_a of m responses gave is among k with probability 1 - C(m - m_a, k)/C(m, k), pass@k of that answer.

    Example: answers a, a, b: 1 for k = 1, 5/3 for k = 2, 2 for k = 3.
    """
    counts = _answer_counts(tally)
    return float(pass_at_k(int(counts.sum()), counts, k).sum()) if counts.sum() >= k else math.nan


def diversity(tallies: Sequence[Tally], k: int, *, confidence: float = CONFIDENCE) -> dict[str, Diversity]:
    """Diversity of every environment and, under "mean", over environments. Compare models at the same k.

    Items with fewer than k answers are left out: a model that answers more often is not more diverse for it.
    """
    kept = {name: [tally for tally in row if sum(_answer_counts(tally)) >= k] for name, row in by_env(tallies).items()}
    kept = {name: row for name, row in kept.items() if row}
    groups = {name: (name,) for name in kept} | ({MEAN: tuple(kept)} if kept else {})
    found = {}
    for group, names in groups.items():
        tables = {name: _table(kept[name], k) for name in names}
        entropy, distinct = bootstrap({name: table[:, :2] for name, table in tables.items()}, confidence=confidence)
        found[group] = Diversity(
            name=group,
            entropy=entropy,
            distinct=distinct,
            k=k,
            token_entropy=float(np.mean([_token_entropy(kept[name]) for name in names])),
            coverage=float(np.mean([table[:, 2].mean() for table in tables.values()])),
            items=sum(map(len, tables.values())),
        )
    return found


def _answer_counts(tally: Tally) -> np.ndarray:
    merged: dict[str, int] = {}
    for answer, count, _ in tally.answers:
        merged[answer] = merged.get(answer, 0) + count
    return np.array(sorted(merged.values(), reverse=True), dtype=np.int64)


def _table(row: Sequence[Tally], k: int) -> Floats:
    """[I, 3]: entropy, distinct answers among k, coverage."""
    spreads = [answer_spread(tally) for tally in row]
    return np.array(
        [[spread.entropy, distinct_at(tally, k), spread.coverage] for spread, tally in zip(spreads, row, strict=True)]
    )


def _token_entropy(row: Sequence[Tally]) -> float:
    tokens, surprisal = sum(tally.tokens for tally in row), sum(tally.surprisal for tally in row)
    return surprisal / tokens if tokens and surprisal else math.nan
