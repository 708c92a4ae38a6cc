import numpy as np
import pytest

from prorl.envs.logic.mini_sudoku import BLANKS, make_task


@pytest.mark.parametrize("level", range(len(BLANKS)))
def test_a_level_has_its_blanks(level):
    task = make_task("train", "strict")
    rng = np.random.default_rng(level)
    for _ in range(20):
        problem = task.generate(rng, level)
        blanks = sum(row.count(0) for row in problem.metadata["item"]["puzzle"])
        assert blanks == BLANKS[level] or (BLANKS[level] == 12 and blanks in (10, 11))
        assert task.verify(problem, task.oracle(problem)).solved


def test_a_literal_item():
    problem = make_task("train", "strict").generate(np.random.default_rng(1), 0)
    task = make_task("train", "strict")
    wrong = problem.reference.replace("1", "x").replace("2", "1").replace("x", "2")  # a valid grid, other givens
    verdict = task.verify(problem, f"<answer>{wrong}</answer>")
    assert (verdict.reward, verdict.status) == (0.0, "ok")
    assert verdict.reason.endswith("changes a given digit")
