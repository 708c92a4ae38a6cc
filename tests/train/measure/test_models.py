import json

import pytest

from prorl.agents.load import bundled_folder
from prorl.registry.errors import UserError
from prorl.train.measure.models import fingerprint, models_of


@pytest.fixture
def run(tmp_path):
    """A run's folder with two checkpoints."""
    run = tmp_path / "short run"
    for step in (20, 40):
        (run / "checkpoints" / f"step-{step:06d}").mkdir(parents=True)
    (run / "checkpoints" / ".writing-000060").mkdir()
    (run / "config.toml").write_text('[mixture]\n"prorl/sort-digits-v0" = 1\n')
    return run


def names(models):
    return [(model.label, model.role, model.step) for model in models]


def test_checkpoints_of_a_run(run):
    models = models_of([str(run)], "0,20,last", None, null=False)
    assert names(models) == [("short-run@0", "base", 0), ("short-run@20", "model", 20), ("short-run@40", "model", 40)]
    assert models[0].path == str(bundled_folder())
    assert models[1].path == str((run / "checkpoints" / "step-000020").resolve())


def test_a_run_is_its_last_checkpoint(run):
    assert names(models_of([str(run)], None, None, null=False)) == [("short-run@40", "model", 40)]


def test_base_null_and_labels(run):
    models = models_of([f"mine={run}", "other=bundled"][:1], None, "start=bundled", null=True)
    assert names(models) == [("start", "base", None), ("mine@40", "model", 40), ("start-null", "null", None)]
    assert [model.stream for model in models] == [1, 0, 2]
    assert models[0].path == models[2].path


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("{run}", "0,30", None, False), r"no checkpoint '30' \(there are: 0, 20, 40\)"),
        (("{run}", "first", None, False), "takes steps, 0 and 'last'"),
        (("bundled", "0", None, False), "--checkpoints needs a run's folder"),
        (("bundled", None, None, True), "--null samples the base a second time"),
        (("bundled", None, "bundled", False), "two models are called .bundled."),
    ],
)
def test_mistakes(run, arguments, message):
    name, checkpoints, base, null = arguments
    with pytest.raises(UserError, match=message):
        models_of([name.format(run=run)], checkpoints, base, null)


def test_the_fingerprint_is_of_the_files(tmp_path):
    assert fingerprint("owner/name") == ""
    (tmp_path / "model.safetensors").write_bytes(b"x" * 3_000_000)
    before = fingerprint(str(tmp_path))
    (tmp_path / "config.json").write_text(json.dumps({}))
    with_config = fingerprint(str(tmp_path))
    (tmp_path / "model.safetensors").write_bytes(b"x" * 2_999_999 + b"y")
    assert len({before, with_config, fingerprint(str(tmp_path))}) == 3
