"""One whole training step, sampling and update, of prorl and of TRL's GRPOTrainer at equal work.

    python benchmarks/step_speed.py --trl PYTHON [--smollm2 FOLDER] [--pairs 3] [--threads 2] [--write]

PYTHON is an interpreter with `trl` and the same torch. Two processes live side by side and step in turns, so that
whatever else the machine does meets both; the idle one waits for its line. Both load the same folder and get prompts
from the same rule, the same G, token limit, reward function, temperature 1, rows a pass, loss (token mean, clip 0.2 and
0.28, no KL), one AdamW update, no gradient checkpointing. The tiny policy is a random Llama of 3.7 M parameters whose
end token lies outside its vocabulary: every response has exactly the limit's tokens. A real model ends by itself, so
lengths are drawn alike and not the same; tokens of both are shown. TRL samples with transformers' `generate`. Useful
tokens are those whose advantage is not 0; nothing is drawn again, so the rest is what either trainer discards.

`limit` is the share of the measured matrix limit in the update: 6 · parameters · (each group's prompt once, and all
response tokens) over the update's seconds, over what products of two large matrices reach. `bfloat16` rows: weights in
float32, products in bfloat16 (`memory.compute`; TRL's `bf16`).
"""

import argparse
import json
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
from machine import matrix_limit
from step_work import MARK

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "docs" / "results" / "step-speed"


