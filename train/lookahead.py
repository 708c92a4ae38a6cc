"""What is done for the next step while this one updates.

By default its items are begun, where making them takes long (`agents/shelf.py`); nothing depends on it.

With `rollout.ahead = 1` its first round is sampled, one step off-policy: with the weights before the update, in another
thread, with a copy of them or by an engine that has its own. The thread takes part in no collective operation. Later
rounds, where dynamic sampling wants more groups, are sampled when the step begins, with the newest weights. What is
sampled ahead is part of the checkpoint.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import torch

from prorl.agents.engine import TransformersPolicy
from prorl.agents.policy import EngineCrash
from prorl.agents.records import Group
from prorl.agents.rollout import PlayTimes, play
from prorl.registry.mixture import ItemRef
from prorl.train.engine_faults import jointly, surviving
from prorl.train.engines import Engine
from prorl.train.follower import Early, Follower
from prorl.train.layout import computing
from prorl.train.rundir import RunDir
from prorl.train.sampling import first_round, own_places, play_settings, prepare_items
from prorl.train.setup import Workbench


@contextmanager
def looking_ahead(bench: Workbench, run: RunDir, step: int, drawn: int) -> Iterator[None]:
    """Do what can be done for `step` while the block runs: make its items, or with `rollout.ahead` its first round.

    Args:
        bench: `bench.early` holds the round afterwards.
        run: gets a `fault` event for each crash of the engine.
        step: the next one.
        drawn: items that this step drew: a guess at what the next one will draw.

    Raises:
        EngineLost: if the engine crashes `rollout.engine_crashes` times in a row.
    """
    bench.early = None
    if not bench.config.rollout.ahead:
        prepare_items(bench, step, drawn)
        yield
        return
    count = first_round(bench, step)
    if not count:
        yield
        return
    items = bench.mixture.draw(count)
    places = own_places(bench, count)
    attempt = _Attempts(bench, [items[place] for place in places])
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="prorl-ahead") as thread:
        attempt.begin(thread)
        yield
    attempt.end()
    groups = surviving(bench, run, step - 1, lambda: jointly(attempt))
    bench.early = Early(own=tuple(zip(places, groups, strict=True)), seconds=attempt.seconds)


class _Attempts:
    """The round that runs in a thread; called again after a crash, the round once more, in the caller's thread."""

    def __init__(self, bench: Workbench, items: Sequence[ItemRef]):
        self._bench, self._items, self.seconds = bench, items, 0.0
        self._first: Callable[[], list[Group]] | None = None

    def begin(self, thread: ThreadPoolExecutor) -> None:
        """Weights are taken over now; the rest is the thread's. A crash now is one of the round."""
        try:
            engine = self._engine()
        except EngineCrash as crash:
            self._first = partial(_raise, crash)
        else:
            self._first = thread.submit(self._play, engine, _new_stream(self._bench)).result

    def __call__(self) -> list[Group]:
        """Raises EngineCrash."""
        first, self._first = self._first, None
        if first is not None:
            return first()
        if self._bench.follower is None:
            return self._play(self._bench.policy, None)
        self._bench.follower.rebuild()
        return self._play(self._bench.follower.engine, None)

    def end(self) -> None:
        """The thread is over: an engine with weights of its own looks after them itself again."""
        policy = self._bench.policy
        if not isinstance(policy, TransformersPolicy):
            policy.auto_sync = True

    def _engine(self) -> Engine:
        bench, policy = self._bench, self._bench.policy
        if not isinstance(policy, TransformersPolicy):
            policy.auto_sync = False
            policy.sync(bench.loaded.model, policy.version)
            return policy
        bench.follower = bench.follower or Follower(bench.loaded, bench.config)
        bench.follower.follow(bench.loaded.model, bench.policy.version)
        return bench.follower.engine

    def _play(self, engine: Engine, stream: torch.cuda.Stream | None) -> list[Group]:
        bench, started = self._bench, time.perf_counter()
        with computing(bench.layout, bench.accelerator.device), torch.cuda.stream(stream):
            tokenizer, settings = bench.loaded.tokenizer, play_settings(bench)
            groups = play(engine, tokenizer, self._items, settings, PlayTimes(), bench.shelf)
        self.seconds = time.perf_counter() - started
        return groups


def _raise(error: Exception) -> list[Group]:
    raise error


def _new_stream(bench: Workbench) -> torch.cuda.Stream | None:
    """On a GPU the thread needs a queue of its own, behind what the weights are waiting for; else `None`."""
    if bench.accelerator.device.type != "cuda":
        return None
    stream = torch.cuda.Stream(bench.accelerator.device)
    stream.wait_stream(torch.cuda.current_stream(bench.accelerator.device))
    return stream
