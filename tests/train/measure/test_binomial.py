"""Exact tails and bounds against SciPy and against closed forms."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from prorl.train.measure.binomial import (
    clopper_pearson,
    lower_bound,
    regularized_beta,
    student_quantile,
    tail,
    trials_for_zero,
    two_sided_sign,
    upper_bound,
    zero_bound,
)

COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_tails_by_hand():
    assert tail(0, 5, 0.3) == 1
    assert tail(6, 5, 0.3) == 0
    assert tail(1, 2, 0.5) == pytest.approx(0.75, abs=1e-15)
    assert tail(2, 3, 0.5) == pytest.approx(0.5, abs=1e-15)
    assert (tail(3, 9, 0.0), tail(3, 9, 1.0)) == (0, 1)


@given(COUNTS, st.floats(0, 1))
def test_tails_are_scipys(counts, p):
    solved, n = counts
    assert tail(solved, n, p) == pytest.approx(stats.binom.sf(solved - 1, n, p), rel=1e-8, abs=1e-12)


@given(st.floats(0.1, 300), st.floats(0.1, 300), st.floats(0, 1))
def test_the_beta_function_is_scipys(a, b, x):
    assert regularized_beta(a, b, x) == pytest.approx(stats.beta.cdf(x, a, b), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("solved", "n", "low", "high"),
    [(0, 10, 0.0, 0.30850), (5, 10, 0.18709, 0.81291), (10, 10, 0.69150, 1.0), (1, 256, 0.0000989, 0.02157)],
)
def test_intervals_by_table(solved, n, low, high):
    assert clopper_pearson(solved, n) == pytest.approx((low, high), rel=1e-3)


@given(COUNTS, st.sampled_from([0.8, 0.95, 0.999]))
def test_intervals_are_scipys(counts, confidence):
    solved, n = counts
    theirs = stats.binomtest(solved, n).proportion_ci(confidence, method="exact")
    assert clopper_pearson(solved, n, confidence) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@given(COUNTS)
def test_one_sided_bounds_are_those_of_the_wider_interval(counts):
    solved, n = counts
    low, high = clopper_pearson(solved, n, 0.9)
    assert (lower_bound(solved, n), upper_bound(solved, n)) == pytest.approx((low, high), abs=1e-9)


def test_no_trials_say_nothing():
    assert clopper_pearson(0, 0) == (0, 1)
    assert (lower_bound(0, 0), upper_bound(0, 0), zero_bound(0)) == (0, 1, 1)


@pytest.mark.parametrize(
    ("n", "bound"), [(1, 0.95), (10, 0.258866), (256, 0.011634), (1024, 0.0029212), (4096, 0.00073111)]
)
def test_what_no_success_says(n, bound):
    assert zero_bound(n) == pytest.approx(bound, rel=1e-4)
    assert (1 - zero_bound(n)) ** n == pytest.approx(0.05)
    assert upper_bound(0, n) == zero_bound(n)


@given(st.floats(1e-4, 0.9))
def test_enough_trials_without_success_bound_p(p):
    n = trials_for_zero(p)
    assert zero_bound(n) <= p * (1 + 1e-12)
    assert n == 1 or zero_bound(n - 1) > p * (1 - 1e-12)


@pytest.mark.parametrize(
    ("better", "worse", "p"), [(9, 1, 22 / 1024), (1, 9, 22 / 1024), (3, 3, 1.0), (0, 0, 1.0), (5, 0, 2 / 32)]
)
def test_sign_tests_by_hand(better, worse, p):
    assert two_sided_sign(better, worse) == pytest.approx(p)


@given(st.integers(0, 400), st.integers(0, 400).filter(bool))
def test_sign_tests_are_scipys(better, worse):
    assert two_sided_sign(better, worse) == pytest.approx(stats.binomtest(better, better + worse).pvalue, abs=1e-9)


@given(st.floats(0.5, 500), st.sampled_from([0.8, 0.95, 0.99]))
def test_student_quantiles_are_scipys(degrees, confidence):
    assert student_quantile(degrees, confidence) == pytest.approx(stats.t.ppf((1 + confidence) / 2, degrees), rel=1e-6)


def test_without_freedom_a_student_interval_is_infinite():
    assert student_quantile(0) == math.inf
