"""Run folders written by hand, visits of one item, and tasks with honest and broken verifiers."""

import importlib
import json
from pathlib import Path

import gymnasium as gym
import pytest

import prorl  # noqa: F401  (fills the table)
from prorl.envs.verdict import Status
from prorl.registry.table import TABLE
from prorl.train.audit.visits import Given, Visit
from prorl.train.audit.watcher import Place


@pytest.fixture
def fakes(monkeypatch):
    """The module `audit_fakes`, whose tasks are registered for one test."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    importlib.invalidate_caches()
    module = importlib.import_module("audit_fakes")
    module.STRICT[0] = True
    entries = module.entries()
    TABLE.add(entries)
    yield module
    for entry in entries:
        del TABLE._entries[entry.id]
        del gym.registry[entry.id]


@pytest.fixture
def place():
    """What a detector watches; a floor of 0.05 unless said otherwise."""

    def make(**changes):
        return Place(**({"where": "training", "env_id": "fake/a-v0", "domain": "logic", "floor": 0.05} | changes))

    return make


@pytest.fixture
def given():
    """A response; solved if its reward is 1."""

    def make(text, reward=0.0, **changes):
        extracted = text.removeprefix("<answer>").removesuffix("</answer>")
        settings = {"status": Status.OK, "extracted": extracted, "reason": "", "tokens": 8.0, "truncated": 0}
        return Given(turns=(text,), reward=reward, solved=reward == 1, **(settings | changes))

    return make


@pytest.fixture
def visit():
    """An item and the responses to it."""

    def make(*given, **changes):
        settings = {"where": "training", "env_id": "fake/a-v0", "step": 1, "late": False, "prompt": "What is it?"}
        return Visit(given=given, **(settings | changes))

    return make


@pytest.fixture
def watched(place):
    """What a detector finds in some visits."""

    def run(detector, visits, **changes):
        watcher = detector(place(**changes))
        for one in visits:
            watcher.see(one)
        return watcher.findings()

    return run


def row(step, item, response, reward, **changes):
    """A line of a dump."""
    answer = response.removeprefix("<answer>").removesuffix("</answer>")
    line = {
        "step": step,
        "split": "train",
        "env": "fake/honest-v0",
        "level": None,
        "item": item,
        "prompt": f"Question {item}?",
        "response": response,
        "reward": float(reward),
        "solved": reward == 1,
        "status": "ok",
        "extracted": answer,
        "reason": "",
        "tokens": 8,
        "truncated": False,
    }
    return line | changes


@pytest.fixture
def write_run(tmp_path):
    """Writes a run's folder from rows of its dumps and of its metrics."""

    def write(rows, metrics=(), name="run"):
        folder = tmp_path / name
        (folder / "rollouts").mkdir(parents=True)
        (folder / "config.toml").write_text("[run]\nseed = 0\n")
        (folder / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in metrics))
        for step in sorted({one["step"] for one in rows}):
            path = folder / "rollouts" / f"step-{step:06d}.jsonl"
            path.write_text("".join(json.dumps(one) + "\n" for one in rows if one["step"] == step))
        return folder

    return write


@pytest.fixture
def line():
    """`row` as a fixture, since tests are no package."""
    return row
