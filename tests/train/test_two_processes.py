"""Two processes do what one does: twenty steps of everything that is summed, drawn or dealt over processes.

In float64, because the policy loss is a sum of terms that cancel: float32 rounds each of them to 6e-8, and what is left
may be a thousand times smaller.
"""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from prorl.train.config import (
    AdvantageConfig,
    DynamicConfig,
    KlConfig,
    LevelsConfig,
    LossConfig,
    MismatchConfig,
    ReferenceConfig,
    RolloutConfig,
)
from prorl.train.configuring import to_toml

FAKES = Path(__file__).parent / "train_fakes.py"
TORCHRUN = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
ACCELERATE = [sys.executable, "-m", "accelerate.commands.launch", "--multi_gpu", "--num_processes", "2"]
ACCELERATE += ["--num_machines", "1", "--mixed_precision", "no", "--dynamo_backend", "no"]
EXACT = "reward/ solved/ sample/ level/ eval/"
"""Counts and shares: no rounding may change them."""
TOLERANCE = 1e-7
"""Relative. Sums in another order differ by 1e-16, which twenty steps of Adam enlarge where moments are small."""


@pytest.fixture
def twenty(config):
    """Twenty steps of five groups, which two processes cannot share evenly."""
    return replace(
        config,
        run=replace(config.run, steps=20, checkpoint_every=100),
        model=replace(config.model, dtype="float64"),
        rollout=replace(config.rollout, groups=5),
        reference=ReferenceConfig(every=6, min_gap=1, patience=0),
        evaluation=replace(config.evaluation, every=10),
    )


CASES = {
    "grpo, surplus, refill, adaptive KL, levels, tis": {
        "dynamic": DynamicConfig(oversample=1.4, max_age=2, max_rounds=4),
        "mismatch": MismatchConfig(correction="tis"),
        "kl": KlConfig(coef=0.05, target=0.05, horizon=100.0),
        "levels": LevelsConfig(target=0.4),
    },
    "reinforce_pp_baseline, KL in the reward": {
        "advantage": AdvantageConfig(estimator="reinforce_pp_baseline"),
        "kl": KlConfig(coef=0.02, place="reward"),
    },
    "one step ahead, refill, icepop": {
        "rollout": RolloutConfig(groups=5, group_size=3, max_new_tokens=6, ahead=1),
        "dynamic": DynamicConfig(max_rounds=3),
        "mismatch": MismatchConfig(correction="icepop"),
    },
    "rloo, gspo, every group": {
        "advantage": AdvantageConfig(estimator="rloo"),
        "loss": LossConfig(policy="gspo"),
        "dynamic": DynamicConfig(keep="all"),
    },
}


def run(config, folder, launcher):
    """The rows of metrics of a run with a launcher, and in how many processes it ran."""
    recipe = folder.with_suffix(".toml")
    recipe.write_text(to_toml(replace(config, run=replace(config.run, dir=str(folder)))))
    env = os.environ | {"PYTHONPATH": str(FAKES.parent)}
    done = subprocess.run([*launcher, str(FAKES), str(recipe)], capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    rows = [[json.loads(line) for line in (folder / name).read_text().splitlines()] for name in FILES]
    return rows[0], rows[1][0]["processes"]


FILES = ("metrics.jsonl", "events.jsonl")


def assert_equal(rows, others, relative):
    assert [row["step"] for row in rows] == list(range(len(others)))
    for row, other in zip(rows, others, strict=True):
        assert row.keys() == other.keys()
        for name, value in row.items():
            if name.startswith(tuple(EXACT.split())):
                assert value == pytest.approx(other[name], rel=1e-12), (row["step"], name)
            else:
                floor = 1e-9 if name.startswith("policy/mismatch") else 1e-12  # the engine reports float32
                assert value == pytest.approx(other[name], rel=relative, abs=floor), (row["step"], name)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_torchrun(twenty, tmp_path, case):
    config = replace(twenty, **case)
    alone, processes = run(config, tmp_path / "one", [sys.executable])
    assert (processes, len(alone)) == (1, 21)
    together, processes = run(config, tmp_path / "two", TORCHRUN)
    assert processes == 2
    assert_equal(together, alone, TOLERANCE)


@pytest.mark.slow
def test_accelerate_launch(twenty, tmp_path):
    """On a CPU accelerate starts several processes for `--multi_gpu` alone; ACCELERATE_USE_CPU=1 keeps them there."""
    alone, _ = run(twenty, tmp_path / "one", [sys.executable])
    together, processes = run(twenty, tmp_path / "two", ACCELERATE)
    assert processes == 2
    assert_equal(together, alone, TOLERANCE)
