"""Items ready to be played: made when they are wanted, or ahead in other processes while something else is computed.

An item is a function of its name alone, so nobody can tell from an item where or when it was made. What is ahead is a
guess at what will be wanted: a guess that is wrong costs its making, and nothing of it is part of a run's state.
"""

import time
from collections.abc import Sequence
from concurrent.futures import Future

from prorl.agents.drawing import Drawn, draw
from prorl.envs.task import Problem
from prorl.envs.text_env import TextEnv
from prorl.envs.verify.pool import pool_if_any
from prorl.envs.verify.pool.errors import VerifierError, VerifierTimeout
from prorl.registry.make import make_env
from prorl.registry.mixture import ItemRef

SLOW_S = 0.003
"""Processor seconds an item above which an environment's items are made ahead; sending one costs a tenth of that."""
DEADLINE_S = 20.0
"""Seconds after which an item that is made elsewhere is made here instead."""
_SMOOTHING = 0.2


class Shelf:
    """Environments at the start of an item."""

    def __init__(self, *, keep: bool = False):
        """Empty.

        Args:
            keep: remember every item for good, for a set that is played again and again.
        """
        self._keep = keep
        self._kept: dict[ItemRef, tuple[int, Problem]] = {}
        self._coming: dict[ItemRef, Future[Drawn]] = {}
        self._seconds: dict[str, float] = {}
        self._hidden = 0.0

    def prepare(self, items: Sequence[ItemRef]) -> None:
        """Begin to make the items that are slow to make; what an earlier call began and nobody took is let go."""
        self._coming = {item: self._coming[item] for item in items if item in self._coming}
        pool = None
        for item in items:
            if item in self._coming or self._seconds.get(item.env_id, 0.0) < SLOW_S:
                continue
            task = make_env(item).reference
            pool = pool or pool_if_any()
            if task is None or pool is None:
                continue
            identity = (item.level, item.env_id, item.split, item.seed, item.index)
            self._coming[item] = pool.call(draw, task, *identity, key=f"items of {item.env_id}", deadline_s=DEADLINE_S)

    def take(self, item: ItemRef) -> TextEnv:
        """A fresh environment at the item.

        Raises:
            ValueError: if the environment cannot make it.
        """
        started = time.thread_time()
        env = make_env(item)
        found = self._kept.get(item) or self._arrived(item)
        if found is None:
            env.reset(seed=item.seed, options={"level": item.level, "index": item.index})
            self._learn(item.env_id, time.thread_time() - started)
        else:
            level, problem = found
            env.resume(problem, level, (), ())
        if self._keep:
            self._kept[item] = env.item_level, env.problem
        return env

    def hidden_seconds(self) -> float:
        """Seconds that the items taken since the last call took elsewhere, less those for which `take` waited."""
        hidden, self._hidden = self._hidden, 0.0
        return max(0.0, hidden)

    def _arrived(self, item: ItemRef) -> tuple[int, Problem] | None:
        """What another process made; `None` where none was asked, or it failed."""
        coming = self._coming.pop(item, None)
        if coming is None:
            return None
        started = time.perf_counter()
        try:
            level, fields, seconds = coming.result()
        except (VerifierError, VerifierTimeout):
            return None
        self._hidden += seconds - (time.perf_counter() - started)
        return level, Problem(**fields)

    def _learn(self, env_id: str, seconds: float) -> None:
        """How long the environment's items take; the first one, which may load data, is not typical."""
        known = self._seconds.get(env_id)
        self._seconds[env_id] = 0.0 if known is None else known + _SMOOTHING * (seconds - known)
