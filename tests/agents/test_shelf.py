from concurrent.futures import Future
from dataclasses import fields

import pytest

from prorl.agents import shelf as module
from prorl.agents.drawing import draw
from prorl.agents.shelf import Shelf
from prorl.envs.task import Problem
from prorl.envs.task_ref import TaskRef
from prorl.envs.verify.pool.errors import VerifierError, VerifierTimeout
from prorl.registry.make import make_env
from prorl.registry.mixture import ItemRef


def ref(index, env_id="fake/say-v0", level=None, split="train"):
    return ItemRef(env_id=env_id, level=level, split=split, seed=7, index=index)


class FakePool:
    """Answers are given by hand."""

    def __init__(self):
        self.calls, self.futures = [], []

    def call(self, function, *arguments, key, deadline_s):
        self.calls.append((function, *arguments))
        self.futures.append(Future())
        return self.futures[-1]

    def answer(self, number):
        function, *arguments = self.calls[number]
        self.futures[number].set_result(function(*arguments))


@pytest.fixture
def pool(monkeypatch):
    pool = FakePool()
    monkeypatch.setattr(module, "pool_if_any", lambda: pool)
    return pool


@pytest.fixture
def slow(fakes, monkeypatch):
    """A shelf to which every environment counts as slow."""
    monkeypatch.setattr(module, "SLOW_S", -1.0)
    return Shelf()


def plain(env):
    return env.item_level, {field.name: getattr(env.problem, field.name) for field in fields(Problem)}


def made_here(item):
    env = make_env(item)
    env.reset(seed=item.seed, options={"level": item.level, "index": item.index})
    return plain(env)


def test_draw_is_what_reset_makes():
    """Also where the level is drawn with the item, and in the other split."""
    task = TaskRef.of("prorl.envs.strings.sort:make_task", "eval", "strict", {})
    items = [ref(i, "prorl/sort-digits-v0", level, "eval") for i in range(3) for level in (None, 2)]
    for item in items:
        found = draw(task, item.level, item.env_id, item.split, item.seed, item.index)
        assert found[:2] == made_here(item)
        assert found[2] >= 0.0
    assert len({str(made_here(item)) for item in items}) == 6


def test_an_item_made_elsewhere_is_the_same(slow, pool):
    items = [ref(0), ref(1)]
    slow.prepare(items)
    assert [call[0] for call in pool.calls] == [draw, draw]
    pool.answer(1)
    pool.answer(0)
    assert [plain(slow.take(item)) for item in items] == [made_here(item) for item in items]


def test_an_item_made_elsewhere_can_be_played(slow, pool):
    slow.prepare([ref(0)])
    pool.answer(0)
    env = slow.take(ref(0))
    assert env.verdict is None
    assert env.step(env.oracle())[1] == 1.0


def test_a_guess_that_was_wrong_is_let_go(slow, pool):
    slow.prepare([ref(0), ref(1)])
    slow.prepare([ref(1), ref(2)])
    assert len(pool.calls) == 3
    assert plain(slow.take(ref(0))) == made_here(ref(0))


@pytest.mark.parametrize("error", [VerifierError("died"), VerifierTimeout("too slow")])
def test_what_fails_elsewhere_is_made_here(slow, pool, error):
    slow.prepare([ref(0)])
    pool.futures[0].set_exception(error)
    assert plain(slow.take(ref(0))) == made_here(ref(0))


def test_only_what_is_slow_is_made_elsewhere(fakes, pool, monkeypatch):
    """Items of `say` take 10 ms each but for the first one, those of `talk` no time."""
    shelf, now = Shelf(), [0.0]
    monkeypatch.setattr(module.time, "thread_time", lambda: now[0])
    real = module.make_env

    def make(item):
        now[0] += 0.010 if "say" in item.env_id else 0.0
        return real(item)

    monkeypatch.setattr(module, "make_env", make)
    for index in range(4):
        shelf.take(ref(index))
        shelf.take(ref(index, "fake/talk-v0"))
    shelf.prepare([ref(5), ref(5, "fake/talk-v0")])
    assert [call[3] for call in pool.calls] == ["fake/say-v0"]


def test_seconds_that_nobody_waited_for(slow, pool, monkeypatch):
    """The item took 4 s elsewhere, the last of which was waited for."""
    now = [0.0]
    monkeypatch.setattr(module.time, "perf_counter", lambda: now[0])
    slow.prepare([ref(0)])
    level, fields = made_here(ref(0))

    def arrive():
        now[0] += 1.0
        return level, fields, 4.0

    monkeypatch.setattr(pool.futures[0], "result", arrive)
    slow.take(ref(0))
    assert slow.hidden_seconds() == 3.0
    assert slow.hidden_seconds() == 0.0


def test_kept_items_are_made_once(fakes, monkeypatch):
    shelf = Shelf(keep=True)
    first = shelf.take(ref(0))
    monkeypatch.setattr("prorl.envs.text_env.TextEnv.reset", lambda *_, **__: pytest.fail("made again"))
    second = shelf.take(ref(0))
    assert plain(second) == plain(first)
    assert second is not first
    second.step("x")
    assert shelf.take(ref(0)).verdict is None


def test_the_real_pool(slow):
    slow.prepare([ref(0, "prorl/sort-digits-v0", level) for level in (0, 3)])
    for level in (0, 3):
        item = ref(0, "prorl/sort-digits-v0", level)
        assert plain(slow.take(item)) == made_here(item)
    assert slow.hidden_seconds() >= 0.0
