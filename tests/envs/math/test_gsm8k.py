import json
import logging
import re
from collections import Counter
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

import gymnasium as gym
import numpy as np
import pytest

import prorl  # noqa: F401  (registers the ids)
from prorl.envs.answer import wrap
from prorl.envs.data_file import DataError, Row
from prorl.envs.loaders import Choice, load
from prorl.envs.math import gsm8k
from prorl.envs.math.gsm8k import GSM8K, by_level, level_of, make_task, natural_mix, problem_of, problems_of
from prorl.envs.seeding import SPLITS, draw_problem, split_of
from prorl.envs.task import Problem

SHARED = Path(__file__).resolve().parents[3] / ".." / "shared" / "data"
needs_data = pytest.mark.skipif(
    not (SHARED / "gsm8k_train.jsonl").is_file(), reason="../shared/data/gsm8k_train.jsonl is not there"
)


def row(answer: str, question: str = "How many?") -> Row:
    return Row(fields={"question": question, "answer": answer}, place="here")


def write(path: Path, rows: list[tuple[str, str]]) -> Path:
    path.write_text("".join(json.dumps({"question": q, "answer": a}) + "\n" for q, a in rows))
    return path


def pools(task) -> dict[int, list[Problem]]:
    """The problems behind a task."""
    return task.generate.args[0]


def calculate(expression: str) -> Fraction:
    """The value of sums of products of numbers, as `3+4*5/2`: 13."""
    total = Fraction(0)
    for sign, product in re.findall(r"([+-]?)((?:[\d.]+[*/])*[\d.]+)", expression):
        factors = re.findall(r"([*/]?)([\d.]+)", product)
        value = Fraction(1)
        for operator, number in factors:
            value = value / Fraction(number) if operator == "/" else value * Fraction(number)
        total += -value if sign == "-" else value
    return total


def test_a_row_becomes_a_problem():
    problem = problem_of(row("3*4 = <<3*4=12>>12 boxes\n12*100 = $<<12*100=1200>>1,200\n#### 1,200"), "mine.jsonl")
    assert problem.prompt == "How many?\n\nGive one number. Answer inside <answer></answer>."
    assert problem.reference == "1200"
    assert problem.metadata["steps"] == 2
    assert problem.metadata["source"] == "mine.jsonl"
    assert re.fullmatch("[0-9a-f]{16}", problem.metadata["row"])


@pytest.mark.parametrize(
    ("final", "reference"),
    [("18", "18"), ("-3", "-3"), ("$2.50", "2.5"), ("70,000", "70000"), ("0.10", "0.1"), ("20%", "20")],
)
def test_final_answers(final, reference):
    assert problem_of(row(f"So.\n#### {final}"), "").reference == reference


@pytest.mark.parametrize("answer", ["18", "", "####", "#### ", "#### many", "#### 1/2", "#### 5 or 6", "#### nan"])
def test_rows_without_a_final_answer_are_no_problems(answer):
    assert problem_of(row(answer), "") is None


def test_questions_that_cannot_be_shown_are_no_problems():
    assert problem_of(row("#### 1", question="  "), "") is None
    assert problem_of(row("#### 1", question="\ud800"), "") is None


def test_levels_by_the_number_of_steps():
    assert [level_of(steps) for steps in range(9)] == [0, 0, 0, 1, 2, 3, 4, 4, 4]


def test_the_natural_mix():
    problem = Problem(prompt="", reference="1")
    assert Counter(natural_mix({0: [problem] * 30, 1: [problem] * 10})) == {0: 75, 1: 25}
    assert Counter(natural_mix({0: [problem] * 999, 4: [problem]})) == {0: 100, 4: 1}


def test_dropped_rows_are_counted(tmp_path, caplog):
    path = write(tmp_path / "mine.jsonl", [(f"Question {i}?", "#### 1" if i % 10 else "none") for i in range(100)])
    with caplog.at_level(logging.WARNING):
        tasks = [make_task(split, "strict", data=str(path)) for split in SPLITS]
    assert sum(len(pool) for task in tasks for pool in pools(task).values()) == 90
    assert caplog.messages == ["mine.jsonl: 10 of 100 rows dropped: they have no final answer after '####'"] * 2


def test_a_single_file_is_divided_by_content(tmp_path):
    path = write(tmp_path / "mine.json", [(f"Question {i}?", f"#### {i}") for i in range(200)])
    for split in SPLITS:
        task = make_task(split, "strict", data=str(path))
        assert not task.official_splits
        assert task.levels.maximum == 0
        assert {split_of(problem) for problem in pools(task)[0]} == {split}
        assert split_of(draw_problem(task, split, 0, "x")) == split


def test_training_rows_that_are_evaluation_rows_too_are_dropped(tmp_path, caplog):
    write(tmp_path / "gsm8k_train.jsonl", [("a?", "#### 1"), ("b?", "#### 2")])
    write(tmp_path / "gsm8k_test.jsonl", [(" b? ", "#### 2")])
    train = make_task("train", "strict", data=str(tmp_path))
    assert [problem.reference for problem in pools(train)[0]] == ["1"]
    assert caplog.messages[0].endswith("1 of 2 rows dropped: they are in the evaluation rows too")
    assert [problem.reference for problem in pools(make_task("eval", "strict", data=str(tmp_path)))[0]] == ["2"]


