"""A run whose engine crashes, or whose verifier pool dies, writes the metrics of a run to which it did not happen."""

import importlib
import json
import os
import signal
import subprocess
from dataclasses import replace
from pathlib import Path

import gymnasium as gym
import pytest

from prorl.agents.engine import TransformersPolicy
from prorl.agents.policy import EngineCrash
from prorl.registry.errors import UserError
from prorl.registry.table import TABLE
from prorl.train import cli, engine_faults
from prorl.train.config import LevelsConfig, MismatchConfig
from prorl.train.config_rules import check
from prorl.train.display import Display
from prorl.train.engine_faults import EngineLost, jointly
from prorl.train.loop import train

QUIET = Display(quiet=True)
REAL = TransformersPolicy.stream


def rows_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.fixture
def refilled(config):
    """Four steps of several rounds, with groups that wait and levels that move: all that a repeated step must undo."""
    return replace(
        config,
        dynamic=replace(config.dynamic, oversample=1.2, max_age=2, max_rounds=4),
        rollout=replace(config.rollout, group_size=2),
        mismatch=MismatchConfig(correction="tis"),
        levels=LevelsConfig(target=0.5),
    )


def elsewhere(config, folder):
    return replace(config, run=replace(config.run, dir=str(folder)))


class Watched:
    """A stream that is itself, and something that happens after each answer."""

    def __init__(self, stream, after):
        self.stream, self.after = stream, after
        self.add, self.close = stream.add, stream.close

    def next(self):
        finished = self.stream.next()
        if finished:
            self.after()
        return finished


class Crashing:
    """Takes the place of `stream`: the streams of the given numbers raise after something was written."""

    def __init__(self, calls, error):
        self.calls, self.error, self.made, self.engines = set(calls), error, 0, []

    def patch(self, monkeypatch):
        def crash():
            raise self.error()

        def stream(policy, sampling):
            self.made += 1
            self.engines.append(policy)
            return Watched(REAL(policy, sampling), crash if self.made in self.calls else lambda: None)

        monkeypatch.setattr(TransformersPolicy, "stream", stream)


def died():
    """The error of talking to an engine in a process that was killed."""
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, bufsize=0) as engine:
        engine.kill()
        engine.wait()
        try:
            engine.stdin.write(b"prompt")
        except OSError as error:
            return error
    raise AssertionError("a dead process took the prompt")


ERRORS = {
    "raises": lambda: RuntimeError("device-side assert triggered\nmore"),
    "dies": died,
}


@pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS)
def test_the_step_is_done_over_again(refilled, tmp_path, monkeypatch, error):
    """Crashes in the first validation, in the refill of step 1, in the first round of its repetition, and in the last
    validation: five calls more, since the first round of step 1 is played three times."""
    with monkeypatch.context() as patch:
        counting = Crashing((), error)
        counting.patch(patch)
        straight = train(refilled, QUIET).path
    assert rows_of(straight / "metrics.jsonl")[1]["sample/rounds"] > 1
    crashing = Crashing((1, 4, 5, counting.made + 4), error)
    crashing.patch(monkeypatch)
    path = train(elsewhere(refilled, tmp_path / "crashed"), QUIET).path
    assert crashing.made == counting.made + 5
    assert len(set(map(id, crashing.engines))) > 1
    assert (path / "metrics.jsonl").read_bytes() == (straight / "metrics.jsonl").read_bytes()
    last = "checkpoints/step-000004/model.safetensors"
    assert (path / last).read_bytes() == (straight / last).read_bytes()
    faults = [row for row in rows_of(path / "events.jsonl") if row["kind"] == "fault"]
    said = f"{type(error()).__name__}: {str(error()).splitlines()[0]}"
    assert [(row["step"], row["message"]) for row in faults] == [
        (0, f"engine crashed (1 of 3 in a row): {said}"),
        (1, f"engine crashed (1 of 3 in a row): {said}"),
        (1, f"engine crashed (2 of 3 in a row): {said}"),
        (4, f"engine crashed (1 of 3 in a row): {said}"),
    ]


def test_too_many_in_a_row_end_the_run(config, monkeypatch):
    crashing = Crashing(range(3, 99), ERRORS["raises"])
    crashing.patch(monkeypatch)
    with pytest.raises(EngineLost) as error:
        train(config, QUIET)
    assert crashing.made == 5
    folder = Path(config.run.dir) / "faults"
    assert str(error.value) == (
        "the engine crashed 3 times in a row in step 2: RuntimeError: device-side assert triggered; "
        f"the tracebacks are in {folder}; the same command goes on from the newest checkpoint"
    )
    text = (folder / "step-000002-engine-0.txt").read_text()
    assert text.count("Traceback (most recent call last)") == 3
    assert "device-side assert triggered\nmore" in text


def test_what_an_engine_has_to_tell_is_an_event(config, change, monkeypatch):
    news = [[], ["a server is lost"], ["it is back"]]
    monkeypatch.setattr(engine_faults, "engine_news", lambda policy: news.pop(0) if news else [])
    path = train(change(config, run={"steps": 1}), QUIET).path
    faults = [(row["step"], row["message"]) for row in rows_of(path / "events.jsonl") if row["kind"] == "fault"]
    assert faults == [(1, "a server is lost"), (1, "it is back")]


def test_a_lost_engine_is_one_line_and_exit_code_1(capsys):
    def command():
        raise EngineLost("the engine crashed 3 times in a row")

    with pytest.raises(SystemExit) as left:
        cli._run(command)
    assert left.value.code == 1
    assert capsys.readouterr().err == "error: the engine crashed 3 times in a row\n"


def test_no_crash_at_all_may_be_allowed(config, change):
    with pytest.raises(UserError, match=r"rollout\.engine_crashes must be greater than 0, got 0"):
        check(change(config, rollout={"engine_crashes": 0}))


def test_another_process_crashed(monkeypatch):
    """All processes raise, and only the one that crashed has a cause."""
    monkeypatch.setattr("prorl.train.engine_faults.gather_object", lambda own: [*own, "RuntimeError: far away"])
    with pytest.raises(EngineCrash, match="RuntimeError: far away") as error:
        jointly(lambda: 1)
    assert error.value.__cause__ is None


def children(pid):
    """All descendants of a process."""
    own = [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]
    return own + [grandchild for child in own for grandchild in children(child)]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
def test_the_verifier_pool_dies_in_mid_step(config, fakes, tmp_path, monkeypatch):
    """Every process of the pool is killed after every sampling, before the verdicts are made."""
    module = importlib.import_module("pool_fakes")
    entry = next(entry for entry in module.entries() if entry.id == "fake/pooled-v0")
    TABLE.add([entry])
    pooled = replace(config, mixture={entry.id: 1.0})
    straight = train(pooled, QUIET).path
    killed = []

    def kill():
        for pid in children(os.getpid()):
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

    monkeypatch.setattr(TransformersPolicy, "stream", lambda policy, sampling: Watched(REAL(policy, sampling), kill))
    path = train(elsewhere(pooled, tmp_path / "killed"), QUIET).path
    assert len(set(killed)) >= 4
    assert (path / "metrics.jsonl").read_bytes() == (straight / "metrics.jsonl").read_bytes()
    del TABLE._entries[entry.id], gym.registry[entry.id]
