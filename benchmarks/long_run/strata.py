"""What training did, by how often the base solved a cell: `python benchmarks/long_run/strata.py COUNTS [--write]`.

COUNTS is the JSON of `measure.py base`: the base, its second sample and trained models. A cell (environment and level)
is put into a stratum by the first sample of the base, and all figures of the base are those of the second: a choice
made by a sample does not colour what is said about it. Letters: n samples of an item, k of them that a model is given.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from traces import LESSONS

from prorl.train.measure.boundary import ALL, Boundary, boundaries
from prorl.train.measure.curves import pass_curves
from prorl.train.measure.tally import Tally

RESULT = Path(__file__).parents[2] / "docs" / "results" / "long-run" / "strata.json"
BOUNDS = (("even", 0.3, 0.7), ("rare", 0.01, 0.1), ("very rare", 0.001, 0.01))
NONE, OTHER = "none", "other"
KS = (1, 4, 16, 64, 256)
LARGE = 256

Cells = Mapping[str, Sequence[Tally]]
"""By `ID@LEVEL`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """The models of one measurement."""

    first: Cells
    """The base."""
    second: Cells
    """The base, sampled again."""
    trained: Mapping[str, Cells]
    """By label."""


def stratum(cell: Sequence[Tally]) -> str:
    """Where a cell belongs by a sample of the base.

    Example: two items with 0 and 8 of 1,024 solved: 0.0039 on average, "very rare"; 0 and 0: "none".
    """
    if not any(tally.solved for tally in cell):
        return NONE
    share = fmean(tally.solved / tally.judged for tally in cell)
    return next((name for name, low, high in BOUNDS if low <= share <= high), OTHER)


def read(file: Path) -> Counts:
    """The counts of a measurement: the first model is the base, `NAME-null` its second sample."""
    models = json.loads(file.read_text())["models"]
    found = {m: {name: [tally_of(name, row) for row in rows] for name, rows in models[m].items()} for m in models}
    base = next(iter(found))
    null = f"{base}-null"
    return Counts(first=found[base], second=found[null], trained={m: found[m] for m in found if m not in (base, null)})


def tally_of(name: str, row: Sequence) -> Tally:
    """A row of the counts as the tally that it is from."""
    item, judged, solved, tokens, surprisal, truncated = row
    env_id, _, level = name.partition("@")
    return Tally(
        env_id=env_id,
        level=int(level),
        item=item,
        judged=judged,
        solved=solved,
        tokens=tokens,
        surprisal=surprisal,
        truncated=truncated,
    )


def flat(cells: Cells, names: Sequence[str]) -> list[Tally]:
    return [tally for name in names for tally in cells[name]]


def curve(tallies: Sequence[Tally]) -> dict[str, list[float]]:
    """pass@k with its interval over items, the mean over cells."""
    mean = pass_curves(tallies, KS)["mean"]
    return {str(point.k): [point.passed.value, point.passed.low, point.passed.high] for point in mean.points}


def cells_of(boundary: Boundary) -> dict[str, list[float]]:
    """The cells of the boundary: how many items, with intervals."""
    names = ("both", "only_trained", "only_base", "neither", "null_only", "excess")
    return {name: [(i := getattr(boundary, name)).value, i.low, i.high] for name in names}


def row(name: str, names: Sequence[str], counts: Counts, label: str) -> dict:
    """One stratum before and after the training of one model."""
    before, after = flat(counts.second, names), flat(counts.trained[label], names)
    return {
        "stratum": name,
        "model": label,
        "cells": list(names),
        "items": len(before),
        "base": curve(before),
        "trained": curve(after),
        "boundary": cells_of(boundaries(before, after, LARGE)[ALL]),
    }


def summary(counts: Counts) -> list[dict]:
    """All strata of all trained models; strata without a cell are left out."""
    members: dict[str, list[str]] = {}
    for name, cell in counts.first.items():
        members.setdefault(stratum(cell), []).append(name)
    order = [name for name, _, _ in BOUNDS] + [NONE, OTHER]
    return [row(name, members[name], counts, label) for label in counts.trained for name in order if members.get(name)]


def place(name: str) -> str:
    """How far a cell is from what was taught. Example: `prorl/gcd-v0@4` is "level 4", `prorl/lcm-v0@0` "never read"."""
    env_id, _, level = name.partition("@")
    taught = any(env_id == f"prorl/{lesson.name}-v0" for lesson in LESSONS)
    return f"level {level}" if taught else "never read"


def by_level(counts: Counts) -> list[dict]:
    """The same for the cells of each level, and for the environments that no base has read."""
    members: dict[str, list[str]] = {}
    for name in counts.first:
        members.setdefault(place(name), []).append(name)
    return [row(name, members[name], counts, label) for label in counts.trained for name in sorted(members)]


def cells(counts: Counts) -> dict[str, dict[str, list[float]]]:
    """Cell -> model -> pass@1 and pass@256; the base by both of its samples."""
    models = {"base": counts.first, "base again": counts.second, **counts.trained}
    return {
        name: {label: [curve(model[name])[str(k)][0] for k in (1, LARGE)] for label, model in models.items()}
        for name in counts.first
    }


def line(row: dict) -> str:
    """A row of the table in Markdown."""
    cells = [row["stratum"], row["model"], str(len(row["cells"])), str(row["items"])]
    for k in ("1", str(LARGE)):
        cells += [f"{100 * (v := row[side][k])[0]:.1f} [{100 * v[1]:.1f}, {100 * v[2]:.1f}]" for side in SIDES]
    cells += [
        f"{(v := row['boundary'][name])[0]:.1f} [{v[1]:.1f}, {v[2]:.1f}]"
        for name in ("only_trained", "only_base", "null_only", "excess")
    ]
    return f"| {' | '.join(cells)} |"


SIDES = ("base", "trained")
HEAD = "| group | model | cells | items | base pass@1, % | trained | base pass@256, % | trained "
HEAD += "| only trained, items | only base | chance | beyond chance |"


def table(rows: Sequence[dict]) -> str:
    """All rows."""
    return "\n".join([HEAD, "|" + "---|" * (HEAD.count("|") - 1), *map(line, rows)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    counts = read(options.counts)
    rows, levels = summary(counts), by_level(counts)
    print(table(rows), table(levels), sep="\n\n")
    if options.write:
        found = {"bounds": BOUNDS, "ks": KS, "rows": rows, "levels": levels, "cells": cells(counts)}
        RESULT.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
