import time
from concurrent.futures import Future
from dataclasses import asdict

import pytest

from prorl.agents.engine import TransformersPolicy
from prorl.agents.policy import EngineCrash, Sampling
from prorl.agents.rollout import PlaySettings, PlayTimes, play
from prorl.agents.seat import Seat
from prorl.agents.shelf import Shelf
from prorl.envs.text_env import TextEnv
from prorl.envs.verdict import Status, right
from prorl.registry.make import make_env, start
from prorl.registry.mixture import ItemRef


def item(index=0, env_id="fake/say-v0", seed=1):
    return ItemRef(env_id=env_id, level=None, split="train", seed=seed, index=index)


TALK = item(env_id="fake/talk-v0")


class Clock:
    """`time.perf_counter`, moved by hand."""

    def __init__(self, monkeypatch):
        self.now = 100.0
        monkeypatch.setattr(time, "perf_counter", lambda: self.now)

    def slowly(self, seconds, function, unless=lambda: False):
        def call(*arguments):
            self.now += 0.0 if unless() else seconds
            return function(*arguments)

        return call


def settings(group_size=2, seed=0, context_limit=256, max_new_tokens=8, max_episode_tokens=0):
    return PlaySettings(
        max_episode_tokens=max_episode_tokens,
        group_size=group_size,
        sampling=Sampling(max_new_tokens=max_new_tokens),
        seed=seed,
        context_limit=context_limit,
    )


def oracle(ref):
    env = make_env(ref)
    start(env, ref)
    return env.oracle()


@pytest.fixture
def sampled(fakes, model, tokenizer):
    """Groups that the tiny random model plays."""
    policy = TransformersPolicy(model, tokenizer)
    return lambda items, **changes: play(policy, tokenizer, items, settings(**changes))


def token_ids(groups):
    return [[e.turns[0].completion.token_ids for e in group.episodes] for group in groups]


class TestGroups:
    def test_one_of_g_episodes_per_item_in_order(self, sampled):
        items = [item(3), item(0), item(3, env_id="fake/talk-v0"), item(1)]
        groups = sampled(items, group_size=3)
        assert [group.item for group in groups] == items
        for ref, group in zip(items, groups, strict=True):
            assert [e.item for e in group.episodes] == [ref] * 3
            assert {e.prompt for e in group.episodes} == {start(make_env(ref), ref)}

    def test_every_sample_has_its_own_numbers(self, sampled):
        [[a, b, c], [d, e, f]] = token_ids(sampled([item(0), item(1)], group_size=3))
        assert len({a, b, c, d, e, f}) == 6

    def test_the_same_call_gives_the_same(self, sampled):
        assert sampled([item(0), item(1)]) == sampled([item(0), item(1)])

    def test_another_seed_gives_another_sample(self, sampled):
        assert token_ids(sampled([item()], seed=0)) != token_ids(sampled([item()], seed=1))

    def test_an_item_is_played_alike_alone_and_in_a_larger_group(self, sampled):
        [_, among] = sampled([item(0), item(1)], group_size=3)
        [alone] = sampled([item(1)], group_size=2)
        assert token_ids([alone])[0] == token_ids([among])[0][:2]

    def test_nothing_to_play(self, sampled):
        assert sampled([]) == []


class TestVerdicts:
    def test_are_those_of_the_environment(self, scripted, tokenizer):
        right = oracle(item())
        [group] = play(scripted([right, "<answer>x</answer>", "dunno"]), tokenizer, [item()], settings(group_size=3))
        assert [e.verdict.reward for e in group.episodes] == [1.0, 0.0, 0.0]
        assert [e.verdict.status for e in group.episodes] == [Status.OK, Status.OK, Status.NO_ANSWER]
        assert [e.turns[0].response for e in group.episodes] == [right, "<answer>x</answer>", "dunno"]
        assert group.is_informative()

    def test_a_verifier_that_fails_is_ungradeable(self, scripted, tokenizer):
        policy = scripted([oracle(item()), "boom"])
        [group] = play(policy, tokenizer, [item()], settings())
        right, failed = group.episodes
        assert failed.verdict.status == Status.ERROR
        assert failed.verdict.reason == "verifier failed: RuntimeError: boom"
        assert not failed.trainable
        assert group.trainable == (right,)
        assert not group.is_informative()

    def test_a_reply_that_fails_is_ungradeable(self, scripted, tokenizer):
        [group] = play(scripted(["bang"]), tokenizer, [TALK], settings(group_size=1))
        assert group.episodes[0].verdict.reason == "reply failed: RuntimeError: bang"
        assert not group.episodes[0].trainable

    def test_times_are_added_up(self, scripted, tokenizer, monkeypatch):
        """Two turns: each takes 2 s to sample and 3 s to answer, making the item takes 5 s."""
        clock = Clock(monkeypatch)
        policy = scripted(["hm"], ["<answer>1</answer>"])
        monkeypatch.setattr(policy, "next", clock.slowly(2.0, policy.next, unless=lambda: not policy.is_pending))
        monkeypatch.setattr(Seat, "hear", clock.slowly(3.0, Seat.hear))
        monkeypatch.setattr(Shelf, "take", clock.slowly(5.0, Shelf.take))
        times = PlayTimes()
        play(policy, tokenizer, [TALK], settings(group_size=1), times)
        play(scripted(), tokenizer, [TALK], settings(group_size=1, context_limit=1), times)
        assert asdict(times) == {
            "sample": 4.0,
            "verify": 6.0,
            "verify_hidden": 0.0,
            "prompts": 10.0,
            "prompts_hidden": 0.0,
        }


