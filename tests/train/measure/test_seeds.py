"""Several seeds of one recipe: intervals over seeds and items."""

import math

import numpy as np
import pytest
from scipy import stats

from prorl.train.measure.seeds import aggregate, over_seeds
from prorl.train.measure.tally import Tally


def run(solved, judged=4, env="prorl/a-v0"):
    return [
        Tally(env_id=env, level=None, item=str(number), judged=judged, solved=count)
        for number, count in enumerate(solved)
    ]


def test_means_by_seed():
    found = over_seeds([run([4, 0, 2]), run([4, 2, 3]), run([4, 4, 1])])
    assert found.by_seed == pytest.approx((0.5, 0.75, 0.75))
    assert found.mean.value == pytest.approx(2 / 3)
    assert found.scatter == pytest.approx(np.std([0.5, 0.75, 0.75], ddof=1))
    assert found.items == 3
    assert "3 seeds" in found.warning


def test_items_alike_leave_students_interval_over_the_seeds():
    by_seed = np.array([0.3, 0.4, 0.35, 0.45, 0.5])
    found = aggregate({"a": np.repeat(by_seed[:, None], 30, axis=1)}, resamples=40_000)
    low, high = stats.t.interval(0.95, 4, by_seed.mean(), stats.sem(by_seed))
    assert (found.mean.low, found.mean.high) == pytest.approx((low, high), abs=0.006)
    assert found.warning == ""


def test_runs_alike_leave_the_interval_over_the_items():
    items = np.array([0.0] * 25 + [1.0] * 25)
    found = aggregate({"a": np.stack([items, items])}, resamples=10_000)
    assert (found.mean.low, found.mean.high) == pytest.approx((0.36, 0.64), abs=0.021)


def test_one_run_has_no_scatter():
    found = over_seeds([run([4, 0])])
    assert math.isnan(found.scatter)
    assert "one seed" in found.warning
    assert 0 <= found.mean.low <= found.mean.high <= 1


def test_only_common_items_count():
    assert over_seeds([run([4, 4, 0]), run([4, 4])]).mean.value == 1
    assert over_seeds([run([1, 4]), run([1, 4])], 4).by_seed == (1, 1)
    with pytest.raises(ValueError, match="share no item"):
        over_seeds([run([1]), run([1], env="prorl/b-v0")])
    with pytest.raises(ValueError, match="no run"):
        over_seeds([])


def test_coverage_with_three_seeds():
    """Seeds and items both scatter; the truth is 0.5. Of 100 intervals at 95 %, at least 88 hold it."""
    rng = np.random.default_rng(2)
    held = 0
    for _ in range(100):
        table = 0.5 + rng.normal(0, 0.05, (3, 1)) + rng.normal(0, 0.2, (1, 40)) + rng.normal(0, 0.05, (3, 40))
        found = aggregate({"a": table}, resamples=500).mean
        held += found.low <= 0.5 <= found.high
    assert held >= 88
