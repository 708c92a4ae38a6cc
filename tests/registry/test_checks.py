"""The checks that no task can be made to fail through `TextEnv`, on measurements made up here."""

from dataclasses import replace

import pytest

from prorl.registry.checks_items import check_splits, check_streams
from prorl.registry.episodes import info_faults, step_faults
from prorl.registry.floors import measure_level
from prorl.registry.make import make_env
from prorl.registry.subject import CheckError, one_line, try_check
from prorl.registry.table import TABLE

BEFORE = {"env": "a/b-v0", "item": "0" * 16, "level": 0, "domain": "d"}
AFTER = BEFORE | {
    "solved": False,
    "status": "ok",
    "extracted": "",
    "reason": "",
    "verifier": "x@1",
    "parts": {},
}


@pytest.fixture(scope="module")
def measured():
    return measure_level(TABLE.entry("prorl/reverse-string-v0"), level=5, items=16)


def stream(first):
    return tuple(f"item {n}" for n in range(first, first + 8))


def test_streams_that_walk_together_are_caught(measured):
    def streams(shift):
        pairs = {(1, "train"): 0, (2, "train"): shift, (1, "eval"): 100, (2, "eval"): 100 + shift}
        return [replace(measured, streams={key: stream(first) for key, first in pairs.items()})]

    for shift in (0, 1, -1, 2):
        with pytest.raises(CheckError, match=r"seeds s and s\+1 share \d+ of \d+ items at an offset"):
            check_streams(streams(shift))
    assert check_streams(streams(50)) == "neighbouring seeds share no more items than chance has it"
    check_streams([measured])


def test_one_single_item_is_no_overlap(measured):
    same = dict.fromkeys(measured.streams, ("the item",) * 8)
    check_streams([replace(measured, streams=same)])


def test_splits_that_share_an_item_are_caught(measured):
    streams = {
        (1, "train"): stream(0),
        (2, "train"): stream(10),
        (1, "eval"): stream(30),
        (2, "eval"): stream(17),
    }
    with pytest.raises(CheckError, match="level 5: 1 items are in both splits"):
        check_splits([replace(measured, streams=streams)])
    assert check_splits([measured]) == "32 different items, none in both splits"


@pytest.mark.parametrize(
    ("info", "ended", "fault"),
    [
        (BEFORE | {"reference": "cba"}, False, "info has the undocumented key 'reference'"),
        (BEFORE | {"solved": False}, False, "info has the undocumented key 'solved'"),
        (BEFORE | {"level": 1.0}, False, "info['level'] is float, not int"),
        (BEFORE | {"level": True}, False, "info['level'] is bool, not int"),
        (BEFORE, True, "info lacks 'solved'"),
        (AFTER | {"parts": {"a": 1}}, True, "info['parts'] is not dict[str, float]"),
        (AFTER | {"status": 3}, True, "info['status'] is int, not str"),
    ],
)
def test_info_must_be_exactly_as_documented(info, ended, fault):
    assert fault in info_faults(info, ended)


def test_documented_info_is_fine():
    assert info_faults(BEFORE, ended=False) == []
    assert info_faults(AFTER | {"parts": {"a": 1.0}}, ended=True) == []


@pytest.mark.parametrize(
    ("observation", "reward", "ended", "fault"),
    [
        ("", 1, True, "reward 1 is not a float in [0, 1]"),
        ("", float("nan"), True, "reward nan is not a float in [0, 1]"),
        ("", 1.5, True, "reward 1.5 is not a float in [0, 1]"),
        ("go on", 0.5, False, "reward 0.5 before the episode is over"),
        ("\ud800", 0.0, False, "the observation is outside its space"),
    ],
)
def test_step_faults(observation, reward, ended, fault):
    env = make_env("prorl/reverse-string-v0")
    assert step_faults(env, observation, reward, ended, AFTER if ended else BEFORE) == [fault]


def test_try_check_turns_exceptions_into_results():
    def fails():
        raise CheckError("two\nlines \x00 and \ud800")

    def breaks():
        raise KeyError("x")

    assert try_check("a", lambda: "12 items").passed
    assert try_check("b", fails).detail == "two lines ? and ?"
    assert (try_check("c", breaks).passed, try_check("c", breaks).detail) == (False, "KeyError: 'x'")
    assert one_line("x" * 400) == "x" * 297 + "..."
