"""Rules on coloured grids to be found from examples: ARC, its generators, and the same in one dimension."""

from typing import Any

from prorl.envs.library.adapter import family
from prorl.envs.library.cells import same_list, same_rows
from prorl.envs.library.draws import TRIES, Keep, later_seed
from prorl.envs.library.notes import notes
from prorl.envs.library.row import Ask, Entry, Item, LibraryTask, columns, reseeded, scale

LENGTHS = ((0, 1500), (1000, 3000), (1800, 5000))
"""Shortest and longest question of a grid task at each level, in characters: short ones have small grids."""
LONGEST = 40
"""Cells of a row: in 41 there is room for ten blocks, and the library looks for a tenth colour among nine for ever."""
_GRID = "the grid, one line a row, digits separated by blanks."


def changes(item: Item) -> bool:
    """Whether the rule does anything to the last input, and leaves something of it."""
    test = item["metadata"]["test_example"]
    return bool(test["input"] != test["output"]) and any(test["output"])


def short(dataset: Any, seed: int) -> Item:
    """The library's item, with a question of the level's length and a grid that changes into one of over 3 cells."""
    for attempt in range(TRIES):
        item = reseeded(dataset, later_seed(seed, attempt))
        facts = item["metadata"]
        least, most = LENGTHS[dataset.level]
        fits = least <= len(item["question"]) <= most
        if fits and facts["input"] != facts["output"] and len(item["answer"]) > 6:
            return item
    raise AssertionError("no grids of this size")


def as_tuples(entry: Entry) -> Entry:
    """The entry with its grid as the tuples that the library's scorer compares with."""
    entry["metadata"]["output"] = tuple(map(tuple, entry["metadata"]["output"]))
    return entry


def spread(level: int) -> dict[str, Any]:
    """Where the generators take their numbers from: ever wider ranges."""
    ranges = (2, 4, 7)[level]
    return {"diff_ub": (0.1, 0.15, 0.2)[level], "rng_difficulty_weights": [1.0] * ranges + [0.0] * (7 - ranges)}


def all_tasks(level: int) -> dict[str, Any]:
    """The training and evaluation tasks of ARC, in all positions and colours."""
    return {}


ARC_1D = LibraryTask(
    name="arc_1d",
    judge=same_list,
    config=columns(min_size=(8, 10, 14, 20, 30), max_size=(10, 14, 20, 30, LONGEST)),
    levels=scale(5),
    draw=Keep(changes),
    prompt=Ask(
        drop=(
            " Describe how you derived the rule and your overall reasoning process in detail"
            " before you submit your answer.",
        )
    ),
    notes=notes(
        "Find the rule that changes a row of colours, from three examples.",
        answer="the row, digits separated by blanks.",
        levels="rows of 8..10 to 30..40 cells.",
        floor="0: rows that stay as they are, or become empty, are not asked.",
        history="Rows over 40 cells are left out: on some of them the library never ends.",
    ),
)
ARC_AGI = LibraryTask(
    name="arc_agi",
    judge=same_rows,
    config=all_tasks,
    levels=scale(3),
    draw=short,
    revive=as_tuples,
    notes=notes(
        "Find the rule that changes coloured grids, from examples: the tasks of ARC, turned, mirrored and recoloured.",
        answer=_GRID,
        levels="questions of up to 1,500, of 1,000 to 3,000, of 1,800 to 5,000 characters.",
        floor="0: grids that stay as they are are not asked.",
        history="Questions over 5,000 characters are left out. The library's verifier fails on stored items.",
    ),
)
REARC = LibraryTask(
    name="rearc",
    judge=same_rows,
    config=spread,
    levels=scale(3),
    draw=short,
    revive=as_tuples,
    notes=notes(
        "Find the rule that changes coloured grids, from examples made by the generators of RE-ARC.",
        answer=_GRID,
        levels="questions of up to 1,500, of 1,000 to 3,000, of 1,800 to 5,000 characters, from ever wider ranges.",
        floor="0: grids that stay as they are are not asked.",
        history="Questions over 5,000 characters are left out. The library's verifier fails on stored items.",
    ),
)

make_task, NOTES = family(ARC_1D, ARC_AGI, REARC)
