"""Programs that follow a run: each step once, whatever happens to the run."""

import json
from typing import ClassVar

import pytest
from accelerate.tracking import LOGGER_TYPE_TO_CLASS

from prorl.registry.errors import UserError
from prorl.train.config import Config
from prorl.train.config_logging import LoggingConfig
from prorl.train.configuring import load_config, to_toml
from prorl.train.rundir import RunDir
from prorl.train.start import start
from prorl.train.trackers import Trackers, check_trackers

SMALL = [
    *("run.checkpoint_every=2", "rollout.groups=2", "rollout.group_size=2", "rollout.max_new_tokens=8"),
    *("evaluation.items=1", "evaluation.samples=1", "dynamic.keep='all'", "optim.updates=1"),
]


class Fake:
    """Remembers what it was told; raises where it should."""

    requires_logging_directory = True
    made: ClassVar[list["Fake"]] = []
    breaks_at = None

    def __init__(self, run_name, logging_dir, **options):
        self.options = {"run_name": run_name, "logging_dir": logging_dir} | options
        self.rows, self.finished = [], False
        Fake.made.append(self)

    def start(self):
        if self.breaks_at == "start":
            raise RuntimeError("no key")

    def log(self, values, step=None):
        if step == self.breaks_at:
            raise ConnectionError("gone")
        self.rows.append((step, values))

    def finish(self):
        self.finished = True


@pytest.fixture
def fake(monkeypatch):
    monkeypatch.setitem(LOGGER_TYPE_TO_CLASS, "wandb", Fake)
    monkeypatch.setattr(Fake, "made", [])
    monkeypatch.setattr(Fake, "breaks_at", None)
    return Fake


@pytest.fixture
def run(tmp_path):
    run = RunDir(tmp_path / "mine")
    run.open(Config(), fresh=False)
    for step in (0, 1, 2):
        run.append(run.metrics, {"step": step, "x": step / 2, "note": "text"})
        run.append(run.timings, {"step": step, "time/step": 5.0})
    return run


CONFIG = Config(logging=LoggingConfig(trackers=("wandb",), project="maze"))


def opened(run, faults=None):
    trackers = Trackers()
    found = [] if faults is None else faults
    trackers.open(CONFIG, run.path, lambda step, message: found.append((step, message)))
    return trackers


class TestTelling:
    def test_history_first_then_every_step(self, run, fake):
        trackers = opened(run)
        trackers.log(3, {"x": 9, "bad": float("nan"), "flag": True})
        (only,) = fake.made
        assert only.rows == [(step, {"x": step / 2, "time/step": 5.0}) for step in (0, 1, 2)] + [(3, {"x": 9.0})]
        trackers.close()
        assert only.finished

    def test_no_step_twice(self, run, fake):
        """The run was told up to 3, rewound to 2 and does 3 again."""
        opened(run).log(3, {"x": 9})
        again = opened(run)
        again.log(3, {"x": 9})
        again.log(4, {"x": 10})
        assert [step for step, _ in fake.made[1].rows] == [4]

    def test_a_resumed_run_is_the_same_run_there(self, run, fake):
        opened(run)
        opened(run)
        first, second = (one.options for one in fake.made)
        assert first == second
        assert first["run_name"] == "maze"
        assert (first["name"], first["resume"], first["dir"]) == ("mine", "allow", str(run.path))
        assert len(first["id"]) == 12

    def test_one_that_fails_is_dropped_and_named(self, run, fake, monkeypatch):
        monkeypatch.setattr(fake, "breaks_at", 1)
        faults = []
        trackers = opened(run, faults)
        trackers.log(3, {"x": 1})
        assert faults == [(1, "wandb is told nothing more: ConnectionError: gone")]
        assert [step for step, _ in fake.made[0].rows] == [0]
        assert json.loads((run.path / "trackers.json").read_text())["told"] == {"wandb": 0}

    def test_one_that_does_not_start(self, run, fake, monkeypatch):
        monkeypatch.setattr(fake, "breaks_at", "start")
        with pytest.raises(UserError, match="trackers: wandb does not start: RuntimeError: no key"):
            opened(run)

    def test_none(self, run):
        trackers = Trackers()
        trackers.open(Config(), run.path, lambda step, message: None)
        trackers.log(1, {"x": 1})
        trackers.close()
        assert not (run.path / "trackers.json").exists()


class TestConfig:
    def test_unknown(self):
        with pytest.raises(UserError, match="'tensorbord' is unknown; did you mean 'tensorboard'"):
            check_trackers(Config(logging=LoggingConfig(trackers=("tensorbord",))))

    def test_not_installed(self, monkeypatch):
        monkeypatch.setattr("accelerate.tracking.get_available_trackers", lambda: ["tensorboard"])
        check_trackers(Config(logging=LoggingConfig(trackers=("tensorboard",))))
        with pytest.raises(UserError, match="'trackio' needs the package trackio: pip install trackio"):
            check_trackers(Config(logging=LoggingConfig(trackers=("tensorboard", "trackio"))))

    def test_a_list_of_any_length(self, tmp_path):
        for names in ([], ["wandb"], ["wandb", "trackio"]):
            config = load_config("quickstart", [f"logging.trackers={json.dumps(names)}"])
            assert config.logging.trackers == tuple(names)
            (tmp_path / "config.toml").write_text(to_toml(config))
            assert load_config(str(tmp_path / "config.toml")).logging == config.logging

    @pytest.mark.parametrize("value", ["'wandb'", "[1]"])
    def test_anything_else_is_refused(self, value):
        with pytest.raises(UserError, match=r"logging\.trackers must be"):
            load_config("quickstart", [f"logging.trackers={value}"])

    def test_a_run_may_change_its_trackers(self, run):
        run.open(CONFIG, fresh=False)


def test_tensorboard_hears_every_step_of_a_resumed_run_once(tmp_path):
    """Two steps without it, two with it, then the last checkpoint is lost and the run goes on."""
    accumulators = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    folder = tmp_path / "run"

    def go(steps, *more):
        overrides = [f"run.dir='{folder}'", f"run.steps={steps}", *SMALL, *more]
        start("quickstart", envs=("prorl/sort-digits-v0",), model=None, overrides=overrides, fresh=False)

    go(2)
    go(4, "logging.trackers=['tensorboard']")
    for file in sorted(folder.glob("checkpoints/step-000004/**/*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    (folder / "checkpoints" / "step-000004").rmdir()
    go(5, "logging.trackers=['tensorboard']")
    written = accumulators.EventAccumulator(str(folder / "tensorboard"))
    written.Reload()
    rows = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    assert [event.step for event in written.Scalars("sample/length")] == [1, 2, 3, 4, 5]
    lengths = [row["sample/length"] for row in rows if "sample/length" in row]
    assert [event.value for event in written.Scalars("sample/length")] == pytest.approx(lengths)
    assert [event.step for event in written.Scalars("eval/mean/pass@1")] == [0, 2, 4, 5]
    assert "time/step" in written.Tags()["scalars"]
