import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prorl.registry.episodes import Episode
from prorl.registry.floors import best_policy, measure_level, surely_above
from prorl.registry.table import TABLE


def binomial_tail(hits, n, p):
    return sum(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(hits, n + 1))


@pytest.mark.parametrize(
    ("measured", "declared", "items", "sure"),
    [
        (0.0, 0.0, 100, False),
        (0.01, 0.0, 100, True),
        (0.05, 0.05, 100, False),
        (0.10, 0.05, 100, False),
        (0.20, 0.05, 100, True),
        (1.0, 0.05, 2, False),  # 0.05 ** 2 is 0.0025: two items prove nothing
        (1.0, 0.05, 4, True),  # 0.05 ** 4 is 6e-6
        (1.0, 0.5, 13, False),  # 2 ** -13 is over 1e-4
        (1.0, 0.5, 14, True),
        (1.0, 1.0, 100, False),
    ],
)
def test_surely_above(measured, declared, items, sure):
    assert surely_above(measured, declared, items) is sure


@given(st.integers(1, 60), st.data(), st.floats(0.001, 0.999))
def test_surely_above_is_the_exact_binomial_test(n, data, p):
    hits = data.draw(st.integers(1, n))
    tail = binomial_tail(hits, n, p)
    if abs(tail - 1e-4) > 1e-9:
        assert surely_above(hits / n, p, n) is (tail < 1e-4)


def test_best_policy():
    def played(policy, reward):
        return Episode(level=0, policy=policy, reward=reward)

    episodes = [played("a", 1.0), played("a", 0.0), played("b", 0.75), played("b", 0.5), played("c", 0.0)]
    assert best_policy(episodes) == (0.625, "b")
    assert best_policy([played("c", 0.0)]) == (0.0, "")
    assert best_policy([]) == (0.0, "")


def test_measure_level_finds_the_most_common_count():
    measured = measure_level(TABLE.entry("prorl/count-letter-v0"), level=0, items=300)
    row = measured.row
    assert (row.level, row.oracle, len(measured.oracle), len(measured.responses)) == (0, 1.0, 300, 300)
    # Six letters out of three: two of one have the chance 15 * (1/3)**2 * (2/3)**4 = 0.329, one has 0.263.
    assert row.probe == "constant '2'"
    assert 0.25 < row.floor < 0.41
    assert {split for _, split in measured.streams} == {"train", "eval"}
    assert sum(map(len, measured.streams.values())) == 600
