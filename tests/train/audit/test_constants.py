import pytest

from prorl.train.audit import constants
from prorl.train.audit.constants import Constants
from prorl.train.audit.finding import Check, Severity


def signs(found):
    return [(one.check, one.severity) for one in found]


@pytest.fixture
def says(given, visit):
    """An item whose responses give these answers; those that are right have a star."""

    def make(*answers, **changes):
        return visit(*(given(a.strip("*"), float(a.endswith("*"))) for a in answers), **changes)

    return make


def test_planted_constant(watched, says):
    """A verifier that takes "banana" for right, whatever was asked."""
    (found,) = watched(Constants, [says("banana*", f"{n}") for n in range(20)])
    assert (found.check, found.severity) == (Check.CONSTANT, Severity.WRONG)
    assert "'banana' is right on 20 of 20 items; the declared floor allows a share of 0.05" in found.evidence
    assert [one.response for one in found.examples] == ["banana"] * 3


def test_a_constant_that_wins_in_the_end_alone(watched, says):
    early = [says(f"{n}*") for n in range(400)]
    late = [says("banana*", late=True, step=300) for _ in range(12)]
    (found,) = watched(Constants, early + late)
    assert "12 of 12 items of the last third of the steps" in found.evidence


def test_honest_answers(watched, says):
    assert watched(Constants, [says(f"{n}*", "0", "1") for n in range(40)]) == []
    assert watched(Constants, [says("7*", f"{n}") if n == 3 else says(f"{n}*", "7") for n in range(40)]) == []


def test_a_good_model_of_a_yes_or_no_task(watched, says):
    """Yes is right on half of the items, which the floor allows."""
    visits = [says("yes*", "no") if n % 2 else says("yes", "no*") for n in range(60)]
    assert watched(Constants, visits, floor=0.55) == []
    assert signs(watched(Constants, visits, floor=0.05)) == [(Check.CONSTANT, Severity.WRONG)]


def test_a_policy_that_says_one_thing(watched, says):
    """It wins where yes happens to be right: no more than the floor allows, and no honest way to do it."""
    (found,) = watched(Constants, [says("yes*") if n % 2 else says("yes") for n in range(40)], floor=0.55)
    assert (found.check, found.severity) == (Check.ONE_ANSWER, Severity.LOOK)
    assert "given to 40 of 40 items and solves 20 of the 20 that were solved" in found.evidence


def test_too_few_items_and_no_floor(watched, says):
    assert watched(Constants, [says("banana*") for _ in range(7)]) == []
    assert signs(watched(Constants, [says("banana*") for _ in range(20)], floor=None)) == [
        (Check.ONE_ANSWER, Severity.LOOK)
    ]


def test_verifiers_that_read_no_answer_have_no_constant(watched, visit, given):
    assert watched(Constants, [visit(given("A poem.", 1.0, extracted=""))] * 20) == []


def test_memory_is_bounded(watched, says, monkeypatch):
    monkeypatch.setattr(constants, "MOST_ANSWERS", 10)
    (found,) = watched(Constants, [says("banana*", f"{n}", f"{-n}") for n in range(200)])
    assert "'banana' is right on 200 of 200" in found.evidence
