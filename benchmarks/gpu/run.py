"""Everything there is to measure on a machine with a GPU, in one call.

    python benchmarks/gpu/run.py [--wheels FOLDER] [--out FOLDER] [--parts tests engine update train] [--dry-run]

The machine needs PyTorch, transformers, accelerate, safetensors, peft, click, rich, numpy and pytest; what else prorl
imports comes as wheels in a folder. Nothing is installed: wheels are unpacked, and the checkout linked, into a
temporary folder. Each part is a process of its own with a time limit, and the results are written after each, so that a
part that fails or hangs takes nothing else with it. Under `--out` (default $OUT, else `gpu-out`): `gpu.json`, `gpu.md`,
`tests.txt` and the profiles. `--dry-run` does the same at small size on whatever there is.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
BENCHMARKS = ROOT / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

SMOLLM2 = {"hidden": 576, "layers": 30, "inner": 1536, "heads": 9, "kv_heads": 3, "vocabulary": 49152}
"""Random weights do for speed: the shape is that of SmolLM2-135M."""
SMALL = {"hidden": 128, "layers": 2, "inner": 256, "heads": 4, "kv_heads": 2}
TESTS = (
    "tests/agents/engine",
    "tests/agents/test_sampler.py",
    "tests/train/test_logprobs.py",
    "tests/train/test_update.py",
)
TRAIN = """
import sys
from prorl.train.configuring import load_config
from prorl.train.display import Display
from prorl.train.loop import train
train(load_config("quickstart", sys.argv[1:]), Display(quiet=True), fresh=True)
"""
"""`prorl-train quickstart` without the report, which needs plotly."""
TRAINING = (
    "step",
    "reward/mean",
    "time/step",
    "time/rollout",
    "time/update",
    "speed/tokens_per_s",
    "policy/mismatch_mean",
)
"""What is shown of the first and the last step of training."""
NOMINAL = {"H100": 989e12, "H200": 989e12, "A100": 312e12}
"""Dense bfloat16 FLOP/s by the makers' data sheets."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One process."""

    name: str
    command: list[str]
    limit_s: float
    result: Path | None = None
    """JSON that it leaves behind; else its last line that begins with RESULT."""


def linked(folder, wheels):
    """A folder to import prorl from, with the wheels beside it."""
    package = folder / "prorl"
    package.mkdir()
    (package / "__init__.py").symlink_to(ROOT / "prorl" / "__init__.py")
    for layer in ("envs", "registry", "agents", "train"):
        (package / layer).symlink_to(ROOT / layer)
    files = sorted(map(str, wheels.glob("*.whl"))) if wheels else []
    if files:
        pip = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--no-compile", "--target"]
        subprocess.run([*pip, str(folder), *files], check=True)


def parts(options, out, folder):
    """In the order of what one wants to know first."""
    dry = options.dry_run
    tests = TESTS[1:2] if dry else TESTS
    yield Part(name="tests", command=["-m", "pytest", "-q", "-p", "no:cacheprovider", *tests], limit_s=150)
    shape, requests = (SMALL, [8]) if dry else (SMOLLM2, [8, 64, 512])
    yield Part(
        name="engine",
        command=[
            *(str(BENCHMARKS / "rollout_speed.py"), str(folder / "model"), "--lengths", "drawn", "--dtype", "bfloat16"),
            *("--engines", "prorl", "generate", "--requests", *map(str, requests), "--repeats", "1" if dry else "3"),
            *("--out", str(folder / "engine.json")),
        ],
        limit_s=180,
        result=folder / "engine.json",
    )
    for name, case in update_cases(dry, out).items():
        command = [str(BENCHMARKS / "scaling_work.py"), json.dumps(shape | case)]
        yield Part(name=f"update, {name}", command=command, limit_s=120)
    steps = {"run.steps": 1 if dry else 20, "evaluation.items": 1 if dry else 8, "run.dir": folder / "run"}
    steps |= {"rollout.groups": 2, "rollout.group_size": 2} if dry else {}
    settings = [f"{key}={value}" for key, value in steps.items()]
    yield Part(name="train", command=["-c", TRAIN, *settings], limit_s=150)


def update_cases(dry, out):
    """Updates, and the sampling of as many rows, of the model in bfloat16."""
    if dry:
        small = {"rows": 8, "prompt": 8, "tokens": 8, "pass_rows": 8, "repeats": 1, "dtype": "bfloat16"}
        return {"small": small | {"limit": True, "profile": str(out)}}
    base = {"rows": 128, "prompt": 128, "tokens": 384, "pass_rows": 32, "dtype": "bfloat16", "repeats": 3}
    return {
        "32 rows a pass": base | {"limit": True, "profile": str(out)},
        "128 rows a pass": base | {"pass_rows": 128},
        "layers compiled": base | {"compile": True},
        "float32 weights, bfloat16 products": base | {"dtype": "float32", "autocast": True},
        "512 rows": base | {"rows": 512, "pass_rows": 64},
    }


