import json
from dataclasses import asdict

import pytest

from prorl.train.config import ReferenceConfig
from prorl.train.resets import ResetState, after_reset, due, observe_score

NEVER = ReferenceConfig(patience=0, every=0, kl_limit=0.0, min_gap=0)


def observed(config, *scores):
    state = ResetState()
    for score in scores:
        state = observe_score(state, score, config)
    return state


class TestObserveScore:
    @pytest.mark.parametrize(
        ("scores", "best", "stale"),
        [
            ([0.0], 0.0, 0),
            ([0.5], 0.5, 0),
            ([0.5, 0.505], 0.5, 1),
            ([0.5, 0.505, 0.509], 0.5, 2),
            ([0.5, 0.505, 0.52], 0.52, 0),
            ([0.5, 0.4, 0.3, 0.45], 0.5, 3),
        ],
    )
    def test_gain_of_a_hundredth(self, scores, best, stale):
        state = observed(ReferenceConfig(min_gain=0.01), *scores)
        assert (state.best, state.stale) == (best, stale)

    def test_slow_gains_add_up(self):
        """The best is that of the last real gain, so three small steps make one."""
        state = observed(ReferenceConfig(min_gain=0.01), 0.5, 0.506, 0.512)
        assert (state.best, state.stale) == (0.512, 0)


class TestDue:
    def test_stagnation(self):
        config = ReferenceConfig(patience=2, min_gap=0)
        assert due(observed(config, 0.5, 0.5), 10, None, config) is None
        trigger = due(observed(config, 0.5, 0.5, 0.5), 10, None, config)
        assert trigger.name == "stagnation"
        assert trigger.evidence == "2 validations without a gain over 0.500"

    def test_no_patience_means_never(self):
        assert due(ResetState(best=0.5, stale=99), 1000, 9.0, NEVER) is None

    @pytest.mark.parametrize(("kl", "name"), [(0.11, "kl"), (0.1, None), (0.0, None), (None, None)])
    def test_kl_level(self, kl, name):
        config = ReferenceConfig(patience=0, kl_limit=0.1, min_gap=0)
        trigger = due(ResetState(), 5, kl, config)
        assert (trigger and trigger.name) == name

    @pytest.mark.parametrize(("step", "name"), [(44, None), (45, "period"), (46, "period")])
    def test_period_counts_from_the_last_reset(self, step, name):
        config = ReferenceConfig(patience=0, every=25, min_gap=0)
        trigger = due(ResetState(last_reset=20), step, None, config)
        assert (trigger and trigger.name) == name

    @pytest.mark.parametrize(("step", "fires"), [(29, False), (30, True)])
    def test_gap_holds_every_trigger_back(self, step, fires):
        config = ReferenceConfig(patience=1, every=1, kl_limit=0.1, min_gap=10)
        trigger = due(ResetState(best=0.5, stale=5, last_reset=20), step, 9.0, config)
        assert (trigger is not None) == fires

    def test_order(self):
        config = ReferenceConfig(patience=1, every=1, kl_limit=0.1, min_gap=0)
        assert due(ResetState(best=0.5, stale=1), 5, 9.0, config).name == "stagnation"
        assert due(ResetState(best=0.5, stale=0), 5, 9.0, config).name == "kl"
        assert due(ResetState(best=0.5, stale=0), 5, 0.0, config).name == "period"


def test_after_reset():
    state = after_reset(ResetState(best=0.5, stale=3, last_reset=10, count=1), 30)
    assert state == ResetState(best=0.5, stale=0, last_reset=30, count=2)


def test_survives_json():
    state = ResetState(best=0.1, stale=2, last_reset=3, count=1)
    assert ResetState(**json.loads(json.dumps(asdict(state)))) == state
