"""Base competence against gain: planted cases and what arithmetic alone gives."""

import numpy as np
import pytest

from prorl.train.measure.competence import competence, over_envs, over_items, split_half
from prorl.train.measure.tally import Tally


def model(solved, judged=64, env="prorl/a-v0"):
    return [
        Tally(env_id=env, level=None, item=f"{number:03}", judged=judged, solved=count)
        for number, count in enumerate(solved)
    ]


def sampled(rng, rates, judged=64, env="prorl/a-v0"):
    return model(rng.binomial(judged, rates), judged, env)


def test_correlations_by_hand():
    base = np.array([0.0, 1.0, 2.0, 3.0] * 2) / 4
    final = base + np.array([1.0, 0.5, 0.5, 0.0] * 2) / 4
    found = competence(base, base, final)
    gain = final - base
    assert found.naive == found.correlation == pytest.approx(np.corrcoef(base, gain)[0, 1])
    assert found.slope.value == pytest.approx(np.polyfit(base, final, 1)[0])
    assert found.units == 8


def test_no_training_at_all_looks_like_gain_for_the_weak_and_is_not():
    """The 'trained' model is the base sampled again: the naive correlation is far from 0, the honest one is not."""
    rng = np.random.default_rng(1)
    rates = np.full(200, 0.5)
    found = over_items(sampled(rng, rates, 8), sampled(rng, rates, 8), 1, second=sampled(rng, rates, 8))["prorl/a-v0"]
    assert found.naive < -0.6
    assert abs(found.correlation) < 0.15
    assert found.null_low < found.correlation < found.null_high


def test_equal_gain_everywhere_has_slope_one():
    rng = np.random.default_rng(2)
    rates = rng.uniform(0.05, 0.6, 300)
    found = over_items(sampled(rng, rates), sampled(rng, rates + 0.3), 1)["prorl/a-v0"]
    assert found.slope.low < 1 < found.slope.high
    assert found.slope.high - found.slope.low < 0.2
    assert found.correlation > found.null_high
    assert found.p_value < 0.01


def test_a_final_that_has_nothing_to_do_with_the_base_is_the_null():
    rng = np.random.default_rng(3)
    base, final = rng.uniform(0, 1, 200), rng.uniform(0, 1, 200)
    found = over_items(sampled(rng, base), sampled(rng, final), 1)["prorl/a-v0"]
    assert found.null_low < found.correlation < found.null_high < -0.4
    assert found.p_value > 0.05
    assert found.slope.low < 0 < found.slope.high


def test_weaker_units_that_gain_more_have_a_slope_below_one():
    rng = np.random.default_rng(4)
    rates = rng.uniform(0, 1, 300)
    found = over_items(sampled(rng, rates), sampled(rng, 0.5 + 0.5 * rates), 1)["prorl/a-v0"]
    assert 0.4 < found.slope.low < 0.5 < found.slope.high < 0.6


def test_groups_show_regression_to_the_mean_beside_gain():
    rng = np.random.default_rng(5)
    rates = np.full(400, 0.5)
    found = over_items(sampled(rng, rates, 8), sampled(rng, rates + 0.2, 8), 1, second=sampled(rng, rates, 8))
    weakest = found["prorl/a-v0"].groups[0]
    assert weakest.units == 100
    assert weakest.competence < 0.35
    assert weakest.again == pytest.approx(0.5, abs=0.04)
    assert weakest.final == pytest.approx(0.7, abs=0.04)


def test_environments_as_units():
    base = [t for number in range(8) for t in model([number, number], 8, env=f"prorl/e{number}-v0")]
    final = [t for number in range(8) for t in model([8, 8], 8, env=f"prorl/e{number}-v0")]
    found = over_envs(base, final, 1, second=base)
    assert (found.units, found.slope.value) == (8, pytest.approx(0))
    assert found.correlation == pytest.approx(-1)


def test_too_few_units_and_a_base_without_differences():
    with pytest.raises(ValueError, match="at least 8 units, got 1"):
        over_envs(model([1, 2]), model([1, 2]), 1)
    with pytest.raises(ValueError, match="equally well"):
        competence(np.zeros(9), np.zeros(9), np.ones(9))
    assert over_items(model([1] * 5), model([1] * 5), 1) == {}
    assert over_items(model([0] * 9), model([1] * 9), 1) == {}


def test_halves_are_disjoint_and_always_alike():
    (whole,) = model([5], 9)
    one, two = split_half(whole)
    assert (one.judged, two.judged, one.solved + two.solved) == (4, 5, 5)
    assert split_half(whole) == (one, two)
    many = [split_half(tally)[0].solved for tally in model([32] * 400)]
    assert np.mean(many) == pytest.approx(16, abs=0.5)
    assert 1.5 < np.std(many) < 2.6
