"""The pictures of the long run from its JSON files: `python benchmarks/long_run/figures.py`. Needs matplotlib."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import fmean

from prorl.train.reporting.chart import COLORS

FOLDER = Path(__file__).parents[2] / "docs" / "results" / "long-run"
GRAY = "#888888"
BASE, TRAINED = "#7f7f7f", COLORS[0]
TITLES = {
    "even": "even (0.3 to 0.7)",
    "rare": "rare (0.01 to 0.1)",
    "very rare": "very rare (0.001 to 0.01)",
    "none": "none (0 of 1,024 each)",
    "other": "all other cells",
}


def read(name: str) -> dict:
    """A JSON file of the results."""
    return json.loads((FOLDER / f"{name}.json").read_text())


def new_figure(width: float, height: float, columns: int, rows: int = 1):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False)
    for one in axes.flat:
        one.spines[["top", "right"]].set_visible(False)
        one.grid(alpha=0.25)
    return figure, axes


def band(axes, curve: Mapping[str, Sequence[float]], color: str, label: str) -> None:
    """pass@k over k with its interval."""
    ks = sorted(map(int, curve))
    values = [curve[str(k)] for k in ks]
    axes.plot(ks, [v[0] for v in values], color=color, marker="o", markersize=3.5, label=label)
    axes.fill_between(ks, [v[1] for v in values], [v[2] for v in values], color=color, alpha=0.18, linewidth=0)


def strata() -> None:
    """pass@k of the base's second sample and of the end of P, a panel for each stratum."""
    rows = [row for row in read("strata")["rows"] if row["model"] == "P"]
    figure, axes = new_figure(2.9 * len(rows), 3.1, len(rows))
    for one, row in zip(axes.flat, rows, strict=True):
        band(one, row["base"], BASE, "base")
        band(one, row["trained"], TRAINED, "after 2,000 steps")
        one.set_xscale("log", base=4)
        one.set_xticks([1, 4, 16, 64, 256], ["1", "4", "16", "64", "256"])
        one.set_ylim(-0.02, 1.02)
        one.set_title(f"{TITLES[row['stratum']]}\n{len(row['cells'])} cells, {row['items']} items", fontsize=9)
        one.set_xlabel("k")
    axes[0][0].set_ylabel("strict pass@k")
    axes[0][-1].legend(frameon=False, fontsize=8, loc="lower right")
    figure.savefig(FOLDER / "strata.png", dpi=150)


def marks(axes, events: Sequence[dict]) -> None:
    """Resets dashed, stages dotted, kills that were survived as red ticks."""
    for event in events:
        if event["kind"] == "reset":
            axes.axvline(event["step"], color=GRAY, linestyle="--", linewidth=0.7, zorder=0)
        elif event["kind"] == "stage":
            axes.axvline(event["step"], color=GRAY, linestyle=":", linewidth=1.6, zorder=0)
        elif event["kind"] == "resume":
            axes.axvline(event["step"], color="#d62728", ymax=0.05, linewidth=2)


def window(run: dict, key: str) -> tuple[list[int], list[float]]:
    series = run["windows"][key]
    return series["steps"], series["means"]


def prolonged() -> None:
    """Levels, KL to reference and base, entropy and shares of P over its steps."""
    run = read("history")["prolonged"]["P"]
    figure, axes = new_figure(11, 6.6, 2, 2)
    levels = sorted(key for key in run["windows"] if key.startswith("level/"))
    for key, color in zip(levels, COLORS * 4, strict=False):
        name = key.removeprefix("level/prorl/").removesuffix("-v0")
        axes[0][0].plot(*window(run, key), color=color, linewidth=1, label=name)
    axes[0][0].set_ylabel("mean level of what is drawn")
    axes[0][0].legend(frameon=False, fontsize=6, ncols=2)
    for key, label in (("policy/kl_base", "to the base"), ("policy/kl_ref", "to the reference")):
        if key in run["windows"]:
            axes[0][1].plot(*window(run, key), label=label)
    axes[0][1].set_ylabel("KL, nats a token")
    axes[0][1].legend(frameon=False, fontsize=8)
    axes[1][0].plot(*window(run, "policy/entropy"), color=COLORS[2])
    axes[1][0].set_ylabel("entropy, nats a token")
    for key in ("sample/kept", "sample/truncated"):
        axes[1][1].plot(*window(run, key), label=key.removeprefix("sample/"))
    axes[1][1].set_ylabel("share")
    axes[1][1].legend(frameon=False, fontsize=8)
    for one in axes.flat:
        marks(one, run["events"])
        one.set_xlabel("step")
        one.set_ylim(bottom=0)
    figure.savefig(FOLDER / "prolonged.png", dpi=150)


def dots(axes, rows: Sequence[tuple[str, Sequence[float], Sequence[float]]]) -> None:
    """Mean with interval, and the seeds, a line for each name; the first on top."""
    for place, (_, mean, seeds) in enumerate(reversed(rows)):
        axes.plot([100 * v for v in mean[1:]], [place, place], color=TRAINED, linewidth=2)
        axes.plot(100 * mean[0], place, "o", color=TRAINED)
        axes.plot([100 * v for v in seeds], [place] * len(seeds), "|", color=GRAY, markersize=9)
    axes.set_yticks(range(len(rows)), [name for name, _, _ in reversed(rows)])


def arms() -> None:
    """pass@1 and pass@32 of the arms on the cells that they train on, and their paired differences."""
    found = read("arms")["trained"]
    figure, axes = new_figure(11, 0.36 * (len(found["arms"]) + len(found["pairs"])) + 2, 2, 2)
    for column, k in enumerate(("1", "32")):
        rows = [(arm, row["passed"][k]["mean"], row["passed"][k]["by_seed"]) for arm, row in found["arms"].items()]
        dots(axes[0][column], rows)
        axes[0][column].set_xlabel(f"pass@{k}, %")
        pairs = [
            (f"{p['arm']} less {p['than']}", p["differences"][k]["mean"], p["differences"][k]["by_seed"])
            for p in found["pairs"]
        ]
        dots(axes[1][column], pairs)
        axes[1][column].axvline(0, color="black", linewidth=0.8)
        axes[1][column].set_xlabel(f"difference in pass@{k}, points")
    figure.savefig(FOLDER / "arms.png", dpi=150)


def curves() -> None:
    """Validations of the arms over steps, means over seeds."""
    runs = read("history")["arms"]
    names = sorted({name.rpartition("-")[0] for name in runs})
    figure, [[one]] = new_figure(8, 4.5, 1)
    for name, color in zip(names, COLORS * 4, strict=False):
        points: dict[int, list[float]] = {}
        for run in (runs[r] for r in runs if r.rpartition("-")[0] == name):
            for point in run["validations"]:
                points.setdefault(point["step"], []).append(point["mean"])
        steps = sorted(points)
        one.plot(steps, [fmean(points[s]) for s in steps], color=color, label=name, linewidth=1.4)
    one.set_xlabel("step")
    one.set_ylabel("held-out pass@1, mean over cells and seeds")
    one.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.0, 0.5))
    figure.savefig(FOLDER / "curves.png", dpi=150)


PICTURES: Mapping[str, Callable[[], None]] = {"strata": strata, "prolonged": prolonged, "arms": arms, "curves": curves}


def main() -> None:
    """All pictures of which the data are there."""
    for name, draw in PICTURES.items():
        try:
            draw()
        except (FileNotFoundError, KeyError) as error:
            print(f"{name}: no data yet ({error})")
        else:
            print(f"{name}.png")


if __name__ == "__main__":
    main()