def test_data_that_cannot_serve(tmp_path):
    write(tmp_path / "gsm8k_train.jsonl", [("a?", "#### 1")])
    with pytest.raises(DataError, match=r"gsm8k_train\.jsonl: the 'eval' split needs gsm8k_test\.jsonl beside it"):
        make_task("eval", "strict", data=str(tmp_path))
    useless = write(tmp_path / "useless.jsonl", [("a?", "one")])
    with pytest.raises(DataError, match=r"useless\.jsonl has no usable row in the 'train' split"):
        make_task("train", "strict", data=str(useless))
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"question": "a?", "solution": "1"}')
    with pytest.raises(DataError, match=r"broken\.jsonl, line 1: column 'answer' is missing"):
        gym.make("prorl/gsm8k-v0", data=str(broken))


def test_a_level_without_problems_is_named(tmp_path):
    steps = [("a?", "1\n#### 1"), ("b?", "1\n2\n3\n4\n#### 1")]
    write(tmp_path / "gsm8k_train.jsonl", steps)
    task = make_task("train", "strict", data=str(tmp_path))
    assert (task.levels.maximum, Counter(task.levels.default_mix)) == (2, {0: 50, 2: 50})
    with pytest.raises(DataError, match=r"no problem of level 1 \(problems by level: 0: 1, 2: 1\)"):
        task.generate(np.random.default_rng(0), 1)


def test_the_sample_is_right():
    rows = [row for split in SPLITS for row in load(GSM8K, Choice(source="sample")).rows[split]]
    assert len({row.fields["question"] for row in rows}) == 60
    for sample in rows:
        *lines, final = sample.fields["answer"].split("\n")
        for line in lines:
            notes = re.findall(r"<<([^<>=]+)=([^<>=]+)>>([\d.]+)", line)
            assert notes, line
            for expression, result, shown in notes:
                assert calculate(expression) == Fraction(result) == Fraction(shown.rstrip(".")), line
        assert final.replace(",", "") == f"#### {notes[-1][1]}"


@pytest.mark.parametrize("split", SPLITS)
def test_every_item_of_the_sample(split):
    task = make_task(split, "strict", source="sample")
    assert {level: len(pool) for level, pool in pools(task).items()} == dict.fromkeys(
        range(5), {"train": 8, "eval": 4}[split]
    )
    assert task.official_splits
    answers = Counter(problem.reference for pool in pools(task).values() for problem in pool)
    assert max(answers.values()) == 1
    for pool in pools(task).values():
        for problem in pool:
            again = Problem(**json.loads(json.dumps(asdict(problem))))
            for one in (problem, again):
                assert task.verify(one, task.oracle(one)).solved
                assert not task.verify(one, one.prompt).solved
                assert not task.verify(one, wrap(f"{one.reference} {one.reference}")).solved
                assert not task.verify(one, wrap(str(Fraction(one.reference) + 1))).solved


def test_playing_the_sample():
    env = gym.make("prorl/gsm8k-v0", source="sample", split="eval", level=0).unwrapped
    prompt, info = env.reset(seed=3)
    assert (info["level"], info["domain"]) == (0, "math")
    reference = env.problem.reference
    _, reward, terminated, _, info = env.step(f"<think>1, 2, 3</think>So it is <answer>${reference}.00</answer>.")
    assert (reward, terminated, info["solved"], info["verifier"]) == (1.0, True, True, "number@1")
    assert prompt.endswith("Give one number. Answer inside <answer></answer>.")


@needs_data
def test_the_official_data():
    sizes = {}
    for split in SPLITS:
        loaded = load(GSM8K, Choice(data=str(SHARED)))
        problems = problems_of(loaded, split)
        sizes[split] = {level: len(pool) for level, pool in by_level(problems).items()}
        assert all(gsm8k.same_number(problem, gsm8k.solution(problem)).solved for problem in problems)
    assert sizes == {
        "train": {0: 1961, 1: 2149, 2: 1659, 3: 955, 4: 749},
        "eval": {0: 326, 1: 371, 2: 297, 3: 175, 4: 150},
    }


@needs_data
def test_one_official_file_alone():
    path = str(SHARED / "gsm8k_test.jsonl")
    parts = [make_task(split, "strict", data=path) for split in SPLITS]
    prompts = [{problem.prompt for pool in pools(task).values() for problem in pool} for task in parts]
    assert not prompts[0] & prompts[1]
    assert len(prompts[0]) + len(prompts[1]) == 1319


@needs_data
def test_the_sample_is_not_taken_from_the_data():
    def words(question: str) -> set[tuple[str, ...]]:
        found = re.findall(r"[a-z]+", question.lower())
        return {tuple(found[i : i + 8]) for i in range(len(found) - 7)}

    official, own = load(GSM8K, Choice(data=str(SHARED))), load(GSM8K, Choice(source="sample"))
    theirs = set().union(*(words(row.fields["question"]) for split in SPLITS for row in official.rows[split]))
    for split in SPLITS:
        for sample in own.rows[split]:
            assert not words(sample.fields["question"]) & theirs
