"""majority@k against the vote of every subset."""

import math
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prorl.train.measure import majority
from prorl.train.measure.majority import majority_at_k, majority_curve
from prorl.train.measure.tally import Tally


def voting(votes, right):
    """A tally of the answers, "" standing for no answer."""
    counts = Counter(vote for vote in votes if vote)
    answers = tuple((answer, count, answer in right) for answer, count in counts.items())
    solved = sum(count for _, count, good in answers if good)
    return Tally(env_id="prorl/a-v0", level=None, item="i", judged=len(votes), solved=solved, answers=answers)


def over_subsets(votes, right, k):
    """Mean credit of the vote of every k-subset; answers that tie share it."""
    credits = []
    for subset in combinations(votes, k):
        counts = Counter(vote for vote in subset if vote)
        winners = [vote for vote, count in counts.items() if count == max(counts.values())]
        credits.append(sum(vote in right for vote in winners) / max(len(winners), 1))
    return sum(credits) / len(credits)


@pytest.mark.parametrize(
    ("votes", "right", "expected"),
    [
        ("aab", "b", (1 / 3, 1 / 3, 0.0)),
        ("aab", "a", (2 / 3, 2 / 3, 1.0)),
        ("ab", "a", (0.5, 0.5)),
        (["a", ""], "a", (0.5, 1.0)),
        (["", ""], "a", (0.0, 0.0)),
    ],
)
def test_by_hand(votes, right, expected):
    seen = voting(votes, right)
    assert [majority_at_k(seen, k) for k in range(1, len(votes) + 1)] == pytest.approx(expected)


@given(st.lists(st.sampled_from(["", "a", "b", "c", "d"]), min_size=1, max_size=9), st.data())
@settings(max_examples=60)
def test_every_subset(votes, data):
    right = data.draw(st.sets(st.sampled_from("abcd")))
    k = data.draw(st.integers(1, len(votes)))
    assert majority_at_k(voting(votes, right), k) == pytest.approx(over_subsets(votes, right, k), abs=1e-12)


def test_sampling_agrees_with_the_exact_value(monkeypatch):
    seen = voting("a" * 10 + "b" * 8 + "cdefgh", "b")
    exact = majority_at_k(seen, 5)
    monkeypatch.setattr(majority, "EXACT_COST", 0)
    sampled = majority_at_k(seen, 5)
    assert sampled != exact
    assert sampled == pytest.approx(exact, abs=0.04)
    assert majority_at_k(seen, 5) == sampled


def test_an_answer_with_both_verdicts_has_a_part_of_the_credit():
    seen = Tally(
        env_id="prorl/a-v0", level=None, item="i", judged=4, solved=3, answers=(("a", 3, True), ("a", 1, False))
    )
    assert majority_at_k(seen, 4) == majority_at_k(seen, 2) == 0.75


def test_too_large_and_too_small_k():
    assert math.isnan(majority_at_k(voting("ab", "a"), 3))
    with pytest.raises(ValueError, match="at least 1"):
        majority_at_k(voting("ab", "a"), 0)


def test_many_items():
    assert majority_curve([voting("aab", "a"), voting("b", "a")], 1).tolist() == pytest.approx([2 / 3, 0.0])
