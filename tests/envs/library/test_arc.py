"""Rows on which the library never ends are not asked."""

import pytest
from reasoning_gym.arc.arc_1d_tasks import task_recolor_blocks_from_palette

from prorl.envs.library.arc import ARC_1D, LONGEST


class Packed:
    """Random numbers that lay blocks of two cells as close as can be, and go through the nine colours in turn."""

    def __init__(self):
        self.calls = 0

    def random(self):
        return 0.0

    def randint(self, low, high):
        self.calls += 1
        if self.calls > 100:
            raise TimeoutError
        return low + (self.calls - 2) % 9 if (low, high) == (1, 9) else low


def test_the_longest_row_has_room_for_nine_blocks():
    row = task_recolor_blocks_from_palette(Packed(), LONGEST)
    assert row["input"][:10] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
    assert row["input"].count(5) == 9 * 2 + 1


def test_one_cell_more_and_the_library_looks_for_a_tenth_colour_for_ever():
    with pytest.raises(TimeoutError):
        task_recolor_blocks_from_palette(Packed(), LONGEST + 1)


def test_no_level_is_longer():
    assert [ARC_1D.config(level)["max_size"] for level in range(5)] == [10, 14, 20, 30, 40]
