"""`acme/double-v0`: double a number of level + 2 digits."""

import numpy as np

from prorl.envs.answer import wrap
from prorl.envs.task import Levels, Problem, Task
from prorl.envs.verify.exact import same_text


def generate(rng: np.random.Generator, level: int) -> Problem:
    """Example at level 0: "Double 21. …" with the reference "42"."""
    number = int(rng.integers(10 ** (level + 1), 10 ** (level + 2)))
    return Problem(prompt=f"Double {number}. Answer inside <answer></answer>.", reference=str(2 * number))


def make_task(split: str, scoring: str) -> Task:
    """Called when an environment is made; both splits and scorings are the same task."""
    return Task(
        generate=generate,
        verify=same_text,
        oracle=lambda problem: wrap(problem.reference),
        verifier="exact@1",
        levels=Levels(default_mix=(0, 1), maximum=8),
    )
