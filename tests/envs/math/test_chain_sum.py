import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prorl.envs.math.chain_sum import config, judge_sum, make_task
from prorl.envs.task import Problem
from prorl.envs.verdict import Status

PROBLEM = Problem(prompt="", reference="-1024")


@pytest.mark.parametrize("text", ["-1024", "-1,024", "−1024", "-01024"])
def test_spellings_of_the_sum(text):
    assert judge_sum(PROBLEM, text).solved


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("1024", Status.OK),
        ("-1023", Status.OK),
        ("-10,24", Status.INVALID),
        ("-1024 1024", Status.INVALID),
        ("-1024 or 7", Status.INVALID),
        ("0 - 1024", Status.INVALID),
        ("-2**10", Status.INVALID),
        ("--1024", Status.INVALID),
        ("-1024.5", Status.INVALID),
        ("-1.024e3", Status.INVALID),
        ("-0x400", Status.INVALID),
        ("nan", Status.INVALID),
        ("9" * 5000, Status.INVALID),
        ("__import__('os').getcwd()", Status.INVALID),
    ],
)
def test_anything_else_earns_nothing(text, status):
    verdict = judge_sum(PROBLEM, text)
    assert (verdict.reward, verdict.solved, verdict.status) == (0.0, False, status)


@given(st.integers(-(10**55), 10**55), st.integers(-(10**55), 10**55))
def test_a_number_is_right_if_and_only_if_it_is_the_sum(total, said):
    problem = Problem(prompt="", reference=str(total))
    assert judge_sum(problem, f"{total:,}").solved
    assert judge_sum(problem, str(said)).solved == (said == total)


@given(st.text(max_size=100))
def test_any_text_gets_a_verdict(text):
    assert judge_sum(PROBLEM, text).reward in (0.0, 1.0)


def test_sizes():
    assert config(0) == {"min_terms": 2, "max_terms": 2, "min_digits": 2, "max_digits": 2}
    assert config(1) == {"min_terms": 3, "max_terms": 3, "min_digits": 2, "max_digits": 2}
    assert config(4) == {"min_terms": 4, "max_terms": 4, "min_digits": 4, "max_digits": 4}
    assert config(300) == {"min_terms": 152, "max_terms": 152, "min_digits": 50, "max_digits": 50}


@pytest.mark.parametrize("level", [*range(13), 200])
def test_the_expression_has_the_size_of_its_level_and_adds_up(level):
    task = make_task("train", "strict")
    rng = np.random.default_rng(level)
    for _ in range(10):
        problem = task.generate(rng, level)
        terms = problem.metadata["item"]["expression"].replace("- ", "-").replace("+ ", "").split()
        assert len(terms) == config(level)["min_terms"]
        assert {len(term.lstrip("-")) for term in terms} == {config(level)["min_digits"]}
        assert problem.reference == str(sum(map(int, terms)))
        assert problem.metadata["item"]["expression"] in problem.prompt
        stored = Problem(**json.loads(json.dumps(asdict(problem))))
        assert task.verify(stored, task.oracle(stored)).solved
