import numpy as np
import pytest

from prorl.envs.logic.sudoku import BLANKS, make_task, prompt


@pytest.mark.parametrize("level", range(len(BLANKS)))
def test_a_level_has_exactly_its_blanks_and_the_solution_is_ours_too(level):
    task = make_task("train", "strict")
    problem = task.generate(np.random.default_rng(level), level)
    puzzle = problem.metadata["item"]["puzzle"]
    assert sum(row.count(0) for row in puzzle) == BLANKS[level]
    assert problem.prompt.count("_") == BLANKS[level]
    assert task.verify(problem, task.oracle(problem)).solved


def test_the_prompt_allows_reasoning():
    question = (
        "Solve this Sudoku puzzle:\n_ 2\n"
        "Respond with only your answer, formatted as the puzzle, "
        "a 9x9 grid with numbers separated by spaces, "
        "and rows separated by newlines."
    )
    assert prompt(question) == (
        "Solve this Sudoku puzzle:\n_ 2\nWrite the solved grid as 9 lines of 9 digits separated by blanks. "
        "Answer inside <answer></answer>."
    )


def test_the_puzzle_with_its_blanks_or_with_zeros_earns_nothing():
    task = make_task("train", "strict")
    problem = task.generate(np.random.default_rng(0), 0)
    lines = "\n".join(problem.prompt.splitlines()[1:10])
    for answer in (lines, lines.replace("_", "0"), lines.replace("_", "1"), lines.replace("_", "")):
        verdict = task.verify(problem, f"<answer>{answer}</answer>")
        assert (verdict.reward, verdict.solved) == (0.0, False)


def test_answers_without_blanks_count_and_a_second_grid_does_not():
    task = make_task("train", "strict")
    problem = task.generate(np.random.default_rng(0), 0)
    solution = problem.reference
    assert task.verify(problem, f"<think>hm</think><answer>\n{solution.replace(' ', '')}\n</answer>").solved
    assert not task.verify(problem, f"<answer>{solution}\n{solution}</answer>").solved
    assert not task.verify(problem, solution).solved
