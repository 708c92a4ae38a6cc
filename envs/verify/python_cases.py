"""Python functions: the program of a response must return the expected value in every case.

The program runs in a child process (`prorl.envs.code.runner`), which is a guard against accidents and not a
security sandbox. Expected values stay in this process and are compared here by exact types: `True` is not 1,
1 is not 1.0 and a tuple is not a list, and no method of the program's own classes is ever called.
"""

from prorl.envs.code.fence import python_block
from prorl.envs.code.runner import Ending, Limits, Program, Run, RunnerError, run
from prorl.envs.task import Json, Problem
from prorl.envs.verdict import Status, Verdict, right, unread, wrong

VERIFIER = "python-cases@1"
ENDINGS = {
    Ending.TIMEOUT: "timeout",
    Ending.FLOOD: "too much output",
    Ending.RUBBISH: "something else than results came out of the program's process",
    Ending.DIED: "the program's process ended",
}
LONGEST = 100
"""Characters of a value that a reason shows."""


def passes_cases(problem: Problem, response: str) -> Verdict:
    """The verifier of the code tasks: `judge_program` with the usual limits."""
    return judge_program(problem, response, Limits())


def judge_program(problem: Problem, response: str, limits: Limits) -> Verdict:
    """Right if the function in the last Python block returns the expected value in all cases.

    `problem.reference` is `{"function": "f", "cases": [[[1, 2], 3], …]}`: arguments and the value expected.
    The verdict's `parts` are `{"cases_passed": share}`. A program that crashes, hangs or floods is wrong;
    only a child that could not be started is an error.
    """
    reference = problem.reference
    assert isinstance(reference, dict)
    function, cases = str(reference["function"]), reference["cases"]
    assert isinstance(cases, list)
    answer = python_block(response)
    if answer.failure is not None:
        return answer.failure
    if function not in answer.text:
        return unread(Status.INVALID, f"the program has no function {function}", answer.text)
    try:
        calls = [_pair(case)[0] for case in cases]
        result = run(Program(source=answer.text, function=function, calls=calls), limits)
    except RunnerError as error:
        return unread(Status.ERROR, str(error), answer.text)
    return _judge(result, [_pair(case) for case in cases], answer.text)


def _judge(result: Run, cases: list[tuple[list[Json], Json]], program: str) -> Verdict:
    if result.ending is Ending.UNLOADED:
        return unread(Status.INVALID, f"the program cannot be used: {result.detail}", program)
    passed, reason = 0, ""
    for number, ((arguments, expected), outcome) in enumerate(zip(cases, result.outcomes, strict=False), start=1):
        if not outcome.failure and same(outcome.value, expected):
            passed += 1
        elif not reason:
            got = outcome.failure or f"returned {_short(outcome.value)}"
            reason = f"case {number} {_short(arguments)}: {got}, expected {_short(expected)}"
    if result.ending is not Ending.DONE:
        reason = reason or f"case {len(result.outcomes) + 1}: {ENDINGS[result.ending]}"
    share = passed / len(cases)
    if reason:
        return wrong(program, reason, cases_passed=share)
    return right(program, cases_passed=share)


def same(left: Json, right: Json) -> bool:
    """Equal values of equal types, all the way down.

    Examples: `same([1], [1])`; not `same(1, True)`, `same(1, 1.0)` or `same([], None)`.
    """
    if type(left) is not type(right):
        return False
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return left == right


def _pair(case: Json) -> tuple[list[Json], Json]:
    assert isinstance(case, list)
    arguments, expected = case
    assert isinstance(arguments, list)
    return arguments, expected


def _short(value: Json) -> str:
    """A value as ASCII text of bounded length; deep nesting cannot overflow it."""
    try:
        text = ascii(value)
    except (RecursionError, ValueError):
        return "a value too deep to show"
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."
