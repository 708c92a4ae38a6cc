from dataclasses import asdict

import pytest

from prorl.registry.subject import Subject
from prorl.registry.table import TABLE
from prorl.registry.twins import Twins, WorkerError


@pytest.fixture
def subject(twins):
    return Subject(entry=TABLE.entry("prorl/reverse-string-v0"), levels=(0,), items=4, twins=twins)


def test_a_request_names_the_environment(subject):
    assert subject.request("play", 2, split="eval", seed=1) == {
        "op": "play",
        "entry": asdict(subject.entry),
        "level": 2,
        "split": "eval",
        "seed": 1,
    }


def test_play_in_a_child(subject, twins):
    def answer(response):
        return twins.one(subject.request("play", 0, seed=0, index=0, name="me", response=response))

    env = subject.env(level=0)
    env.reset(seed=0, options={"index": 0})
    right, wrong = answer(env.oracle()), answer("\ud800")
    assert (right["reward"], right["solved"], right["policy"]) == (1.0, True, "me")
    assert (wrong["reward"], wrong["status"]) == (0.0, "invalid")


def test_fingerprints_are_equal_and_in_order(subject, twins):
    fields = {"seed": 0, "items": 3, "wrong": ["", "x"]}
    left, right = twins.both(subject.request("fingerprint", 1, **fields))
    assert left == right
    assert len({tuple(row) for row in left}) == 3
    shifted = twins.both(subject.request("fingerprint", 1, seed=1, items=3, wrong=["", "x"]))[0]
    assert not {tuple(row) for row in shifted} & {tuple(row) for row in left}


def test_an_exception_in_the_child_is_reported(subject, twins):
    with pytest.raises(WorkerError, match="ValueError: split must be one of"):
        twins.one(subject.request("play", 0, split="nowhere", seed=0, index=0, name="", response=""))
    with pytest.raises(WorkerError, match="KeyError"):
        twins.both(subject.request("no such operation", 0))
    test_play_in_a_child(subject, twins)


def test_late_answers_are_not_taken_for_others(register):
    with Twins(limit_s=6) as impatient:
        slow = Subject(entry=TABLE.entry(register("endless")), levels=(0,), items=2, twins=impatient)
        fields = {"seed": 0, "items": 1}
        with pytest.raises(WorkerError, match="no end within 6 s"):
            impatient.both(slow.request("fingerprint", 0, wrong=["9**9**9"], **fields))
        left, right = impatient.both(slow.request("fingerprint", 0, wrong=["1"], **fields))
        assert left == right
        assert len(left) == 1
