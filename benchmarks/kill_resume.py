"""Kill a run with SIGKILL at random moments, run the same command again until it is done, and compare the bytes.

    python benchmarks/kill_resume.py [--kills 3] [--steps 12]

Prints one row per kill and whether `metrics.jsonl` equals that of a run that was never interrupted. Exit code 1 if not.
"""

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SETTINGS = (
    "run.checkpoint_every=3",
    "evaluation.every=4",
    "evaluation.items=4",
    "evaluation.samples=2",
    "rollout.groups=6",
    "rollout.group_size=8",
    "reference.every=5",
    "reference.min_gap=1",
)


def command(folder: Path, steps: int) -> list[str]:
    overrides = [f"run.dir={folder}", f"run.steps={steps}", *SETTINGS]
    pairs = [part for override in overrides for part in ("--set", override)]
    return [sys.executable, "-m", "prorl.train.cli", "train", "quickstart", *pairs]


def kill_once(folder: Path, steps: int, after_rows: int, rng: random.Random) -> str:
    """Start the run and kill it some time after its `after_rows`-th metrics row; returns what was there then."""
    process = subprocess.Popen(command(folder, steps), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and rows(folder) < after_rows:
        time.sleep(0.02)
    time.sleep(rng.uniform(0, 1.0))
    process.send_signal(signal.SIGKILL)
    process.wait()
    found = sorted(path.name for path in (folder / "checkpoints").glob("*"))
    return f"killed with {rows(folder)} rows, {', '.join(found) or 'no checkpoint'}"


def rows(folder: Path) -> int:
    path = folder / "metrics.jsonl"
    return len(path.read_text().splitlines()) if path.exists() else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--steps", type=int, default=12)
    args = parser.parse_args()
    rng = random.Random(0)
    with tempfile.TemporaryDirectory() as scratch:
        straight, killed = Path(scratch) / "straight", Path(scratch) / "killed"
        subprocess.run(command(straight, args.steps), check=True, stdout=subprocess.DEVNULL)
        for number in range(args.kills):
            target = 1 + (number + 1) * args.steps // (args.kills + 1)
            print(f"kill {number + 1}: {kill_once(killed, args.steps, target, rng)}", flush=True)
        subprocess.run(command(killed, args.steps), check=True, stdout=subprocess.DEVNULL)
        events = [json.loads(line)["kind"] for line in (killed / "events.jsonl").read_text().splitlines()]
        equal = (straight / "metrics.jsonl").read_bytes() == (killed / "metrics.jsonl").read_bytes()
        print(f"{args.steps} steps, {args.kills} kills, {events.count('resume')} resumes: metrics.jsonl equal: {equal}")
    sys.exit(0 if equal else 1)


if __name__ == "__main__":
    main()
