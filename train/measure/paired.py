"""Is one model better than another on the same items: differences with intervals, and exact tests."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from prorl.envs.seeding import generator
from prorl.train.measure.binomial import CONFIDENCE, two_sided_sign
from prorl.train.measure.curves import MEAN
from prorl.train.measure.estimators import Floats, counts, pass_at_k
from prorl.train.measure.intervals import Interval, jackknife
from prorl.train.measure.tally import Tally, by_env, paired

EXACT_ITEMS = 14
"""With at most so many items that differ, all 2**14 sign assignments are gone through."""
PERMUTATIONS = 10_000
"""Sign assignments that are drawn otherwise; the smallest p-value is then 1/10,001."""
_SAME = 1e-12
_CHUNK = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """The second model against the first at one k, over the items of both."""

    name: str
    """Environment, or "mean" of all."""
    k: int
    first: float
    """pass@k of the first model."""
    second: float
    """pass@k of the second model."""
    difference: Interval
    """second - first, over the items' paired differences (see `jackknife`)."""
    p_value: float
    """Two-sided sign-flip permutation test of the mean difference."""
    better: int
    """Items whose estimate is higher in the second model."""
    worse: int
    """Items whose estimate is lower in the second model."""
    sign_p_value: float
    """Exact two-sided sign test of `better` against `worse`; with one response an item it is McNemar's exact test."""
    items: int
    """Items that count: in both evaluations with n >= k."""
    left_out: int
    """Items that only one evaluation has, or with n < k."""


def compare(
    first: Sequence[Tally], second: Sequence[Tally], k: int = 1, *, confidence: float = CONFIDENCE
) -> dict[str, Comparison]:
    """Compare two models item by item, for every environment and, under "mean", over all of them.

    The interval and both tests take the items as drawn at random: they speak about all items of these environments. An
    environment counts once in the mean, however many items it has.

    Returns:
        Name to comparison; an environment without a common item is left out.

    Example: ten items of which nine are solved by the second model only and one by the first only, one response each:
    difference 0.8, p = 0.0215 by both tests.
    """
    tables, missing = _tables(first, second, k)
    groups = {name: (name,) for name in tables} | ({MEAN: tuple(tables)} if tables else {})
    found = {}
    for group, names in groups.items():
        strata = {name: tables[name] for name in names}
        gaps = {name: table[:, 1] - table[:, 0] for name, table in strata.items()}
        means = [np.mean([table[:, side].mean() for table in strata.values()]) for side in (0, 1)]
        every = np.concatenate(list(gaps.values()))
        better, worse = int((every > _SAME).sum()), int((every < -_SAME).sum())
        column = {name: gap[:, None] for name, gap in gaps.items()}
        found[group] = Comparison(
            name=group,
            k=k,
            first=float(means[0]),
            second=float(means[1]),
            difference=jackknife(column, confidence=confidence)[0],
            p_value=sign_flip_test(gaps),
            better=better,
            worse=worse,
            sign_p_value=two_sided_sign(better, worse),
            items=len(every),
            left_out=sum(missing.values()) if group == MEAN else missing.get(group, 0),
        )
    return found


def mcnemar(only_first: int, only_second: int) -> float:
    """Exact two-sided McNemar test from the two kinds of items on which single responses disagree.

    Example: mcnemar(1, 9) is 0.0215; mcnemar(0, 0) is 1.
    """
    return two_sided_sign(only_second, only_first)


def sign_flip_test(gaps: Mapping[str, Floats]) -> float:
    """Two-sided p-value of the mean over environments of mean differences, under flips of the sign of every item.

    If the two models were the same, either could have been called first on each item by itself. All sign assignments
    are gone through with up to 14 differing items, else 10,000 are drawn and the p-value is (1 + hits)/(1 + 10,000),
    which is never too small.

    Args:
        gaps: differences [I] of every environment.

    Example: differences 1, 1, 1 of one environment: 2 of 8 assignments reach |mean| = 1, p = 0.25.
    """
    weighed = np.concatenate([gap / (len(gap) * len(gaps)) for gap in gaps.values()])
    weighed = weighed[np.abs(weighed) > _SAME]
    if not len(weighed):
        return 1.0
    seen = abs(weighed.sum()) - 1e-9 * np.abs(weighed).sum()
    if len(weighed) <= EXACT_ITEMS:
        signs = np.array(list(itertools.product((-1.0, 1.0), repeat=len(weighed))))
        return float(np.mean(np.abs(signs @ weighed) >= seen))
    rng = generator("sign-flip", len(weighed))
    hits = 0
    for _ in range(PERMUTATIONS // _CHUNK):
        signs = rng.integers(2, size=(_CHUNK, len(weighed)), dtype=np.int8) * 2.0 - 1.0
        hits += int((np.abs(signs @ weighed) >= seen).sum())
    return (1 + hits) / (1 + PERMUTATIONS)


def _tables(first: Sequence[Tally], second: Sequence[Tally], k: int) -> tuple[dict[str, Floats], dict[str, int]]:
    """Per environment: [I, 2] estimates of the items that count, and how many items are left out."""
    pairs = paired(first, second)
    items: dict[str, set[str]] = {}
    for tally in (*first, *second):
        items.setdefault(tally.name, set()).add(tally.item)
    tables = {}
    for name, row in by_env([pair[0] for pair in pairs]).items():
        others = [other for _, other in pairs if other.name == name]
        table = np.stack([pass_at_k(*counts(side), k) for side in (row, others)], axis=1)
        table = table[~np.isnan(table).any(axis=1)]
        if len(table):
            tables[name] = table
    missing = {name: len(ids) - len(tables.get(name, ())) for name, ids in items.items()}
    return tables, missing
