"""`rollout.ahead`: a step's groups come from the weights before the last update, and nothing else changes."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from prorl.agents.engine import TransformersPolicy
from prorl.registry.errors import UserError
from prorl.train import lookahead, loop, sampling
from prorl.train.config import MismatchConfig
from prorl.train.config_rules import check
from prorl.train.display import Display
from prorl.train.follower import Early, Follower
from prorl.train.loop import train
from prorl.train.sampling import collect, first_round, prepare_items
from prorl.train.setup import build

QUIET = Display(quiet=True)
REAL = TransformersPolicy.stream


class Killed(BaseException):
    """Nothing catches it: the run ends where it is."""


def rows_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def in_folder(config, path, **run):
    return replace(config, run=replace(config.run, dir=str(path), **run))


@pytest.fixture
def ahead(config, change):
    """Four steps of two updates, with refilling, groups that wait and moving levels."""
    config = change(config, rollout={"ahead": 1, "group_size": 2}, levels={"target": 0.5})
    config = change(config, dynamic={"oversample": 1.2, "max_age": 1, "max_rounds": 4})
    return replace(config, mismatch=MismatchConfig(correction="tis"))


@pytest.fixture
def straight(ahead, tmp_path):
    return train(in_folder(ahead, tmp_path / "straight"), QUIET).path


def assert_same(path, other, step=4):
    assert (path / "metrics.jsonl").read_bytes() == (other / "metrics.jsonl").read_bytes()
    name = f"checkpoints/step-{step:06d}/model.safetensors"
    assert (path / name).read_bytes() == (other / name).read_bytes()


class TestStaleness:
    @pytest.fixture
    def plain(self, ahead, change):
        """Every group is kept, none waits: four groups a step, all of them sampled ahead from step 2 on."""
        return change(ahead, dynamic={"oversample": 1.0, "max_age": 0, "keep": "all"}, levels={"target": 0.0})

    def test_is_one_step_of_updates(self, plain):
        rows = rows_of(train(plain, QUIET).path / "metrics.jsonl")[1:]
        assert [row["sample/staleness"] for row in rows] == [0.0, 2.0, 2.0, 2.0]
        gaps = [{name for name in row if name in ("policy/mismatch_kl", "policy/behaviour_kl")} for row in rows]
        assert gaps == [{"policy/mismatch_kl"}] + [{"policy/behaviour_kl"}] * 3
        assert rows[0]["policy/mismatch_max"] < 1e-4 < rows[1]["policy/behaviour_max"]

    def test_the_items_are_those_of_a_run_without(self, plain, change, tmp_path):
        train(plain, QUIET)
        other = change(plain, rollout={"ahead": 0}, run={"dir": str(tmp_path / "other")})
        rows = rows_of(train(other, QUIET).path / "metrics.jsonl")[1:]
        assert {row["sample/staleness"] for row in rows} == {0.0}
        for step in (2, 4):
            names = [
                [row["item"] for row in rows_of(Path(c.run.dir) / f"rollouts/step-{step:06d}.jsonl")]
                for c in (plain, other)
            ]
            assert names[0] == names[1]

    def test_sampling_and_updating_are_in_different_threads(self, plain, monkeypatch):
        where = []
        real = lookahead.play
        monkeypatch.setattr(lookahead, "play", lambda *a: where.append(threading.current_thread().name) or real(*a))
        train(replace(plain, run=replace(plain.run, steps=2)), QUIET)
        assert [name.startswith("prorl-ahead") for name in where] == [True, True]

    def test_mean_over_tokens(self, bench, episode):
        """Ten tokens as old as the weights, thirty that are four updates older."""
        new, old = (episode(1.0, ([5], [6] * n, [-1.0] * n)) for n in (10, 30))
        turn = replace(new.turns[0], completion=replace(new.turns[0].completion, policy_version=4))
        groups = [sampling.Group(episodes=(replace(new, turns=(turn,)), old))]
        assert sampling._staleness(4, groups) == 3.0
        assert sampling._staleness(4, []) == 0.0


class TestResume:
    def test_killed_and_resumed(self, ahead, straight, tmp_path, monkeypatch):
        """Killed in the update of step 4, while step 5 is being sampled; the newest checkpoint is that of step 2."""
        config, real = in_folder(ahead, tmp_path / "killed"), loop.update

        def update(bench, collected, number, kl_coef):
            if number == 4:
                raise Killed
            return real(bench, collected, number, kl_coef)

        with monkeypatch.context() as patch, pytest.raises(Killed):
            patch.setattr(loop, "update", update)
            train(config, QUIET)
        assert (Path(config.run.dir) / "checkpoints/step-000002/early-0.json").exists()
        assert_same(train(config, QUIET).path, straight)

    def test_a_longer_run_is_the_same_run(self, ahead, straight, tmp_path):
        train(in_folder(ahead, tmp_path / "other", steps=2), QUIET)
        assert_same(train(in_folder(ahead, tmp_path / "other"), QUIET).path, straight)

    def test_a_round_comes_back_as_it_was(self, ahead, tmp_path, random_groups):
        early = Early(own=tuple(zip((0, 2), random_groups(2), strict=True)))
        early.save(tmp_path, 0)
        assert Early.load(tmp_path, 0) == early
        assert Early.load(tmp_path, 1) is None


class TestCrash:
    def test_the_round_is_sampled_again_with_the_same_weights(self, ahead, straight, tmp_path, monkeypatch):
        """The first two attempts at what is sampled while step 3 updates: one in the thread, one after it."""
        made = []

        def stream(policy, sampling):
            if policy.model is not build_model[0]:
                made.append(policy)
                if len(made) in (3, 4):
                    raise RuntimeError("lost")
            return REAL(policy, sampling)

        build_model = []
        real = loop.build

        def remember(config):
            bench = real(config)
            build_model.append(bench.loaded.model)
            return bench

        monkeypatch.setattr(loop, "build", remember)
        monkeypatch.setattr(TransformersPolicy, "stream", stream)
        path = train(in_folder(ahead, tmp_path / "crashed"), QUIET).path
        assert_same(path, straight)
        faults = [(row["step"], row["message"]) for row in rows_of(path / "events.jsonl") if row["kind"] == "fault"]
        assert faults == [
            (3, "engine crashed (1 of 3 in a row): RuntimeError: lost"),
            (3, "engine crashed (2 of 3 in a row): RuntimeError: lost"),
        ]
        assert len(set(map(id, made))) == 3


class TestFollower:
    def test_has_the_weights_of_the_moment_it_was_told_to_follow(self, bench):
        follower = Follower(bench.loaded, bench.config)
        own = dict(follower._loaded.model.named_parameters())
        name, weight = next(iter(bench.loaded.model.named_parameters()))
        before = weight.detach().clone()
        weight.data += 1.0
        assert own[name].equal(before)
        follower.follow(bench.loaded.model, 7)
        assert own[name].equal(weight)
        assert own[name] is not weight
        assert follower.engine.version == 7
        follower.rebuild()
        assert follower.engine.version == 7

    def test_shares_what_is_frozen(self, config, change):
        bench = build(change(config, lora={"rank": 2}))
        follower = Follower(bench.loaded, bench.config)
        for (name, weight), (_, own) in zip(
            bench.loaded.model.named_parameters(), follower._loaded.model.named_parameters(), strict=True
        ):
            assert (own is weight) == (not weight.requires_grad), name


class TestItems:
    """With `rollout.ahead = 0` only items are made ahead."""

    def test_a_look_ahead_does_not_move_the_mixture(self, bench, monkeypatch):
        asked = []
        monkeypatch.setattr(bench.shelf, "prepare", asked.append)
        state = bench.mixture.state_dict()
        prepare_items(bench, 1, 6)
        assert bench.mixture.state_dict() == state
        assert asked == [list(bench.mixture.draw(6))]

    def test_at_least_the_first_round(self, bench, monkeypatch):
        asked = []
        monkeypatch.setattr(bench.shelf, "prepare", asked.append)
        prepare_items(bench, 1, 0)
        assert len(asked[0]) == first_round(bench, 1) == 4

    def test_the_guess_is_right(self, bench, monkeypatch):
        """What was looked at is what the next step plays."""
        asked = []
        monkeypatch.setattr(bench.shelf, "prepare", asked.append)
        found = collect(bench, 1)
        prepare_items(bench, 2, found.drawn)
        after = [group.item for group in collect(bench, 2).samples]
        assert asked[0][: len(after)] == after[: len(asked[0])]


def test_needs_a_correction(config, change):
    ahead = change(config, rollout={"ahead": 1})
    check(change(ahead, mismatch={"correction": "icepop"}))
    with pytest.raises(UserError, match=r"rollout\.ahead needs a mismatch\.correction \(tis, icepop or seq_mask\)"):
        check(ahead)
