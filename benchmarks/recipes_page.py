"""Table, text and picture of `benchmarks/recipes.py` from its `recipes.json`."""

import json
from pathlib import Path

from prorl.train.reporting.chart import COLORS

COLUMNS = (
    "recipe",
    "reward, last 20 steps",
    "pass@1 before",
    "pass@1 after",
    "gain",
    "entropy first / last",
    "KL to base",
    "resets",
    "responses",
    "tokens",
    "CPU min",
    "min",
)

TEXT = """# Recipes side by side

Each recipe's small twin (`train/recipes/NAME-small.toml`) for {steps} steps with the bundled policy of 0.9 million
weights, on the mixture of the quickstart (reverse-string, sort-digits, count-letter, add-numbers,
compose-functions), seed {seed}, validated every 20 steps on the same items. Again with `python
benchmarks/recipes.py --write`.

{table}

![held-out pass@1, entropy and KL to the base over the steps of each recipe](recipes.png)

*Pass@1* is strict: {samples} responses at temperature 1 to each of {items} held-out items of each of the five
environments, before and after, the same items for all; the mean over environments in percent, with a 95 % interval
that takes the items as drawn at random. The *gain* is paired by item. *Entropy* is that of the sampling
distribution in nats a token, in the first step and over the last 20 (prorl-v1 samples at temperature 1.2 and is
measured there, the others at 1). *KL to base* is in nats a token, estimated (k3) on the training responses of the
last validated step; dapo and dr-grpo, which have no KL term, hold a reference only for this, which costs them a
forward pass. *Resets* are those of the reference: dashed lines in the picture; dotted ones are stages that begin.
*Responses* and *tokens* count all that was sampled for training, dropped groups included. Times are those of the
steps, validations included, on {threads} CPU thread{"s" * (threads != 1)}.

## What this can show, and what it cannot

* It shows that every recipe runs to its end at this size, what it costs, and how entropy and distance from the base
  move.
* It does not rank the methods. There is one seed: the interval covers the choice of items, not what another seed
  would have learnt. Learning rate, group size and KL coefficient of the twins were set once for the small policy,
  not searched for each.
* Equal steps are not equal data: the recipes differ in how much they sample (brorl 8 groups of 64, the others 16
  of 16; those that filter sample more than they train on) and in optimizer steps per batch. Read the gain beside
  the columns of responses, tokens and time.
* What ProRL is about, gains over thousands of steps and beyond what the base can do at all, cannot show in {steps}
  steps of a tiny policy on tasks that it can partly do from the start.
"""


def write_page(file: Path) -> Path:
    """Write `recipes.md` and `recipes.png` beside the JSON; returns the page."""
    facts = json.loads(file.read_text())
    page = file.with_suffix(".md")
    picture(facts["runs"], file.with_suffix(".png"))
    steps = " or ".join(str(n) for n in sorted({row["steps"] for row in facts["runs"]}))
    numbers = {name: facts[name] for name in ("seed", "items", "samples", "threads")}
    page.write_text(TEXT.format(steps=steps, table=table(facts["runs"]), **numbers), encoding="utf-8")
    return page


def table(runs: list[dict]) -> str:
    head = ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    return "\n".join(head + ["| " + " | ".join(cells(run)) + " |" for run in runs])


def cells(run: dict) -> list[str]:
    def percent(what: str, sign: str = "") -> str:
        return f"{100 * run[what]['mean']:{sign}.1f} ± {100 * run[what]['half']:.1f}"

    return [
        run["recipe"],
        f"{run['reward']:.3f}",
        percent("before"),
        percent("after"),
        percent("gain", "+"),
        f"{run['entropy'][0]:.3f} / {run['entropy'][1]:.3f}",
        "" if run["kl_base"] is None else f"{run['kl_base']:.3f}",
        str(len(run["resets"])),
        f"{run['samples']:,.0f}",
        f"{run['tokens'] / 1e6:.2f} M",
        f"{run['cpu_s'] / 60:.1f}",
        f"{run['wall_s'] / 60:.1f}",
    ]


PANELS = (
    ("pass", "held-out pass@1\n(share of responses)", {"marker": "o", "markersize": 3.5}),
    ("entropy", "entropy\n(nats a token)", {}),
    ("kl", "KL to the base\n(nats a token)", {"marker": "o", "markersize": 3.5}),
)


def picture(runs: list[dict], out: Path) -> None:
    """A column for each recipe, a row for each quantity; the other recipes in grey behind it."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2.35 * len(runs) + 1.2, 7.5), layout="constrained")
    grid = figure.subplots(len(PANELS), len(runs), sharex=True, sharey="row", squeeze=False)
    for line, (name, label, style) in zip(grid, PANELS, strict=True):
        for axes, run, color in zip(line, runs, COLORS, strict=False):
            for other in runs:
                axes.plot(*points(other, name), color="#cccccc", linewidth=0.9, zorder=1)
            axes.plot(*points(run, name), color=color, linewidth=2, zorder=3, **style)
            marks(axes, run)
            dress(axes)
        line[0].set_ylabel(label, fontsize=13)
        if name == "kl":
            line[0].set_yscale("log")
        else:
            line[0].set_ylim(bottom=0)
    for axes, run in zip(grid[0], runs, strict=True):
        axes.set_title(run["recipe"], fontsize=14, fontweight="bold")
    for axes in grid[-1]:
        axes.set_xlabel("step", fontsize=13)
    legend(figure, 4 if len(runs) > 3 else 2)
    figure.savefig(out, dpi=110)


def points(run: dict, name: str) -> tuple[list[float], list[float]]:
    pairs = run["curves"][name]
    return [step for step, _ in pairs], [value for _, value in pairs]


def marks(axes, run: dict) -> None:
    for step in run["resets"]:
        axes.axvline(step, color="#444444", linestyle="--", linewidth=1.1, zorder=2)
    for step in run["stages"]:
        axes.axvline(step, color="#444444", linestyle=":", linewidth=2, zorder=2)


def legend(figure, columns: int) -> None:
    from matplotlib.lines import Line2D

    lines = [
        Line2D([], [], color="#444444", linewidth=2, label="this recipe"),
        Line2D([], [], color="#cccccc", linewidth=1.5, label="the other recipes"),
        Line2D([], [], color="#444444", linestyle="--", linewidth=1.1, label="reset of the reference"),
        Line2D([], [], color="#444444", linestyle=":", linewidth=2, label="a stage begins"),
    ]
    figure.legend(handles=lines, loc="outside lower center", ncols=columns, frameon=False, fontsize=12)


def dress(axes) -> None:
    axes.tick_params(labelsize=11)
    axes.locator_params(axis="x", nbins=4)
    axes.margins(x=0.03)
    axes.grid(alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)
