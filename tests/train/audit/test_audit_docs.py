"""The page names every check, and its rules have the numbers of the code."""

from pathlib import Path

import pytest

from prorl.train.audit import constants, copies, diversity, drift, patterns, reward_gap, several, trend
from prorl.train.audit.finding import ALPHA, FEWEST, LOOK_ALPHA, Check

PAGE = (Path(__file__).parents[3] / "docs" / "audit.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("check", list(Check))
def test_every_check_has_a_row(check):
    assert f"| {check} |" in PAGE


def test_the_thresholds_are_those_of_the_code():
    assert (ALPHA, LOOK_ALPHA, FEWEST) == (0.001, 0.01, 8)
    assert (trend.MOST_POINTS, trend.FEWEST_POINTS, trend.PART) == (60, 8, 5)
    assert (reward_gap.SMALLEST_RISE, reward_gap.EXPLAINED, reward_gap.FALL, reward_gap.LARGE_FLOOR) == (
        0.05,
        0.5,
        0.1,
        0.1,
    )
    assert (drift.MORE_TRUNCATED, drift.MORE_UNGRADEABLE, drift.MOSTLY) == (0.05, 0.01, 0.5)
    assert (drift.COLLAPSED, drift.LONGER, drift.CARRIED, drift.FEWEST_ENVS) == (0.2, 1.5, 0.8, 3)
    assert (diversity.MORE_ALIKE, diversity.MORE_WRONG_ALIKE) == (0.2, 0.4)
    assert (constants.CARRIES, constants.MOST_ANSWERS, several.RARELY, patterns.RARELY) == (0.8, 8192, 0.05, 0.02)
    assert (copies.N, copies.LONG_ANSWER, copies.NEARLY_ALL, copies.RARELY, patterns.SURE_ITEMS) == (5, 8, 0.8, 0.05, 3)