def run(part, out, environment):
    """What came of a part."""
    begin, python = time.perf_counter(), [sys.executable, *part.command]
    try:
        done = subprocess.run(
            python, capture_output=True, text=True, timeout=part.limit_s, env=environment, cwd=ROOT, check=False
        )
        status, output, errors = done.returncode, done.stdout, done.stderr
    except subprocess.TimeoutExpired as late:
        status, output, errors = "timeout", _text(late.stdout), _text(late.stderr)
    row = {"status": status, "seconds": time.perf_counter() - begin, "errors": errors[-3000:]}
    if part.name == "tests":
        (out / "tests.txt").write_text(output)
        row["result"] = output.strip().splitlines()[-1:]
    elif part.result is not None and part.result.exists():
        row["result"] = json.loads(part.result.read_text())
    else:
        found = [line for line in output.splitlines() if line.startswith("RESULT ")]
        row["result"] = json.loads(found[-1].removeprefix("RESULT ")) if found else None
    return row


def _text(output):
    return output.decode(errors="replace") if isinstance(output, bytes) else output or ""


def training(folder):
    """From a run's own files: reward and seconds of the first and the last step."""
    rows = []
    for name in ("metrics.jsonl", "timings.jsonl"):
        path = folder / "run" / name
        rows.append([json.loads(line) for line in path.read_text().splitlines()] if path.exists() else [])
    metrics, timings = ([row for row in kind if row["step"]] for kind in rows)
    pairs = [m | t for m, t in zip(metrics, timings, strict=False)]
    return [{key: pair.get(key) for key in TRAINING} for pair in (pairs[:1] + pairs[1:][-1:])]


def facts():
    import torch
    import transformers
    from machine import device_name

    return {"device": device_name(), "torch": torch.__version__, "transformers": transformers.__version__, "parts": {}}


def page(found):
    """The results as text."""
    lines = [f"# {found['device']}", "", f"torch {found['torch']}, transformers {found['transformers']}", ""]
    lines += ["| part | status | seconds |", "|---|---|---|"]
    lines += [f"| {name} | {row['status']} | {row['seconds']:.0f} |" for name, row in found["parts"].items()]
    lines += ["", *_engine(found), "", *_updates(found), "", *_training(found)]
    return "\n".join(lines) + "\n"


def _engine(found):
    result = found["parts"].get("engine", {}).get("result") or {"rows": []}
    lines = ["| requests | prorl, tokens/s | generate, tokens/s | ratio |", "|---|---|---|---|"]
    for row in result["rows"]:
        ours, plain = (row["speeds"][name].get("median") for name in ("prorl", "generate"))
        ratio = f"{ours / plain:.1f}" if ours and plain else ""
        lines.append(f"| {row['requests']} | {ours or 0:,.0f} | {plain or 0:,.0f} | {ratio} |")
    return lines


def _updates(found):
    rows = {name: row["result"] for name, row in found["parts"].items() if name.startswith("update") and row["result"]}
    limit = next((row["limit"]["bfloat16"] for row in rows.values() if "limit" in row), None)
    nominal = next((flops for name, flops in NOMINAL.items() if name in found["device"]), None)
    lines = ["| update | tokens/s | TFLOP/s | share of measured | MFU | peak, MiB | sampling, tokens/s |"]
    lines.append("|---|---|---|---|---|---|---|")
    for name, row in rows.items():
        flops, update = row["update"]["flops"], row["update"]
        shares = [f"{flops / base:.1%}" if base else "" for base in (limit, nominal)]
        cells = [name.removeprefix("update, "), f"{update['tokens_per_s']:,.0f}", f"{flops / 1e12:.2f}", *shares]
        cells += [f"{update['peak'] / 2**20:,.0f}", f"{row['sampling']['tokens_per_s']:,.0f}"]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def _training(found):
    steps = found["parts"].get("train", {}).get("result") or []
    return [json.dumps(step) for step in steps]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheels", type=Path, help="folder with what the machine lacks")
    parser.add_argument("--out", type=Path, default=Path(os.environ.get("OUT", "gpu-out")))
    parser.add_argument("--parts", nargs="+", default=["tests", "engine", "update", "train"])
    parser.add_argument("--dry-run", action="store_true", help="small, on whatever there is")
    options = parser.parse_args()
    out = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        measure(options, out, Path(name))


def measure(options, out, folder):
    site = folder / "site"
    site.mkdir()
    linked(site, options.wheels)
    before = os.environ.get("PYTHONPATH", "")
    environment = os.environ | {"PYTHONPATH": f"{site}{os.pathsep}{before}", "HF_HUB_OFFLINE": "1"}
    environment["TOKENIZERS_PARALLELISM"] = "false"
    found = facts()
    _make_model(SMALL if options.dry_run else SMOLLM2, folder / "model", environment)
    for part in parts(options, out, folder):
        if part.name.partition(",")[0] not in options.parts:
            continue
        row = run(part, out, environment)
        if part.name == "train":
            row["result"] = training(folder)
        found["parts"][part.name] = row
        print(f"{part.name}: {row['status']}, {row['seconds']:.0f} s", flush=True)
        (out / "gpu.json").write_text(json.dumps(found, indent=1) + "\n")
        (out / "gpu.md").write_text(page(found))
    print(page(found))


def _make_model(shape, folder, environment):
    command = [sys.executable, str(BENCHMARKS / "scaling_work.py"), json.dumps(shape), "--only-model", str(folder)]
    subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main()
