"""`prorl/add-numbers-v0`: add two whole numbers from 1 to 20 * 5**level."""

import numpy as np

from prorl.envs.seeding import Split
from prorl.envs.strings.simple import exact_task
from prorl.envs.task import Task
from prorl.envs.text_env import Scoring


def draw(rng: np.random.Generator, level: int) -> tuple[str, str]:
    """Example at level 0: `("Compute 17 + 5.", "22")`."""
    largest = 20 * 5**level
    left, right = (int(n) for n in rng.integers(1, largest + 1, size=2))
    return f"Compute {left} + {right}.", str(left + right)


def make_task(split: Split, scoring: Scoring) -> Task:
    """The task; both scorings are the same."""
    return exact_task(draw)
