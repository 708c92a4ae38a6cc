"""What the bases of the long run have read: traces of atomic skills at easy levels, and a trickle of harder ones.

A trace is a prompt of an environment's train split and a right response to it. Where a task is a chain of steps the
response writes down what each step gives before the answer. Everything is a function of `SEED`, so that what a base has
seen, and how often, is known exactly (`share_of_levels`).
"""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from prorl.agents.bundled.make import Trace
from prorl.envs.answer import wrap
from prorl.envs.seeding import draw_problem, generator
from prorl.envs.strings import compose
from prorl.envs.task import Problem, Task
from prorl.envs.text_env import load_task
from prorl.registry.table import TABLE

SEED = 20261124
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def composition(problem: Problem) -> str:
    """Example: `"Take abcd: reverse it, drop the last letter."` gives `"dcba dcb"`."""
    start, _, rest = problem.prompt.removeprefix("Take ").partition(": ")
    return " ".join(compose.trace(start, rest.partition(".")[0].split(", ")))


def rewritten(problem: Problem) -> str:
    """Example: rules `AB -> C`, two steps from `ABAB` give `"CAB CC"`."""
    rules = re.findall(r"^\d+\. (\w+) -> (\w*)$", problem.prompt, re.MULTILINE)
    text = re.findall(r"^Start: (\w+)$", problem.prompt, re.MULTILINE)[0]
    steps = []
    for _ in range(int(re.findall(r"after (\d+) step", problem.prompt)[0])):
        left, right = next((rule for rule in rules if rule[0] in text), ("", ""))
        text = text.replace(left, right, 1) if left else text
        steps.append(text)
    return " ".join(steps)


def partial_sums(problem: Problem) -> str:
    """Example: `"43 + 28 - 17 ="` gives `"71 54"`."""
    expression = problem.prompt.partition("problem:")[2].partition("=")[0].replace(" ", "")
    sums = list(itertools.accumulate(int(n) for n in NUMBER.findall(expression)))
    return " ".join(map(str, sums[1:]))


def remainders(problem: Problem) -> str:
    """Example: 91 and 14 give `"14 7 0"`."""
    numbers = sorted(map(int, NUMBER.findall(problem.prompt.partition("numbers:")[2])), reverse=True)
    a, b = numbers[:2]
    steps = [b]
    while b:
        a, b = b, a % b
        steps.append(b)
    return " ".join(map(str, steps))


WORKING: Mapping[str, Callable[[Problem], str]] = {
    "compose-functions": composition,
    "rewriting": rewritten,
    "chain-sum": partial_sums,
    "gcd": remainders,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Lesson:
    """Which levels of an environment the traces come from."""

    name: str
    """Without `prorl/` and `-v0`."""
    levels: tuple[int, ...]
    """Drawn with equal chance."""
    trickle: Mapping[int, float] = field(default_factory=dict)
    """Share of this environment's traces that come from a harder level."""


LESSONS = (
    Lesson(name="reverse-string", levels=(0, 1), trickle={3: 0.01}),
    Lesson(name="spell-backward", levels=(0, 1), trickle={3: 0.001}),
    Lesson(name="sort-digits", levels=(0, 1), trickle={3: 0.01}),
    Lesson(name="count-letter", levels=(0, 1)),
    Lesson(name="compose-functions", levels=(0,), trickle={1: 0.01, 2: 0.001}),
    Lesson(name="rewriting", levels=(0,)),
    Lesson(name="number-sequence", levels=(0,)),
    Lesson(name="word-sequence-reversal", levels=(0,), trickle={1: 0.01}),
    Lesson(name="add-numbers", levels=(0, 1), trickle={3: 0.001}),
    Lesson(name="chain-sum", levels=(0,), trickle={1: 0.01}),
    Lesson(name="gcd", levels=(0,)),
    Lesson(name="simple-equations", levels=(0,)),
    Lesson(name="fraction-simplification", levels=(0,)),
    Lesson(name="kinematics", levels=(0,)),
)
"""Fourteen environments of three domains; a base reads as many traces of each."""


def task_of(name: str) -> Task:
    """The task of an environment's train split with strict scoring."""
    entry = TABLE.entry(f"prorl/{name}-v0")
    return load_task(entry.task, "train", "strict", **entry.options)


def level_of(lesson: Lesson, index: int) -> int:
    """The level of a lesson's trace number `index`."""
    rng = generator("long-run-level", SEED, lesson.name, index)
    harder, share = float(rng.random()), 0.0
    for level, part in lesson.trickle.items():
        share += part
        if harder < share:
            return level
    return lesson.levels[int(rng.integers(len(lesson.levels)))]


def answer_to(problem: Problem) -> str:
    """The reference; a quantity with three significant digits: 16.7039 and m/s give `"16.7 m/s"`."""
    if isinstance(problem.reference, dict):
        return f"{problem.reference['value']:.3g} {problem.reference['unit']}"
    return str(problem.reference)


def trace(lesson: Lesson, index: int) -> Trace:
    """Trace number `index` of a lesson."""
    task = task_of(lesson.name)
    problem = draw_problem(task, "train", level_of(lesson, index), "long-run", SEED, lesson.name, index)
    answer, working = wrap(answer_to(problem)), WORKING.get(lesson.name)
    return Trace(
        name=lesson.name, prompt=problem.prompt, response=f"{working(problem)} {answer}" if working else answer
    )


def traces() -> Iterator[Trace]:
    """All training texts in their order, the environments in turn; endless."""
    for index in itertools.count():
        for lesson in LESSONS:
            yield trace(lesson, index)
