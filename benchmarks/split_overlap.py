"""Do the splits share items, and do neighbouring seeds? Counted over many draws of every procedural environment.

    python benchmarks/split_overlap.py [ID ...] [--draws 100000] [--processes 2] [--write]

An item is named by the hash of its whole prompt (`prorl.envs.seeding.item_hash`). Of each split so many items are drawn
as `--draws` says where a draw costs less than 0.1 ms of CPU time on average, else as many as fit into 2 s, at least
200; levels as in the default mix, half of them under seed 1, half under seed 2. Counted are

* items of the train split that were drawn in the eval split too: there must be none;
* the same for prompts that differ in nothing but case and blanks;
* how many of the first quarter's items come again in the second (both of seed 1), and in the third (seed 2): where
  items are many, neither share is over 0, and where they are few, the two are alike.

Data sets are left out: `benchmarks/real_data.py` goes through all of their rows. `--write` puts the rows into
docs/results/split-overlap.json and makes split-overlap.md of it; rows of other ids stay.
"""

import argparse
import json
import sys
import time
import warnings
from multiprocessing import Pool
from pathlib import Path

import prorl
from prorl.envs.seeding import SPLITS, digest, draw_item, item_hash
from prorl.registry.make import make_env

FOLDER = Path(__file__).parents[1] / "docs" / "results"
CHEAP_S, SECONDS, FEWEST, TRIED = 0.0001, 2.0, 200, 60
SMALL = 0.9
QUARTERS = ((1, 0), (1, 1), (2, 0), (2, 1))
"""Seed, and which half of its draws."""


def draw(task, env_id, split, seed, index):
    """The same item as an environment's reset gives."""
    return draw_item(task, None, env_id, split, seed, index)[1]


def draws_each(task, env_id, wanted):
    """How many draws of each split, and the CPU seconds of a train draw."""
    draw(task, env_id, "train", 0, 0)
    start = time.process_time()
    for index in range(TRIED):
        draw(task, env_id, "train", 0, index)
    seconds = (time.process_time() - start) / TRIED
    if seconds < CHEAP_S:
        return wanted, seconds
    fit = int(SECONDS / (seconds * 4))  # an eval draw takes three times as many tries as a train draw
    return max(FEWEST, min(wanted, fit - fit % 100)), seconds


def blank_free(prompt):
    """Names the prompt without its case and blanks."""
    return digest("".join(prompt.casefold().split())) % 2**64


def sets_of(task, env_id, split, count):
    """The items of each quarter, and all prompts without case and blanks."""
    quarters, alike = [], set()
    for seed, half in QUARTERS:
        items = set()
        for index in range(half * (count // 4), (half + 1) * (count // 4)):
            prompt = draw(task, env_id, split, seed, index)
            items.add(item_hash(prompt))
            alike.add(blank_free(prompt.prompt))
        quarters.append(items)
    return quarters, alike


def share(one, other):
    """Which part of `one` is in `other`."""
    return round(len(one & other) / len(one), 5)


def row_of(job):
    """The counts of one id."""
    env_id, wanted = job
    warnings.simplefilter("ignore")
    task = make_env(env_id).task
    if task.pools is not None:
        return None
    count, seconds = draws_each(task, env_id, wanted)
    quarters, alike = zip(*(sets_of(task, env_id, split, count) for split in SPLITS), strict=True)
    train, held_out = (set().union(*parts) for parts in quarters)
    first, second, neighbour, _ = quarters[0]
    return {
        "id": env_id,
        "draws": count,
        "ms": round(1000 * seconds, 3),
        "train": len(train),
        "eval": len(held_out),
        "both": len(train & held_out),
        "alike": len(alike[0] & alike[1]),
        "same_seed": share(first, second),
        "next_seed": share(first, neighbour),
    }


HEAD = ("id", "draws of each split", "ms a draw", "train items", "eval items", "in both", "but for case and blanks")
HEAD += ("seen again: same seed", "next seed")


def cells(row):
    counts = [f"{row[name]:,}" for name in ("train", "eval", "both", "alike")]
    shares = [f"{100 * row[name]:.3g} %" for name in ("same_seed", "next_seed")]
    return [f"`{row['id']}`", f"{row['draws']:,}", f"{row['ms']:.3f}", *counts, *shares]


def line(texts):
    return f"| {' | '.join(texts)} |"


ABOUT = """# Items that splits and seeds share

Made by `python benchmarks/split_overlap.py --write`. The counts are the same on every machine, but for how many draws
the slower ids get.

{ids} procedural environments, {draws:,} items drawn: **{both} are in both splits**. {full} ids were drawn from {most:,}
times in each split, those that cost less than {cheap:g} ms of CPU time a draw. The others were drawn from as often as
fits into {seconds:g} s, at least {fewest:,} times. An item is named by the hash of its whole prompt.

"But for case and blanks" counts prompts of both splits that are equal once case and blanks are taken out. "Seen again"
is the share of a quarter's train items that another quarter has too: of the same seed, and of the next seed.
Neighbouring seeds share no more than two parts of one seed.

Few different items, less than {small:.0%} of the train draws new (the share that was new): {few}.
Most of them have easy levels with few items, which a long run meets again and again; higher levels have more.
"""


def page(rows):
    """The results as Markdown."""
    most = max(row["draws"] for row in rows)
    few = [row for row in rows if row["train"] < SMALL * row["draws"]]
    about = ABOUT.format(
        ids=len(rows),
        draws=sum(2 * row["draws"] for row in rows),
        both=sum(row["both"] for row in rows),
        full=sum(row["draws"] == most for row in rows),
        most=most,
        cheap=1000 * CHEAP_S,
        seconds=SECONDS,
        fewest=FEWEST,
        small=SMALL,
        few=", ".join(f"`{row['id'].removeprefix('prorl/')}` {row['train'] / row['draws']:.0%}" for row in few)
        or "none",
    )
    return "\n".join([about, line(HEAD), line(["---"] * len(HEAD)), *(line(cells(row)) for row in rows), ""])


def merged(rows):
    """The stored rows with the new ones put in, by id."""
    path = FOLDER / "split-overlap.json"
    old = json.loads(path.read_text()) if path.exists() else []
    known = {row["id"]: row for row in (*old, *rows)}
    return [known[env_id] for env_id in sorted(known) if env_id in prorl.env_ids()]


def write(rows):
    """Store the rows, one a line, and the page."""
    body = ",\n".join(json.dumps(row) for row in rows)
    (FOLDER / "split-overlap.json").write_text(f"[\n{body}\n]\n")
    (FOLDER / "split-overlap.md").write_text(page(rows))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ids", nargs="*")
    parser.add_argument("--draws", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    jobs = [(env_id, options.draws) for env_id in options.ids or prorl.env_ids()]
    rows = []
    print(line(HEAD), flush=True)
    with Pool(options.processes, maxtasksperchild=4) as pool:
        for row in filter(None, pool.imap_unordered(row_of, jobs)):
            rows.append(row)
            print(line(cells(row)), flush=True)
            if options.write:
                write(merged(rows))
    shared = sum(row["both"] for row in rows)
    print(f"{len(rows)} ids, {shared} items in both splits")
    return 1 if shared else 0


if __name__ == "__main__":
    sys.exit(main())
