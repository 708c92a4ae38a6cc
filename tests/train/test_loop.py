import json
import math
import os
import shutil
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from prorl.train import loop
from prorl.train.checkpoint import CheckpointError
from prorl.train.configuring import to_toml
from prorl.train.display import Display
from prorl.train.loop import train
from prorl.train.sampling import Collected, EpisodeStats
from prorl.train.stopping import Stopped


def _flip(path):
    """Change one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


QUIET = Display(quiet=True)


def rows_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def in_folder(config, folder, **run):
    return replace(config, run=replace(config.run, dir=str(folder), **run))


@pytest.fixture
def straight(config):
    """Four steps without a break."""
    return train(config, QUIET)


class TestRun:
    def test_metrics(self, straight, fakes):
        rows = rows_of(straight.path / "metrics.jsonl")
        assert [row["step"] for row in rows] == [0, 1, 2, 3, 4]
        evals = {f"eval/{name}/pass@1" for name in (*fakes.IDS, "mean")}
        for row in rows:
            assert all(math.isfinite(value) for value in row.values())
            assert {key for key in row if key.startswith("eval/")} == (evals if row["step"] % 2 == 0 else set())
        keys = "reward/mean reward/solved policy/entropy policy/kl_ref policy/clip_low policy/clip_high "
        keys += "policy/mismatch_kl policy/grad_norm loss/policy loss/kl sample/kept sample/truncated sample/length "
        keys += "sample/ungradeable sample/groups sample/rounds verify/timeout verify/error"
        assert all(set(keys.split()) <= set(row) for row in rows[1:])
        assert all(row["policy/grad_norm"] > 0 for row in rows[1:])
        assert straight.before == {key: rows[0][key] for key in evals}
        assert straight.after == {key: rows[-1][key] for key in evals}

    def test_folder(self, straight, config):
        names = {path.name for path in straight.path.iterdir()}
        assert names == {"config.toml", "metrics.jsonl", "timings.jsonl", "events.jsonl", "rollouts", "checkpoints"}
        assert (straight.path / "config.toml").read_text() == to_toml(config)
        assert [row["step"] for row in rows_of(straight.path / "timings.jsonl")] == [1, 2, 3, 4]
        assert sorted(path.name for path in (straight.path / "checkpoints").iterdir()) == [
            "step-000002",
            "step-000004",
        ]

    def test_events(self, straight):
        """The period of two steps is over at 2 and 4; each reset has its own reference."""
        events = rows_of(straight.path / "events.jsonl")
        kinds = [(event["step"], event["kind"]) for event in events]
        assert kinds == [(0, "start"), (2, "reset"), (4, "reset"), (4, "finish")]
        assert straight.resets == 2
        assert events[1]["trigger"] == "period"
        assert events[1]["optimizer"] == "zero"
        assert events[1]["kl_before"] > 0
        assert events[1]["reference"] != events[2]["reference"]


class TestResume:
    def test_the_kl_to_the_base_is_measured_before_and_after_a_reset(self, straight):
        rows = [row for row in rows_of(straight.path / "metrics.jsonl")[1:] if "eval/mean/pass@1" in row]
        assert [row["step"] for row in rows] == [2, 4]
        assert rows[0]["policy/kl_base"] == rows[0]["policy/kl_ref"]
        assert rows[1]["policy/kl_base"] != rows[1]["policy/kl_ref"]

    def test_two_and_two_steps_are_four(self, straight, config, tmp_path):
        """Resets, warm-up, moments and the mixture's position all come out of the checkpoint."""
        folder = tmp_path / "other"
        train(in_folder(config, folder, steps=2), QUIET)
        train(in_folder(config, folder), QUIET)
        assert (folder / "metrics.jsonl").read_bytes() == (straight.path / "metrics.jsonl").read_bytes()
        last = Path("checkpoints", "step-000004", "model.safetensors")
        assert (folder / last).read_bytes() == (straight.path / last).read_bytes()
        kinds = [event["kind"] for event in rows_of(folder / "events.jsonl")]
        assert kinds == ["start", "reset", "finish", "resume", "reset", "finish"]

    def test_a_kill_in_mid_write(self, straight, config):
        """As if the process had died in step 4: torn rows, a torn checkpoint, no checkpoint of step 4."""
        path = straight.path
        whole = {name: (path / name).read_bytes() for name in ("metrics.jsonl", "rollouts/step-000004.jsonl")}
        shutil.move(path / "checkpoints" / "step-000004", path / "checkpoints" / ".writing-000004")
        for name in ("metrics.jsonl", "timings.jsonl"):
            (path / name).write_bytes((path / name).read_bytes()[:-20])
        train(config, QUIET)
        assert {name: (path / name).read_bytes() for name in whole} == whole
        assert [row["step"] for row in rows_of(path / "timings.jsonl")] == [1, 2, 3, 4]

    def test_a_finished_run_stays_as_it_is(self, straight, config):
        before = (straight.path / "metrics.jsonl").read_bytes()
        assert train(config, QUIET).after == straight.after
        assert (straight.path / "metrics.jsonl").read_bytes() == before

    def test_fresh(self, straight, config):
        train(in_folder(config, straight.path, steps=1), QUIET, fresh=True)
        assert [row["step"] for row in rows_of(straight.path / "metrics.jsonl")] == [0, 1]
        assert len(rows_of(straight.path.with_name("run.1") / "metrics.jsonl")) == 5

    @pytest.mark.parametrize(
        ("damage", "said"),
        [
            (lambda folder: (folder / "model.safetensors").write_bytes(b"short"), "model.safetensors has 5 bytes, not"),
            (lambda folder: (folder / "optimizer.bin").unlink(), "optimizer.bin is missing"),
            (lambda folder: (folder / "manifest.json").write_text("{"), "manifest.json cannot be read"),
            (
                lambda folder: _flip(folder / "reference.safetensors"),
                "the contents of reference.safetensors have changed",
            ),
        ],
    )
    def test_a_broken_checkpoint_gives_way_to_the_one_before(self, straight, config, damage, said):
        path = straight.path
        whole = (path / "metrics.jsonl").read_bytes()
        damage(path / "checkpoints" / "step-000004")
        with pytest.warns(UserWarning, match="is broken .* trying the one before"):
            train(config, QUIET)
        assert (path / "metrics.jsonl").read_bytes() == whole
        events = rows_of(path / "events.jsonl")
        assert any(event["kind"] == "fault" and said in event["message"] for event in events)
        names = {folder.name for folder in (path / "checkpoints").iterdir()}
        assert names == {"step-000002", "step-000004", "broken-step-000004"}

    def test_sigterm_saves_and_leaves(self, straight, config, tmp_path, monkeypatch):
        """The signal comes in step 1, of which no checkpoint was due."""
        config = in_folder(config, tmp_path / "term")
        real = loop.update

        def update_and_ask(bench, collected, step, kl_coef):
            if step == 1:
                os.kill(os.getpid(), signal.SIGTERM)
            return real(bench, collected, step, kl_coef)

        with monkeypatch.context() as patch, pytest.raises(Stopped, match="stopped after step 1; the same command"):
            patch.setattr(loop, "update", update_and_ask)
            train(config, QUIET)
        assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
        assert rows_of(tmp_path / "term" / "events.jsonl")[-1] == {"step": 1, "kind": "stop", "signal": "SIGTERM"}
        train(config, QUIET)
        assert (tmp_path / "term" / "metrics.jsonl").read_bytes() == (straight.path / "metrics.jsonl").read_bytes()

    def test_a_full_disk_stops_with_the_last_checkpoint(self, config, monkeypatch):
        real = loop.save

        def full(bench, run, progress):
            if progress.step == 4:
                raise CheckpointError("cannot write step-000004: No space left on device")
            return real(bench, run, progress)

        with monkeypatch.context() as patch, pytest.raises(CheckpointError):
            patch.setattr(loop, "save", full)
            train(config, QUIET)
        assert train(config, QUIET).resets == 2


