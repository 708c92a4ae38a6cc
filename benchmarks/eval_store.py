"""A store of a million samples: written, judged again, and summarised, in bounded memory.

    python benchmarks/eval_store.py [--items 2000] [--samples 500] [--different 0.6] [--write]

The samples are synthetic: short sums with worked answers of about 300 characters, a share of which are different from
all others of their item. Each of the three parts runs in a process of its own, whose peak memory is what is reported.
--write makes `docs/results/eval-store.md`.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
ENV = "prorl/add-numbers-v0"
PARTS = ("write", "rescore", "summarise", "one item")
HEADING = "# A million stored samples\n\n"
FOOTNOTE = "\nMade by `python benchmarks/eval_store.py --write`, each part in a process of its own.\n"


def items_of(count):
    from prorl.envs.task import Problem
    from prorl.train.measure.items import Item

    for number in range(count):
        prompt = f"Add {number} and {number * 7 % 1000}. Answer inside <answer></answer>."
        problem = Problem(prompt=prompt, reference=str(number + number * 7 % 1000))
        yield Item(env_id=ENV, level=0, split="eval", seed=0, index=number, hash=f"{number:016x}", problem=problem)


def responses_of(item, samples, different):
    """As `play` returns them: different texts, each with the samples that gave it."""
    from prorl.envs.verdict import right, wrong
    from prorl.train.measure.store import Stored, text_hash

    kinds = max(1, round(samples * different))
    answer = int(item.problem.reference)
    for kind in range(kinds):
        given = tuple(range(kind, samples, kinds))
        guess = answer + (kind % 5 and kind)
        steps = " ".join(f"step {n}: {(answer * n + kind * 7919) % 99991} is carried over." for n in range(8))
        text = (f"Let us see, attempt {kind}. {steps} <answer>{guess}</answer>",)
        yield Stored(
            hash=text_hash(text),
            text=text,
            verdict=right(str(guess)) if guess == answer else wrong(str(guess)),
            verifier="number@1",
            samples=given,
            tokens=(80,) * len(given),
            logprobs=(-12.34567,) * len(given),
            truncated=frozenset(),
            versions=(0,) * len(given),
        )


def write(folder, args):
    from prorl.train.measure import plan as plans
    from prorl.train.measure.items import Target
    from prorl.train.measure.plan import Model, Plan, samples_of
    from prorl.train.measure.presets import Protocol
    from prorl.train.measure.shards import ShardWriter
    from prorl.train.measure.store import item_row, stored_row

    items = list(items_of(args.items))
    target = Target(env_id=ENV, items=args.items)
    plan = Plan(
        protocol=Protocol(),
        n=args.samples,
        ks=(1, 4, 16, 64, 256),
        models=(Model(label="made", path="made"),),
        targets=(target,),
    )
    plans.save(folder, plan, {target.name: items})
    with ShardWriter(samples_of(folder, "made"), "shard-00000-of-00001") as writer:
        for item in items:
            rows = [item_row(item)]
            rows += [stored_row(item.key, stored) for stored in responses_of(item, args.samples, args.different)]
            writer.append(rows, {item.key: ((0, args.samples),)})


def rescore(folder, args):
    import prorl  # noqa: F401
    from prorl.train.measure.items import Target, open_env
    from prorl.train.measure.plan import samples_of
    from prorl.train.measure.rescore import rescore

    changes = rescore(samples_of(folder, "made"), {ENV: open_env(Target(env_id=ENV))})
    assert changes.samples == args.items * args.samples
    print(f"{changes.responses} different responses judged, {sum(changes.verdicts.values())} verdicts changed")


def summarise(folder, args):
    from prorl.train.measure.evaluation import load_evaluation
    from prorl.train.measure.summary import summarise, write_summary

    evaluation = load_evaluation(folder)
    assert evaluation.complete
    assert sum(tally.sampled for tally in evaluation.tallies["made"]) == args.items * args.samples
    write_summary(summarise(evaluation))


def one_item(folder, args):
    """What the processes hold anyway: Python, NumPy, the catalog."""
    from prorl.train.measure.evaluation import load_evaluation  # noqa: F401
    from prorl.train.measure.summary import summarise  # noqa: F401


def part(name, folder, args):
    started = time.process_time()
    {"write": write, "rescore": rescore, "summarise": summarise, "one item": one_item}[name](folder, args)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"part": name, "cpu_s": time.process_time() - started, "peak_mib": peak}))


def measure(folder, args):
    for name in PARTS:
        command = [sys.executable, __file__, "--part", name, "--folder", str(folder)]
        sizes = ["--items", str(args.items), "--samples", str(args.samples), "--different", str(args.different)]
        started = time.monotonic()
        done = subprocess.run([*command, *sizes], capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(done.stderr)
        yield json.loads(done.stdout.splitlines()[-1]) | {"wall_s": time.monotonic() - started}


def page(rows, args, size):
    count = args.items * args.samples
    names = {
        "write": "write the store",
        "rescore": "judge every different response again",
        "summarise": "tallies, pass@k with intervals, majority@k",
        "one item": "imports alone",
    }
    lines = [
        f"{count:,} samples, {args.items:,} items, {args.samples} each, {args.different:.0%} of them different; "
        f"the store takes {size / 2**20:.0f} MiB.",
        "",
        "| part | CPU seconds | samples a CPU second | peak memory, MiB |",
        "| --- | ---: | ---: | ---: |",
    ]
    for row in rows:
        speed = "" if row["part"] == "one item" else f"{count / max(row['cpu_s'], 1e-9):,.0f}"
        lines.append(f"| {names[row['part']]} | {row['cpu_s']:.1f} | {speed} | {row['peak_mib']:.0f} |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--samples", type=int, default=500)
    parser.add_argument("--different", type=float, default=0.6)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    if args.part:
        part(args.part, args.folder, args)
        return
    with tempfile.TemporaryDirectory() as folder:
        rows = list(measure(Path(folder), args))
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    text = page(rows, args, size)
    print(text)
    if args.write:
        (ROOT / "docs" / "results" / "eval-store.md").write_text(
            f"# A million stored samples\n\n{text}", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
