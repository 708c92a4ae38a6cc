"""The labelled math answers, file by file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from prorl.envs.verify.math import grade

CASES = Path(__file__).parent / "cases"
FILES = sorted((CASES / "math").glob("*.jsonl"))


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def response_of(case):
    return case["response"] if "response" in case else f"\\boxed{{{case['answer']}}}"


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A busy machine must not time computer algebra out."""
    monkeypatch.setattr("prorl.envs.verify.math.algebra.DEADLINE_S", 60.0)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_all_cases_of_a_file(path):
    failures = []
    for number, case in enumerate(read(path), 1):
        verdict = grade(response_of(case), case["gold"])
        if verdict.solved != case["solved"] or not verdict.gradeable:
            wanted = "right" if case["solved"] else "wrong"
            shown = case.get("response", case.get("answer"))
            failures.append(f"{path.name}:{number} {shown!r} is {wanted} for {case['gold']!r}; said: {verdict.reason}")
    assert not failures, f"{len(failures)} cases\n" + "\n".join(failures)


def test_the_suite_is_large_and_balanced():
    cases = [case for path in FILES for case in read(path)]
    solved = sum(case["solved"] for case in cases)
    assert len(cases) >= 5000
    assert 0.45 < solved / len(cases) < 0.55
    for case in cases:
        assert ("answer" in case) != ("response" in case), case
        assert set(case) - {"note", "answer", "response"} == {"gold", "solved", "source"}, case
        assert case["source"] == "hand" or case["source"].startswith(("built: ", "blind round ", "tests of "))


def test_without_a_reference_nothing_can_be_judged():
    verdict = grade(r"\boxed{5}", "")
    assert verdict.status == "error"
    assert not verdict.gradeable


def test_no_case_is_labelled_both_ways():
    labels = {}
    for path in FILES:
        for case in read(path):
            assert labels.setdefault((response_of(case), case["gold"]), case["solved"]) is case["solved"], case


def test_constructed_cases_are_up_to_date():
    command = [sys.executable, str(CASES / "build_math.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr + "run build_math.py again"
