import numpy as np
import pytest

from prorl.train.audit.finding import Check, Severity
from prorl.train.audit.reward_gap import falling, guessing, held_out_gap, reward_gap


def noisy(first, last, seed=0, points=40, noise=0.03):
    rng = np.random.default_rng(seed)
    return [(float(n), float(first + (last - first) * n / (points - 1) + noise * rng.normal())) for n in range(points)]


def test_planted_partial_credit_is_what_is_learnt():
    (found,) = reward_gap("training", "a", noisy(0.1, 0.6), noisy(0.1, 0.1, seed=1))
    assert (found.check, found.severity, found.env) == (Check.REWARD_GAP, Severity.WRONG, "a")
    assert "mean reward went from 0.155 to 0.564, the share solved of the same responses from 0.10" in found.evidence
    assert found.numbers["solved_rise_at_most"] < 0.05


@pytest.mark.parametrize("seed", range(10))
def test_partial_credit_that_leads_to_success_is_left_alone(seed):
    """Success makes up most of the rise."""
    assert reward_gap("training", "a", noisy(0.2, 0.7, seed), noisy(0.1, 0.5, seed + 100)) == []


@pytest.mark.parametrize("seed", range(10))
def test_a_reward_that_is_success_is_left_alone(seed):
    solved = noisy(0.1, 0.8, seed)
    assert reward_gap("training", "a", solved, solved) == []
    flat = noisy(0.3, 0.3, seed)
    assert reward_gap("training", "a", flat, noisy(0.2, 0.2, seed + 100)) == []


def test_a_small_rise_and_too_few_points():
    assert reward_gap("training", "a", noisy(0.1, 0.13, noise=0), noisy(0.1, 0.1, noise=0)) == []
    assert reward_gap("training", "a", noisy(0.1, 0.6, points=7), noisy(0.1, 0.1, points=7)) == []


def test_planted_training_that_does_not_hold_on_other_items():
    (found,) = held_out_gap("a", noisy(0.1, 0.7), noisy(0.2, 0.2, seed=3, points=16))
    assert (found.check, found.severity) == (Check.HELD_OUT_GAP, Severity.LOOK)
    assert found.where == "training against validation"


@pytest.mark.parametrize("seed", range(10))
def test_training_that_holds_is_left_alone(seed):
    assert held_out_gap("a", noisy(0.1, 0.7, seed), noisy(0.1, 0.6, seed + 50, points=16)) == []
    assert held_out_gap("a", noisy(0.1, 0.1, seed), noisy(0.1, 0.1, seed + 50, points=16)) == []


def test_planted_fall():
    (found,) = falling("validation", "a", noisy(0.5, 0.2, points=16))
    assert (found.check, found.severity) == (Check.FALLS, Severity.LOOK)


@pytest.mark.parametrize("seed", range(10))
def test_no_fall(seed):
    assert falling("validation", "a", noisy(0.5, 0.5, seed, points=16)) == []
    assert falling("validation", "a", noisy(0.5, 0.45, seed, points=16, noise=0)) == []


def test_planted_guesser():
    (found,) = guessing("a", [(float(n), 0.33) for n in range(16)], 0.35)
    assert found.check == Check.GUESSING
    assert "last 3 validations is 0.330" in found.evidence


def test_who_does_not_guess():
    better = [(float(n), 0.5) for n in range(16)]
    assert guessing("a", better, 0.35) == []
    hopeless = [(float(n), 0.0) for n in range(16)]
    assert guessing("a", hopeless, 0.05) == []
    assert guessing("a", hopeless, None) == []
    assert guessing("a", hopeless[:7], 0.35) == []
