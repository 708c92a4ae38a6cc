from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prorl.envs.logic.knights_knaves import SIZES, judge_roles, make_task, read_roles, roles_of
from prorl.envs.task import Problem
from prorl.envs.verdict import Status

ITEM = {
    "names": ["Zoey", "Alexander"],
    "solution": [True, False],
    "knight_knave_terms": {"knight": "angel", "knave": "devil"},
}
PROBLEM = Problem(prompt="", reference="", metadata={"item": ITEM})
BOTH = [("zoey", "angel"), ("alexander", "devil")]


@pytest.mark.parametrize(
    "text",
    [
        "Zoey is an angel, and Alexander is a devil.",
        "zoey is an angel, alexander is a devil",
        "ZOEY IS A ANGEL AND ALEXANDER IS DEVIL",
        "Zoey: angel\nAlexander: devil",
        '"Zoey is an angel; Alexander is a devil."',
        "Zoey  is\tan angel\r\n\r\nAlexander : a devil",
    ],
)
def test_spellings_of_one_answer(text):
    assert read_roles(text) == BOTH
    assert judge_roles(PROBLEM, text).solved


def test_people_may_come_in_any_order():
    assert judge_roles(PROBLEM, "Alexander is a devil, and Zoey is an angel.").solved


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Zoey is a devil, and Alexander is a devil.", Status.OK),
        ("Zoey is a devil, and Alexander is an angel.", Status.OK),
        ("Zoey is a knight, and Alexander is a knave.", Status.OK),  # the roles of another item
        ("Zoey is an angel", Status.INVALID),
        ("Zoey is an angel, Alexander is a devil, Zoey is a devil", Status.INVALID),
        ("Zoey is an angel, Alexander is a devil, Zoey is an angel", Status.INVALID),
        ("Zoey is an angel, Zoey is a devil", Status.INVALID),
        ("Zoey is an angel, Alexander is a devil, Mia is a devil", Status.INVALID),
        ("Zoey is an angel/devil, and Alexander is an angel/devil", Status.INVALID),
        ("Zoey is not a devil, and Alexander is not an angel", Status.INVALID),
        ("Zoey is an angel or a devil, Alexander is a devil", Status.INVALID),
        ("Zoey is an angel, Alexander is a devil, or the other way round", Status.INVALID),
        ("Zoey and Alexander are devils", Status.INVALID),
        ("So Zoey is an angel, and Alexander is a devil.", Status.INVALID),
        ("angel, devil", Status.INVALID),
        (".", Status.INVALID),
    ],
)
def test_wrong_and_unclear_answers_earn_nothing(text, status):
    verdict = judge_roles(PROBLEM, text)
    assert (verdict.reward, verdict.solved, verdict.status) == (0.0, False, status)


@given(st.text(max_size=200))
def test_any_text_gets_a_verdict(text):
    judge_roles(PROBLEM, text)
    judge_roles(PROBLEM, f"Zoey is {text}, Alexander is {text}")


@given(
    roles=st.dictionaries(st.sampled_from(["Mia", "Andy", "Alexander", "Jack"]), st.sampled_from(["sage", "fool"])),
    joint=st.sampled_from([", ", " and ", ", and ", ".\n", ";", "\n"]),
    verb=st.sampled_from([" is a ", " is an ", " is ", ": "]),
)
def test_written_roles_read_back(roles, joint, verb):
    text = joint.join(f"{name}{verb}{role}" for name, role in roles.items())
    assert read_roles(text) == [(name.lower(), role) for name, role in roles.items()]


def holds(statement, truthful):
    """The truth of a library statement, worked out anew."""
    kind, *rest = statement
    match kind:
        case "telling-truth":
            return truthful[rest[0]]
        case "lying":
            return not truthful[rest[0]]
        case "not":
            return not holds(rest[0], truthful)
        case "and":
            return all(holds(part, truthful) for part in rest)
        case "or":
            return any(holds(part, truthful) for part in rest)
        case "->":
            return holds(rest[1], truthful) or not holds(rest[0], truthful)
        case "<=>":
            return holds(rest[0], truthful) == holds(rest[1], truthful)
    raise AssertionError(kind)


@pytest.mark.parametrize("level", range(len(SIZES)))
def test_the_solution_is_the_only_consistent_one(level):
    task = make_task("train", "strict")
    rng = np.random.default_rng(level)
    for _ in range(8 if level < 5 else 2):
        problem = task.generate(rng, level)
        item = problem.metadata["item"]
        assert len(item["names"]) == SIZES[level][0]
        consistent = [
            list(world)
            for world in product([True, False], repeat=len(item["names"]))
            if all(holds(said, world) == truthful for said, truthful in zip(item["statements"], world, strict=True))
        ]
        assert consistent == [item["solution"]]
        assert dict(read_roles(problem.reference)) == roles_of(item)


def test_sizes_never_shrink():
    for smaller, larger in pairwise(SIZES):
        assert smaller != larger
        assert all(a <= b for a, b in zip(smaller, larger, strict=True))
