"""Table, page and picture of `rollout_speed.py` from its JSON."""

import json
from pathlib import Path

from prorl.train.reporting.chart import COLORS

NAMES = {
    "prorl": "prorl",
    "generate": "generate",
    "static": "generate, static cache",
    "generate_batch": "generate_batch",
    "vllm": "vLLM",
}

TEXT = """# Rollout speed

Tokens a second, medians of {rounds} rounds or more in which the engines took turns ({device}). Again with `python
benchmarks/rollout_speed.py bundled FOLDER --vllm PYTHON --write`, where FOLDER holds SmolLM2-135M-Instruct.

{table}

![tokens a second against the number of requests](rollout-speed.png)

All engines write the same requests: groups of 8 samples of one prompt (20 to 60 tokens for the bundled policy, 40 to
160 for others); *fixed*: completions of 32 (104) tokens; *drawn*: geometric lengths of 8 to 64 (32 to 256) tokens with
about that mean, as end-of-turn tokens give them. *generate* runs all requests as one batch, padded on the left, until
the longest is over; *generate_batch* is transformers' continuous batching, its start included; vLLM has prefix caching
on and returns log-probabilities. Two seconds pass before every turn, since vLLM's worker looks for work for a second
after its last request. *Limit* is what the machine's matrix products alone would allow, at the speed measured
for the model's largest layer; the last column is prorl's share of it.
"""


def table(facts: dict) -> str:
    """The measurements as a table in Markdown."""
    engines = [name for name in NAMES if any(name in row["speeds"] for row in facts["rows"])]
    head = ["model", "lengths", "requests", *(NAMES[name] for name in engines)]
    head += ["prorl / generate", "limit", "share of it"]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + [line(row, engines) for row in facts["rows"]])


def line(row: dict, engines: list[str]) -> str:
    medians = {name: row["speeds"].get(name, {}).get("median") for name in engines}
    ours, plain = medians.get("prorl"), medians.get("generate")
    cells = [f"{row['model']}, {row['dtype']}", row["lengths"], str(row["requests"])]
    cells += ["" if medians[name] is None else f"{medians[name]:,.0f}" for name in engines]
    cells += [f"{ours / plain:.1f}" if ours and plain else "", f"{row['limit']:,.0f}"]
    return "| " + " | ".join([*cells, f"{100 * ours / row['limit']:.0f} %" if ours else ""]) + " |"


def write_page(file: Path) -> Path:
    """Write the page and the picture beside the JSON; returns the page."""
    facts = json.loads(file.read_text(encoding="utf-8"))
    picture(facts["rows"], file.with_suffix(".png"))
    page = file.with_suffix(".md")
    rounds = min(len(speed["all"]) for row in facts["rows"] for speed in row["speeds"].values() if "all" in speed)
    text = TEXT.format(table=table(facts), device=facts["device"], rounds=rounds)
    page.write_text(text, encoding="utf-8")
    return page


def picture(rows: list[dict], out: Path) -> None:
    """Tokens a second against requests: a panel for each model and kind of lengths, a line for each engine."""
    from matplotlib.figure import Figure

    panels = list(dict.fromkeys((row["model"], row["lengths"]) for row in rows))
    figure = Figure(figsize=(4.2 * len(panels) + 0.8, 4.6), layout="constrained")
    for axes, panel in zip(figure.subplots(1, len(panels), squeeze=False)[0], panels, strict=True):
        own = [row for row in rows if (row["model"], row["lengths"]) == panel]
        for (name, label), color in zip(NAMES.items(), COLORS, strict=False):
            points = [(row["requests"], row["speeds"].get(name, {}).get("median")) for row in own]
            points = [point for point in points if point[1] is not None]
            if points:
                axes.plot(*zip(*points, strict=True), color=color, marker="o", markersize=4, linewidth=2, label=label)
        axes.axhline(own[0]["limit"], color="#888888", linestyle="--", linewidth=1, label="matrix limit")
        axes.set(xscale="log", yscale="log", xlabel="requests", title=f"{panel[0]}, {panel[1]} lengths")
        axes.set_xticks([row["requests"] for row in own], [str(row["requests"]) for row in own])
        axes.minorticks_off()
        axes.grid(alpha=0.25)
        axes.spines[["top", "right"]].set_visible(False)
    axes = figure.axes[0]
    axes.set_ylabel("tokens a second")
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=6, frameon=False)
    figure.savefig(out, dpi=110)
