import pytest
from hypothesis import given
from hypothesis import strategies as st

from prorl.envs.code import runner
from prorl.envs.code.runner import Limits
from prorl.envs.task import Problem
from prorl.envs.verdict import Status
from prorl.envs.verify.python_cases import judge_program, passes_cases, same

PROBLEM = Problem(prompt="", reference={"function": "f", "cases": [[[1], 2], [[2], 3], [[0], 1], [[-1], 0]]})
SHORT = Limits(cpu_s=1, wall_s=0.5)


def verdict_on(source: str, limits: Limits | None = None):
    response = f"```python\n{source}\n```"
    return judge_program(PROBLEM, response, limits) if limits else passes_cases(PROBLEM, response)


def test_a_right_function():
    verdict = verdict_on("def f(x):\n    return x + 1")
    assert (verdict.reward, verdict.solved, verdict.status) == (1.0, True, "ok")
    assert verdict.extracted == "def f(x):\n    return x + 1"
    assert verdict.parts == {"cases_passed": 1.0}


@pytest.mark.parametrize(
    ("source", "passed", "reason"),
    [
        ("def f(x):\n    return x + 2", 0.0, "case 1 [1]: returned 3, expected 2"),
        ("def f(x):\n    return abs(x) + 1", 0.75, "case 4 [-1]: returned 2, expected 0"),
        ("def f(x):\n    return float(x + 1)", 0.0, "case 1 [1]: returned 2.0, expected 2"),
        ("def f(x):\n    return x > -1 if x < 1 else x + 1", 0.5, "case 3 [0]: returned True, expected 1"),
        ("def f(x):\n    return None", 0.0, "case 1 [1]: returned None, expected 2"),
        ("def f(x):\n    return 2 // x", 0.25, "case 2 [2]: returned 1, expected 3"),
        (
            "def f(x):\n    return x + 1 if x else 1 / x",
            0.75,
            "case 3 [0]: raised ZeroDivisionError, expected 1",
        ),
        (
            "import os\ndef f(x):\n    return x + 1 if x else os._exit(0)",
            0.5,
            "case 3: the program's process ended",
        ),
        (
            "def f(x):\n    return {2}",
            0.0,
            "case 1 [1]: returned a value with a part of type set, expected 2",
        ),
    ],
)
def test_wrong_functions(source, passed, reason):
    verdict = verdict_on(source)
    assert (verdict.reward, verdict.solved, verdict.status) == (0.0, False, Status.OK)
    assert (verdict.parts, verdict.reason) == ({"cases_passed": passed}, reason)
    assert verdict_on(source) == verdict


def test_right_values_and_then_a_hang_are_not_a_pass():
    source = "n = 0\ndef f(x):\n    global n\n    n += 1\n    while n > 3:\n        pass\n    return x + 1"
    verdict = verdict_on(source, SHORT)
    assert (verdict.reward, verdict.status, verdict.reason) == (0.0, Status.OK, "case 4: timeout")
    assert verdict.parts == {"cases_passed": 0.75}


@pytest.mark.parametrize(
    ("response", "status"),
    [
        ("", "no_answer"),
        ("def f(x): return x + 1", "no_answer"),
        ("```python\ndef g(x):\n    return x + 1\n```", "invalid"),
        ("```python\ndef f(x) return\n```", "invalid"),
        ("```python\nf = 1\n```", "invalid"),
        ("```python\nf = \x00\n```", "invalid"),
        ("```python\nf = '\ud800'\n```", "invalid"),
        ("```python\n" + "f" * 30_000 + "\n```", "invalid"),
    ],
)
def test_what_cannot_be_called_is_not_judged_as_a_function(response, status):
    verdict = passes_cases(PROBLEM, response)
    assert (verdict.reward, verdict.status) == (0.0, status)


def test_the_last_of_two_programs_counts():
    right, wrong = "```python\ndef f(x):\n    return x + 1\n```", "```python\ndef f(x):\n    return x\n```"
    assert passes_cases(PROBLEM, f"{wrong}\n{right}").solved
    assert not passes_cases(PROBLEM, f"{right}\n{wrong}").solved


def test_a_child_that_cannot_start_is_an_error_not_a_wrong_answer(monkeypatch):
    monkeypatch.setattr(runner.sys, "executable", "/nonexistent/python")
    verdict = verdict_on("def f(x):\n    return x + 1")
    assert (verdict.status, verdict.gradeable) == (Status.ERROR, False)


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        (1, 1, True),
        (1, True, False),
        (0, False, False),
        (1, 1.0, False),
        (None, None, True),
        (None, [], False),
        ("1", 1, False),
        ([1, [2]], [1, [2]], True),
        ([1, [2]], [1, [2.0]], False),
        ([1], [1, 1], False),
        ({"a": [1]}, {"a": [1]}, True),
        ({"a": 1}, {"a": True}, False),
        ({"a": 1}, {"b": 1}, False),
    ],
)
def test_same(left, right, equal):
    assert same(left, right) is equal
    assert same(right, left) is equal


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(JSON, JSON)
def test_same_is_equality_that_tells_types_apart(left, right):
    assert same(left, left)
    assert same(left, right) == same(right, left)
    if same(left, right):
        assert left == right
