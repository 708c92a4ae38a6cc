"""Small tasks that the tests of the environment classes play with."""

import numpy as np
import pytest

from prorl.envs.answer import tagged, wrap
from prorl.envs.task import Levels, Problem, Task
from prorl.envs.verdict import Verdict, right, wrong


def generate_number(rng: np.random.Generator, level: int) -> Problem:
    number = int(rng.integers(1, 10 ** (level + 4)))
    return Problem(prompt=f"Guess my number, level {level}, ticket {rng.integers(10**9)}.", reference=number)


def judge_last(problem: Problem, *responses: str) -> Verdict:
    answer = tagged(responses[-1])
    if answer.failure is not None:
        return answer.failure
    hit = answer.text == str(problem.reference)
    parts = {"turns": float(len(responses))}
    return right(answer.text, **parts) if hit else wrong(answer.text, **parts)


def higher_or_lower(problem: Problem, *responses: str) -> str | None:
    text = tagged(responses[-1]).text
    if not (text.isascii() and text.isdigit()) or int(text) == problem.reference:
        return None
    return "lower" if int(text) > problem.reference else "higher"


def oracle(problem: Problem, *replies: str) -> str:
    """Says 0 first, and the number once it has been told "higher"."""
    return wrap(str(problem.reference) if replies else "0")


@pytest.fixture
def guess_task() -> Task:
    """Multi-turn: three guesses; digits are answered by "higher" or "lower", anything else ends it."""
    return Task(
        generate=generate_number,
        verify=judge_last,
        oracle=oracle,
        verifier="guess@1",
        levels=Levels(default_mix=(0, 1), maximum=2),
        reply=higher_or_lower,
        max_turns=3,
    )


@pytest.fixture
def once_task() -> Task:
    """Single-turn: the same with one guess."""
    return Task(
        generate=generate_number,
        verify=judge_last,
        oracle=lambda problem: wrap(str(problem.reference)),
        verifier="once@1",
        levels=Levels(default_mix=(0, 1, 2)),
    )
