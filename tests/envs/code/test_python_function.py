import json
from dataclasses import asdict

import gymnasium as gym
import numpy as np
import pytest

import prorl  # noqa: F401  (registers the ids)
from prorl.envs.code.pipeline import EXAMPLES, Pipeline, draw_pipeline
from prorl.envs.code.python_function import LEVELS, generate, make_task, oracle
from prorl.envs.task import Problem

TASK = make_task("train", "strict")
ID = "prorl/python-function-v0"


def problem_at(level: int, seed: int = 0) -> Problem:
    return generate(np.random.default_rng([level, seed]), level)


@pytest.mark.parametrize("level", LEVELS.tested())
def test_the_oracle_solves_every_level_also_after_json(level):
    for seed in range(4):
        problem = problem_at(level, seed)
        verdict = TASK.verify(problem, oracle(problem))
        assert (verdict.reward, verdict.solved, verdict.parts) == (1.0, True, {"cases_passed": 1.0})
        again = Problem(**json.loads(json.dumps(asdict(problem))))
        assert again == problem
        assert TASK.verify(again, oracle(again)) == verdict


def test_the_level_is_the_number_of_steps_less_one():
    for level in (0, 3, 20):
        problem = problem_at(level)
        assert len(problem.metadata["steps"]) == level + 1
        assert f"\n{level + 1}. " in problem.prompt
        assert f"\n{level + 2}. " not in problem.prompt


def test_equal_draws_make_equal_problems():
    assert problem_at(5, 3) == problem_at(5, 3)
    assert problem_at(5, 3) != problem_at(5, 4)


def test_prompts_show_two_examples_and_hide_the_cases():
    for seed in range(20):
        problem = problem_at(2, seed)
        assert problem.prompt.count(") returns ") == 2
        assert problem.prompt.startswith("Write a Python function solve(x). It takes a")
        assert len(problem.reference["cases"]) == 8
        shown = [line for line in problem.prompt.splitlines() if line.startswith("solve(")]
        assert not any(f"solve({case[0][0]!r})" in line for case in problem.reference["cases"] for line in shown)


def test_no_step_can_be_left_out():
    for seed in range(20):
        pipeline = draw_pipeline(np.random.default_rng(seed), 6)
        cases = pipeline.inputs[EXAMPLES:]
        results = [pipeline.apply(value) for value in cases]
        for i, step in enumerate(pipeline.steps):
            if step.kind.takes == step.kind.gives:
                shorter = Pipeline(steps=pipeline.steps[:i] + pipeline.steps[i + 1 :], inputs=pipeline.inputs)
                assert [shorter.apply(value) for value in cases] != results


def test_few_items_are_solved_by_the_same_program():
    """The floor: the program that solves most items of level 0 solves few of them."""
    problems = [problem_at(0, seed) for seed in range(400)]
    texts = [problem.reference["program"] for problem in problems]
    assert max(texts.count(text) for text in texts) / len(texts) <= 0.04


def test_in_gymnasium():
    env = gym.make(ID, level=1)
    prompt, info = env.reset(seed=3)
    assert info["domain"] == "code"
    *_, end = env.step(env.unwrapped.oracle())
    assert end["solved"]
    env.reset(seed=3)
    *_, end = env.step(prompt)
    assert (end["solved"], end["status"]) == (False, "no_answer")


def test_a_batch_is_judged_together():
    envs = gym.make_vec(ID, num_envs=4, level=0)
    envs.reset(seed=1)
    right = [env.oracle() for env in envs.envs]
    _, rewards, *_ = envs.step([right[0], "no idea", right[2], right[2]])
    assert list(rewards[:3]) == [1.0, 0.0, 1.0]
