"""Sets of sample numbers as half-open ranges: `((0, 16), (32, 40))` are 0 to 15 and 32 to 39."""

from collections.abc import Iterable

Ranges = tuple[tuple[int, int], ...]


def union(*many: Iterable[tuple[int, int]]) -> Ranges:
    """All numbers of some ranges, sorted and joined: `union([(0, 4)], [(8, 9), (3, 6)]) == ((0, 6), (8, 9))`."""
    joined: list[tuple[int, int]] = []
    for low, high in sorted(pair for ranges in many for pair in ranges):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        elif low < high:
            joined.append((low, high))
    return tuple(joined)


def missing(have: Ranges, n: int) -> Ranges:
    """Which of 0 to n - 1 are not there: `missing(((0, 2), (4, 5)), 6) == ((2, 4), (5, 6))`."""
    gaps, at = [], 0
    for low, high in have:
        if at < min(low, n):
            gaps.append((at, min(low, n)))
        at = max(at, high)
    return (*gaps, (at, n)) if at < n else tuple(gaps)


def count(ranges: Iterable[tuple[int, int]]) -> int:
    """How many numbers."""
    return sum(high - low for low, high in ranges)


def below(ranges: Ranges, n: int) -> int:
    """How many of the numbers are under n: `below(((0, 4), (6, 9)), 7) == 5`."""
    return sum(min(high, n) - low for low, high in ranges if low < n)


def ranges_of(numbers: Iterable[int]) -> Ranges:
    """Ranges of single numbers: `ranges_of([3, 1, 2, 7]) == ((1, 4), (7, 8))`."""
    return union((number, number + 1) for number in numbers)
