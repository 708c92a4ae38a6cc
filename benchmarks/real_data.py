"""Does the gold answer of real rows earn everything? All rows of the files of a folder, through loader and oracle.

    python benchmarks/real_data.py FOLDER [FILE ...] [--rows 0] [--write]

For each file of `FILES` that the folder holds: how many rows it has, how many become items and why the others do not,
how many items each split gets and whether the two share one, and what the oracle's response earns: the gold answer in
the environment's format, a reference program, or a text written to the instructions. Every row that does not earn 1 is
listed with its reason. `--rows 500` tries 500 items of each file, spread evenly.
A program that ran out of time is tried once more: the sandbox counts wall-clock time too, and the machine may be busy.
`--write` stores the rows in docs/results/real-data.json, beside those of other files, and makes real-data.md of them.
"""

import argparse
import json
import logging
import re
import sys
import warnings
from pathlib import Path

import prorl  # noqa: F401  (fills the table)
from prorl.envs.data_file import DataError, read_rows
from prorl.envs.seeding import SPLITS, item_hash
from prorl.registry.make import make_env

FOLDER = Path(__file__).parents[1] / "docs" / "results"
FILES = {
    "gsm8k_train.jsonl": "prorl/gsm8k-v0",
    "gsm8k_test.jsonl": "prorl/gsm8k-v0",
    "math_train7474_answers.json": "prorl/math-v0",
    "math500_test.jsonl": "prorl/math500-v0",
    "olympiadbench_675.json": "prorl/olympiadbench-v0",
    "svamp.jsonl": "prorl/svamp-v0",
    "mawps.jsonl": "prorl/mawps-v0",
    "gsm_hard.jsonl": "prorl/gsm-hard-v0",
    "mbpp.jsonl": "prorl/mbpp-v0",
    "sanitized-mbpp.json": "prorl/mbpp-v0",
    "HumanEval.jsonl.gz": "prorl/humaneval-v0",
    "code_contests_165_tests.json": "prorl/codecontests-v0",
    "ifeval_input_data.jsonl": "prorl/ifeval-v0",
    "ifbench_test.jsonl": "prorl/ifbench-v0",
    "scibench.jsonl": "prorl/scibench-v0",
}
"""File: the id that reads it."""
DROPPED = re.compile(r": (\d+) of \d+ rows dropped: they (.*)")

NEITHER = "belong to another split"


class Notes(logging.Handler):
    """Keeps what the loaders log about rows that they drop."""

    def __init__(self):
        super().__init__()
        self.reasons = {}

    def emit(self, record):
        found = DROPPED.search(record.getMessage())
        if found:
            self.reasons[found[2]] = int(found[1])


def items_of(env_id, path):
    """The problems of each split, and the reasons of the rows that became none."""
    notes = Notes()
    logger = logging.getLogger("prorl")
    logger.addHandler(notes)
    parts = {}
    for split in SPLITS:
        try:
            task = make_env(env_id, split=split, data=str(path)).task
        except DataError as error:
            if "for evaluation only" not in str(error):
                raise
            parts[split] = []
        else:
            parts[split] = [problem for pool in task.pools.values() for problem in pool]
    logger.removeHandler(notes)
    return task, parts, notes.reasons


