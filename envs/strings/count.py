"""`prorl/count-letter-v0`: count one letter in a string of 3 * level + 6 letters."""

import numpy as np

from prorl.envs.seeding import Split
from prorl.envs.strings.letters import random_string
from prorl.envs.strings.simple import exact_task
from prorl.envs.task import Task
from prorl.envs.text_env import Scoring


def draw(rng: np.random.Generator, level: int) -> tuple[str, str]:
    """Example at level 0: `("Count the letter b in abcbaa.", "2")`."""
    text = random_string(rng, 3 * level + 6, "abc")
    letter = "abc"[rng.integers(3)]
    return f"Count the letter {letter} in {text}.", str(text.count(letter))


def make_task(split: Split, scoring: Scoring) -> Task:
    """The task; both scorings are the same."""
    return exact_task(draw)
