"""A base that does not speak the format is told from one that cannot solve the items."""

import pytest

from prorl.train.measure.flags import Sign, Weight
from prorl.train.measure.format_gain import answered_only, format_only, gains
from prorl.train.measure.tally import Tally


def model(answered, right, judged=100, items=10):
    """Items of which so many of the judged responses hold an answer and so many are solved."""
    return [
        Tally(env_id="prorl/a-v0", level=None, item=str(item), judged=judged, solved=right, no_answer=judged - answered)
        for item in range(items)
    ]


def test_the_split_by_hand():
    found = gains(model(10, 5), model(100, 60))["prorl/a-v0"]
    assert (found.base_answered, found.trained_answered, found.base_right, found.trained_right) == (0.1, 1, 0.5, 0.6)
    assert found.total == pytest.approx(0.55)
    assert found.by_format == pytest.approx(0.495)


def test_planted_format_only_base():
    (found,) = format_only(model(4, 2), model(97, 50))
    assert (found.sign, found.weight) == (Sign.FORMAT_ONLY, Weight.WRONG)
    assert found.sentence == (
        "the base answers in the format in 4% of its responses, the trained model in 97%; of those that answer, "
        "50% and 52% are right: 98% of the gain of 0.48 in pass@1 is format"
    )


def test_a_base_that_never_answers():
    (found,) = format_only(model(0, 0), model(90, 45))
    assert "never answers in the format (trained: 90%)" in found.sentence


@pytest.mark.parametrize(
    ("base", "trained"),
    [
        (model(95, 5), model(100, 60)),  # it answers, and wrongly
        (model(30, 1), model(95, 90)),  # it answers seldom, and wrongly too: most of the gain is skill
        (model(4, 2), model(10, 4)),  # no format was learned
        (model(40, 30), model(100, 5)),  # a loss
        (model(100, 50), model(100, 50)),
    ],
)
def test_honest_gains_are_left_alone(base, trained):
    assert format_only(base, trained) == []


def test_nothing_judged():
    assert gains(model(0, 0, judged=0), model(5, 5)) == {}


def test_what_the_base_could_do_if_it_answered():
    assert [(t.judged, t.solved, t.no_answer) for t in answered_only(model(2, 1, judged=8, items=1))] == [(2, 1, 0)]
    assert answered_only(model(0, 0)) == ()
