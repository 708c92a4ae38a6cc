"""What counts say about single items."""

import pytest

from prorl.train.measure.reach import Cell, Reach, boundary_map, cell_counts, reach, responses_for, zero_success
from prorl.train.measure.tally import Tally


def model(solved, judged=1024, env="prorl/a-v0"):
    return [
        Tally(env_id=env, level=None, item=f"{number:03}", judged=judged, solved=count)
        for number, count in enumerate(solved)
    ]


@pytest.mark.parametrize(
    ("judged", "solved", "k", "expected"),
    [
        (256, 0, 128, Reach.UNKNOWN),
        (1024, 0, 128, Reach.NO),
        (256, 3, 128, Reach.UNKNOWN),
        (256, 6, 128, Reach.YES),
        (0, 0, 1, Reach.UNKNOWN),
        (10, 10, 1, Reach.YES),
        (10, 0, 1, Reach.NO),
        (10, 5, 1, Reach.UNKNOWN),
    ],
)
def test_three_answers(judged, solved, k, expected):
    assert reach(judged, solved, k) == expected


@pytest.mark.parametrize("k", [1, 2, 8, 128, 1024])
def test_so_many_failures_put_an_item_out_of_reach(k):
    enough = responses_for(k)
    assert reach(enough, 0, k) == Reach.NO
    assert reach(enough - 1, 0, k) == Reach.UNKNOWN


def test_it_takes_four_to_five_responses_for_each_k():
    assert responses_for(128) == 554
    assert responses_for(1) == 5


def test_the_map():
    base, trained = model([100, 0, 100, 0, 3]), model([100, 100, 0, 0, 100])
    placed = boundary_map(base, trained, 128)
    assert [item.cell for item in placed] == [
        Cell.BOTH,
        Cell.ONLY_TRAINED,
        Cell.ONLY_BASE,
        Cell.NEITHER,
        Cell.UNDECIDED,
    ]
    assert placed[1].base_at_most == pytest.approx(0.0029212, rel=1e-4)
    assert placed[1].trained_at_least > 0.08
    assert cell_counts(placed) == {"prorl/a-v0": dict.fromkeys(Cell, 1)}


def test_items_that_the_base_never_solved():
    base, trained = model([0, 0, 5], 64), model([32, 0, 64], 64)
    found = zero_success(base, trained, 1, second=model([1, 0, 5], 64))
    assert found.items == 2
    assert found.bound == pytest.approx(1 - 0.05 ** (1 / 64))
    assert found.trained.value == pytest.approx(0.25)
    assert found.second.value == pytest.approx(1 / 128)


def test_there_may_be_no_such_item():
    found = zero_success(model([5], 64), model([5], 64), 1)
    assert (found.items, found.trained, found.second) == (0, None, None)
