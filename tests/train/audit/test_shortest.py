import numpy as np
import pytest

from prorl.train.audit.finding import Check, Severity
from prorl.train.audit.shortest import Shortest


def test_planted_short_winners(watched, visit, given):
    """Twelve items: the two tokens win, the reasoning of a hundred loses."""
    item = visit(given("7", 1.0, tokens=2.0), *(given(f"long {n}", tokens=100.0) for n in range(3)))
    (found,) = watched(Shortest, [item] * 12)
    assert (found.check, found.severity) == (Check.SHORTEST, Severity.LOOK)
    assert "on 12 of 12 items" in found.evidence
    assert [one.response for one in found.examples] == ["7"] * 3


@pytest.mark.parametrize("seed", range(5))
def test_lengths_that_decide_nothing(watched, visit, given, seed):
    rng = np.random.default_rng(seed)
    visits = [
        visit(*(given("a", float(rng.random() < 0.4), tokens=float(rng.integers(2, 100))) for _ in range(8)))
        for _ in range(60)
    ]
    assert watched(Shortest, visits) == []


def test_easy_items_with_short_answers_prove_nothing(watched, visit, given):
    """Short responses win because their items are easy: within an item all are alike."""
    easy = visit(*(given("a", 1.0, tokens=3.0) for _ in range(4)))
    hard = visit(*(given("a", 0.0, tokens=90.0) for _ in range(4)))
    assert watched(Shortest, [easy, hard] * 20) == []


def test_equal_texts_count_as_often_as_they_were_sampled(watched, visit, given):
    """The median of eight is 2 tokens: the two that lose at 2 tokens are not short."""
    item = visit(given("a", 0.0, tokens=2.0, times=7), given("b", 1.0, tokens=50.0))
    assert watched(Shortest, [item] * 20) == []
