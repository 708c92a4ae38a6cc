"""`prorl/reverse-string-v0`: write a string of level + 3 letters backwards."""

import numpy as np

from prorl.envs.seeding import Split
from prorl.envs.strings.letters import random_string
from prorl.envs.strings.simple import exact_task
from prorl.envs.task import Task
from prorl.envs.text_env import Scoring


def draw(rng: np.random.Generator, level: int) -> tuple[str, str]:
    """Example at level 0: `("Reverse the string abc.", "cba")`."""
    text = random_string(rng, level + 3)
    return f"Reverse the string {text}.", text[::-1]


def make_task(split: Split, scoring: Scoring) -> Task:
    """The task; both scorings are the same."""
    return exact_task(draw)
