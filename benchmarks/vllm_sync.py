"""What vLLM beside the trainer costs over sampling: weights and requests handed over; and how far the two are apart.

    PYTHON benchmarks/vllm_sync.py MODEL_FOLDER [--steps 4] [--groups 8] [--group 8] [--tokens 64] [--write]

PYTHON is the interpreter of vLLM's environment. Steps of one update each (the fewest there can be, so the share is at
its largest), every row with an advantage, the update in the product named; the first step warms up and is left out.

* weights: seconds of `ColocatedPolicy.sync`: the trainer writes the file, vLLM loads it, the version is stamped;
* requests: seconds of handing requests over, and this thread's processor seconds of taking tokens in;
* share: both over the seconds of the step; share of the rest: over the step's seconds without the engine's sampling;
* idle: processor seconds of the engine's processes while the trainer updates;
* after every sync greedy completions are compared with the in-process engine's on the trainer's weights, unmeasured;
* mismatch: |d|, d = trainer - engine, of all sampled tokens of a step, and `policy/mismatch_kl` (train/gap.py).
"""

import argparse
import json
import os
import platform
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "docs" / "results" / "vllm"
GREEDY_TOKENS = 24
PRODUCTS = {"float32": ("float32", "weights"), "autocast": ("float32", "bfloat16"), "bfloat16": ("bfloat16", "weights")}
"""Type of the trainer's weights, and `memory.compute`."""


class Watch:
    """Adds up what calls take, by name."""

    def __init__(self):
        self.seconds = {}

    def over(self, thing, name, label, clock=time.perf_counter):
        """Measure a method of an object from now on."""
        inner = getattr(thing, name)

        def measured(*args, **named):
            begin = clock()
            try:
                return inner(*args, **named)
            finally:
                self.seconds[label] = self.seconds.get(label, 0.0) + clock() - begin

        setattr(thing, name, measured)

    def lap(self):
        """What was measured since the last lap."""
        seconds, self.seconds = self.seconds, {}
        return seconds


def watched(policy):
    watch = Watch()
    watch.over(policy, "sync", "weights")
    watch.over(policy._sender, "prepare", "written")
    watch.over(policy._sender, "send", "loaded")
    watch.over(policy._engine, "add", "asked")
    watch.over(policy._engine, "step", "answered", time.thread_time)
    return watch


def processor_seconds(pids):
    """Of processes that live, so far."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def children(pid):
    """All processes below one."""
    found = [int(c) for task in Path(f"/proc/{pid}/task").iterdir() for c in (task / "children").read_text().split()]
    return found + [below for child in found for below in children(child)]


def run_config(options, product):
    from step_work import run_config

    from prorl.train.config_engine import EngineConfig

    dtype, compute = PRODUCTS[product]
    spec = {"seed": 0, "model": options.model, "dtype": dtype, "prompts": options.groups, "group": options.group}
    spec |= {"tokens": options.tokens, "rows": options.rows, "autocast": compute == "bfloat16"}
    config = run_config(spec, tempfile.mkdtemp())
    engine = EngineConfig(kind="vllm", context=512, memory=0.15, eager=options.eager)
    reference = replace(config.reference, patience=0)
    return replace(config, engine=engine, reference=reference, optim=replace(config.optim, lr=options.lr))


def agreement(bench):
    """Share of greedy completions that are the in-process engine's, of the prompts of the work."""
    from step_work import prompt_of

    from prorl.agents.chat import prompt_ids
    from prorl.agents.engine import TransformersPolicy
    from prorl.agents.policy import Prompt, Sampling
    from prorl.train.layout import computing

    tokenizer, greedy = bench.loaded.tokenizer, Sampling(max_new_tokens=GREEDY_TOKENS, temperature=0.0)
    prompts = [Prompt(token_ids=prompt_ids(tokenizer, prompt_of(n)), seeds=(n,)) for n in range(8)]
    theirs = bench.policy.generate(prompts, greedy)
    with computing(bench.layout, bench.accelerator.device):
        ours = TransformersPolicy(bench.loaded.model, tokenizer, 8).generate(prompts, greedy)
    pairs = zip(ours, theirs, strict=True)
    return sum(one.token_ids == other.token_ids for (one,), (other,) in pairs) / len(prompts)


