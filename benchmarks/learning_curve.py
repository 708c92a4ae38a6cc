"""Draws held-out pass@1 over the steps of one run, or the means of several seeds.

    python benchmarks/learning_curve.py runs/a [runs/b ...] --out docs/learning-curve.png

One run: a thin line for each environment and a thick one for their mean. Several runs: a thick line for each mean.
Dashed vertical lines are resets of reference and optimizer. Needs matplotlib.
"""

import argparse
from pathlib import Path

from prorl.registry.errors import UserError
from prorl.train.pass_rates import evaluated_envs, pass_rates
from prorl.train.reporting.chart import COLORS, MEAN_COLOR
from prorl.train.reporting.run_charts import short_names
from prorl.train.run_log import read_run, step_of

THIN = {"linewidth": 1.2, "marker": "o", "markersize": 2.5}
THICK = {"linewidth": 3.2}
DASHED = {"linestyle": "--", "linewidth": 1}
GRAY = "#888888"


def learning_curve_png(run_dirs, out):
    """Writes the picture and returns its path; raises UserError for a folder without a validated run."""
    from matplotlib.figure import Figure

    logs = [read_run(run_dir) for run_dir in run_dirs]
    for log in logs:
        if not pass_rates(log.metrics):
            raise UserError(f"{log.name} holds no validation yet: metrics.jsonl has no eval/.../pass@1")
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.add_subplot()
    if len(logs) == 1:
        one_run(axes, logs[0])
    else:
        for log, color in zip(logs, COLORS * len(logs), strict=False):
            mean_line(axes, log, color, log.name)
            reset_lines(axes, log, color)
    if any(log.resets for log in logs):
        axes.plot([], [], color=GRAY, label="reset", **DASHED)
    dress(axes)
    out.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, dpi=160)
    return out


def one_run(axes, log):
    validations = pass_rates(log.metrics)
    names = short_names(evaluated_envs(validations))
    for (env, name), color in zip(names.items(), COLORS * (len(names) // len(COLORS) + 1), strict=False):
        points = [(v.step, v.by_env[env]) for v in validations if env in v.by_env]
        axes.plot(*zip(*points, strict=True), color=color, label=name, **THIN)
    mean_line(axes, log, MEAN_COLOR, "mean")
    reset_lines(axes, log, GRAY)


def mean_line(axes, log, color, name):
    validations = pass_rates(log.metrics)
    axes.plot([v.step for v in validations], [v.mean for v in validations], color=color, label=name, **THICK)


def reset_lines(axes, log, color):
    for event in log.resets:
        step = step_of(event)
        if step is not None:
            axes.axvline(step, color=color, alpha=0.8, zorder=0, **DASHED)


def dress(axes):
    axes.set_xlabel("optimizer step")
    axes.set_ylabel("held-out pass@1 (share of items)")
    axes.set_ylim(0, 1)
    axes.margins(x=0.01)
    axes.grid(alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, fontsize=9)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", metavar="RUN", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("docs/learning-curve.png"))
    options = parser.parse_args()
    print(learning_curve_png(options.runs, options.out))


if __name__ == "__main__":
    main()
