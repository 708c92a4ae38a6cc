"""A whole run with an engine of vLLM beside it, whose processes are killed in mid-run."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from prorl.agents.policy import drain
from prorl.agents.vllm.colocated import ColocatedPolicy, ColocatedStream
from prorl.train import engines
from prorl.train.config_engine import EngineConfig
from prorl.train.display import Display
from prorl.train.loop import train

pytest.importorskip("vllm", reason="vllm is not installed here: make test-vllm")
pytestmark = pytest.mark.vllm


class Record:
    """What the policies of a run did."""

    def __init__(self, kills):
        self.kills, self.distances, self.seen, self.numbers = dict(kills), [], [], []


def watched(real, record):
    """A class of policies that compare greedy outputs with the trainer's weights whenever they have taken them, and
    kill a process of their engine once requests of a certain version are under way."""

    class Watched(ColocatedPolicy):
        def sync(self, model, version):
            super().sync(model, version)
            theirs = drain(ColocatedStream(self._engine, real.GREEDY, self._stops, lambda: None), real.PROMPTS)
            theirs = [row[0] for row in theirs]
            assert {one.policy_version for one in theirs} == {version}
            record.distances.append((version, real.distance(real.by_trainer(model), theirs)))
            record.seen.append(theirs[0].token_ids)

        def stream(self, sampling):
            stream = super().stream(sampling)
            victim = record.kills.pop(self.version, None)
            if victim is not None:
                stream.next = self.killing(stream.next, victim)
            return stream

        def killing(self, then, victim):
            def strike():
                record.numbers += real.engine_processes(os.getpid())
                (number,) = real.engine_processes(os.getpid(), victim)
                real.kill_all([number])
                return then()

            return strike

    return Watched


def test_twenty_steps_with_an_engine_killed_twice(real, small_run, monkeypatch, fakes):
    """Versions are 0, 2, ..., 40: two updates a step. After each update greedy outputs are the trainer's."""
    record = Record({16: "EngineCore", 30: "Worker"})
    monkeypatch.setattr(engines, "ColocatedPolicy", watched(real, record))
    finished = train(replace(small_run, engine=EngineConfig(kind="vllm", eager=True)), Display(quiet=True))

    versions = [version for version, _ in record.distances]
    assert versions == sorted([*range(0, 42, 2), 16, 30])
    assert max(distance for _, distance in record.distances) < 1e-4
    assert len(set(record.seen)) > 10, "the weights that are compared do change"

    run = Path(finished.path)
    faults = [(row["step"], row["message"]) for row in real.rows_of(run / "events.jsonl") if row["kind"] == "fault"]
    assert [step for step, _ in faults] == [9, 16]
    assert all(message.startswith("engine crashed (1 of 3 in a row): EngineDeadError") for _, message in faults)
    rows = real.rows_of(run / "metrics.jsonl")
    assert [row["step"] for row in rows] == list(range(21))
    assert max(row["policy/mismatch_max"] for row in rows[1:]) < 1e-4
    timings = real.rows_of(run / "timings.jsonl")
    assert timings[0]["time/sync"] == 0, "the first weights went over for the first validation"
    assert all(row["time/sync"] > 0 for row in timings[1:])
    assert len(record.numbers) == 4
    fakes.eventually(lambda: not any(real.alive(number) for number in record.numbers))