def spread(problems, count):
    """So many of the problems, at even distances; all of them for 0."""
    if count == 0 or len(problems) <= count:
        return problems
    return [problems[number * len(problems) // count] for number in range(count)]


def failures_of(task, problems):
    """(item, what the prompt begins with, why) of each whose oracle's response does not earn 1."""
    failed = []
    for problem in problems:
        verdict = task.verify(problem, task.oracle(problem))
        if "out of time" in verdict.reason:
            verdict = task.verify(problem, task.oracle(problem))
        if not (verdict.solved and verdict.reward == 1.0):
            start = " ".join(problem.prompt.split())[:80]
            failed.append((item_hash(problem), start, f"{verdict.status}: {verdict.reason}"))
    return failed


def measure(path, env_id, count):
    """One file."""
    task, parts, reasons = items_of(env_id, path)
    problems = {item_hash(problem): problem for part in parts.values() for problem in part}
    tried = spread(list(problems.values()), count)
    hashes = [{item_hash(problem) for problem in parts[split]} for split in SPLITS]
    rows = len(read_rows(path, {}))
    if NEITHER in reasons:  # each split calls the other's rows so
        others = sum(count for reason, count in reasons.items() if reason != NEITHER)
        reasons[NEITHER] = rows - len(problems) - others
    return {
        "file": path.name,
        "id": env_id,
        "rows": rows,
        "parts": [len(part) for part in hashes],
        "both": len(hashes[0] & hashes[1]),
        "dropped": reasons,
        "tried": len(tried),
        "failed": failures_of(task, tried),
    }


def line(row):
    dropped = "; ".join(f"{count} {reason}" for reason, count in row["dropped"].items())
    counts = [f"{n:,}" for n in (row["rows"], *row["parts"], row["both"], row["tried"])]
    solved = row["tried"] - len(row["failed"])
    cells = [f"`{row['file']}`", f"`{row['id']}`", *counts, f"{solved:,}", dropped]
    return f"| {' | '.join(cells)} |"


HEAD = (
    "| file | id | rows | train items | eval items | in both | tried | oracle earns 1 | rows dropped: they |\n"
    "|---|---|---|---|---|---|---|---|---|"
)

ABOUT = """# Gold answers of real rows

Made by `python benchmarks/real_data.py FOLDER --write`. The rows of each file go through the loader; the gold answer of
every item that was tried, in the format that the prompt asks for, is judged by the environment's verifier. Of {tried:,}
items {solved:,} earn 1{rest}. {both} items are in both splits.

A file alone is divided between the splits by the content of its items, a benchmark is for evaluation only. With both
files of GSM8K in one folder its splits are the official ones. Rows that cannot be used are dropped when the data set is
loaded, counted by reason and logged.
"""
WHY = {
    "have no answer": "the answer column of the row is empty.",
    "accept a tolerance": "the row accepts answers within a tolerance, a rule that the math grader does not have.",
    "cannot read": "the answer column holds something else than an answer in mathematical notation.",
    "many decimals": "the answer is a float of the source's program that neither a short decimal nor a fraction with a "
    "small denominator explains: nobody can be asked for all of its digits.",
    "several outputs": "the statement accepts several outputs, and the row has no checker to tell which are right.",
    "one short output": "one short output is right in all cases: a constant program would solve the row.",
    "repeat another row": "the same prompt comes again in the file.",
    NEITHER: "task ids 1 to 10 (examples) and 511 to 600 (validation) of MBPP are in neither split.",
}
"""Part of a reason: what is behind it."""
BOTH = "the response has to begin with the request, which holds"
EXPLAINED = {
    "317a8e43f56bc0a5": f'{BOTH} "right" twice; it may occur once',
    "2098652656a02d4f": f'{BOTH} "youngins" and "damn"; both are forbidden',
    "95a2014229e5557f": f"{BOTH} commas; none may occur",
    "c2441b4fc8e88be1": f'{BOTH} "economy", "demand" and "supply"; all are forbidden',
    "03f5ee2a4a0ccb1a": f"{BOTH} commas; none may occur",
    "c36239776bf10256": 'the answer is an option of several words, "I know", but each word has a line of its own',
    "931bcc43c3234b6d": "half of the trigrams are to be those of a text whose words lack the consonant cluster that "
    "every word must have",
}
"""Item: why nobody can solve it."""


def page(rows):
    """The results as Markdown."""
    tried, failed = sum(row["tried"] for row in rows), sum(len(row["failed"]) for row in rows)
    rest = f"; the {failed} others are listed below" if failed else ""
    parts = [
        ABOUT.format(tried=tried, solved=tried - failed, rest=rest, both=sum(row["both"] for row in rows)),
        HEAD,
        *map(line, rows),
        "",
    ]
    reasons = " ".join(reason for row in rows for reason in row["dropped"])
    parts += ["Why rows are dropped:", ""]
    parts += [f"* *{part}*: {why}" for part, why in WHY.items() if part in reasons]
    if failed:
        parts += [
            "",
            "## Items whose oracle does not earn 1",
            "",
            "| file | item | begins | why |",
            "|---|---|---|---|",
        ]
    for row in rows:
        for item, start, reason in row["failed"]:
            why = EXPLAINED.get(item, reason)
            parts.append(f"| `{row['file']}` | `{item}` | {escaped(start)} | {escaped(why)} |")
    return "\n".join([*parts, ""])


def merged(rows):
    """The stored rows with the new ones put in, in the order of `FILES`."""
    path = FOLDER / "real-data.json"
    old = json.loads(path.read_text()) if path.exists() else []
    known = {row["file"]: row for row in (*old, *rows)}
    return [known[name] for name in FILES if name in known]


def write(rows):
    """Store the rows, one a line, and the page."""
    body = ",\n".join(json.dumps(row) for row in rows)
    (FOLDER / "real-data.json").write_text(f"[\n{body}\n]\n")
    (FOLDER / "real-data.md").write_text(page(rows))


def escaped(text):
    """For a cell of a Markdown table."""
    return " ".join(text.split())[:200].replace("|", "\\|").replace("<", "&lt;")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--write", action="store_true", help="write docs/results/real-data.md too")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.getLogger("prorl").propagate = False
    wanted = [name for name in options.files or FILES if (options.folder / name).is_file()]
    print(HEAD, flush=True)
    rows = []
    for name in wanted:
        rows.append(measure(options.folder / name, FILES[name], options.rows))
        print(line(rows[-1]), flush=True)
        for failure in rows[-1]["failed"]:
            print("   ", *failure)
    if options.write:
        write(merged(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
