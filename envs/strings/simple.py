"""The frame that the small tasks share: a prompt, one exact answer, a size that grows with the level."""

from collections.abc import Callable

import numpy as np

from prorl.envs.answer import TAG_HINT, wrap
from prorl.envs.task import Levels, Problem, Task
from prorl.envs.verify.exact import same_text

LEVELS = Levels(default_mix=(0, 1, 2), probe=12)
Draw = Callable[[np.random.Generator, int], tuple[str, str]]


def exact_task(draw: Draw) -> Task:
    """A task from `draw(rng, level) -> (instruction, answer)`; the answer format is added to the instruction."""

    def generate(rng: np.random.Generator, level: int) -> Problem:
        instruction, answer = draw(rng, level)
        return Problem(prompt=f"{instruction} {TAG_HINT}", reference=answer)

    return Task(generate=generate, verify=same_text, oracle=reference_in_tags, verifier="exact@1", levels=LEVELS)


def reference_in_tags(problem: Problem) -> str:
    """The oracle of every exact task."""
    return wrap(str(problem.reference))
