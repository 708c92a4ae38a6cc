"""What verification did in a step: counts for `metrics.jsonl`, times for `timings.jsonl`."""

from collections.abc import Sequence

from prorl.agents.drawing import draw
from prorl.envs.verdict import Status
from prorl.envs.verify.pool import PoolStats, pool_stats
from prorl.envs.verify.pool.latency import merged
from prorl.train.sampling import EpisodeStats

UNJUDGED = (Status.TIMEOUT, Status.ERROR)
DRAWING = f"{draw.__module__}.{draw.__qualname__}"
"""What the pool calls the making of an item, which is no verdict (`agents/shelf.py`)."""


def verify_metrics(episodes: Sequence[EpisodeStats]) -> dict[str, float]:
    """How many sampled episodes have no verdict, by reason: `verify/timeout` and `verify/error`."""
    return {f"verify/{status}": float(sum(e.status == status for e in episodes)) for status in UNJUDGED}


class VerifyClock:
    """The shared pool of this process since a moment, validation included."""

    def __init__(self) -> None:
        """Counts from now on."""
        self._before = pool_stats()

    def row(self) -> dict[str, float]:
        """Items, what became of them, and milliseconds of an item from its start; nothing where none was sent.

        `verify/p50_ms` and `verify/p99_ms` are over all verifiers, `verify/p99_ms/<verifier>` over one; each is right
        within a factor of 1.26.
        """
        now = pool_stats()
        return {} if now is None else timings_of(_since(now, self._before))


def _since(now: PoolStats, before: PoolStats | None) -> PoolStats:
    """The difference; a pool that was replaced by a new one in between counts from nothing."""
    earlier = {} if before is None else {name: part.count for name, part in before.latencies.items()}
    goes_on = all(name in now.latencies and count <= now.latencies[name].count for name, count in earlier.items())
    return now.since(before) if goes_on else now


def timings_of(stats: PoolStats) -> dict[str, float]:
    """The row of a pool's counts.

    Example: of one item that took 2 ms, `verify/items` is 1.0 and `verify/p99_ms` is 2.0.
    """
    latencies = {name: latency for name, latency in stats.latencies.items() if name != DRAWING}
    if not latencies:
        return {}
    whole = merged(latencies.values())
    row = {
        "verify/items": float(whole.count),
        "verify/killed": float(stats.timeouts),
        "verify/failed": float(stats.errors),
        "verify/retries": float(stats.retries),
        "verify/workers_ended": float(stats.buried),
        "verify/p50_ms": 1000 * whole.median_s,
        "verify/p99_ms": 1000 * whole.p99_s,
        "verify/max_ms": 1000 * whole.max_s,
    }
    return row | {f"verify/p99_ms/{name}": 1000 * part.p99_s for name, part in sorted(latencies.items())}
