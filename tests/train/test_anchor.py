import json
from dataclasses import replace

import pytest
import torch

from prorl.train.anchor import BY_HAND, reset_if_due
from prorl.train.checkpoint import Progress, load, save
from prorl.train.config import ReferenceConfig
from prorl.train.resets import ResetState
from prorl.train.rundir import RunDir
from prorl.train.sampling import collect
from prorl.train.setup import build
from prorl.train.update import update
from prorl.train.weights import trained


@pytest.fixture
def run(tmp_path):
    (tmp_path / "anchor").mkdir()
    return RunDir(tmp_path / "anchor")


def events(run):
    return [json.loads(line) for line in run.events.read_text().splitlines()]


def same_weights(model, weights):
    return all(torch.equal(tensor, weights[name]) for name, tensor in trained(model).items())


def one_step(bench):
    updated = update(bench, collect(bench, 1), 1, 0.01)
    bench.snapshots.after_step(bench.loaded.model)
    return updated


def configured(config, change, **reset):
    return change(config, reset=reset, reference={"patience": 0, "every": 1, "min_gap": 0})


@pytest.mark.parametrize(("optimizer", "moments"), [("keep", True), ("zero", False), ("rebuild", False)])
def test_optimizer(config, change, run, optimizer, moments):
    bench = build(change(configured(config, change, optimizer=optimizer), optim={"warmup_steps": 10}))
    updated = one_step(bench)
    rate = bench.optimizer.param_groups[0]["lr"]
    progress = reset_if_due(bench, run, Progress(step=1), updated.metrics["policy/kl_ref"], updated.probe)
    assert progress.resets == ResetState(last_reset=1, count=1)
    assert (len(bench.optimizer.state_dict()["state"]) > 0) == moments
    first = bench.config.optim.lr / 11
    assert bench.optimizer.param_groups[0]["lr"] == pytest.approx(first if optimizer == "rebuild" else rate)
    assert rate > 2 * first


def test_record(config, change, run):
    bench = build(configured(config, change))
    before = bench.reference.digest()
    updated = one_step(bench)
    reset_if_due(bench, run, Progress(step=1), updated.metrics["policy/kl_ref"], updated.probe)
    assert same_weights(bench.loaded.model, bench.reference.weights)
    event = events(run)[0]
    assert event["reference_before"] == before != event["reference"]
    assert event["reference"] == event["policy"] == bench.reference.digest()
    assert (event["kind"], event["trigger"], event["source"], event["step"]) == ("reset", "period", "current", 1)
    assert event["kl_before"] == updated.metrics["policy/kl_ref"]
    assert event["kl_after"] == 0.0


def test_source_best(config, change, run):
    """The best weights are kept when they are met, and a later reset goes back to them, not to the policy."""
    bench = build(configured(config, change, source="best"))
    one_step(bench)
    bench.snapshots.after_best(bench.loaded.model)
    best = {name: tensor.clone() for name, tensor in bench.loaded.model.state_dict().items()}
    updated = one_step(bench)
    reset_if_due(bench, run, Progress(step=2), 0.1, updated.probe)
    assert all(torch.equal(tensor, best[name]) for name, tensor in bench.reference.weights.items())
    assert not same_weights(bench.loaded.model, best)
    assert events(run)[0]["kl_after"] > 0


def test_source_ema(config, change, run):
    bench = build(configured(config, change, source="ema", ema_decay=0.75))
    start = bench.loaded.model.lm_head.weight.clone()
    updated = one_step(bench)
    reset_if_due(bench, run, Progress(step=1), 0.1, updated.probe)
    expected = 0.75 * start + 0.25 * bench.loaded.model.lm_head.weight
    torch.testing.assert_close(bench.reference.weights["lm_head.weight"], expected)


def test_source_keep_resets_the_optimizer_alone(config, change, run):
    bench = build(configured(config, change, source="keep"))
    before = bench.reference.digest()
    updated = one_step(bench)
    reset_if_due(bench, run, Progress(step=1), 0.1, updated.probe)
    event = events(run)[0]
    assert event["reference"] == event["reference_before"] == before != event["policy"]
    assert event["kl_after"] > 0
    assert not bench.optimizer.state_dict()["state"]


@pytest.mark.parametrize("source", ["best", "ema"])
def test_snapshot_survives_a_checkpoint(config, change, run, source):
    bench = build(configured(config, change, source=source))
    one_step(bench)
    path = save(bench, run, Progress(step=1))
    other = build(bench.config)
    load(other, path)
    kept, again = (b.snapshots.source(b.loaded.model) for b in (bench, other))
    assert all(torch.equal(tensor, again[name]) for name, tensor in kept.items())


def test_by_hand(config, change, run):
    bench = build(change(config, reference={"patience": 0, "every": 0, "min_gap": 50}))
    progress = Progress(step=1)
    assert reset_if_due(bench, run, progress, 9.0, None) is progress
    (run.path / BY_HAND).touch()
    assert reset_if_due(bench, run, progress, 9.0, None).resets.count == 1
    assert events(run)[0]["trigger"] == "manual"
    assert not (run.path / BY_HAND).exists()


def test_not_due(bench, run):
    bench.config = replace(bench.config, reference=ReferenceConfig(patience=0))
    progress = Progress(step=1)
    assert reset_if_due(bench, run, progress, 9.0, None) is progress
