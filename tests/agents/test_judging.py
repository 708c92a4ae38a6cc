import threading
from dataclasses import replace

import pytest

from prorl.agents.judging import Judging
from prorl.envs.task import Judged
from prorl.envs.text_env import TextEnv
from prorl.envs.verdict import Status, right


@pytest.fixture
def env(fakes):
    """Makes an environment that has been given a response and waits for its verdict."""

    def make(judged, response="<answer>1</answer>", verify=None):
        task = replace(fakes.say("train", "strict"), judged=judged, deadline_s=60)
        env = TextEnv(task=replace(task, verify=verify) if verify else task, env_id="fake/say-v0", domain="test")
        env.reset(seed=1)
        assert env.respond(response) is None
        return env

    return make


def test_what_takes_microseconds_is_judged_at_once(env):
    judging, one = Judging(), env(Judged.HERE)
    judging.add(one)
    assert one.verdict.status == Status.OK
    assert judging.settle() == 0.0


def test_what_waits_for_processes_is_judged_in_threads_side_by_side(env):
    """Two verifiers that wait for each other: one after the other they would never end."""
    both = threading.Barrier(2, timeout=30)
    judging = Judging()

    def verify(problem, response):
        both.wait()
        return right("")

    envs = [env(Judged.THREADS, verify=verify) for _ in "ab"]
    for one in envs:
        judging.add(one)
    judging.settle()
    judging.close()
    assert [one.verdict.status for one in envs] == [Status.OK, Status.OK]


def test_the_pool_judges_in_the_background(env):
    judging = Judging()
    envs = [env(Judged.POOL, response) for response in ("<answer>1</answer>", "boom", "dunno")]
    for one in envs:
        judging.add(one)
    assert judging.settle() >= 0.0
    judging.close()
    assert [one.verdict.status for one in envs] == [Status.OK, Status.ERROR, Status.NO_ANSWER]
    assert judging.settle() == 0.0
