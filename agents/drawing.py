"""Making an item in another process: a name goes there, plain data comes back."""

import time
from dataclasses import fields
from typing import Any

from prorl.envs.seeding import Split, draw_item
from prorl.envs.task import Problem
from prorl.envs.task_ref import TaskRef

Drawn = tuple[int, dict[str, Any], float]
"""The level, the fields of the `Problem`, and the seconds of processor time that it took."""


def draw(task: TaskRef, level: int | None, env_id: str, split: Split, seed: int, index: int) -> Drawn:
    """The item of an identity as plain data. Raises what the task's generator raises."""
    loaded, started = task.load(), time.thread_time()
    level, problem = draw_item(loaded, level, env_id, split, seed, index)
    return level, {field.name: getattr(problem, field.name) for field in fields(Problem)}, time.thread_time() - started
