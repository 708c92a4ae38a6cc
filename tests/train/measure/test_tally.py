"""Counts of one item: checks, grouping, joining shards, pairing models."""

import pytest

from prorl.train.measure.tally import Tally, by_env, joined, paired


def tally(item, judged, solved, env="prorl/add-v0", level=None, **more):
    return Tally(env_id=env, level=level, item=item, judged=judged, solved=solved, **more)


def test_derived_counts():
    seen = tally("a", 7, 3, level=3, ungradeable=1, no_answer=2)
    assert (seen.sampled, seen.answered, seen.name, seen.key) == (8, 5, "prorl/add-v0@3", ("prorl/add-v0@3", "a"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"solved": 3},
        {"no_answer": 3},
        {"ungradeable": -1},
        {"truncated": 3},
        {"answers": (("1", 3, True),)},
    ],
)
def test_counts_that_contradict_each_other_are_our_mistake(wrong):
    with pytest.raises(AssertionError):
        tally("a", **({"judged": 2, "solved": 0} | wrong))


def test_by_env_sorts_and_refuses_doubles():
    rows = by_env([tally("b", 1, 0), tally("a", 1, 1), tally("a", 1, 0, level=2)])
    assert {name: [t.item for t in row] for name, row in rows.items()} == {
        "prorl/add-v0": ["a", "b"],
        "prorl/add-v0@2": ["a"],
    }
    with pytest.raises(ValueError, match="twice"):
        by_env([tally("a", 1, 0), tally("a", 1, 1)])


def test_shards_are_joined():
    one = tally("a", 4, 1, truncated=1, reward=1.5, tokens=40, surprisal=2.0, answers=(("7", 2, False), ("8", 1, True)))
    two = tally("a", 4, 2, ungradeable=1, no_answer=1, reward=2.0, tokens=60, answers=(("8", 2, True), ("7", 1, False)))
    other = tally("b", 1, 0)
    assert joined([other, one, two]) == (
        tally(
            "a", 8, 3, truncated=1, ungradeable=1, no_answer=1, reward=3.5, tokens=100, surprisal=2.0,
            answers=(("7", 3, False), ("8", 3, True)),
        ),
        other,
    )  # fmt: skip


def test_pairs_are_of_the_items_that_both_have():
    assert paired([tally("b", 2, 1), tally("a", 2, 2)], [tally("b", 4, 0), tally("c", 4, 0)]) == (
        (tally("b", 2, 1), tally("b", 4, 0)),
    )
