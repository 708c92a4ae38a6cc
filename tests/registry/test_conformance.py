"""Every registered id conforms, and every planted fault is caught by name."""

import pytest

import prorl
from prorl.registry import conformance
from prorl.registry.conformance import check
from prorl.registry.errors import UnknownEnv, UserError
from prorl.registry.make import make_env
from prorl.registry.table import TABLE
from prorl.registry.testing import assert_conforms
from prorl.registry.twins import Twins

ITEMS = 4
LARGE = {"prorl/arc-agi-v0", "prorl/rearc-v0"}
"""Grids whose generation and twins take seconds."""


def ends(env_id):
    """The lowest and the highest tested level: what is tried here. `make check-all` tries all, with many more items."""
    levels = make_env(env_id).task.levels.tested()
    return sorted({levels[0], levels[-1]})


def is_costly(env_id):
    """Whether checking takes many seconds, because programs are run for every response, or because items are large."""
    return TABLE.entry(env_id).domain == "code" or env_id in LARGE


def slow_if_costly(env_id):
    return pytest.param(env_id, marks=pytest.mark.slow) if is_costly(env_id) else env_id


@pytest.mark.parametrize("env_id", map(slow_if_costly, prorl.env_ids()))
def test_every_id_conforms(env_id, twins):
    report = assert_conforms(env_id, items=ITEMS, levels=ends(env_id), twins=twins)
    assert len(report.results) == 18
    assert [row.oracle for row in report.rows] == [1.0] * len(report.rows)


@pytest.mark.parametrize("env_id", ["prorl/bug-fix-v0"])
def test_ids_that_run_programs_conform(env_id, twins):
    assert_conforms(env_id, items=2, levels=ends(env_id)[:1], twins=twins)


def failures(env_id, twins, items=20):
    return {result.name: result.detail for result in check(env_id, items=items, twins=twins).failures}


PLANTED = {
    "leaks": ("leak", "copying what the prompt shows between '. (key: ' and ')' earns 1.000"),
    "crashes": ("verifier", "verifier failed: ValueError: invalid literal for int()"),
    "constant_wins": ("floor", "level 0: constant 'nan' earns 1.000, declared 0.05"),
    "two_answers_win": ("floor", "level 0: two answers joined by ' ' earns 1.000, declared 0.05"),
    "copying_wins": ("floor", "level 0: prompt copied earns 1.000, declared 0.05"),
    "global_rng": ("global rng", "level 0: the global generator of random was used or seeded"),
    "oracle_fails": ("oracle", "level 0: the oracle earns 0 (ok: wrong answer)"),
    "hash_seed": ("two processes", "level 0, train item 0: another item in another process"),
    "order_dependent": ("two processes", "level 0, train item 0: another item in another process"),
    "tuples": ("json", "level 0: another verdict after a JSON round trip"),
    "executes": ("attacks", "level 0: 'python import' was executed: it created a file"),
    "exits": ("step", "level 0, factorial: raised SystemExit: 3"),
    "dies": ("attacks", "level 0: 'factorial' was judged by a process that failed: the process died"),
    "partial_reward": ("step", "reward 0.01 though declared binary"),
    "odd_verdict": ("step", "level 0, oracle: info['extracted'] is int, not str"),
    "same_in_both_splits": ("splits", "level 0: 5 items are in both splits"),
    "surrogate_prompt": ("first info", "level 0: the prompt is outside the observation space"),
    "cannot_be_made": ("make", "RuntimeError: the data file is missing"),
    "generator_raises": ("generate", "LookupError: nothing at level 1"),
    "ungradeable": ("verifier", "level 0, NUL: the grader is out"),
    "two_turns": ("declaration", "max_turns is 1 in the table and 2 in the task"),
}
"""Factory in `planted.py`: the result that must fail, and words of its detail."""


@pytest.mark.parametrize(("factory", "expected"), PLANTED.items())
def test_planted_faults_are_caught_by_name(factory, expected, register, twins):
    name, detail = expected
    failed = failures(register(factory), twins)
    assert name in failed
    assert detail in failed[name]


@pytest.mark.parametrize("factory", ["leaks", "constant_wins", "two_answers_win", "copying_wins", "tuples"])
def test_nothing_else_is_blamed(factory, register, twins):
    assert list(failures(register(factory), twins)) == [PLANTED[factory][0]]


@pytest.mark.parametrize("factory", ["oracle_raises", "not_json"])
def test_tasks_that_raise_are_reported(factory, register, twins):
    names = set(failures(register(factory), twins, items=4))
    assert names & {"generate", "json"}


def test_a_sound_task_passes(register, twins):
    report = check(register("sound"), items=10, twins=twins)
    assert report.passed, report
    assert report.measured_floor == 0.0
    assert [row.level for row in report.rows] == [0, 1]


def test_a_sound_task_of_two_turns_passes(register, twins):
    assert_conforms(register("two_turns", max_turns=2), items=6, twins=twins)


def test_a_declared_floor_or_reward_kind_allows_what_it_says(register, twins):
    assert "floor" not in failures(register("constant_wins", floor=0.99), twins)
    assert "step" not in failures(register("partial_reward", reward="continuous"), twins)


def test_an_endless_verifier_is_killed(register):
    with Twins(limit_s=6) as impatient:
        failed = failures(register("endless"), impatient, items=4)
    assert failed == {"attacks": "level 0: 'power tower' was judged by a process that failed: no end within 6 s"}


def test_the_twins_survive_a_dead_child(register, twins):
    assert "attacks" in failures(register("dies"), twins, items=4)
    assert check(register("sound"), items=4, twins=twins).passed


def test_slowness_is_caught(register, twins, monkeypatch):
    monkeypatch.setattr(conformance, "LIMIT_MS", 0.0)
    assert "on average, over 0" in failures(register("sound"), twins, items=4)["speed"]


def test_levels_can_be_chosen(register, twins):
    env_id = register("sound")
    assert [row.level for row in check(env_id, items=4, levels=[1], twins=twins).rows] == [1]
    refused = check(env_id, items=4, levels=[2], twins=twins)
    assert [(r.name, r.detail) for r in refused.failures] == [
        ("make", "ValueError: level 2 is over this task's maximum of 1")
    ]


def test_assert_conforms_shows_the_report(register, twins):
    with pytest.raises(AssertionError, match=r"planted/leaks-v0: FAILS[\s\S]*FAIL leak"):
        assert_conforms(register("leaks"), twins=twins)


def test_mistakes_of_the_caller_are_raised():
    with pytest.raises(UnknownEnv, match="did you mean 'prorl/sort-digits-v0'"):
        check("prorl/sort-digit-v0")
    with pytest.raises(UserError, match="items must be an int >= 2"):
        check("prorl/sort-digits-v0", items=1)
