"""Reading and judging square grids of digits: the answers of both sudokus."""

import re
from collections.abc import Sequence
from math import isqrt

from prorl.envs.task import Problem
from prorl.envs.verdict import Status, Verdict, right, unread, wrong

Grid = list[list[int]]
"""`[n][n]` digits; 0 is a blank cell of a puzzle."""


def read_grid(text: str, n: int) -> Grid | None:
    """The grid that the whole text spells: n lines of n digits from 1 to n, blanks between digits optional.

    Examples: `read_grid("1 2\\n21", 2) == [[1, 2], [2, 1]]`; `read_grid("1 2\\n2 3", 2)` and
    `read_grid("the grid:\\n1 2\\n2 1", 2)` are `None`.
    """
    line = re.compile(rf"[ \t]*[1-{n}](?:[ \t]*[1-{n}]){{{n - 1}}}[ \t]*\r?")
    lines = text.split("\n")
    if len(lines) != n or not all(map(line.fullmatch, lines)):
        return None
    return [[int(char) for char in row if char.isdigit()] for row in lines]


def broken_rule(grid: Grid, puzzle: Sequence[Sequence[int]]) -> str:
    """The first sudoku rule that a full grid breaks, for people; "" for a solution of the puzzle.

    Example: `broken_rule([[1, 2], [1, 2]], [[0, 0], [0, 0]]) == "column 1 repeats a digit"`.
    """
    n, side = len(puzzle), isqrt(len(puzzle))
    cells = [(r, c) for r in range(n) for c in range(n)]
    for r, c in cells:
        if puzzle[r][c] not in (0, grid[r][c]):
            return f"row {r + 1} column {c + 1} changes a given digit"
    groups = {
        "row": lambda r, c: r,
        "column": lambda r, c: c,
        "box": lambda r, c: r // side * side + c // side,
    }
    for name, group_of in groups.items():
        for group in range(n):
            if len({grid[r][c] for r, c in cells if group_of(r, c) == group}) < n:
                return f"{name} {group + 1} repeats a digit"
    return ""


def judge_grid(problem: Problem, answer: str) -> Verdict:
    """Right if the answer is a full grid that keeps the puzzle's digits and breaks no rule."""
    puzzle = problem.metadata["item"]["puzzle"]
    grid = read_grid(answer, len(puzzle))
    if grid is None:
        n = len(puzzle)
        return unread(Status.INVALID, f"not {n} lines of {n} digits from 1 to {n}", answer)
    broken = broken_rule(grid, puzzle)
    return wrong(answer, broken) if broken else right(answer)
