"""`benchmarks/split_overlap.py` counts what splits and seeds share, and they share nothing."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest

from prorl.envs.seeding import item_hash, split_of
from prorl.envs.task import Problem

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "split_overlap.py"
PROBLEM = Problem(prompt="Sort the digits of 3142.", reference="1234")


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("split_overlap", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_item_is_named_by_its_whole_prompt_and_by_nothing_else():
    others = (
        "sort the digits of 3142.",
        "Sort the digits of 3142. ",
        "Sort the digits of 3143.",
        "Sort the digits of 3142",
    )
    hashes = {item_hash(replace(PROBLEM, prompt=prompt)) for prompt in (PROBLEM.prompt, *others)}
    assert len(hashes) == 5
    assert item_hash(Problem(prompt=PROBLEM.prompt, reference="?", metadata={"row": 1})) == item_hash(PROBLEM)
    assert split_of(Problem(prompt=PROBLEM.prompt, reference="?")) == split_of(PROBLEM)


@pytest.mark.slow
@pytest.mark.parametrize(
    "env_id", ["prorl/kinematics-v0", "prorl/caesar-cipher-v0", "prorl/mirrors-v0", "prorl/lcm-v0"]
)
def test_splits_and_seeds_share_nothing(env_id, script, monkeypatch):
    monkeypatch.setattr(script, "CHEAP_S", 1.0)
    row = script.row_of((env_id, 8_000))
    assert (row["draws"], row["both"], row["alike"]) == (8_000, 0, 0)
    assert row["next_seed"] <= row["same_seed"] + 0.02


def test_few_items_are_counted_as_such(script):
    row = script.row_of(("prorl/sort-digits-v0", 400))
    assert row["both"] == 0
    assert 200 < row["train"] < 400


def test_items_in_both_splits_are_found(script, register):
    row = script.row_of((register("same_in_both_splits"), 400))
    assert row["both"] > 0


def test_data_sets_are_left_out(script):
    assert script.row_of(("prorl/svamp-v0", 400)) is None


def test_the_page_adds_up(script):
    row = {"id": "a/b-v0", "draws": 100, "ms": 0.05, "train": 40, "eval": 90, "both": 0, "alike": 0}
    text = script.page([row | {"same_seed": 0.5, "next_seed": 0.25}])
    assert "1 procedural environments, 200 items drawn: **0 are in both splits**" in text
    assert "`a/b-v0` 40%" in text
    assert "| `a/b-v0` | 100 | 0.050 | 40 | 90 | 0 | 0 | 50 % | 25 % |" in text