def one_step(bench, watch, number, engine):
    from prorl.train.sampling import collect
    from prorl.train.update import update

    watch.lap()
    begin = time.perf_counter()
    collected = collect(bench, number)
    row = watch.lap() | {"rollout": time.perf_counter() - begin, "greedy": agreement(bench)}
    begin, idle = time.perf_counter(), processor_seconds(engine)
    updated = update(bench, collected, number, 0.0)
    row |= {"update": time.perf_counter() - begin, "idle": processor_seconds(engine) - idle}
    row |= {"step": row["rollout"] + row["update"], "requests": row["asked"] + row["answered"]}
    overhead = row["weights"] + row["requests"]
    row |= {"share": overhead / row["step"], "rest": overhead / (overhead + row["update"])}
    row["tokens"] = sum(episode.tokens for episode in collected.episodes)
    return row | {name: updated.metrics[f"policy/mismatch_{name}"] for name in ("kl", "mean", "max", "outside")}


def register():
    """The environment of `step_work.py`."""
    import prorl  # noqa: F401  (fills the table)
    from prorl.registry.entry import EnvEntry
    from prorl.registry.table import TABLE

    TABLE.add([EnvEntry(id="bench/step-v0", task="step_work:task", domain="bench", summary="For one benchmark.")])


def measure(options, product):
    from prorl.train.engines import close_engine
    from prorl.train.setup import build

    begin = time.perf_counter()
    bench = build(run_config(options, product))
    try:
        started = time.perf_counter() - begin
        watch, engine = watched(bench.policy), children(os.getpid())
        steps = [one_step(bench, watch, number, engine) for number in range(1, options.steps + 2)]
    finally:
        close_engine(bench.policy)
    for row in steps:
        print(product, json.dumps({name: round(value, 6) for name, value in row.items()}), flush=True)
    middle = {name: statistics.median(row[name] for row in steps[1:]) for name in steps[0]}
    worst = {"max": max(row["max"] for row in steps), "greedy": min(row["greedy"] for row in steps)}
    return {"product": product, "started": started, "median": middle | worst, "steps": steps}


def tables(results):
    cost = ["| product | step, s | sampling, s | update, s | weights, s (written + loaded) | requests, s | share |"]
    cost[0] += " share of the rest | idle, CPU s |"
    cost.append("|---" * 9 + "|")
    gap = ["| product | tokens a step | mean of d | largest d | mismatch_kl | greedy completions equal |"]
    gap.append("|---" * 6 + "|")
    for case in results["cases"]:
        row = case["median"]
        cost.append(
            f"| {case['product']} | {row['step']:.1f} | {row['rollout'] - row['weights']:.1f} | {row['update']:.1f} "
            f"| {row['weights']:.2f} ({row['written']:.2f} + {row['loaded']:.2f}) | {row['requests']:.2f} "
            f"| {row['share']:.1%} | {row['rest']:.1%} | {row['idle']:.1f} |"
        )
        gap.append(
            f"| {case['product']} | {row['tokens']:.0f} | {row['mean']:.1e} | {row['max']:.1e} | {row['kl']:.1e} "
            f"| {row['greedy']:.0%} |"
        )
    return "\n".join(cost), "\n".join(gap)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    for name, value in (("steps", 4), ("groups", 8), ("group", 8), ("tokens", 64), ("rows", 8)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--lr", type=float, default=1e-5)
    parser.add_argument("--products", nargs="+", default=list(PRODUCTS), choices=list(PRODUCTS))
    parser.add_argument("--eager", action="store_true", help="vLLM does not compile")
    parser.add_argument("--json", type=Path, help="numbers, kept from call to call: one product at a time")
    parser.add_argument("--write", action="store_true", help=f"write the tables of {RESULT.relative_to(ROOT)}.md")
    options = parser.parse_args()
    path = RESULT.with_suffix(".json") if options.write else options.json
    known = json.loads(path.read_text())["cases"] if path and path.exists() else []
    register()
    fresh = [measure(options, product) for product in options.products]
    cases = [case for case in known if case["product"] not in options.products] + fresh
    work = {name: getattr(options, name) for name in ("groups", "group", "tokens", "rows", "lr", "eager")}
    results = {"model": Path(options.model).name, "machine": platform.machine(), "cores": os.cpu_count()}
    results |= {"work": work, "cases": sorted(cases, key=lambda case: list(PRODUCTS).index(case["product"]))}
    print(*tables(results), sep="\n\n")
    if path:
        path.write_text(json.dumps(results, indent=1) + "\n")
    if options.write:
        write_page(results)


def write_page(results):
    """Replace both tables in the page; what stands around them stays."""
    page = RESULT.with_suffix(".md")
    text = page.read_text() if page.exists() else "<!-- cost -->\n<!-- end -->\n\n<!-- gap -->\n<!-- end -->\n"
    for mark, table in zip(("cost", "gap"), tables(results), strict=True):
        before, _, after = text.partition(f"<!-- {mark} -->")
        text = f"{before}<!-- {mark} -->\n{table}\n<!-- end -->{after.partition('<!-- end -->')[2]}"
    page.write_text(text)


if __name__ == "__main__":
    main()
