"""Exact answers: the text between the tags must equal the reference."""

from collections.abc import Callable

from prorl.envs.answer import tagged
from prorl.envs.task import Problem
from prorl.envs.verdict import Verdict, right, wrong


def same_text(problem: Problem, response: str) -> Verdict:
    """Right if the answer is the reference, character for character (surrounding blanks aside)."""
    answer = tagged(response)
    if answer.failure is not None:
        return answer.failure
    return right(answer.text) if answer.text == problem.reference else wrong(answer.text)


def same_after(normalise: Callable[[str], str]) -> Callable[[Problem, str], Verdict]:
    """A verifier that compares normalised texts: `same_after(str.lower)` forgives capitals."""

    def verify(problem: Problem, response: str) -> Verdict:
        answer = tagged(response)
        if answer.failure is not None:
            return answer.failure
        assert isinstance(problem.reference, str)
        matches = normalise(answer.text) == normalise(problem.reference)
        return right(answer.text) if matches else wrong(answer.text)

    return verify
