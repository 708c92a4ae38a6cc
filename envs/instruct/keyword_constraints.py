"""`prorl/keyword-constraints-v0`: write a short text about a topic that satisfies level + 1 constraints.

Every item asks for two keywords from a list of 600 words, so that no constant text does. The topic itself is
not judged; see `prorl.envs.verify.keywords` for what is.
"""

import numpy as np

from prorl.envs.answer import TAG_HINT, wrap
from prorl.envs.instruct.constraint import GROUND_RULES, from_json
from prorl.envs.instruct.draws import SLOTS, draw_constraints
from prorl.envs.instruct.topics import TOPICS
from prorl.envs.instruct.writer import write
from prorl.envs.seeding import Split
from prorl.envs.task import Levels, Problem, Task
from prorl.envs.text_env import Scoring
from prorl.envs.verify.keywords import VERIFIER, satisfies_all

LEVELS = Levels(default_mix=(0, 1, 2, 3, 4), maximum=len(SLOTS))


def generate(rng: np.random.Generator, level: int) -> Problem:
    """A topic and level + 1 constraints that can all hold at once."""
    topic = list(TOPICS)[int(rng.integers(len(TOPICS)))]
    constraints = draw_constraints(rng, topic, level + 1)
    rules = [f"{number}. {constraint.wording}" for number, constraint in enumerate(constraints, start=1)]
    prompt = "\n".join([f"Write a short text about {topic}.", *rules, GROUND_RULES, TAG_HINT])
    return Problem(
        prompt=prompt,
        reference=[constraint.to_json() for constraint in constraints],
        metadata={"topic": topic, "kinds": [constraint.kind for constraint in constraints]},
    )


def oracle(problem: Problem) -> str:
    """A text of simple sentences that satisfies all constraints."""
    assert isinstance(problem.reference, list)
    return wrap(write([from_json(data) for data in problem.reference]))


def make_task(split: Split, scoring: Scoring) -> Task:
    """The task; both scorings are the same."""
    return Task(generate=generate, verify=satisfies_all, oracle=oracle, verifier=VERIFIER, levels=LEVELS)
