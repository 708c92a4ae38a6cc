"""Stepping many environments at once: the ones whose verifier waits for another process wait together."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from prorl.envs.text_env import TextEnv

Outcome = tuple[str, float, bool, bool, dict[str, Any]]


def step_all(envs: Sequence[TextEnv], actions: Sequence[str]) -> list[Outcome]:
    """`env.step(action)` for each pair, in order.

    Pure verifiers take microseconds and run here. A task with `waits=True` spends its time in a child process, so a
    few threads let as many children run as there are cores.
    """
    outcomes: dict[int, Outcome] = {}
    waiting = [i for i, env in enumerate(envs) if env.task.waits]
    if len(waiting) > 1:
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            outcomes = dict(zip(waiting, pool.map(lambda i: envs[i].step(actions[i]), waiting), strict=True))
    return [outcomes[i] if i in outcomes else envs[i].step(actions[i]) for i in range(len(envs))]
