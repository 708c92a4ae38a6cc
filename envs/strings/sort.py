"""`prorl/sort-digits-v0`: put level + 3 digits in ascending order."""

import numpy as np

from prorl.envs.seeding import Split
from prorl.envs.strings.letters import random_string
from prorl.envs.strings.simple import exact_task
from prorl.envs.task import Task
from prorl.envs.text_env import Scoring


def draw(rng: np.random.Generator, level: int) -> tuple[str, str]:
    """Example at level 0: `("Sort the digits of 716.", "167")`."""
    digits = random_string(rng, level + 3, "0123456789")
    return f"Sort the digits of {digits}.", "".join(sorted(digits))


def make_task(split: Split, scoring: Scoring) -> Task:
    """The task; both scorings are the same."""
    return exact_task(draw)
