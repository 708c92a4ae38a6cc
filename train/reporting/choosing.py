"""An even choice out of a stream: some of every kind, the same ones every time, whatever order they come in."""

import heapq
import itertools
from collections import Counter
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Choice(Generic[Value]):
    """Keeps the values with the smallest keys of every kind, equally many of each kind as far as it has them.

    At most twice `most` values are in memory. Keys should be hashes of what names a value.

    Example: with room for 5, kinds of 10, 10 and 1 values keep 2, 2 and 1.
    """

    def __init__(self, most: int):
        self._most = most
        self._pools: dict[Hashable, list[tuple[int, int, Value]]] = {}
        self._held = 0
        self._order = itertools.count()
        self.counts: Counter[Hashable] = Counter()
        """Of all that was added, by kind."""

    @property
    def total(self) -> int:
        """How many were added."""
        return sum(self.counts.values())

    def add(self, kind: Hashable, key: int, value: Value) -> None:
        """Consider one more."""
        self.counts[kind] += 1
        self._pools.setdefault(kind, []).append((key, next(self._order), value))
        self._held += 1
        if self._held > 2 * self._most:
            self._prune(self._level())

    def chosen(self, cost: Callable[[Value], int] = lambda _: 0, budget: int = 0) -> list[Value]:
        """What was chosen, in the order in which it was added.

        Args:
            cost: of a value, e.g. its length.
            budget: if the costs sum to more, fewer of every kind are chosen; at least one of each is.
        """
        self._prune(self._level())
        pools = [heapq.nsmallest(len(pool), pool) for pool in self._pools.values()]
        level = max((len(pool) for pool in pools), default=0)
        while level > 1 and sum(cost(value) for pool in pools for _, _, value in pool[:level]) > budget:
            level -= -(-level // 20)
        rows = [row for pool in pools for row in pool[:level]]
        rows = heapq.nsmallest(self._most, rows)
        return [value for _, _, value in sorted(rows, key=lambda row: row[1])]

    def _level(self) -> int:
        """The largest number of each kind that fits, at least 1.

        Example: sizes 10, 10, 1 and room for 5: 2.
        """
        left, kinds = self._most, len(self.counts)
        for size in sorted(self.counts.values()):
            if size * kinds > left:
                return max(1, left // kinds)
            left -= size
            kinds -= 1
        return max(self.counts.values(), default=1)

    def _prune(self, level: int) -> None:
        self._pools = {kind: heapq.nsmallest(level, pool) for kind, pool in self._pools.items()}
        self._held = sum(map(len, self._pools.values()))
