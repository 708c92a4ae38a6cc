"""Sample models of the long run on held-out items.

    python benchmarks/long_run/measure.py base|arm|cool|matched FOLDER NAME=MODEL …

`base` is the full grid with n = 1,024 and a second sample of the first model as the null; `arm` the trained levels with
n = 128. `cool` and `matched` are `arm` at temperature 0.6 and top-p 0.95, and with every model at the temperature at
which it is as uncertain as the first. Two processes share the items, one thread each; the same command goes on after an
interruption. The samples lie in FOLDER, the counts of every item go to FOLDER/counts.json.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import traces

TRAINED, LARGER = (0, 1, 2, 3), (4, 5, 6)
UNSEEN = ("letter-counting", "lcm", "caesar-cipher", "count-bits", "base-conversion")
PROCESSES = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """What is sampled."""

    targets: tuple[str, ...]
    """`ID@LEVEL` each."""
    items: int
    """Of each target."""
    samples: int
    """Of each item."""
    options: tuple[str, ...] = ()
    """Further ones of `prorl eval`."""


def cell(name: str, level: int) -> str:
    """Example: `prorl/gcd-v0@4`."""
    return f"prorl/{name}-v0@{level}"


def larger(name: str) -> tuple[str, ...]:
    """The levels over the trained ones that an environment has."""
    most = traces.task_of(name).levels.maximum
    return tuple(cell(name, level) for level in LARGER if most is None or level <= most)


def grids() -> dict[str, Grid]:
    """By name."""
    names = [lesson.name for lesson in traces.LESSONS]
    trained = tuple(cell(name, level) for name in names for level in TRAINED)
    beyond = tuple(target for name in names for target in larger(name))
    unseen = tuple(cell(name, level) for name in UNSEEN for level in (0, 1))
    return {
        "base": Grid(targets=trained + beyond + unseen, items=6, samples=1024),
        "arm": Grid(targets=trained, items=6, samples=128),
        "cool": Grid(targets=trained, items=6, samples=128, options=("--temperature", "0.6", "--top-p", "0.95")),
        "matched": Grid(targets=trained, items=6, samples=128, options=("--match-entropy",)),
    }


def command(grid: Grid, folder: Path, models: list[str], null: bool) -> list[str]:
    """That of `prorl eval`; the first model is the base."""
    words = [sys.executable, "-m", "prorl.train.cli", "eval", *models[1:], "--base", models[0]]
    words += ["--null"] if null else []
    words += [
        "--preset",
        "plain",
        *grid.options,
        "-n",
        str(grid.samples),
        "--items",
        str(grid.items),
        "--max-tokens",
        "96",
    ]
    words += ["--block", "4096", "--rows", "512", "--out", str(folder), "--format", "json"]
    return words + [word for target in grid.targets for word in ("--env", target)]


def sample(words: list[str]) -> None:
    """In processes that share the items."""
    environ = os.environ | {"OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
    shards = [[*words, "--shard", f"{number}/{PROCESSES}"] for number in range(PROCESSES)]
    running = [subprocess.Popen(shard, env=environ, stdout=subprocess.DEVNULL) for shard in shards]
    codes = [process.wait() for process in running]
    if any(codes):
        sys.exit(f"prorl eval ended with {codes}")


def counts(folder: Path) -> dict:
    """Of every model: target -> a row for each item with its hash, judged, solved, tokens, surprisal, truncated."""
    from prorl.train.measure.evaluation import load_evaluation

    evaluation = load_evaluation(folder)
    assert evaluation.complete, evaluation.missing
    found: dict[str, dict[str, list]] = {}
    for label, tallies in evaluation.tallies.items():
        for tally in tallies:
            row = [tally.item, tally.judged, tally.solved, tally.tokens, round(tally.surprisal, 3), tally.truncated]
            found.setdefault(label, {}).setdefault(tally.name, []).append(row)
    return {"columns": ["item", "judged", "solved", "tokens", "surprisal", "truncated"], "models": found}


def main(name: str, folder: Path, models: list[str]) -> None:
    """Sample, then count."""
    sample(command(grids()[name], folder, models, null=name == "base"))
    (folder / "counts.json").write_text(json.dumps(counts(folder)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
