"""The arms of the long run.

    python benchmarks/long_run/arms.py BASE FOLDER [--arms A0 A2 …] [--seeds 1 2 3] [--processes 2]

Each run is `prorl train long-run.toml` with the changes of its arm, one thread a process. A run that is complete is not
done again, one that was interrupted goes on. A6 and A7 repeat the resets of A5's run with the same seed, which must be
there; A8c, A9 and A9t go on from the end of A8's with other items, and A9t takes as much processor time as A8c did.
`FOLDER/ARM-SEED` is a run's folder, `FOLDER/ARM-SEED.log` what it printed.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
KL = {"1e-4": 1e-4, "1e-3": 1e-3, "1e-2": 1e-2, "5e-2": 5e-2}
STAGNATION = ("reference.patience=3",)
V2 = (
    "advantage.estimator=reinforce_pp_baseline",
    "loss.clip_high=0.28",
    "mismatch.correction=tis",
    "mismatch.low=0",
    "mismatch.high=2",
    "cosine.weight=1",
    "cosine.on=20",
    "cosine.off=100",
    "kl.coef=1e-2",
    *STAGNATION,
    "reset.optimizer=keep",
)
LARGE_GROUPS = ("rollout.groups=8", "rollout.group_size=128")
FROM_A8 = ("A8c", "A9", "A9t")
"""Arms that go on from the end of A8: with its own groups, and with large ones for as many samples or as much time."""
OTHER_ITEMS = 1000
"""Added to the seed of a run that goes on from another."""
SMALL_STEPS, LARGE_STEPS = 200, 50
"""200 steps of 16 groups of 16 and 50 of 8 groups of 128 are 51,200 samples each."""

ARMS: dict[str, tuple[str, ...]] = {
    "A0": ("dynamic.keep=all", "dynamic.max_rounds=1", "loss.clip_high=0.2"),
    "A2": ("dynamic.keep=all", "dynamic.max_rounds=1"),
    "A3": (),
    **{f"A4-{name}": (f"kl.coef={value}",) for name, value in KL.items()},
    **{f"A5-{name}": (f"kl.coef={value}", *STAGNATION, "reset.optimizer=zero") for name, value in KL.items()},
    **{f"A6-{name}": (f"kl.coef={value}", "reset.optimizer=keep") for name, value in KL.items()},
    **{f"A7-{name}": (f"kl.coef={value}", "reset.source=keep", "reset.optimizer=zero") for name, value in KL.items()},
    "A8": V2,
    "A8c": V2,
    "A9": (*V2, *LARGE_GROUPS),
    "A9t": (*V2, *LARGE_GROUPS),
}
"""What an arm changes."""


def resets_of(run: Path) -> list[int]:
    """Steps after which a run's reference was reset."""
    from prorl.train.run_log import read_run

    return [event["step"] for event in read_run(run).resets]


def seconds_of(run: Path) -> float:
    """Processor time of all steps of a run."""
    from prorl.train.run_log import read_run

    return sum(row["time/cpu"] for row in read_run(run).timings)


def steps_of(arm: str, seed: int, folder: Path, steps: int) -> int:
    """How long an arm's run is; A9t's from the times of A8c's and A9's runs with the same seed."""
    if arm == "A9t":
        ratio = seconds_of(folder / f"A8c-{seed}") / seconds_of(folder / f"A9-{seed}")
        return max(1, round(LARGE_STEPS * ratio))
    return {"A8c": SMALL_STEPS, "A9": LARGE_STEPS}.get(arm, steps)


def overrides(arm: str, seed: int, base: Path, folder: Path, steps: int) -> list[str]:
    """Settings of one run over those of long-run.toml; `steps` are those of the arms from the base."""
    if arm in FROM_A8:
        base = folder / f"A8-{seed}" / "checkpoints" / f"step-{steps:06d}"
        steps = steps_of(arm, seed, folder, steps)
    stream = seed + OTHER_ITEMS if arm in FROM_A8 else seed
    common = [f"run.dir={folder / f'{arm}-{seed}'}", f"run.seed={stream}", f"run.steps={steps}", f"model.path={base}"]
    changes = [*common, *ARMS[arm]]
    kind, _, coefficient = arm.partition("-")
    if kind in ("A6", "A7"):
        changes.append(f"reference.at={resets_of(folder / f'A5-{coefficient}-{seed}')}")
    return changes


def done(run: Path, steps: int) -> bool:
    """Whether a run has its last checkpoint."""
    return (run / "checkpoints" / f"step-{steps:06d}" / "progress.json").exists()


def train(arm: str, seed: int, options: argparse.Namespace) -> str:
    """One run, from where it is; a line about how it ended."""
    run = options.folder / f"{arm}-{seed}"
    if done(run, steps_of(arm, seed, options.folder, options.steps)):
        return f"{run.name}: was complete"
    changes = overrides(arm, seed, options.base, options.folder, options.steps)
    command = [sys.executable, "-m", "prorl.train.cli", "train", str(HERE / "long-run.toml")]
    command += [part for change in changes for part in ("--set", change)]
    environ = os.environ | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
    with run.with_suffix(".log").open("a") as log:
        code = subprocess.run(command, env=environ, stdout=log, stderr=log, check=False).returncode
    return f"{run.name}: {'complete' if code == 0 else f'ended with exit code {code}'}"


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--arms", nargs="+", default=["A0", "A2", "A3"], choices=list(ARMS))
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args(arguments)


def main() -> None:
    """Seed by seed, so that every arm has as many runs as any other whenever this is stopped."""
    options = parse()
    options.folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(options.processes) as pool:
        jobs = [(arm, seed) for seed in options.seeds for arm in options.arms]
        for line in pool.map(lambda job: train(*job, options), jobs):
            print(line, flush=True)


if __name__ == "__main__":
    main()
