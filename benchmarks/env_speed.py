"""Resets and verdicts a second of every environment on one core, and beside them the stock library's own.

    python benchmarks/env_speed.py [ID ...] [--seconds 0.3] [--write]

For each id at the middle level of its default mix: `reset` (a new item) and `step` with the oracle's response (a
verdict), in CPU seconds of this process. For the data sets of reasoning-gym also what the library itself needs for the
same items with the same settings. "Adapter" is what is left of a reset, in microseconds, without the 4/3 library items
that it takes on average to meet the train split.
Verdicts of ids that want the verifier pool or the sandbox are made in place here; those ids are marked.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

import prorl
from prorl.envs.library import adapter
from prorl.envs.task import Judged
from prorl.registry.make import make_env

RESULT = Path(__file__).parents[1] / "docs" / "results" / "env-speed.md"
DRAWS = 4 / 3
CHEAP, TARGET_US = 5000, 50
"""Library items a second above which scoring and drawing count as cheap, and what the adapter may add to each."""
MARKS = {Judged.HERE: "", Judged.THREADS: "sandbox", Judged.POOL: "pool"}
SUMMARY = (
    "The adapter adds {:.0f} µs to a reset in the median of the {} data sets of reasoning-gym whose own items take "
    "less than {:g} ms, and less than {} µs in {}. Where it adds much more, items are drawn again until one fits, to "
    "keep out wrong or trivial ones or to even out answers."
)


def seconds_each(work, seconds):
    """CPU seconds of one call, over as many calls as fit into `seconds`, at least 5."""
    work(0)
    start, count = time.process_time(), 0
    while count < 5 or time.process_time() - start < seconds:
        count += 1
        work(count)
    return (time.process_time() - start) / count


def measure(env_id, seconds):
    env = make_env(env_id)
    mix = sorted(env.task.levels.default_mix)
    level = mix[len(mix) // 2]

    env.reset(seed=1)

    def reset(index):
        env.reset(options={"level": level, "index": index})

    reset_s = seconds_each(reset, seconds)
    problems = []
    for index in range(20):
        reset(index)
        problems.append((env.problem, env.oracle()))

    def verdict(index):
        problem, response = problems[index % len(problems)]
        env.task.verify(problem, response)

    single = env.task.max_turns == 1
    verify_s = seconds_each(verdict, seconds if env.task.judged == Judged.HERE else 0.0) if single else None
    return level, env.task, reset_s, verify_s, problems


def library(task, level, problems, seconds):
    """CPU seconds of the library's own item, and of its own score; `None` where the task is not the library's."""
    row = next(iter(getattr(task.generate, "args", ())), None)
    if type(row).__name__ != "LibraryTask":
        return None
    dataset = adapter.dataset_of(row, level)
    seeds = [problem.metadata["seed"] for problem, _ in problems]
    return seconds_each(lambda n: row.draw(dataset, seeds[n % len(seeds)]), seconds)


def overheads(lines):
    """How much the adapter adds to a reset, as a sentence: over the data sets whose own items take under 0.2 ms."""
    rows = [[cell.strip().replace(",", "") for cell in line.split("|")[1:-1]] for line in lines]
    stock = [(float(row[4]), float(row[5])) for row in rows if row[4]]
    cheap = [added for items, added in stock if items > CHEAP]
    if not cheap:
        return ""
    under = sum(added < TARGET_US for added in cheap)
    return SUMMARY.format(statistics.median(cheap), len(cheap), 1000 / CHEAP, TARGET_US, under)


def line(env_id, seconds):
    level, task, reset_s, verify_s, problems = measure(env_id, seconds)
    cells = [f"`{env_id}`", str(level), f"{1 / reset_s:,.0f}"]
    cells.append("several turns" if verify_s is None else f"{1 / verify_s:,.0f}")
    stock = library(task, level, problems, seconds)
    cells += ["", ""] if stock is None else [f"{1 / stock:,.0f}", f"{1e6 * (reset_s - DRAWS * stock):.0f}"]
    return "| " + " | ".join([*cells, MARKS[task.judged]]) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ids", nargs="*")
    parser.add_argument("--seconds", type=float, default=0.3)
    parser.add_argument("--write", action="store_true", help=f"write {RESULT.name} too")
    options = parser.parse_args()
    lines = [
        "| id | level | resets/s | verdicts/s | library's items/s | adapter, µs a reset | judged in |",
        "|---|---|---|---|---|---|---|",
    ]
    print("\n".join(lines), flush=True)
    for env_id in options.ids or prorl.env_ids():
        lines.append(line(env_id, options.seconds))
        print(lines[-1], flush=True)
    summary = overheads(lines[2:])
    print(summary)
    if options.write:
        about = "# Speed of the environments\n\nOne core, CPU time. Made by `python benchmarks/env_speed.py --write`."
        RESULT.write_text("\n\n".join(filter(None, [about, summary, "\n".join(lines)])) + "\n")


if __name__ == "__main__":
    sys.exit(main())
