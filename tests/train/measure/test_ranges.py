from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from prorl.train.measure.ranges import below, count, missing, ranges_of, union

NUMBERS = st.sets(st.integers(0, 60))


def members(ranges):
    return {number for low, high in ranges for number in range(low, high)}


def test_literal():
    assert union([(0, 4)], [(8, 9), (3, 6)]) == ((0, 6), (8, 9))
    assert missing(((0, 2), (4, 5)), 6) == ((2, 4), (5, 6))
    assert missing((), 3) == ((0, 3),)
    assert missing(((0, 9),), 3) == ()
    assert below(((0, 4), (6, 9)), 7) == 5
    assert count(((0, 4), (6, 9))) == 7
    assert ranges_of([3, 1, 2, 7]) == ((1, 4), (7, 8))


@given(NUMBERS, NUMBERS, st.integers(0, 70))
def test_as_sets(first, second, n):
    one, two = ranges_of(first), ranges_of(second)
    assert members(union(one, two)) == first | second
    assert members(missing(one, n)) == set(range(n)) - first
    assert below(one, n) == len(first & set(range(n)))
    assert all(high < low for (_, high), (low, _) in pairwise(one))
