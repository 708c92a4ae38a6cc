import math

import numpy as np
import pytest
from scipy import stats

from prorl.train.audit.trend import MOST_POINTS, trend


def test_a_line_by_hand():
    """S = 45, its variance 125: z = 44/11.18 = 3.935."""
    found = trend(range(10), [0.1 * n for n in range(10)])
    assert (found.points, found.first, found.last) == (10, pytest.approx(0.05), pytest.approx(0.85))
    assert found.rise == pytest.approx(0.9)
    assert found.p_up == pytest.approx(4.15e-5, rel=0.01)
    assert found.p_down == 1


@pytest.mark.parametrize("seed", range(5))
def test_it_is_kendalls_test_where_neighbours_share_nothing(seed, monkeypatch):
    monkeypatch.setattr("prorl.train.audit.trend._inflation", lambda rest: 1.0)
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 6, 30) / 5
    found = trend(range(30), values)
    tau = stats.kendalltau(range(30), values, method="asymptotic")
    gaps = np.sign(values[None, :] - values[:, None])[np.triu_indices(30, 1)].sum()
    spread = abs(gaps) / stats.norm.isf(tau.pvalue / 2)
    assert min(found.p_up, found.p_down) == pytest.approx(stats.norm.sf((abs(gaps) - 1) / spread))


@pytest.mark.parametrize("seed", range(3))
def test_the_slope_and_its_interval_are_scipys(seed, monkeypatch):
    monkeypatch.setattr("prorl.train.audit.trend._inflation", lambda rest: 1.0)
    values = np.random.default_rng(seed).normal(size=40)
    found = trend(range(40), values)
    slope, _, low, high = stats.theilslopes(values, range(40), 0.95)
    assert found.rise == pytest.approx(39 * slope)
    assert found.rise_low == pytest.approx(39 * low, abs=0.05)
    assert found.rise_high == pytest.approx(39 * high, abs=0.05)
    assert found.rise_low <= 39 * low + 1e-9


@pytest.mark.parametrize(("phi", "points", "most"), [(0.0, 16, 0.006), (0.0, 60, 0.006), (0.5, 60, 0.012)])
def test_few_false_alarms_at_one_in_a_thousand(phi, points, most):
    """Of 1,000 series without a trend; neighbours share a correlation of phi."""
    rng = np.random.default_rng(1)
    noise = rng.normal(size=(1000, points + 20))
    for place in range(1, points + 20):
        noise[:, place] += phi * noise[:, place - 1]
    assert np.mean([trend(range(points), row[20:]).p_up < 0.001 for row in noise]) <= most


def test_what_neighbours_share_is_no_trend():
    """A slow wave up and down: far from chance for independent points, and no news."""
    values = [math.sin(n / 12) for n in range(100)]
    assert trend(range(100), values).p_up > 0.05
    assert trend(range(100), values).p_down > 0.05


def test_many_points_are_averaged():
    found = trend(range(600), [n / 600 for n in range(600)])
    assert found.points == MOST_POINTS
    assert found.last == pytest.approx(0.9, abs=0.01)


def test_too_few_points_and_constants():
    assert trend(range(7), range(7)) is None
    assert trend([], []) is None
    flat = trend(range(20), [0.5] * 20)
    assert (flat.p_up, flat.p_down, flat.rise) == (1, 1, 0)