class TestContinuous:
    def test_a_turn_is_answered_while_others_are_being_written(self, fakes, tokenizer):
        """The first seat writes three short turns while the second is still at its first, a long one."""
        policy = fakes.PacedPolicy(tokenizer, ["a", "a long one <answer>2</answer>", "b", "<answer>1</answer>"])
        [group] = play(policy, tokenizer, [TALK], settings(max_new_tokens=40))
        assert [[t.response for t in e.turns] for e in group.episodes] == [
            ["a", "b", "<answer>1</answer>"],
            ["a long one <answer>2</answer>"],
        ]
        assert policy.finished == [(0, 0), (1, 0), (2, 0), (0, 1)]

    def test_environments_of_other_lengths_play_side_by_side(self, fakes, tokenizer):
        items = [item(), TALK]
        policy = fakes.PacedPolicy(tokenizer, ["<answer>12</answer>", "a", "<answer>1</answer>"])
        groups = play(policy, tokenizer, items, settings(group_size=1))
        assert [len(group.episodes[0].turns) for group in groups] == [1, 2]
        assert policy.finished == [(1, 0), (2, 0), (0, 0)]

    def test_the_seed_of_a_turn_does_not_depend_on_when_it_is_asked_for(self, fakes, tokenizer):
        seeds = []
        for texts in (["a", "long one", "b", "c", "d", "e"], ["long one", "a", "b", "c", "d", "e"]):
            policy = fakes.PacedPolicy(tokenizer, texts)
            play(policy, tokenizer, [TALK], settings(max_new_tokens=40))
            seeds.append(sorted(seed for prompt in policy.asked for seed in prompt.seeds))
        assert seeds[0] == seeds[1]
        assert len(set(seeds[0])) == 6


class TestOverlap:
    def test_verdicts_are_asked_for_while_others_are_being_written(self, fakes, tokenizer, monkeypatch):
        """Three calls of 3 s. The first verdict is there after the second call, the second 2 s after the last one: of
        the 8 s in which verdicts were being made, 2 were waited for."""
        clock = Clock(monkeypatch)
        verdicts = []

        class Verdicts(Future):
            def result(self):
                if not self.done():
                    clock.now += 2.0
                    self.set_result(right("123"))
                return super().result()

        def ask(env):
            verdicts.append(Verdicts())
            return verdicts[-1]

        def next_and_judge():
            finished = clock.slowly(3.0, real)()
            if verdicts and not verdicts[0].done():
                verdicts[0].set_result(right("1"))
            return finished

        monkeypatch.setattr(TextEnv, "ask_pool", ask)
        policy = fakes.PacedPolicy(tokenizer, ["<answer>1</answer>", "<answer>123</answer>"])
        real = policy.next
        monkeypatch.setattr(policy, "next", next_and_judge)
        times = PlayTimes()
        [group] = play(policy, tokenizer, [item()], settings(), times)
        assert [e.verdict.extracted for e in group.episodes] == ["1", "123"]
        assert (times.sample, times.verify, times.verify_hidden) == (9.0, 2.0, 6.0)


class TestEngine:
    @pytest.mark.parametrize("call", ["stream", "add", "next"])
    def test_whatever_it_raises_is_a_crash(self, scripted, tokenizer, monkeypatch, call):
        policy = scripted(["a", "b"], ["c", "d"], ["e", "f"])

        def fail(*_):
            raise OSError("gone")

        monkeypatch.setattr(policy, call, fail)
        with pytest.raises(EngineCrash, match="OSError: gone"):
            play(policy, tokenizer, [TALK], settings())
        assert policy.closed == (call != "stream")

    def test_a_stream_is_closed(self, scripted, tokenizer):
        policy = scripted(["a", "b"])
        play(policy, tokenizer, [item()], settings())
        assert policy.closed == 1

    def test_closing_a_broken_one_does_not_hide_why_it_broke(self, scripted, tokenizer, monkeypatch):
        policy = scripted()  # has nothing to say

        def fail():
            raise OSError("also gone")

        monkeypatch.setattr(policy, "close", fail)
        with pytest.raises(EngineCrash, match="IndexError"):
            play(policy, tokenizer, [item()], settings())


class TestBudget:
    def test_no_turn_begins_without_room_for_a_whole_response(self, scripted, tokenizer):
        """Responses of at most 8 tokens; "abc" and its end are 4: after two turns 8 are written, after three 12."""
        script = ["abc"], ["abc"], ["abc"]
        for budget, turns in ((8, 1), (11, 1), (12, 2), (15, 2), (16, 3), (0, 3)):
            policy = scripted(*script)
            [group] = play(policy, tokenizer, [TALK], settings(group_size=1, max_episode_tokens=budget))
            assert len(group.episodes[0].turns) == turns, budget
            assert group.episodes[0].verdict.status == Status.NO_ANSWER
            assert group.episodes[0].trainable

    def test_what_the_environment_says_is_not_counted(self):
        rules = settings(max_episode_tokens=20, context_limit=1000)
        assert rules.has_room(context=900, written=12)
        assert not rules.has_room(context=900, written=13)
        assert not rules.has_room(context=993, written=0)
