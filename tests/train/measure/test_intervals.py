"""Intervals over items against SciPy, closed forms and all resamples of a tiny table."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

from prorl.train.measure.intervals import Interval, bootstrap, jackknife, shares

SKEWED = np.array([0, 0, 0, 0, 0, 0, 0, 0.1, 0.1, 0.2, 0.3, 0.5, 0.9, 1, 1])


def column(values):
    return np.asarray(values, dtype=np.float64)[:, None]


def test_bca_is_scipys():
    ours = bootstrap({"a": column(SKEWED)}, resamples=20_000)[0]
    theirs = stats.bootstrap((SKEWED,), np.mean, n_resamples=20_000, method="BCa", rng=3).confidence_interval
    assert ours.value == SKEWED.mean()
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.012)
    percentile = stats.bootstrap((SKEWED,), np.mean, n_resamples=20_000, method="percentile", rng=3)
    assert ours.high > percentile.confidence_interval.high + 0.01


def test_all_resamples_of_three_items():
    """Means of the 27 resamples of (0, 0, 1): 0, 1/3, 2/3, 1 in 8, 12, 6 and 1 of 27."""
    values = column([0, 0, 1])
    means = sorted(float(np.mean(values[list(rows)])) for rows in itertools.product(range(3), repeat=3))
    assert [means.count(pytest.approx(mean)) for mean in (0, 1 / 3, 2 / 3, 1)] == [8, 12, 6, 1]
    found = bootstrap({"a": values}, confidence=0.5, resamples=5000)[0]
    assert found.low in (pytest.approx(0), pytest.approx(1 / 3))
    assert found.high in (pytest.approx(1 / 3), pytest.approx(2 / 3))


def test_environments_count_once_and_are_resampled_each():
    strata = {"a": column([1] * 50), "b": column([0, 1])}
    found = bootstrap(strata)[0]
    assert found.value == 0.75
    assert (found.low, found.high) == (0.5, 1.0)


def test_the_same_call_gives_the_same_interval_and_another_seed_another():
    first, again, other = (bootstrap({"a": column(SKEWED)}, seed=seed)[0] for seed in (0, 0, 1))
    assert first == again
    assert first != other


def test_another_environment_moves_no_interval():
    table = {"a": column(SKEWED)}
    wide = table | {"b": column([0.0, 1.0])}
    assert bootstrap(table)[0] == bootstrap(wide, lambda means: means[:, 0])[0]


def test_a_function_of_several_means():
    pairs = np.array([[1.0, 2.0], [1.0, 2.0], [3.0, 6.0]])
    found = bootstrap({"a": pairs}, lambda means: means[:, 0, :1] / means[:, 0, 1:])[0]
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.5, 0.5))


def test_no_spread_no_width_and_nothing_no_number():
    assert bootstrap({"a": column([0.5, 0.5])})[0] == Interval(value=0.5, low=0.5, high=0.5)
    nothing = bootstrap({"a": column([0.5, 0.5])}, lambda means: means[:, 0] * math.nan)[0]
    assert math.isnan(nothing.low) and math.isnan(nothing.high)


@pytest.mark.parametrize(("values", "low", "high"), [([0.0] * 10, 0.0, 0.30850), ([1.0] * 10, 0.69150, 1.0)])
def test_all_items_failed_or_solved_have_an_exact_bound(values, low, high):
    found = shares({"a": column(values)})[0]
    assert (found.value, found.low, found.high) == pytest.approx((values[0], low, high), abs=1e-4)
    two = shares({"a": column(values), "b": column(values[:5])})[0]
    assert (two.low, two.high) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(
    ("strata", "value", "low", "high"),
    [
        ({"a": [0.5]}, 0.5, 0.0, 1.0),
        ({"a": [0.0] * 10, "b": [1.0] * 10}, 0.5, 0.3315, 0.6684),
        ({"a": [0.25], "b": [1.0]}, 0.625, 0.0, 1.0),
    ],
)
def test_where_resampling_says_nothing_the_width_is_not_zero(strata, value, low, high):
    """Of 20 draws a share of 0.1684 may be unlike them."""
    found = shares({name: column(values) for name, values in strata.items()})[0]
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), abs=1e-4)


def test_other_shares_keep_their_bootstrap():
    assert shares({"a": column([0.0, 1.0, 0.5])}) == bootstrap({"a": column([0.0, 1.0, 0.5])})


def test_the_jackknife_of_a_mean_is_students_interval():
    theirs = stats.ttest_1samp(SKEWED, 0).confidence_interval()
    found = jackknife({"a": column(SKEWED)})[0]
    assert (found.value, found.low, found.high) == pytest.approx((SKEWED.mean(), theirs.low, theirs.high))


def test_the_jackknife_over_environments_is_welchs_interval():
    first, second = SKEWED, np.array([0.2, 0.4, 0.9, 0.1])
    theirs = stats.ttest_ind(first, second, equal_var=False).confidence_interval()
    found = jackknife({"a": column(first), "b": column(second)}, lambda means: means[:, 0] - means[:, 1])[0]
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))


def test_one_item_tells_nothing_about_scatter():
    alone = jackknife({"a": column([0.5])})[0]
    assert math.isnan(alone.low) and alone.spans_zero
    with_others = jackknife({"a": column([0.5]), "b": column([0.0, 1.0])})[0]
    assert with_others.value == 0.5
    assert with_others.low == pytest.approx(0.5 - 12.7062 * 0.25, abs=1e-3)


@given(arrays.arrays(np.float64, st.integers(2, 12), elements=st.floats(0, 1)))
@settings(max_examples=30)
def test_an_interval_stays_within_the_items(values):
    found = bootstrap({"a": column(values)}, resamples=200)[0]
    assert values.min() - 1e-9 <= found.low <= found.high <= values.max() + 1e-9


def test_words():
    assert str(Interval(value=0.25, low=0.125, high=0.5)) == "0.25 [0.125, 0.5]"
    assert [Interval(value=1, low=low, high=2).spans_zero for low in (-1.0, 0.0, 0.5, math.nan)] == [
        True, True, False, True,
    ]  # fmt: skip
