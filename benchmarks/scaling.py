"""Time and memory of sampling and of the update against batch, length and model size.

    python benchmarks/scaling.py [--axes batch length size] [--threads 2] [--quick] [--write]

One of the three varies, the others stay at 16 rows of 128 tokens (32 of them the prompt) on a Llama of 3.7 M parameters
in float32, 16 rows a pass. Every case is a process of its own (`scaling_work.py`), made once to warm up and then
twice: medians of wall-clock seconds, and the high-water mark of memory (resident, or allocated on the accelerator). The
update is the trainer's own optimizer step: forward, backward, clipping, AdamW. "Share" is the FLOP/s of the products
with weights and in attention over what products of two large matrices reach, measured in the same run.
"""

import argparse
import json
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "docs" / "results" / "scaling"
WORK = Path(__file__).with_name("scaling_work.py")

SIZES = [
    {"hidden": 128, "layers": 4, "inner": 416, "heads": 4, "kv_heads": 4},
    {},
    {"hidden": 384, "layers": 8, "inner": 1024, "heads": 6, "kv_heads": 6},
    {"hidden": 512, "layers": 16, "inner": 1408, "heads": 8, "kv_heads": 4},
    {"hidden": 576, "layers": 30, "inner": 1536, "heads": 9, "kv_heads": 3, "vocabulary": 49152},
]
"""The last one has the shape of SmolLM2-135M."""
AXES = {
    "batch": [{"rows": rows} for rows in (8, 16, 64, 256)],
    "length": [{"tokens": tokens - 32} for tokens in (64, 128, 512, 2048)],
    "size": SIZES,
}
QUICK = {"batch": [{"rows": 8}], "length": [{"tokens": 32}], "size": [SIZES[0]]}


def run(case):
    """Numbers of one case."""
    command = [sys.executable, str(WORK), json.dumps(case)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if not lines:
        sys.exit(f"{case}: {done.stderr[-3000:]}")
    return json.loads(lines[0].removeprefix("RESULT "))


HEAD = (
    "| varied | parameters | rows | tokens a row | update, s | tokens/s | share | peak, MiB "
    "| sampling, s | tokens/s | share | peak, MiB |"
)


def row(case, limit):
    cells = [case["axis"], f"{case['parameters'] / 1e6:.1f} M", f"{case['rows']}", f"{case['width']}"]
    for part in (case["update"], case["sampling"]):
        cells += [f"{part['seconds']:.2f}", f"{part['tokens_per_s']:,.0f}", f"{part['flops'] / limit:.0%}"]
        cells.append(f"{part['peak'] / 2**20:,.0f}")
    return "| " + " | ".join(cells) + " |"


def table(results):
    lines = [HEAD, "|" + "---|" * (HEAD.count("|") - 1)]
    return "\n".join(lines + [row(case, results["limit"]["float32"]) for case in results["cases"]])


def measure(options):
    results = {"cases": [], "threads": options.threads, "machine": platform.machine()}
    for axis in options.axes:
        for change in (QUICK if options.quick else AXES)[axis]:
            case = change | {"threads": options.threads, "limit": not results.get("limit")}
            found = run(case)
            results.setdefault("limit", found.pop("limit", None))
            rows, width = case.get("rows", 16), 32 + case.get("tokens", 96)
            results["cases"].append({"axis": axis, "rows": rows, "width": width} | found)
            print(row(results["cases"][-1], results["limit"]["float32"]), flush=True)
    return results


def picture(results, path):
    """Seconds and memory, a column of panels for each axis."""
    from matplotlib.figure import Figure

    names = {"batch": ("rows", "rows"), "length": ("width", "tokens a row"), "size": ("parameters", "parameters")}
    axes = list(dict.fromkeys(case["axis"] for case in results["cases"]))
    figure = Figure(figsize=(4 * len(axes), 6), layout="constrained")
    panels = figure.subplots(2, len(axes), squeeze=False)
    for column, axis in enumerate(axes):
        cases = [case for case in results["cases"] if case["axis"] == axis]
        key, label = names[axis]
        for part in ("update", "sampling"):
            for panel, name, scale in ((panels[0], "seconds", 1), (panels[1], "peak", 2**20)):
                points = [(case[key], case[part][name] / scale) for case in cases]
                panel[column].plot(*zip(*points, strict=True), marker="o", label=part)
        for panel, name in ((panels[0], "seconds"), (panels[1], "peak, MiB")):
            panel[column].set(xscale="log", yscale="log", xlabel=label, ylabel=name)
            panel[column].grid(alpha=0.25)
    panels[0][0].legend()
    figure.savefig(path, dpi=110)


PAGE = """# Time and memory against batch, length and model size

{table}

![seconds and memory](scaling.png)

One thing varies at a time; the others stay at 16 rows of 128 tokens, 32 of them the prompt, on a Llama of 3.7 M
parameters in float32 with 16 rows a pass. The largest has the shape of SmolLM2-135M, its 49,152 tokens included.
Share is of {limit:.0f} GFLOP/s, what products of two large float32 matrices reach here
({threads} threads, {machine}).
Memory is the process's high-water mark, Python and PyTorch (about 400 MiB) included; the update's does not
grow beyond a few passes of 16 rows, whatever the batch is. Made by `python benchmarks/scaling.py --write`.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--axes", nargs="+", default=list(AXES), choices=list(AXES))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="one small case of each")
    parser.add_argument("--write", action="store_true", help=f"write {RESULT.relative_to(ROOT)}.md, .json and .png")
    options = parser.parse_args()
    print(HEAD)
    results = measure(options)
    if options.write:
        RESULT.with_suffix(".json").write_text(json.dumps(results, indent=1) + "\n")
        about = {name: results[name] for name in ("threads", "machine")}
        page = PAGE.format(table=table(results), limit=results["limit"]["float32"] / 1e9, **about)
        RESULT.with_suffix(".md").write_text(page)
        picture(results, RESULT.with_suffix(".png"))


if __name__ == "__main__":
    main()
