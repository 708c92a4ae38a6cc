import dataclasses
import random

import gymnasium as gym
import numpy as np
import pytest

from prorl.envs.answer import wrap
from prorl.envs.task import Levels
from prorl.envs.text_env import TextEnv, load_task

BEFORE = {"env": str, "item": str, "level": int, "domain": str}
AFTER = {"solved": bool, "status": str, "extracted": str, "reason": str, "verifier": str, "parts": dict}


@pytest.fixture
def once(once_task):
    return lambda **kwargs: TextEnv(task=once_task, env_id="test/once-v0", domain="test", **kwargs)


@pytest.fixture
def guess(guess_task):
    return lambda **kwargs: TextEnv(task=guess_task, env_id="test/guess-v0", domain="test", **kwargs)


def types_of(info):
    return {key: type(value) for key, value in info.items()}


class TestMaking:
    def test_by_factory_name(self):
        env = TextEnv(task="prorl.envs.strings.sort:make_task", env_id="x/y-v0", domain="test", level=3)
        prompt, info = env.reset(seed=0)
        assert prompt.startswith("Sort the digits of ")
        assert info["level"] == 3

    def test_tasks_are_built_once(self):
        target = "prorl.envs.strings.sort:make_task"
        assert load_task(target, "train", "strict") is load_task(target, "train", "strict")

    @pytest.mark.parametrize(
        ("argument", "value", "message"),
        [
            ("split", "test", "split must be one of 'train', 'eval', got 'test'"),
            ("scoring", "lax", "scoring must be one of 'strict', 'upstream', got 'lax'"),
            ("render_mode", "human", "render_mode must be one of None, 'ansi', got 'human'"),
            ("level", -1, "level must be an int >= 0 or None, got -1"),
            ("level", True, "level must be an int >= 0 or None, got True"),
            ("level", 1.5, "level must be an int >= 0 or None, got 1.5"),
        ],
    )
    def test_refuses_what_does_not_exist(self, once, argument, value, message):
        with pytest.raises(ValueError) as caught:
            once(**{argument: value})
        assert str(caught.value) == message

    def test_refuses_a_level_over_the_maximum(self, guess):
        guess(level=2)
        with pytest.raises(ValueError, match="level 3 is over this task's maximum of 2"):
            guess(level=3)


class TestItems:
    def test_a_seed_names_a_stream(self, once):
        one, other = once(), once()
        stream = [one.reset(seed=7)[0], *(one.reset()[0] for _ in range(4))]
        assert [other.reset(seed=7)[0], *(other.reset()[0] for _ in range(4))] == stream
        assert len(set(stream)) == 5
        assert one.reset(seed=7)[0] == stream[0]

    def test_any_index_can_be_asked_for(self, once):
        env = once()
        stream = [env.reset(seed=7)[0], *(env.reset()[0] for _ in range(4))]
        assert [env.reset(seed=7, options={"index": i})[0] for i in (4, 0, 2)] == [stream[i] for i in (4, 0, 2)]
        assert env.reset()[0] == stream[3]

    def test_a_level_can_be_asked_for_once(self, once):
        env = once(level=0)
        assert env.reset(seed=1, options={"level": 2})[1]["level"] == 2
        assert env.reset()[1]["level"] == 0

    def test_the_default_mix_is_used_without_a_level(self, once):
        env = once()
        levels = [env.reset(seed=1)[1]["level"], *(env.reset()[1]["level"] for _ in range(59))]
        assert set(levels) == {0, 1, 2}

    def test_splits_and_seeds_share_nothing(self, once):
        train, evaluation = once(level=3), once(level=3, split="eval")
        items = {
            name: {env.reset(seed=seed)[1]["item"], *(env.reset()[1]["item"] for _ in range(30))}
            for name, env, seed in (("train", train, 1), ("next", train, 2), ("eval", evaluation, 1))
        }
        assert not items["train"] & items["next"]
        assert not items["train"] & items["eval"]

    def test_without_a_seed_the_first_one_is_drawn_and_kept(self, once):
        env = once()
        first, second = env.reset()[0], env.reset()[0]
        assert first != second
        assert once().reset()[0] != first

    def test_the_id_is_part_of_the_identity(self, once_task):
        envs = [TextEnv(task=once_task, env_id=name, domain="test") for name in ("a/b-v0", "a/b-v1")]
        assert envs[0].reset(seed=1)[0] != envs[1].reset(seed=1)[0]

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"lvl": 1}, "reset options are 'level' and 'index', got 'lvl'"),
            ({"index": -1}, "index must be an int >= 0, got -1"),
            ({"index": "0"}, "index must be an int >= 0, got '0'"),
            ({"level": -2}, "level must be an int >= 0 or None, got -2"),
        ],
    )
    def test_refuses_bad_options(self, once, options, message):
        with pytest.raises(ValueError) as caught:
            once().reset(seed=0, options=options)
        assert str(caught.value) == message

    def test_global_generators_stay_untouched(self, once):
        before = random.getstate(), repr(np.random.get_state(legacy=False))
        env = once()
        env.reset(seed=3)
        env.step(env.oracle())
        assert (random.getstate(), repr(np.random.get_state(legacy=False))) == before


