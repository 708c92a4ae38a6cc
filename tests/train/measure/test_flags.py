"""Planted false expansions are found, and honest counts are left alone."""

import numpy as np
import pytest
from scipy import optimize, stats

from prorl.train.measure.curves import pass_curves
from prorl.train.measure.flags import (
    Sign,
    Weight,
    _most_likely,
    constant_answers,
    not_above_chance,
    partial_credit,
    probed,
    seldom_answers,
)
from prorl.train.measure.tally import Tally

ENV = "prorl/a-v0"


def tally(item, judged, solved, **more):
    more = {"reward": float(solved)} | more
    return Tally(env_id=ENV, level=None, item=f"{item:03}", judged=judged, solved=solved, **more)


def honest(seed, judged=256, items=100, a=0.3, b=2.0):
    rng = np.random.default_rng(seed)
    return [tally(item, judged, int(rng.binomial(judged, p))) for item, p in enumerate(rng.beta(a, b, items))]


def signs(found):
    return [finding.sign for finding in found]


def test_planted_partial_credit_by_its_rewards():
    """256 responses that earn 0.01 each, their sum of 2.56 rounded down to two successes."""
    found = partial_credit([tally(item, 256, 2, reward=2.56 - 0.57) for item in range(14)])
    assert signs(found) == [Sign.NOT_STRICT, Sign.SPIKE]
    assert found[0].weight == Weight.WRONG
    assert "14 of 14 items" in found[0].sentence and "2 solved" in found[0].sentence


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ([2] * 100, "100 of 100 items have exactly 2 solved of 256"),
        ([256] * 33 + [2] * 67, "67 of 100 items have exactly 2"),
        ([7, 8] * 50, "100 of 100 items have 7 or 8"),
        ([1] * 57 + [2] * 43, "100 of 100 items have 1 or 2"),
    ],
)
def test_planted_partial_credit_by_its_counts_alone(counts, words):
    """The published curves: group_anagrams, leg_counting, boxnet, graph_color."""
    (found,) = partial_credit([tally(item, 256, count) for item, count in enumerate(counts)])
    assert (found.sign, found.weight) == (Sign.SPIKE, Weight.WRONG)
    assert words in found.sentence


@pytest.mark.parametrize("seed", range(8))
def test_honest_counts_have_no_spike(seed):
    assert partial_credit(honest(seed)) == []


def test_items_that_are_all_as_hard_have_no_spike():
    rng = np.random.default_rng(0)
    assert partial_credit([tally(item, 256, int(c)) for item, c in enumerate(rng.binomial(256, 2 / 256, 200))]) == []
    assert partial_credit([tally(item, 16, 0) for item in range(100)]) == []
    assert partial_credit([tally(item, 16, 16) for item in range(100)]) == []
    assert partial_credit([tally(item, 1, 1) for item in range(100)]) == []


def test_partial_rewards_of_failures_are_no_fault():
    assert partial_credit([tally(item, 16, item % 8, reward=item % 8 + 1.5) for item in range(8)]) == []


@pytest.mark.parametrize(("n", "low", "high"), [(256, 2, 2), (256, 1, 2), (256, 7, 8), (10, 4, 5), (16, 8, 8)])
def test_the_largest_chance_of_a_count_is_the_numerical_one(n, low, high):
    def missed(p):
        return stats.binom.cdf(low - 1, n, p) - stats.binom.cdf(high, n, p)

    best = optimize.minimize_scalar(missed, bounds=(0, 1), method="bounded", options={"xatol": 1e-10})
    assert _most_likely(n, low, high) == pytest.approx(-best.fun, abs=1e-9)


def answering(item, answers):
    judged = sum(count for _, count, _ in answers)
    return tally(item, judged, sum(count for _, count, solved in answers if solved), answers=answers)


def test_planted_broken_verifier_by_a_constant():
    """Any text that is no blank wins; the model often says "unknown"."""
    tallies = [answering(item, (("unknown", 3, True), (f"{item}", 5, True))) for item in range(30)]
    found = constant_answers(tallies, 0.05)
    assert signs(found) == [Sign.CONSTANT_WINS]
    assert found[0].weight == Weight.WRONG
    assert "'unknown' is right on 30 of 30 items" in found[0].sentence


