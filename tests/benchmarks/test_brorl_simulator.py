"""The theory beside BroRL's simulator, checked against a small step taken with numbers."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest


@pytest.fixture(scope="module")
def simulator():
    path = Path(__file__).parents[2] / "benchmarks" / "brorl_simulator.py"
    spec = importlib.util.spec_from_file_location("brorl_simulator", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def softmax(logits_V):
    odds_V = np.exp(logits_V - logits_V.max())
    return odds_V / odds_V.sum()


def test_one_step_by_hand(simulator):
    """Four tokens of 1/4, the first two right; drawn are a right and a wrong one, so S = 1/4 - 1/4 = 0.

    Drawn right: (1 - 0) · 1/2 · 1/16 / 2 = 1/64; drawn wrong the same; not drawn: 0.
    """
    probs_V, right_V = np.full(4, 0.25), np.array([True, True, False, False])
    assert simulator.one_step_change(probs_V, right_V, np.array([0, 2]), (1.0, -1.0)) == (1 / 64, 1 / 64, 0)


@pytest.mark.parametrize("seed", range(5))
def test_the_terms_add_up_to_what_a_small_step_does(simulator, seed):
    rng = np.random.default_rng(seed)
    logits_V, right_V = rng.normal(size=30), np.arange(30) < 8
    drawn = rng.choice(30, size=6, replace=False)
    probs_V, reward_V = softmax(logits_V), np.where(right_V, 1.0, -1.0)
    count_V = np.isin(np.arange(30), drawn)
    gradient_V = probs_V * (reward_V * count_V - (reward_V * probs_V)[count_V].sum()) / 6
    step = 1e-6
    moved = (softmax(logits_V + step * gradient_V) - probs_V)[right_V].sum() / step
    terms = simulator.one_step_change(probs_V, right_V, drawn, (1.0, -1.0))
    assert sum(terms) == pytest.approx(moved, abs=1e-8)
    assert min(terms[:2]) >= 0


def test_the_start(simulator):
    """9,999 tokens of e³, one of e⁵, 118,000 of 1: Q = (9999 e³ + e⁵) / (that + 118000) = 0.6301."""
    probs_V = simulator.start().softmax(0)
    assert float(probs_V[: simulator.RIGHT].sum()) == pytest.approx(0.6301, abs=1e-4)
