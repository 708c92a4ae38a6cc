"""Planted false expansions, from `prorl-eval`'s command line through its stored samples to what it says of them."""

import importlib
import json
import shutil
import sys
from pathlib import Path

import gymnasium as gym
import pytest

from prorl.registry.table import TABLE
from prorl.train import cli
from prorl.train.audit.audit import audit
from prorl.train.audit.finding import Check, Severity
from prorl.train.measure import running
from prorl.train.measure.evaluation import load_evaluation


@pytest.fixture
def planted(monkeypatch):
    """The module `planted_fakes`, whose tasks are registered for one test."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    importlib.invalidate_caches()
    module = importlib.import_module("planted_fakes")
    entries = module.entries()
    TABLE.add(entries)
    yield module
    for entry in entries:
        del TABLE._entries[entry.id]
        del gym.registry[entry.id]


@pytest.fixture
def measured(planted, monkeypatch, capsys, tmp_path, folder):
    """Measures models that say what a test tells them to: 24 items, 16 samples; the summary and what was printed."""
    monkeypatch.chdir(tmp_path)

    def run(env, base, trained=None):
        shutil.copytree(folder, tmp_path / "trained")
        monkeypatch.setattr(running, "open_policy", planted.opener({"tiny": base, "trained": trained}))
        models = ["tiny"] if trained is None else ["trained", "--base", "tiny"]
        words = ["--env", f"fake/{env}-v0", "--items", "24", "-n", "16", "--max-tokens", "48", "--out", "e"]
        monkeypatch.setattr(sys, "argv", ["prorl-eval", *models, *words])
        with pytest.raises(SystemExit) as ended:
            cli.eval_main()
        assert not ended.value.code
        return json.loads(Path("e/summary.json").read_text()), capsys.readouterr().out

    return run


def signs(summary):
    return [(one["model"], one["finding"]["sign"], one["finding"]["weight"]) for one in summary["findings"]]


def audited():
    return [(one.check, one.severity, one.where) for one in audit(Path("e")).findings]


def says(number):
    return f"<answer>{number}</answer>"


def rarely(number, times):
    """Right in so many of 16 samples as the number ends in, halved: 0 to 4."""
    return says(number if times < number % 10 // 2 else -number - times)


def often(number, times):
    """Right in 5 to 14 of 16."""
    return says(number if times < 5 + number % 10 else -number - times)


def test_an_honest_expansion_is_left_alone(measured):
    summary, out = measured("honest", rarely, often)
    assert summary["complete"]
    assert signs(summary) == []
    assert "wrong" not in out
    assert summary["against_base"][0]["first"]["mean"]["difference"]["low"] > 0.2
    assert audited() == []


def test_planted_counts_of_a_partial_credit_floor(measured):
    """Two of 16 solved, of every item: what a floor of 0.125 summed up and rounded gives, and successes do not."""
    summary, out = measured("honest", lambda number, times: says(number if times < 2 else -times))
    assert [tally.solved for tally in load_evaluation(Path("e")).tallies["tiny"]] == [2] * 24
    assert signs(summary) == [("tiny", "too many equal counts", "wrong")]
    assert "24 of 24 items have exactly 2 solved of 16 responses" in summary["findings"][0]["finding"]["sentence"]
    assert "wrong" in out
    assert (Check.COUNTS, Severity.WRONG, "e, tiny") in audited()


def test_planted_partial_credit_never_becomes_success(measured):
    """The trained model earns 0.3 for answers that are all wrong: no pass@k rises, and the audit names the gain."""
    summary, _ = measured("partial", lambda number, times: "hm", lambda number, times: says(-number - times))
    trained = next(line for line in summary["lines"] if line["model"] == "trained")
    assert [point["value"] for point in trained["pass_at_k"]] == [0] * 5
    tallies = load_evaluation(Path("e")).tallies["trained"]
    assert sum(tally.reward for tally in tallies) == pytest.approx(0.3 * 16 * 24)
    (against,) = summary["against_base"]
    assert against["first"]["mean"]["difference"]["value"] == 0
    assert against["boundary"]["all"]["only_trained"]["value"] == 0
    assert audited() == [
        (Check.REWARD_GAP, Severity.WRONG, "e, trained against tiny"),
        (Check.COUNTS, Severity.LOOK, "e, tiny"),  # it never answers
    ]


def test_planted_broken_verifier(measured):
    """Any answer wins: a constant one gives it away, and so do many different ones."""
    summary, out = measured("blank", lambda number, times: says("banana") if times < 4 else says(-number - times))
    assert summary["lines"][0]["pass_at_k"][0]["value"] == 1
    assert signs(summary) == [("tiny", "a constant answer wins", "wrong"), ("tiny", "no answer is wrong", "look")]
    assert "'banana' is right on 24 of 24 items" in summary["findings"][0]["finding"]["sentence"]
    assert "wrong" in out
    (found,) = [one for one in audit(Path("e")).findings if one.check == Check.CONSTANT]
    assert (found.severity, found.env) == (Severity.WRONG, "fake/blank-v0")
    assert [one.response for one in found.examples] == ["<answer>banana</answer>"] * 3


def test_planted_base_that_lacks_the_format_alone(measured):
    """Half of all answers are right before and after; the base seldom gives them in the format."""

    def knows(number, times):
        return number if (number + times) % 2 else -number

    def base(number, times):
        return says(knows(number, times)) if times < number % 5 else f"{knows(number, times)}"

    summary, out = measured("honest", base, lambda number, times: says(knows(number, times)))
    (found,) = [one for one in summary["findings"] if one["finding"]["sign"] == "the gain is format"]
    assert (found["model"], found["finding"]["weight"]) == ("trained", "wrong")
    assert "of the gain of 0.4" in found["finding"]["sentence"]
    assert "wrong" in out
    assert (Check.COUNTS, Severity.WRONG, "e, trained") in audited()


def test_findings_hold_when_everything_is_judged_again(measured, monkeypatch, capsys):
    """`--rescore` keeps the verdicts of a verifier that is still broken, and what is said of them."""
    before, _ = measured("blank", lambda number, times: says("banana"))
    monkeypatch.setattr(sys, "argv", ["prorl-eval", "e", "--rescore"])
    with pytest.raises(SystemExit):
        cli.eval_main()
    assert "0 verdicts changed" in capsys.readouterr().out
    assert json.loads(Path("e/summary.json").read_text())["findings"] == before["findings"]
