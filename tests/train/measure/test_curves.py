"""pass@k curves of environments and of their mean, majority and rates."""

import math

import pytest

from prorl.train.measure.curves import majority, pass_curves, rates
from prorl.train.measure.tally import Tally


def tally(item, judged, solved, env="prorl/a-v0", **more):
    return Tally(env_id=env, level=None, item=item, judged=judged, solved=solved, **more)


def test_items_then_environments():
    tallies = [tally("1", 4, 4), tally("2", 4, 0), tally("3", 4, 0), tally("1", 4, 2, env="prorl/b-v0")]
    curves = pass_curves(tallies, (1, 2))
    assert curves["prorl/a-v0"].at(1).value == pytest.approx(1 / 3)
    assert curves["prorl/b-v0"].at(1).value == pytest.approx(1 / 2)
    assert curves["mean"].at(1).value == pytest.approx(5 / 12)
    assert curves["mean"].at(2).value == pytest.approx((1 / 3 + 5 / 6) / 2)


def test_default_ks_and_warnings():
    curve = pass_curves([tally("1", 8, 1), tally("2", 8, 0)])["prorl/a-v0"]
    assert curve.ks == (1, 2, 4, 8)
    assert [bool(point.warning) for point in curve.points] == [False, False, False, True]
    with pytest.raises(KeyError, match="k = 3"):
        curve.at(3)


def test_items_with_too_few_responses_are_left_out_and_counted():
    curve = pass_curves([tally("1", 4, 4), tally("2", 2, 0)], (1, 4, 8))["mean"]
    assert [(point.k, point.passed.value, point.items, point.left_out) for point in curve.points] == [
        (1, 0.5, 2, 0),
        (4, 1.0, 1, 1),
    ]


def test_the_interval_of_failures_is_no_point():
    found = pass_curves([tally(str(i), 4, 0) for i in range(10)], (1,))["mean"].at(1)
    assert (found.low, found.high) == pytest.approx((0, 0.3085), abs=1e-4)


def test_nothing():
    assert pass_curves([]) == {}
    assert majority([], 1) == {}
    assert rates([]) == {}


def test_majorities():
    votes = (("7", 2, True), ("8", 1, False))
    found = majority([tally("1", 3, 2, answers=votes), tally("2", 3, 0), tally("3", 1, 1)], 3)
    assert found["prorl/a-v0"].value == found["mean"].value == 0.5


def test_rates():
    found = rates(
        [
            tally("1", 3, 1, truncated=2, ungradeable=1, no_answer=1, tokens=40),
            tally("2", 4, 1, truncated=0, tokens=40),
            tally("1", 0, 0, env="prorl/b-v0", ungradeable=4, tokens=40),
        ]
    )
    assert found["prorl/a-v0"].truncated == 2 / 8
    assert found["prorl/a-v0"].ungradeable == 1 / 8
    assert found["prorl/a-v0"].no_answer == 1 / 7
    assert found["prorl/a-v0"].tokens == 10
    assert math.isnan(found["prorl/b-v0"].no_answer)
    assert (found["mean"].ungradeable, found["mean"].no_answer) == (9 / 16, 1 / 7)