def test_sample_metrics():
    """Ungradeable episodes count in one metric alone."""

    def stats(env_id, reward, gradeable=True):
        return EpisodeStats(
            env_id=env_id,
            reward=reward,
            solved=reward == 1,
            tokens=4,
            truncated=reward == 0,
            gradeable=gradeable,
            kept=env_id == "a",
        )

    episodes = (stats("a", 1.0), stats("a", 0.5), stats("b", 0.0), stats("b", 0.0, gradeable=False))
    found = loop._sample_metrics(Collected(own=(), kept=1, drawn=2, rounds=1, episodes=episodes, samples=()))
    assert found == {
        "reward/mean": 0.5,
        "reward/solved": pytest.approx(1 / 3),
        "reward/a": 0.75,
        "reward/b": 0.0,
        "solved/a": 0.5,
        "solved/b": 0.0,
        "sample/kept": 0.5,
        "sample/reused": 0.0,
        "sample/staleness": 0.0,
        "sample/useful_tokens": 0.5,
        "sample/groups": 1.0,
        "sample/rounds": 1.0,
        "sample/episodes": 4.0,
        "sample/tokens": 16.0,
        "sample/truncated": pytest.approx(1 / 3),
        "sample/length": 4.0,
        "sample/ungradeable": 0.25,
    }
