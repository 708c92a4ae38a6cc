"""pass@k and mean@k against all subsets, exact fractions and literal tables."""

import math
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prorl.train.measure.estimators import (
    mean_at_k,
    pass_at_k,
    pass_curve,
    powers_of_two,
    scatter_of_mean,
    warning_near,
)

COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(1, n)))


def over_subsets(n, c, k):
    """Share of the k-subsets of n responses, the first c of them solved, that hold a solved one."""
    subsets = list(combinations(range(n), k))
    return sum(min(subset) < c for subset in subsets) / len(subsets)


@pytest.mark.parametrize(("n", "c"), [(n, c) for n in range(1, 8) for c in range(n + 1)])
def test_all_subsets(n, c):
    ks = range(1, n + 1)
    assert pass_curve([n], [c], ks)[0] == pytest.approx([over_subsets(n, c, k) for k in ks], abs=1e-14)


@given(COUNTS)
def test_exact_fractions(counts):
    n, c, k = counts
    exact = 1 - Fraction(math.comb(n - c, k), math.comb(n, k))
    assert float(pass_at_k(n, c, k)) == pytest.approx(float(exact), abs=1e-12, rel=1e-9)


def test_a_literal_table():
    found = pass_curve([4, 4, 256, 2], [1, 0, 2, 2], (1, 2, 4))
    assert found[:2].tolist() == pytest.approx(np.array([[0.25, 0.5, 1.0], [0.0, 0.0, 0.0]]), abs=1e-15)
    assert found[2] == pytest.approx([2 / 256, 1 - 254 * 253 / (256 * 255), 0.0310662], rel=1e-5)
    assert found[3, :2].tolist() == [1.0, 1.0]
    assert np.isnan(found[3, 2])


def test_two_successes_of_256_are_the_curve_of_the_published_artefact():
    ks = [2**power for power in range(9)]
    rounded = [0.008, 0.016, 0.031, 0.062, 0.121, 0.235, 0.438, 0.751, 1.0]
    assert pass_curve([256], [2], ks)[0].round(3).tolist() == rounded


def test_no_success_is_exactly_zero_and_all_are_exactly_one():
    assert pass_at_k([4096, 4096], [0, 4096], 100).tolist() == [0.0, 1.0]
    assert not np.signbit(pass_at_k(9, 0, 3))


@pytest.mark.parametrize(("n", "c", "k", "what"), [(4, 1, 0, "at least 1"), (4, 5, 1, "solved"), (4, -1, 1, "solved")])
def test_nonsense_is_refused(n, c, k, what):
    with pytest.raises(ValueError, match=what):
        pass_at_k(n, c, k)


@given(COUNTS)
def test_a_curve_never_falls(counts):
    n, c, k = counts
    assert pass_at_k(n, c, k) >= pass_at_k(n, c, max(1, k - 1)) - 1e-12


def test_the_estimate_is_unbiased():
    """Over all outcomes of six responses with p = 0.3, weighted by their probability, pass@4 is 1 - 0.7**4."""
    weights = [math.comb(6, c) * 0.3**c * 0.7 ** (6 - c) for c in range(7)]
    assert float(np.dot(weights, pass_at_k([6] * 7, range(7), 4))) == pytest.approx(1 - 0.7**4)


def test_means_and_their_scatter():
    assert mean_at_k([4, 0], [1, 0])[0] == 0.25
    assert np.isnan(mean_at_k([4, 0], [1, 0])[1])
    assert float(scatter_of_mean(16, 8, 16)) == pytest.approx(0.1290994)
    assert np.isnan(scatter_of_mean(1, 1, 4))


def test_the_scatter_is_unbiased():
    """E[c(n - c)/(n(n - 1))] over Binomial(5, 0.3) is 0.21, the variance of one response."""
    weights = [math.comb(5, c) * 0.3**c * 0.7 ** (5 - c) for c in range(6)]
    assert float(np.dot(weights, scatter_of_mean([5] * 6, range(6), 1) ** 2)) == pytest.approx(0.21)


def test_powers():
    assert [powers_of_two(limit) for limit in (0, 1, 20, 32)] == [(), (1,), (1, 2, 4, 8, 16), (1, 2, 4, 8, 16, 32)]


@pytest.mark.parametrize(("n", "k", "words"), [(256, 128, ""), (256, 129, "at least 258"), (256, 256, "no average")])
def test_warnings_near_n(n, k, words):
    assert words in warning_near(n, k)
    assert bool(warning_near(n, k)) == bool(words)