class TestSingleTurn:
    def test_the_oracle_is_right(self, once):
        env = once()
        _, info = env.reset(seed=0)
        assert types_of(info) == BEFORE
        observation, reward, terminated, truncated, info = env.step(env.oracle())
        assert (observation, reward, terminated, truncated) == ("", 1.0, True, False)
        assert types_of(info) == BEFORE | AFTER
        assert (info["solved"], info["status"], info["verifier"]) == (True, "ok", "once@1")
        assert info["parts"] == {"turns": 1.0}
        assert env.verdict.solved

    def test_a_wrong_answer(self, once):
        env = once()
        env.reset(seed=0)
        _, reward, terminated, truncated, info = env.step(wrap("0"))
        assert (reward, terminated, truncated) == (0.0, True, False)
        assert (info["solved"], info["status"], info["extracted"]) == (False, "ok", "0")

    @pytest.mark.parametrize("action", ["\ud800", "<answer>\udfff</answer>", "x" * 1_000_001, 5, None])
    def test_what_is_not_in_the_space_is_invalid(self, once, action):
        env = once()
        env.reset(seed=0)
        _, reward, terminated, _, info = env.step(action)
        assert (reward, terminated, info["status"]) == (0.0, True, "invalid")
        assert types_of(info) == BEFORE | AFTER

    def test_needs_a_reset_before_and_after(self, once):
        env = once()
        for _ in range(2):
            with pytest.raises(gym.error.ResetNeeded):
                env.step("x")
            env.reset(seed=0)
            env.step("x")
        with pytest.raises(gym.error.ResetNeeded):
            once().problem  # noqa: B018

    def test_no_verdict_before_the_end(self, once):
        env = once()
        env.reset(seed=0)
        assert env.verdict is None
        env.step("x")
        env.reset()
        assert env.verdict is None


class TestBrokenTasks:
    def broken(self, task, **changes):
        env = TextEnv(task=dataclasses.replace(task, **changes), env_id="test/broken-v0", domain="test")
        env.reset(seed=0)
        return env.step(wrap("0"))

    def test_a_verifier_that_raises_is_an_error_not_a_wrong_answer(self, once_task):
        def verify(problem, response):
            raise KeyError("oops")

        _, reward, terminated, _, info = self.broken(once_task, verify=verify)
        assert (reward, terminated, info["status"], info["solved"]) == (0.0, True, "error", False)
        assert info["reason"] == "verifier failed: KeyError: 'oops'"

    def test_a_verifier_that_returns_no_verdict(self, once_task):
        info = self.broken(once_task, verify=lambda problem, response: 1.0)[-1]
        assert info["status"] == "error"
        assert info["reason"] == "verifier failed: TypeError: verify returned float, not Verdict"

    def test_a_reply_that_raises(self, guess_task):
        def reply(problem, *responses):
            raise ZeroDivisionError("oops")

        _, reward, terminated, truncated, info = self.broken(guess_task, reply=reply)
        assert (reward, terminated, truncated, info["status"]) == (0.0, True, False, "error")
        assert info["reason"] == "reply failed: ZeroDivisionError: oops"


class TestMultiTurn:
    def test_the_oracle_plays_turn_by_turn(self, guess):
        env = guess()
        env.reset(seed=0)
        observation, reward, terminated, truncated, info = env.step(env.oracle())
        assert (observation, reward, terminated, truncated) == ("higher", 0.0, False, False)
        assert types_of(info) == BEFORE
        observation, reward, terminated, truncated, info = env.step(env.oracle())
        assert (observation, reward, terminated, truncated) == ("", 1.0, True, False)
        assert info["parts"] == {"turns": 2.0}

    def test_the_turn_limit_truncates(self, guess):
        env = guess()
        env.reset(seed=0)
        steps = [env.step(wrap("0")) for _ in range(3)]
        assert [step[0] for step in steps] == ["higher", "higher", ""]
        assert [(step[2], step[3]) for step in steps] == [(False, False), (False, False), (False, True)]
        assert steps[-1][1] == 0.0
        assert types_of(steps[-1][-1]) == BEFORE | AFTER

    def test_a_right_answer_in_the_last_turn_terminates(self, guess):
        env = guess()
        env.reset(seed=0)
        env.step(wrap("0"))
        env.step(wrap("0"))
        assert env.step(env.oracle())[1:4] == (1.0, True, False)

    def test_the_task_can_end_an_episode_early(self, guess):
        env = guess()
        env.reset(seed=0)
        _, reward, terminated, truncated, info = env.step("I give up")
        assert (reward, terminated, truncated, info["status"]) == (0.0, True, False, "no_answer")

    def test_a_surrogate_ends_the_episode(self, guess):
        env = guess()
        env.reset(seed=0)
        env.step(wrap("0"))
        assert env.step("\ud800")[-1]["status"] == "invalid"

    def test_a_reset_forgets_the_replies(self, guess):
        env = guess()
        env.reset(seed=0)
        env.step(env.oracle())
        env.reset()
        assert env.oracle() == wrap("0")


class TestRender:
    def test_ansi(self, guess):
        env = guess(render_mode="ansi", level=1)
        prompt, _ = env.reset(seed=0)
        head = f"# test/guess-v0 level 1\n{prompt}"
        assert env.render() == head
        env.step(wrap("0"))
        assert env.render() == f"{head}\n> <answer>0</answer>\nhigher"
        env.step("stop")
        end = "> stop\n= 0 (no_answer: no <answer>…</answer> in the response)"
        assert env.render() == f"{head}\n> <answer>0</answer>\nhigher\n{end}"

    def test_none(self, guess):
        env = guess()
        env.reset(seed=0)
        assert env.render() is None


class TestLevels:
    @pytest.mark.parametrize(
        ("levels", "top"),
        [
            (Levels(), 0),
            (Levels(default_mix=(0, 3)), 3),
            (Levels(default_mix=(0, 3), probe=12), 12),
            (Levels(default_mix=(0, 3), maximum=5, probe=12), 5),
            (Levels(maximum=0), 0),
        ],
    )
    def test_tested(self, levels, top):
        assert levels.tested() == range(top + 1)

    def test_check_takes_numpy_ints(self):
        assert Levels(maximum=3).check(np.int64(3)) == 3
        assert type(Levels().check(np.int64(3))) is int