def test_planted_broken_verifier_by_answers_of_which_none_is_wrong():
    tallies = [answering(item, tuple((f"{item}.{j}", 2, True) for j in range(4))) for item in range(12)]
    (found,) = constant_answers(tallies, 0.05)
    assert (found.sign, found.weight) == (Sign.NEVER_WRONG, Weight.LOOK)
    assert "12 of 12 items got 4 different answers" in found.sentence


def test_a_good_model_of_a_yes_or_no_task_is_not_blamed():
    """It says yes where yes is right, on half of the items."""
    rng = np.random.default_rng(1)
    tallies = []
    for item in range(200):
        right, wrong = ("yes", "no") if rng.random() < 0.5 else ("no", "yes")
        tallies.append(answering(item, ((right, 15, True), (wrong, 1, False))))
    assert constant_answers(tallies, 0.5) == []
    assert signs(constant_answers(tallies, 0.05)) == [Sign.CONSTANT_WINS]


def test_honest_answers_are_left_alone():
    tallies = [answering(item, ((str(item), 6, True), ("0", 1, item == 0), ("1", 1, False))) for item in range(40)]
    assert constant_answers(tallies, 0.05) == []
    two_spellings = [answering(item, ((str(item), 6, True), (f"{item}.0", 2, True))) for item in range(40)]
    assert constant_answers(two_spellings, 0.05) == []
    assert constant_answers(tallies[:5], 0.05) == []


def test_verifiers_that_read_no_answer_have_no_constant():
    """Those of instructions judge the whole response."""
    assert constant_answers([answering(item, (("", 8, True),)) for item in range(30)], 0.05) == []


def test_a_verifier_that_was_probed():
    (found,) = probed(ENV, "banana", 200, 200, 0.55)
    assert found.sentence == "the answer 'banana' wins on 200 of 200 items, the declared floor is 0.55"
    assert probed(ENV, "False", 110, 200, 0.55) == []


def test_a_curve_that_is_no_better_than_guessing():
    rng = np.random.default_rng(0)
    guessing = pass_curves([tally(item, 64, int(rng.binomial(64, 0.5))) for item in range(50)])[ENV]
    (found,) = not_above_chance(guessing, 0.5)
    assert found.sign == Sign.CHANCE
    assert found.sentence.startswith("pass@1 of 0.508 ")


def test_a_curve_that_begins_above_chance_and_meets_it():
    """Half of the items are hopeless: pass@16 stays at 0.5, guesses with 5 % reach 0.56."""
    curve = pass_curves([tally(item, 64, 20 * (item % 2)) for item in range(200)])[ENV]
    (found,) = not_above_chance(curve, 0.05)
    assert found.sentence.startswith("pass@16 of 0.5 ")
    assert "0.56 that guesses" in found.sentence
    assert not_above_chance(curve, 0.001) == []


def test_a_curve_above_chance_is_left_alone_where_both_are_near_one():
    assert not_above_chance(pass_curves([tally(item, 64, 5) for item in range(50)])[ENV], 0.05) == []


def test_a_curve_of_zeros_claims_nothing():
    assert not_above_chance(pass_curves([tally(item, 64, 0) for item in range(9)])[ENV], 0.5) == []


def test_few_answers_are_told_of():
    """Of 8 items with 16 responses, 15 without an answer: 94 %. At a half nothing is said."""
    (found,) = seldom_answers([tally(item, 16, 0, no_answer=15) for item in range(8)])
    assert (found.sign, found.weight) == (Sign.SELDOM_ANSWERS, Weight.LOOK)
    assert found.sentence.startswith("94% of 128 responses hold no answer")
    assert seldom_answers([tally(item, 16, 0, no_answer=8) for item in range(8)]) == []
    assert seldom_answers([tally(item, 16, 0, no_answer=15) for item in range(7)]) == []
