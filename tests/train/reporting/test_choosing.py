import random

from hypothesis import given, settings
from hypothesis import strategies as st

from prorl.train.reporting.choosing import Choice


def choice(most, *rows):
    made = Choice(most)
    for kind, key in rows:
        made.add(kind, key, f"{kind}{key}")
    return made


def test_equally_many_of_every_kind():
    rows = [("a", n) for n in range(10)] + [("b", n) for n in range(10)] + [("c", 5)]
    made = choice(5, *rows)
    assert made.chosen() == ["a0", "a1", "b0", "b1", "c5"]
    assert (made.total, dict(made.counts)) == (21, {"a": 10, "b": 10, "c": 1})


def test_all_where_there_is_room():
    assert choice(3, ("a", 9), ("b", 2), ("a", 1)).chosen() == ["a9", "b2", "a1"]


def test_more_kinds_than_room():
    assert choice(2, ("a", 9), ("b", 2), ("c", 1)).chosen() == ["b2", "c1"]


def test_a_budget_takes_from_every_kind():
    rows = [("a", n) for n in range(4)] + [("b", n) for n in range(2)]
    assert choice(9, *rows).chosen(len, 8) == ["a0", "a1", "b0", "b1"]
    assert choice(9, *rows).chosen(len, 0) == ["a0", "b0"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 10**6)), unique=True), st.integers(1, 12))
def test_the_order_does_not_matter(rows, most):
    shuffled = random.Random(0).sample(rows, len(rows))
    found = choice(most, *rows).chosen()
    assert sorted(found) == sorted(choice(most, *shuffled).chosen())
    assert len(found) <= most
