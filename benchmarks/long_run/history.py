"""How runs went: `python benchmarks/long_run/history.py RUN [RUN …] [--write NAME]`.

Means of the metrics over `WIDTH` steps, validations, what they cost up to then, and the events of every run, from its
own files; `--write` puts them under a name into `docs/results/long-run/history.json`.
"""

import argparse
import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import fmean

from prorl.train.pass_rates import pass_rates
from prorl.train.run_log import Row, RunLog, number, read_run

RESULT = Path(__file__).parents[2] / "docs" / "results" / "long-run" / "history.json"
WIDTH = 20
KEPT = (
    "reward/mean",
    "policy/entropy",
    "policy/kl_ref",
    "policy/kl_base",
    "policy/clip_low",
    "policy/clip_high",
    "policy/grad_norm",
    "sample/kept",
    "sample/truncated",
    "sample/length",
)
EVENTS = ("start", "resume", "reset", "stage", "finish")


def windows(rows: Sequence[Row], prefixes: Iterable[str]) -> dict[str, dict[str, list[float]]]:
    """Key -> the last steps of the windows in which it was measured, and its means there.

    Example: with a width of 20, values 1.0 at step 19 and 3.0 at step 20 and 5.0 at step 21 of one key give the steps
    20 and 40 with 2.0 and 5.0.
    """
    found: dict[str, dict[int, list[float]]] = {}
    for row in rows:
        end = -(-row["step"] // WIDTH) * WIDTH
        for key in row:
            value = number(row[key])
            if value is not None and row["step"] > 0 and key.startswith(tuple(prefixes)):
                found.setdefault(key, {}).setdefault(end, []).append(value)
    return {
        key: {"steps": sorted(ends), "means": [round(fmean(ends[end]), 6) for end in sorted(ends)]}
        for key, ends in sorted(found.items())
    }


def running(rows: Sequence[Row], key: str) -> dict[int, float]:
    """Step -> the sum of a key up to it, that step included."""
    total, found = 0.0, {}
    for row in rows:
        total += number(row.get(key)) or 0.0
        found[row["step"]] = total
    return found


def up_to(sums: Mapping[int, float], step: int) -> float:
    """The last sum at or before a step, 0 before the first."""
    return next((sums[one] for one in sorted(sums, reverse=True) if one <= step), 0.0)


def validations(log: RunLog) -> list[dict]:
    """Mean strict pass@1 of each, with the processor seconds and sampled tokens of training until then."""
    tokens, seconds = running(log.metrics, "sample/tokens"), running(log.timings, "time/cpu")
    return [
        {"step": v.step, "mean": v.mean, "tokens": up_to(tokens, v.step), "cpu_s": round(up_to(seconds, v.step), 1)}
        for v in pass_rates(log.metrics)
    ]


def reached(points: Sequence[dict], score: float) -> dict | None:
    """The first of two validations in a row that are at least as good as a score; `None` if there are none.

    Example: means 0.2, 0.5, 0.4, 0.5, 0.6 and a score of 0.5: the fourth.
    """
    pairs = itertools.pairwise(points)
    return next((first for first, second in pairs if min(first["mean"], second["mean"]) >= score), None)


def history(run: Path) -> dict:
    """One run."""
    log = read_run(run)
    names = ("step", "kind", "name", "trigger", "evidence", "kl_before", "checkpoint", "changes")
    return {
        "windows": windows(log.metrics, (*KEPT, "level/")),
        "validations": validations(log),
        "events": [{n: e[n] for n in names if n in e} for e in log.events if e.get("kind") in EVENTS],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--write", metavar="NAME", help="Key in the result file, such as arms or prolonged.")
    options = parser.parse_args()
    found = {run.name: history(run) for run in options.runs}
    for name, one in found.items():
        last = one["validations"][-1] if one["validations"] else {}
        print(name, json.dumps(last), *[f"{e['kind']}@{e['step']}" for e in one["events"]])
    if options.write:
        kept = json.loads(RESULT.read_text()) if RESULT.exists() else {}
        RESULT.write_text(json.dumps(kept | {options.write: found}) + "\n")


if __name__ == "__main__":
    main()
