"""Cells, retention and discovery against enumeration over subsets, and the null of a second base sample."""

import math
from itertools import combinations, product

import numpy as np
import pytest

from prorl.train.measure.boundary import DOUBLED, NO_NULL, SECOND, boundaries
from prorl.train.measure.estimators import pass_at_k
from prorl.train.measure.tally import Tally


def model(solved, judged, env="prorl/a-v0"):
    return [
        Tally(env_id=env, level=None, item=f"{number:03}", judged=judged, solved=count)
        for number, count in enumerate(solved)
    ]


CELLS = ("both", "only_trained", "only_base", "neither")
PLACES = {(True, True): 0, (False, True): 1, (True, False): 2, (False, False): 3}


def drawn(base, trained, n, k):
    """P, E, S, O: mean over all pairs of k-subsets of how many items each pair of subsets puts into each cell."""
    cells = np.zeros(4)
    subsets = list(combinations(range(n), k))
    for c_base, c_trained in zip(base, trained, strict=True):
        for one, two in product(subsets, subsets):
            before, after = min(one) < c_base, min(two) < c_trained
            cells[PLACES[before, after]] += 1 / len(subsets) ** 2
    return cells


def values(boundary, *names):
    return [getattr(boundary, name).value for name in names]


@pytest.mark.parametrize("k", [1, 2, 3, 4])
def test_cells_are_those_of_all_pairs_of_subsets(k):
    base, trained = [0, 1, 4, 2], [1, 0, 4, 3]
    found = boundaries(model(base, 4), model(trained, 4), k, resamples=50)["all"]
    assert values(found, *CELLS) == pytest.approx(drawn(base, trained, 4, k).tolist(), abs=1e-12)
    assert sum(values(found, *CELLS)) == pytest.approx(4)


def test_rates_by_hand():
    """At k = n items are solved or not: P = 2, E = 1, S = 1, O = 1."""
    found = boundaries(model([1, 4, 2, 0, 0], 4), model([4, 1, 0, 2, 0], 4), 4, resamples=50)["prorl/a-v0"]
    assert values(found, *CELLS) == pytest.approx([2, 1, 1, 1])
    assert values(found, "retention", "discovery", "net_change") == pytest.approx([2 / 3, 1 / 3, 0])
    assert found.items == 5


def test_without_successes_there_are_no_rates():
    found = boundaries(model([0, 0], 4), model([0, 0], 4), 1, resamples=50)["all"]
    assert values(found, *CELLS) == pytest.approx([0, 0, 0, 2])
    assert all(math.isnan(value) for value in values(found, "retention", "discovery", "net_change"))


def test_the_null_of_a_second_sample():
    found = boundaries(model([2], 4), model([4], 4), 1, second=model([2], 4), resamples=50)["all"]
    assert found.null == SECOND
    assert values(found, "only_trained", "null_only", "excess") == pytest.approx([0.5, 0.25, 0.25])
    assert values(found, "null_retention", "null_discovery") == pytest.approx([0.5, 0.5])


def test_the_null_of_one_sample_is_pass_at_2k_minus_pass_at_k():
    """Of the pairs of disjoint k-subsets, those where only the second is solved."""
    n, k, solved = 6, 2, [0, 1, 2, 5]
    pairs = [
        (one, two) for one in combinations(range(n), k) for two in combinations(range(n), k) if not set(one) & set(two)
    ]
    expected = sum(np.mean([min(one) >= c and min(two) < c for one, two in pairs]) for c in solved)
    found = boundaries(model(solved, n), model([n] * 4, n), k, resamples=50)["all"]
    assert found.null == DOUBLED
    assert found.null_only.value == pytest.approx(expected)
    assert found.null_only.value == pytest.approx(
        (pass_at_k([n] * 4, solved, 2 * k) - pass_at_k([n] * 4, solved, k)).sum()
    )


def test_with_k_above_half_of_n_there_is_no_null():
    found = boundaries(model([1], 4), model([4], 4), 3, resamples=50)["all"]
    assert found.null == NO_NULL
    assert math.isnan(found.null_only.value) and math.isnan(found.excess.value)


def test_both_nulls_agree_and_hold_a_second_sample():
    rng = np.random.default_rng(4)
    rates = rng.beta(0.3, 1, 300)
    base, second, again = (model(rng.binomial(256, rates), 256) for _ in range(3))
    found = boundaries(base, again, 32, second=second, resamples=200)["all"]
    alone = boundaries(base, again, 32, resamples=200)["all"]
    assert found.null_only.value == pytest.approx(alone.null_only.value, abs=3)
    assert found.null_only.value > 10
    assert found.excess.spans_zero and alone.excess.spans_zero


def test_real_gain_is_in_excess_of_the_null():
    rng = np.random.default_rng(4)
    rates = np.where(np.arange(100) < 40, 0.0, 0.3)
    base, second = (model(rng.binomial(128, rates), 128) for _ in range(2))
    trained = model(rng.binomial(128, np.where(np.arange(100) < 20, 0.2, rates)), 128)
    found = boundaries(base, trained, 32, second=second)["all"]
    assert found.only_trained.value == pytest.approx(20, abs=0.5)
    assert found.excess.low > 10
    assert found.discovery.value == pytest.approx(20 / 80, abs=0.01)


def test_environments_add_up_and_only_common_items_count():
    base = model([0, 4], 4) + model([4], 4, env="prorl/b-v0")
    trained = model([4, 4, 4], 4) + model([0], 4, env="prorl/b-v0")
    found = boundaries(base, trained, 1, resamples=50)
    assert set(found) == {"prorl/a-v0", "prorl/b-v0", "all"}
    assert values(found["all"], *CELLS) == pytest.approx([1, 1, 1, 0])
    assert boundaries(base, [], 1) == {}
