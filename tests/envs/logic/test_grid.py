import pytest
from hypothesis import given
from hypothesis import strategies as st

from prorl.envs.logic.grid import broken_rule, judge_grid, read_grid
from prorl.envs.task import Problem
from prorl.envs.verdict import Status

SOLVED = [[1, 2, 3, 4], [3, 4, 1, 2], [2, 1, 4, 3], [4, 3, 2, 1]]
EMPTY = [[0] * 4 for _ in range(4)]
NINE = "123456789\n456789123\n789123456\n214365897\n365897214\n897214365\n531642978\n642978531\n978531642"


def problem_of(puzzle):
    return Problem(prompt="", reference="", metadata={"item": {"puzzle": puzzle}})


@pytest.mark.parametrize(
    "text",
    [
        "1 2 3 4\n3 4 1 2\n2 1 4 3\n4 3 2 1",
        "1234\n3412\n2143\n4321",
        " 1 2 34\t\r\n3\t412\n2143\n4321  ",
    ],
)
def test_grids_with_and_without_blanks_read_the_same(text):
    assert read_grid(text, 4) == SOLVED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 2 3 4\n3 4 1 2\n2 1 4 3",  # a line too few
        "1234\n3412\n2143\n4321\n1234",  # a line too many
        "1234\n3412\n\n2143\n4321",  # an empty line
        "1234\n3412\n214\n43211",  # right count, wrong lines
        "1234341221434321",  # one line
        "1234\n3412\n2153\n4321",  # 5 is no digit of a 4x4 grid
        "1230\n3412\n2143\n4321",
        "1 2 3 _\n3 4 1 2\n2 1 4 3\n4 3 2 1",
        "1,2,3,4\n3,4,1,2\n2,1,4,3\n4,3,2,1",
        "|1 2 3 4|\n|3 4 1 2|\n|2 1 4 3|\n|4 3 2 1|",
        "Grid:\n1234\n3412\n2143\n4321",
        "[[1,2,3,4],[3,4,1,2],[2,1,4,3],[4,3,2,1]]",
        "１２３４\n3412\n2143\n4321",  # full-width digits
        "1\n2\n3\n4\n",
    ],
)
def test_anything_else_is_no_grid(text):
    assert read_grid(text, 4) is None


@given(
    grid=st.lists(st.lists(st.integers(1, 9), min_size=9, max_size=9), min_size=9, max_size=9),
    blank=st.sampled_from(["", " ", "\t", "  "]),
)
def test_a_written_grid_reads_back(grid, blank):
    assert read_grid("\n".join(blank.join(map(str, row)) for row in grid), 9) == grid


@given(st.text(alphabet="1234 _\n\r\tx", max_size=60) | st.text(max_size=60))
def test_whatever_reads_has_exactly_its_digits(text):
    grid = read_grid(text, 4)
    if grid is not None:
        assert [len(row) for row in grid] == [4, 4, 4, 4]
        assert "".join(str(digit) for row in grid for digit in row) == "".join(text.split())


@pytest.mark.parametrize(
    ("grid", "reason"),
    [
        (SOLVED, ""),
        ([[1, 1, 3, 4], *SOLVED[1:]], "row 1 repeats a digit"),
        ([[1, 2, 3, 4]] * 4, "column 1 repeats a digit"),
        ([[1, 2, 3, 4], [2, 3, 4, 1], [3, 4, 1, 2], [4, 1, 2, 3]], "box 1 repeats a digit"),
    ],
)
def test_the_first_broken_rule_is_named(grid, reason):
    assert broken_rule(grid, EMPTY) == reason


def test_given_digits_must_stay():
    puzzle = [[0, 0, 3, 4], [3, 4, 1, 2], [0, 0, 4, 3], [4, 3, 2, 1]]
    assert broken_rule(SOLVED, puzzle) == ""
    puzzle[3][2] = 1
    assert broken_rule(SOLVED, puzzle) == "row 4 column 3 changes a given digit"


def test_every_valid_filling_of_an_ambiguous_puzzle_counts():
    problem = problem_of([[0, 0, 3, 4], [3, 4, 1, 2], [0, 0, 4, 3], [4, 3, 2, 1]])
    assert judge_grid(problem, "1234\n3412\n2143\n4321").solved
    assert judge_grid(problem, "2134\n3412\n1243\n4321").solved
    assert not judge_grid(problem, "1234\n3412\n1243\n4321").solved


def test_nine_by_nine():
    empty = problem_of([[0] * 9 for _ in range(9)])
    assert judge_grid(empty, NINE).solved
    swapped = NINE.replace("123456789", "213456789", 1)
    verdict = judge_grid(empty, swapped)
    assert (verdict.reward, verdict.status, verdict.reason) == (0.0, Status.OK, "column 1 repeats a digit")


def test_what_is_no_grid_is_invalid():
    verdict = judge_grid(problem_of(EMPTY), "1 2 3 4")
    assert (verdict.reward, verdict.status) == (0.0, Status.INVALID)
    assert verdict.reason == "not 4 lines of 4 digits from 1 to 4"
