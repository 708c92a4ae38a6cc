"""What guessing reaches."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prorl.train.measure.chance import above_chance, chance_curve, chance_limit


def test_a_guesser_by_table():
    assert chance_curve(0.05, [1, 16, 128]).tolist() == pytest.approx([0.05, 0.559873, 0.998592], abs=1e-6)
    assert chance_curve(0.0, [1, 100]).tolist() == [0.0, 0.0]
    assert chance_curve(1.0, [1, 100]).tolist() == [1.0, 1.0]


def test_a_guesser_by_enumeration():
    """Four guesses among three answers, one of which is right."""
    guesses = list(product("abc", repeat=4))
    assert chance_curve(1 / 3, [4])[0] == pytest.approx(sum("a" in guess for guess in guesses) / len(guesses))


@pytest.mark.parametrize(("q", "k"), [(0.001, 51), (0.05, 1), (0.5, 0), (1.0, 0), (0.0, None)])
def test_up_to_which_k_chance_is_no_matter(q, k):
    assert chance_limit(q) == k


@given(st.floats(1e-5, 0.9))
def test_the_limit_is_the_last_k_at_or_below_the_share(q):
    k = chance_limit(q, 0.1)
    assert k == 0 or chance_curve(q, [k])[0] <= 0.1 + 1e-9
    assert chance_curve(q, [k + 1])[0] > 0.1 - 1e-9


def test_the_part_above_chance():
    assert above_chance(0.6, 0.5, 1) == pytest.approx(0.2)
    assert above_chance(0.4, 0.5, 1) == 0
    assert above_chance(1.0, 0.05, 16) == 1
    assert math.isnan(above_chance(1.0, 1.0, 1))
