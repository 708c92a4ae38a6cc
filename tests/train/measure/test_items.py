import pytest

from prorl.registry.errors import UserError
from prorl.train.measure.items import Target, items_of


def test_items_of_a_stream_are_different_and_more_of_them_are_these_and_others(games):
    few = items_of(Target(env_id="fake/guess-v0", items=5))
    many = items_of(Target(env_id="fake/guess-v0", items=40))
    assert many[:5] == few
    assert len({item.hash for item in many}) == 40
    assert {item.level for item in many} == {0, 1}
    assert {item.split for item in many} == {"eval"}
    assert [item.index for item in few] == [0, 1, 2, 3, 4]


def test_a_fixed_level(games):
    assert {item.level for item in items_of(Target(env_id="fake/guess-v0", level=3, items=5))} == {3}


def test_all_rows_of_a_data_set_each_once_in_a_fixed_order(games):
    every = items_of(Target(env_id="fake/rows-v0"))
    assert sorted(item.problem.prompt for item in every) == [f"Row {n}." for n in range(6)]
    assert items_of(Target(env_id="fake/rows-v0", items=2)) == every[:2]
    assert [item.problem.prompt for item in every] != sorted(item.problem.prompt for item in every)
    odd = items_of(Target(env_id="fake/rows-v0", level=1))
    assert sorted(item.problem.prompt for item in odd) == ["Row 1.", "Row 3.", "Row 5."]
    assert odd == tuple(item for item in every if item.level == 1)


def test_fewer_rows_than_asked_for(games):
    assert len(items_of(Target(env_id="fake/rows-v0", items=100))) == 6


def test_mistakes(games):
    with pytest.raises(UserError, match="did you mean 'fake/guess-v0'"):
        items_of(Target(env_id="fake/gues-v0", items=1))
    with pytest.raises(UserError, match="fake/guess-v0@9: level 9 is over"):
        items_of(Target(env_id="fake/guess-v0", level=9, items=1))
    with pytest.raises(UserError, match="color"):
        items_of(Target(env_id="fake/guess-v0", items=1, options={"color": 1}))
