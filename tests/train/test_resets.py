import json
import math
from dataclasses import asdict

import pytest

from prorl.train.config import ReferenceConfig
from prorl.train.resets import ResetState, after_reset, due, observe_score, restored

NEVER = ReferenceConfig(patience=0, every=0, kl_limit=0.0, min_gap=0)


def observed(config, *scores, error=0.0):
    state = ResetState()
    for score in scores:
        state = observe_score(state, score, error, config)
    return state


def fired(config, *scores, error=0.0, step=100):
    trigger = due(observed(config, *scores, error=error), step, None, config)
    return trigger and trigger.name


class TestObserveScore:
    def test_two_windows_are_kept(self):
        state = observed(ReferenceConfig(patience=2), 0.1, 0.2, 0.3, 0.4, 0.5, error=0.01)
        assert state.scores == (0.2, 0.3, 0.4, 0.5)
        assert state.errors == (0.01,) * 4
        assert state.best == pytest.approx(0.45)
        assert state.best_score == 0.5

    def test_there_is_no_best_window_before_the_first_is_full(self):
        assert observed(ReferenceConfig(patience=3), 0.1, 0.2).best == -1.0
        assert observed(ReferenceConfig(patience=3), 0.1, 0.2, 0.6).best == pytest.approx(0.3)

    def test_one_lucky_validation_moves_the_best_window_by_its_share(self):
        assert observed(ReferenceConfig(patience=4), 0.2, 0.2, 0.2, 0.8).best == pytest.approx(0.35)


class TestStagnation:
    CONFIG = ReferenceConfig(patience=2, min_gain=0.01, min_gap=0)

    @pytest.mark.parametrize(
        ("scores", "name"),
        [
            ([0.5, 0.5, 0.5], None),
            ([0.5, 0.5, 0.5, 0.5], "stagnation"),
            ([0.5, 0.5, 0.51, 0.51], None),
            ([0.5, 0.5, 0.505, 0.505], "stagnation"),
            ([0.5, 0.5, 0.3, 0.3], "stagnation"),
            ([0.1, 0.9, 0.5, 0.52], None),
        ],
    )
    def test_windows(self, scores, name):
        """In the last case a lucky .9 does not make what follows look stale."""
        assert fired(self.CONFIG, *scores) == name

    def test_noise_asks_for_more(self):
        """Four errors of .02: two standard errors of the difference are 2 · sqrt(4 · .0004) / 2 = .04."""
        noisy = ReferenceConfig(patience=2, min_gain=0.01, noise=2.0, min_gap=0)
        assert fired(noisy, 0.5, 0.5, 0.545, 0.545, error=0.02) == "stagnation"
        assert fired(noisy, 0.5, 0.5, 0.555, 0.555, error=0.02) is None

    def test_evidence(self):
        trigger = due(observed(self.CONFIG, 0.5, 0.5, 0.5, 0.5), 10, None, self.CONFIG)
        assert trigger.evidence == ("mean of the last 2 validations 0.5000, of the 2 before 0.5000, gain under 0.0100")

    def test_no_patience_means_never(self):
        assert fired(NEVER, 0.5, 0.5, 0.5, 0.5, 0.5) is None


class TestDegradation:
    CONFIG = ReferenceConfig(patience=2, min_gain=-1.0, drop=0.1, min_gap=0)

    @pytest.mark.parametrize(
        ("scores", "name"),
        [
            ([0.5, 0.5, 0.41, 0.41], None),
            ([0.5, 0.5, 0.39, 0.39], "degradation"),
            ([0.5, 0.5, 0.2, 0.7], None),
        ],
    )
    def test_windows(self, scores, name):
        assert fired(self.CONFIG, *scores) == name

    def test_noise_asks_for_more(self):
        """Errors of .03: sqrt(2 · 2 · .0009) / 2 = .03 beside the .1."""
        noisy = ReferenceConfig(patience=2, min_gain=-1.0, drop=0.1, noise=1.0, min_gap=0)
        assert fired(noisy, 0.5, 0.5, 0.38, 0.38, error=0.03) is None
        assert fired(noisy, 0.5, 0.5, 0.36, 0.36, error=0.03) == "degradation"

    def test_off_by_default(self):
        assert fired(ReferenceConfig(patience=2, min_gain=-1.0, min_gap=0), 0.9, 0.9, 0.1, 0.1) is None


class TestOtherTriggers:
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
    def test_gap_holds_every_trigger_back_but_the_hand(self, step, fires):
        config = ReferenceConfig(patience=1, every=1, kl_limit=0.1, min_gap=10)
        state = ResetState(scores=(0.5, 0.5), errors=(0.0, 0.0), last_reset=20)
        assert (due(state, step, 9.0, config) is not None) == fires
        assert due(state, step, 9.0, config, by_hand=True).name == "manual"

    @pytest.mark.parametrize(("step", "fires"), [(6, False), (7, True), (8, True), (9, False)])
    def test_named_steps_wait_for_no_gap(self, step, fires):
        config = ReferenceConfig(patience=0, at=(7, 8), min_gap=50)
        trigger = due(ResetState(last_reset=5), step, None, config)
        assert (trigger and trigger.name) == ("step" if fires else None)

    def test_order(self):
        config = ReferenceConfig(patience=1, every=1, kl_limit=0.1, min_gap=0, drop=0.1)
        state = observed(config, 0.5, 0.3)
        assert due(state, 5, 9.0, config, by_hand=True).name == "manual"
        assert due(state, 5, 9.0, config).name == "degradation"
        assert due(observed(config, 0.5, 0.5), 5, 9.0, config).name == "stagnation"
        assert due(observed(config, 0.5), 5, 9.0, config).name == "kl"
        assert due(observed(config, 0.5), 5, 0.0, config).name == "period"


def test_after_reset():
    state = ResetState(scores=(0.5,), errors=(0.1,), best=0.5, best_score=0.6, last_reset=10, count=1)
    assert after_reset(state, 30) == ResetState(best=0.5, best_score=0.6, last_reset=30, count=2)


def test_survives_json():
    state = ResetState(scores=(0.1, 0.2), errors=(0.0, math.pi), best=0.1, last_reset=3, count=1)
    assert restored(json.loads(json.dumps(asdict(state)))) == state
