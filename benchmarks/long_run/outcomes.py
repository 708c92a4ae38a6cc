"""The arms side by side: `python benchmarks/long_run/outcomes.py RUNS COUNTS [--write]`.

RUNS is the folder of `arms.py`; COUNTS the JSON of `measure.py arm` over the ends of its runs, each labelled ARM-SEED
like its folder, the base first. All figures are for the cells (environment and level) that the arms train on, and for
the others. Letters: S seeds, I items, k responses that a model is given.
"""

import argparse
import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean

import numpy as np
from strata import tally_of

from prorl.train.measure.estimators import counts, pass_at_k
from prorl.train.measure.seeds import OverSeeds, aggregate
from prorl.train.measure.tally import Tally
from prorl.train.run_log import read_run

RESULT = Path(__file__).parents[2] / "docs" / "results" / "long-run" / "arms.json"
MIXTURE = Path(__file__).parent / "long-run.toml"
KS = (1, 32)
LAST = 20
"""Steps at the end of a run over which its entropy is averaged."""
PAIRS = (("A2", "A0"), ("A3", "A2"), ("A4", "A3"), ("A5", "A4"), ("A6", "A4"), ("A7", "A4"), ("A8", "A5"), ("T", "A0"))
"""Which arm is compared with which, at equal coefficients where they have one."""

Models = Mapping[str, Mapping[str, Sequence[Tally]]]
"""Label -> cell -> a tally for each item."""


def read(file: Path) -> Models:
    """The counts of a measurement."""
    models = json.loads(file.read_text())["models"]
    return {
        label: {name: [tally_of(name, row) for row in rows] for name, rows in m.items()} for label, m in models.items()
    }


def within(models: Models, cells: Sequence[str]) -> Models:
    """The same models on some cells."""
    return {label: {name: m[name] for name in m if name in cells} for label, m in models.items()}


def parts(models: Models) -> dict[str, Models]:
    """The cells that the arms train on, and the others."""
    mixture = tomllib.loads(MIXTURE.read_text())["mixture"]
    others = [name for name in next(iter(models.values())) if name not in mixture]
    return {"trained": within(models, list(mixture)), "others": within(models, others)}


def by_arm(models: Models) -> dict[str, dict[int, str]]:
    """Arm -> seed -> label. Example: `A4-1e-2-3` is seed 3 of the arm `A4-1e-2`; what ends in no number is no arm."""
    found: dict[str, dict[int, str]] = {}
    for label in models:
        arm, _, seed = label.rpartition("-")
        if arm and seed.isdigit():
            found.setdefault(arm, {})[int(seed)] = label
    return found


def estimates(models: Models, labels: Sequence[str], k: int) -> dict[str, np.ndarray]:
    """Cell -> pass@k of each run and item, [S, I]."""
    return {cell: np.stack([pass_at_k(*counts(models[m][cell]), k) for m in labels]) for cell in models[labels[0]]}


def plain(found: OverSeeds) -> dict:
    """For JSON."""
    mean = found.mean
    return {"mean": [mean.value, mean.low, mean.high], "by_seed": found.by_seed, "scatter": found.scatter}


def compared(models: Models, first: Mapping[int, str], second: Mapping[int, str]) -> dict | None:
    """pass@k of one arm less that of another, seed by seed and item by item; `None` without a common seed."""
    seeds = sorted(first.keys() & second.keys())
    if not seeds:
        return None
    found = {}
    for k in KS:
        one, other = (estimates(models, [arm[seed] for seed in seeds], k) for arm in (first, second))
        found[str(k)] = plain(aggregate({cell: one[cell] - other[cell] for cell in one}))
    return {"seeds": seeds, "differences": found}


def partners(arm: str, arms: Mapping[str, object]) -> list[str]:
    """The arms that an arm is compared with. Example: `A5-1e-2` with `A4-1e-2`; `A4-1e-2` with `A3`."""
    kind, _, coefficient = arm.partition("-")
    wanted = [other for one, other in PAIRS if one == kind]
    names = [f"{other}-{coefficient}" if f"{other}-{coefficient}" in arms else other for other in wanted]
    return [name for name in names if name in arms]


def facts(run: Path) -> dict:
    """What a run says of itself: entropy and KL at its end, share of kept groups, tokens, seconds, resets."""
    if not run.is_dir() or not (run / "metrics.jsonl").exists():
        return {}
    log = read_run(run)
    rows = [row for row in log.metrics if "sample/tokens" in row]
    tail = [row["policy/entropy"] for row in rows[-LAST:] if "policy/entropy" in row]
    kl = [row["policy/kl_base"] for row in rows if "policy/kl_base" in row]
    return {
        "steps": rows[-1]["step"],
        "entropy": fmean(tail) if tail else None,
        "kl_base": kl[-1] if kl else None,
        "kept": fmean(row["sample/kept"] for row in rows),
        "tokens": sum(row["sample/tokens"] for row in rows),
        "cpu_s": sum(row["time/cpu"] for row in log.timings),
        "resets": [event["step"] for event in log.resets],
    }


def outcomes(models: Models, runs: Path | None = None) -> dict:
    """All arms and all comparisons; with the folder of runs also what each run says of itself."""
    arms = by_arm(models)
    rows, pairs = {}, []
    for arm, seeds in sorted(arms.items()):
        labels = [seeds[seed] for seed in sorted(seeds)]
        passed = {str(k): plain(aggregate(estimates(models, labels, k))) for k in KS}
        rows[arm] = {"seeds": sorted(seeds), "passed": passed}
        if runs is not None:
            rows[arm]["runs"] = {m: facts(runs / m) for m in labels}
        for other in partners(arm, arms):
            if (found := compared(models, seeds, arms[other])) is not None:
                pairs.append({"arm": arm, "than": other} | found)
    return {"arms": rows, "pairs": pairs}


def percent(values: Sequence[float]) -> str:
    return "{:.1f} [{:.1f}, {:.1f}]".format(*(100 * value for value in values))


def table(found: dict) -> str:
    """Arms, then comparisons, in Markdown."""
    lines = ["| arm | seeds | pass@1, % | pass@32, % | entropy, nats | resets |", "|---|---|---|---|---|---|"]
    for arm, row in found["arms"].items():
        runs = [run for run in row.get("runs", {}).values() if run]
        entropies = [run["entropy"] for run in runs if run["entropy"] is not None]
        resets = [len(run["resets"]) for run in runs]
        cells = [arm, str(len(row["seeds"])), *(percent(row["passed"][str(k)]["mean"]) for k in KS)]
        cells += [f"{fmean(entropies):.3f}" if entropies else "", ", ".join(map(str, resets))]
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "| arm | than | seeds | pass@1, points | pass@32, points |", "|---|---|---|---|---|"]
    for pair in found["pairs"]:
        cells = [pair["arm"], pair["than"], str(len(pair["seeds"]))]
        lines.append(f"| {' | '.join(cells + [percent(pair['differences'][str(k)]['mean']) for k in KS])} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=Path)
    parser.add_argument("counts", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    models = parts(read(options.counts))
    found = {"trained": outcomes(models["trained"], options.runs)}
    if any(models["others"].values()):
        found["others"] = outcomes(models["others"])
    for name, part in found.items():
        print(f"{name}\n{table(part)}\n")
    if options.write:
        RESULT.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
