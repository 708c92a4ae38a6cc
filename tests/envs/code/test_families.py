"""Every family: its items, its oracle, and programs that must not pass."""

import importlib
import json
from dataclasses import asdict

import numpy as np
import pytest

from prorl.envs.code.families import bug_fix, output_prediction, recurrence, rewriting, test_writing
from prorl.envs.code.families.exercise import Exercise, imports_of, judge
from prorl.envs.task import Problem
from prorl.envs.verify.code.fence import fenced, python_block

FAMILIES = (
    "line_pipeline",
    "rewriting",
    "grid_rules",
    "intervals",
    "state_machine",
    "mini_language",
    "graph_query",
    "number_search",
    "recurrence",
    "records",
    "bit_words",
    "stack_machine",
    "bug_fix",
)


def module_of(name):
    return importlib.import_module(f"prorl.envs.code.families.{name}")


def item(task, level, seed=0):
    return task.generate(np.random.default_rng([level, seed]), level)


@pytest.mark.parametrize("name", FAMILIES)
def test_the_oracle_passes_and_constants_do_not(name):
    task = module_of(name).make_task("train", "strict")
    problem = item(task, 2)
    again = Problem(**json.loads(json.dumps(asdict(problem))))
    assert task.verify(again, task.oracle(again)).solved
    tests = problem.reference["tests"]
    assert len(tests["inputs"]) == len(tests["outputs"]) == 6
    most = max(tests["outputs"], key=tests["outputs"].count)
    constant = f"def solve(*a):\n    return {most!r}" if "fn_name" in tests else f"input()\nprint({most!r})"
    verdict = task.verify(problem, fenced(constant))
    assert not verdict.solved
    assert verdict.reward == 0.0
    assert 0 < verdict.parts["cases_passed"] <= 1 / 3


@pytest.mark.parametrize("name", FAMILIES)
def test_items_grow_with_the_level_and_repeat_for_equal_draws(name):
    module = module_of(name)
    task = module.make_task("train", "strict")
    assert item(task, 3, 7) == item(task, 3, 7)
    assert item(task, 3, 7) != item(task, 3, 8)
    sizes = [np.mean([len(item(task, level, seed).prompt) for seed in range(8)]) for level in (0, 5)]
    assert sizes[0] < sizes[1]
    assert len(task.levels.tested()) >= 5


def test_hidden_outputs_are_not_in_the_prompt():
    task = recurrence.make_task("train", "strict")
    for seed in range(5):
        problem = item(task, 2, seed)
        hidden = [f"solve({given[0]})" for given in problem.reference["tests"]["inputs"]]
        assert not any(call in problem.prompt for call in hidden)


def test_the_share_of_cases_as_reward():
    task = recurrence.make_task("train", "strict", reward="share")
    problem = item(task, 0)
    tests = problem.reference["tests"]
    verdict = task.verify(problem, fenced(f"def solve(n):\n    return {tests['outputs'][0]}"))
    assert verdict.reward == pytest.approx(tests["outputs"].count(tests["outputs"][0]) / 6)
    assert not verdict.solved
    with pytest.raises(ValueError, match="reward must be 'all'"):
        recurrence.make_task("train", "strict", reward="half")


def test_the_broken_program_of_a_repair_fails():
    task = bug_fix.make_task("train", "strict")
    for level in (0, 4):
        problem = item(task, level)
        verdict = task.verify(problem, f"```python\n{python_block(problem.prompt).text}\n```")
        assert (verdict.reward, str(verdict.status)) == (0.0, "ok")


def test_programs_that_cannot_be_right_are_not_run():
    calls = {"fn_name": "solve", "inputs": [[1]], "outputs": [2]}
    assert judge(fenced("def f(x):\n    return 2"), calls).reason == "the program has no function solve"
    texts = {"inputs": ["1", "2"], "outputs": ["2", "3"]}
    assert judge(fenced("print(2)"), texts).reason == "the program reads no input"
    assert judge(fenced("print(2)"), texts, partly=True).reward == 0.5
    assert judge(fenced("print(int(input()) + 1)"), texts).solved
    assert str(judge("print(2)", texts).status) == "no_answer"


def test_an_exercise_is_usable_only_if_the_cases_tell():
    fields = {"statement": "Say x.", "program": "", "arguments": "x", "inputs": tuple((n,) for n in range(8))}
    assert Exercise(**fields, outputs=tuple(range(8))).usable
    assert not Exercise(**fields, outputs=(0, 1, 2, 2, 2, 3, 4, 5)).usable
    assert not Exercise(**fields, outputs=tuple(range(8))).notices(lambda x: x if x > 1 else 9)
    assert Exercise(**fields, outputs=tuple(range(8))).notices(lambda x: x if x < 7 else 9)
    assert not Exercise(**(fields | {"inputs": ((1,),) * 8}), outputs=tuple(range(8))).usable


def test_imports_of_a_reference():
    assert imports_of("x = heapq.heappop(y)\nz: Any = datetime.date") == [
        "import datetime\nimport heapq\nfrom typing import Any"
    ]
    assert imports_of("mathematics = 1") == []


def test_output_prediction():
    task = output_prediction.make_task("train", "strict")
    problem = Problem(prompt="", reference="3 4 5 ab 1 2")
    assert task.verify(problem, "<answer>3 4  5 ab 1 2</answer>").solved
    assert not task.verify(problem, "<answer>3 4 5 ab 1 2 3</answer>").solved
    drawn = item(task, 4)
    assert task.verify(drawn, task.oracle(drawn)).solved
    assert drawn.reference not in drawn.prompt


def test_inputs_that_tell_programs_apart():
    task = test_writing.make_task("train", "strict")
    programs = ["def solve(a, b, c):\n    return a > 3", "def solve(a, b, c):\n    return a > 4"]
    problem = Problem(prompt="", reference={"programs": programs, "input": [4, 0, 0]})
    assert task.verify(problem, "<answer>[4, 10, -10]</answer>").solved
    assert task.verify(problem, "<answer>[5, 0, 0]</answer>").reason == "both return True"
    for text in ("[4, 0]", "[4, 0, 1000]", "[true, 0, 0]", "[4.0, 0, 0]", "[[4]]", "4, 0, 0", "[4, 0, 0] [5, 0, 0]"):
        assert str(task.verify(problem, f"<answer>{text}</answer>").status) == "invalid"
    drawn = item(task, 3)
    assert task.verify(drawn, task.oracle(drawn)).solved


def test_rewriting_rules_that_leave_no_room_are_given_up():
    """Some first rules, such as one for each letter, forbid all others: a few seeds of a thousand draw such rules."""
    stuck = [seed for seed in range(3_000) if rewriting._draw_rules(np.random.default_rng([5, seed]), 7) is None]
    assert stuck
    assert all(rewriting.draw(np.random.default_rng([5, seed]), 5) is None for seed in stuck)