def tiny_model(folder):
    """3,674,368 parameters over bytes; the end token is the one that it cannot write."""
    from tokenizers import AddedToken
    from transformers import LlamaConfig, LlamaForCausalLM

    from prorl.agents.bundled.tokenizer import byte_tokenizer

    torch.manual_seed(0)
    tokenizer = byte_tokenizer()
    vocabulary = len(tokenizer)
    tokenizer.add_special_tokens({"eos_token": AddedToken("<|never|>", special=True, normalized=False)})
    config = LlamaConfig(
        vocab_size=vocabulary,
        hidden_size=256,
        intermediate_size=832,
        num_hidden_layers=4,
        num_attention_heads=8,
        max_position_embeddings=512,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return str(folder)


def parameters(folder):
    from transformers import AutoModelForCausalLM

    return sum(weight.numel() for weight in AutoModelForCausalLM.from_pretrained(folder).parameters())


class Worker:
    """A process that makes a step when asked."""

    def __init__(self, trainer, python, spec, **changes):
        command = [python, str(Path(__file__).with_name("step_work.py")), trainer, json.dumps(spec | changes)]
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 (as long as the process)
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": self._errors}
        self._process = subprocess.Popen(command, text=True, bufsize=1, **pipes)

    def step(self):
        self._process.stdin.write("step\n")
        for line in self._process.stdout:
            if line.startswith(MARK):
                return json.loads(line.removeprefix(MARK))
        self._errors.seek(0)
        return sys.exit(self._errors.read()[-3000:])

    def close(self):
        self._process.stdin.close()
        self._process.wait()


def compare(spec, options):
    """Rows by trainer: every step's numbers, the first step (which warms up) left out."""
    workers = {"prorl": Worker("prorl", sys.executable, spec)}
    if options.trl:
        workers["TRL"] = Worker("TRL", options.trl, spec)
    steps = {name: [] for name in workers}
    for number in range(options.pairs + 1):
        for name, worker in workers.items():
            done = worker.step()
            if number:
                steps[name].append(done)
    for worker in workers.values():
        worker.close()
    return steps


def summary(steps, spec, size, limit):
    """One row of the table from the steps of a trainer."""
    middle = {name: statistics.median(step[name] for step in steps) for name in steps[0]}
    reads = middle["prompt"] / spec["group"] + middle["generated"]
    dtype = "bfloat16" if spec["autocast"] or spec["dtype"] == "bfloat16" else "float32"
    flops = 6 * size * reads / middle["update"]
    return middle | {
        "peak": max(step["peak"] for step in steps),
        "generated_per_s": middle["generated"] / middle["seconds"],
        "useful_per_s": middle["useful"] / middle["seconds"],
        "discarded": 1 - middle["useful"] / middle["generated"],
        "flops": flops,
        "limit": flops / limit[dtype],
    }


HEAD = (
    "| model | products | trainer | s a step | CPU s | sampling, s | update, s | tokens/s | useful tokens/s "
    "| discarded | limit | peak, MiB | prompt tokens | response tokens | speed-up | in CPU s |"
)


def table(results):
    lines = [HEAD, "|" + "---|" * (HEAD.count("|") - 1)]
    for case in results["cases"]:
        for name, row in case["rows"].items():
            cells = [case["title"], case["products"], name, f"{row['seconds']:.2f}", f"{row['cpu']:.2f}"]
            cells += [f"{row['rollout']:.2f}", f"{row['update']:.2f}", f"{row['generated_per_s']:.0f}"]
            cells += [f"{row['useful_per_s']:.0f}", f"{row['discarded']:.0%}"]
            cells += [f"{row['limit']:.0%}", f"{row['peak'] / 2**20:.0f}", f"{row['prompt']:.0f}"]
            cells += [f"{row['generated']:.0f}"]
            cells += [f"{case[kind].get(name, 1.0):.2f}" for kind in ("speed_up", "speed_up_cpu")]
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def speed_ups(steps, unit):
    """Of each trainer over TRL: the median over pairs of the ratio of `unit` (seconds, cpu) a response token."""
    if "TRL" not in steps:
        return {}

    def per_token(step):
        return step[unit] / step["generated"]

    return {
        name: statistics.median(per_token(b) / per_token(a) for a, b in zip(own, steps["TRL"], strict=True))
        for name, own in steps.items()
    }


def cases(options, folder):
    common = {"threads": options.threads, "gpu": options.gpu, "seed": 0, "continuous": options.continuous}
    tiny = {"model": tiny_model(folder / "tiny"), "prompts": 16, "group": 16, "tokens": 64, "rows": 64}
    models = [("tiny, 3.7 M", tiny)]
    if options.smollm2:
        real = {"model": options.smollm2, "prompts": 4, "group": 8, "tokens": 128, "rows": 8}
        models.append((Path(options.smollm2).name, real))
    for title, spec in models:
        spec |= {name: value for name in spec if (value := getattr(options, name, None)) is not None}
        for products in options.products:
            yield title, common | spec | {"dtype": "float32", "autocast": products == "bfloat16"}


def measure(options):
    torch.set_num_threads(options.threads)
    found = {"limit": {}, "threads": options.threads, "cases": []}
    with tempfile.TemporaryDirectory() as folder:
        for title, spec in cases(options, Path(folder)):
            found["limit"] = {name: max(most, found["limit"].get(name, 0)) for name, most in matrix_limit().items()}
            steps, size = compare(spec, options), parameters(spec["model"])
            found["cases"].append(
                {
                    "title": title,
                    "products": "bfloat16" if spec["autocast"] else "float32",
                    "work": {name: spec[name] for name in ("prompts", "group", "tokens", "rows")},
                    "parameters": size,
                    "rows": {name: summary(own, spec, size, found["limit"]) for name, own in steps.items()},
                    "speed_up": speed_ups(steps, "seconds"),
                    "speed_up_cpu": speed_ups(steps, "cpu"),
                    "steps": steps,
                }
            )
            print(table(found | {"cases": found["cases"][-1:]}), flush=True)
            write(found, options)


def write(results, options):
    """What is measured so far."""
    if options.json:
        options.json.write_text(json.dumps(results, indent=1))
    if options.write:
        RESULT.with_suffix(".json").write_text(json.dumps(results, indent=1) + "\n")
        RESULT.with_suffix(".md").write_text(page(results))
        picture(results, RESULT.with_suffix(".png"))


def picture(results, path):
    """Stacked bars: sampling below, update above."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    bars = [(c, name, row) for c in results["cases"] for name, row in c["rows"].items()]
    labels = [f"{c['title']}\n{c['products']}\n{name}" for c, name, _ in bars]
    figure, axes = plt.subplots(figsize=(1.3 * len(bars) + 2, 4.5))
    rollout, update = ([row[part] for _, _, row in bars] for part in ("rollout", "update"))
    axes.bar(labels, rollout, label="sampling")
    axes.bar(labels, update, bottom=rollout, label="update")
    axes.set_ylabel("seconds a step")
    axes.legend()
    axes.tick_params(axis="x", labelsize=7)
    figure.tight_layout()
    figure.savefig(path, dpi=120)


def page(results):
    limit = ", ".join(f"{value / 1e9:.0f} GFLOP/s in {name}" for name, value in results["limit"].items())
    work = "; ".join(
        f"{c['title']}: {c['work']['prompts']} prompts of {c['work']['group']} responses, {c['work']['tokens']} tokens "
        f"at most, {c['work']['rows']} rows a pass"
        for c in {c["title"]: c for c in results["cases"]}.values()
    )
    return (
        f"# One step, beside TRL\n\n{table(results)}\n\n{work}. Matrix limit: {limit}, {results['threads']} threads, "
        f"{platform.machine()}.\nMade by `python benchmarks/step_speed.py --trl PYTHON --smollm2 FOLDER --write`, "
        "which says how it is measured.\n"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trl", help="an interpreter that has trl")
    parser.add_argument("--smollm2", help="folder of a real model")
    parser.add_argument("--pairs", type=int, default=3, help="steps that count, after one that warms up")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--products", nargs="+", default=["float32", "bfloat16"], choices=["float32", "bfloat16"])
    for name in ("prompts", "group", "tokens", "rows"):
        parser.add_argument(f"--{name}", type=int, help="instead of the case's own")
    parser.add_argument("--continuous", action="store_true", help="TRL samples with generate_batch")
    parser.add_argument("--gpu", action="store_true")
    parser.add_argument("--json", type=Path, help="write the numbers here")
    parser.add_argument("--write", action="store_true", help=f"write {RESULT.relative_to(ROOT)}.md, .json and .png")
    options = parser.parse_args()
    measure(options)


if __name__ == "__main__":
    main()
