"""Work that others do meanwhile: how long it ran, whatever waited for it or not."""

import time
from collections.abc import Iterable
from concurrent.futures import Future
from typing import Any


class Background:
    """Notes when each piece of work was handed over and when it was done."""

    def __init__(self) -> None:
        self._spans: list[tuple[float, float]] = []
        self._open: dict[Future[Any], float] = {}

    def watch(self, future: Future[Any]) -> None:
        """Its work begins now."""
        begun = time.perf_counter()
        self._open[future] = begun
        future.add_done_callback(self._done)

    def _done(self, future: Future[Any]) -> None:
        """Called in whichever thread finished the work."""
        begun = self._open.pop(future, None)
        if begun is not None:
            self._spans.append((begun, time.perf_counter()))

    def seconds(self) -> float:
        """Seconds in which at least one piece that is done by now was under way; the count starts anew."""
        for future in [future for future in list(self._open) if future.done()]:
            self._done(future)  # its callback may come a moment later
        spans, self._spans = self._spans, []
        return covered(spans)


def covered(spans: Iterable[tuple[float, float]]) -> float:
    """Length of the union of intervals. Example: (0, 2), (1, 3) and (5, 6) cover 4."""
    total, reached = 0.0, float("-inf")
    for begun, ended in sorted(spans):
        total += max(0.0, ended - max(begun, reached))
        reached = max(reached, ended)
    return total
