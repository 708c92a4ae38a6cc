from concurrent.futures import Future

import pytest

from prorl.agents import background
from prorl.agents.background import Background, covered


@pytest.mark.parametrize(
    ("spans", "seconds"),
    [
        ([], 0.0),
        ([(1.0, 3.5)], 2.5),
        ([(5.0, 6.0), (0.0, 2.0), (1.0, 3.0)], 4.0),
        ([(0.0, 9.0), (1.0, 2.0), (3.0, 4.0)], 9.0),
        ([(0.0, 1.0), (1.0, 2.0)], 2.0),
    ],
)
def test_covered(spans, seconds):
    assert covered(spans) == seconds


@pytest.fixture
def clock(monkeypatch):
    """Says the numbers of a list, one after another."""
    said = []
    monkeypatch.setattr(background.time, "perf_counter", lambda: said.pop(0))
    return said


def test_what_is_under_way_counts_once_it_is_done(clock):
    """Begun at 1 and 2, done at 4 and 9: 3 seconds, then 7 more, the count starting anew each time."""
    clock += [1.0, 2.0, 4.0, 9.0]
    work, first, second = Background(), Future(), Future()
    work.watch(first)
    work.watch(second)
    assert work.seconds() == 0.0
    first.set_result(None)
    assert work.seconds() == 3.0
    second.set_result(None)
    assert work.seconds() == 7.0
    assert work.seconds() == 0.0


def test_work_that_fails_counts_too(clock):
    clock += [1.0, 4.0]
    work, future = Background(), Future()
    work.watch(future)
    future.set_exception(RuntimeError())
    assert work.seconds() == 3.0


def test_done_before_it_is_watched(clock):
    clock += [1.0, 1.5]
    work, future = Background(), Future()
    future.set_result(None)
    work.watch(future)
    assert work.seconds() == 0.5
