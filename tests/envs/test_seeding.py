import subprocess
import sys

import numpy as np
import pytest

from prorl.envs.seeding import digest, draw_level, draw_problem, generator, item_hash, split_of
from prorl.envs.strings.reverse import make_task
from prorl.envs.task import Levels, Problem, Task

# The first 16 bytes of SHA-256, big-endian; sha256(b"") starts e3b0c442 98fc1c14 9afbf4c8 996fb924.
DIGESTS = {
    (): 0xE3B0C44298FC1C149AFBF4C8996FB924,
    ("abc",): 0xBA7816BF8F01CFEA414140DE5DAE2223,
    ("prorl/sudoku-v0", "train", 0, 7, 0): 259498133787613612988837880536021109679,
}


@pytest.mark.parametrize(("parts", "value"), DIGESTS.items())
def test_digest_is_pinned(parts, value):
    assert digest(*parts) == value


def test_digest_separates_its_parts():
    assert digest("a", "b") != digest("ab") != digest("a", "", "b")
    assert digest(1, 2) == digest("1", "2")
    assert digest("\ud800") != digest("\ud801")


def test_digest_ignores_the_hash_seed():
    code = "from prorl.envs.seeding import digest; print(digest('x', 3), digest('abc'))"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PRORL_DISABLE_PLUGINS": "1"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert runs == {f"{digest('x', 3)} {0xBA7816BF8F01CFEA414140DE5DAE2223}\n"}


def test_generator_is_pinned():
    assert generator("a", 1).integers(0, 1000, size=5).tolist() == [886, 289, 258, 814, 313]
    assert generator("a", 1).integers(0, 1000, size=5).tolist() == [886, 289, 258, 814, 313]
    assert generator("a", 2).integers(0, 1000, size=5).tolist() != [886, 289, 258, 814, 313]


def test_item_hash_names_the_prompt():
    one = Problem(prompt="Reverse abc.", reference="cba")
    assert item_hash(one) == f"{digest('item', 'Reverse abc.'):032x}"[:16]
    assert item_hash(one) == item_hash(Problem(prompt="Reverse abc.", reference="", metadata={"a": 1}))
    assert item_hash(one) != item_hash(Problem(prompt="Reverse abd.", reference="cba"))


def test_about_a_quarter_of_all_items_is_for_evaluation():
    splits = [split_of(Problem(prompt=str(n), reference="")) for n in range(4000)]
    assert 900 < splits.count("eval") < 1100
    assert set(splits) == {"train", "eval"}


@pytest.mark.parametrize("split", ["train", "eval"])
def test_draws_belong_to_their_split(split):
    task = make_task("train", "strict")
    problems = [draw_problem(task, split, 2, "id", 0, index) for index in range(50)]
    assert {split_of(problem) for problem in problems} == {split}
    assert problems == [draw_problem(task, split, 2, "id", 0, index) for index in range(50)]


def test_every_part_of_the_identity_matters():
    task = make_task("train", "strict")
    identities = [("id", 0, 0), ("id", 0, 1), ("id", 1, 0), ("other", 0, 0)]
    prompts = {draw_problem(task, "train", 5, *identity).prompt for identity in identities}
    assert len(prompts) == 4


def test_a_level_without_items_in_a_split_is_an_error():
    only = Problem(prompt="the only item", reference="x")
    task = Task(generate=lambda rng, level: only, verify=None, oracle=None, verifier="x@1")
    missing = "eval" if split_of(only) == "train" else "train"
    assert draw_problem(task, split_of(only), 0, "id") == only
    with pytest.raises(ValueError, match=f"level 0 has no item in the '{missing}' split after 400 draws"):
        draw_problem(task, missing, 0, "id")


def test_official_splits_are_left_alone():
    only = Problem(prompt="the only item", reference="x")
    task = Task(generate=lambda rng, level: only, verify=None, oracle=None, verifier="x@1", official_splits=True)
    assert draw_problem(task, "train", 0, "id") == draw_problem(task, "eval", 0, "id") == only


def test_default_mix_is_drawn_evenly():
    task = Task(generate=None, verify=None, oracle=None, verifier="x@1", levels=Levels(default_mix=(0, 2, 5)))
    counts = np.bincount([draw_level(task, "id", 0, index) for index in range(3000)], minlength=6)
    assert counts.sum() == 3000
    assert all(900 < counts[level] < 1100 for level in (0, 2, 5))
