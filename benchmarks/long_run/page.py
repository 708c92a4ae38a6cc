"""Put the tables into the page of the long run: `python benchmarks/long_run/page.py`.

Between `<!-- NAME -->` and `<!-- end -->` in `docs/results/long-run/README.md` stands a table that is made from the
JSON files beside it; all other text is written by hand.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import fmean

import outcomes
import strata
from history import reached

FOLDER = Path(__file__).parents[2] / "docs" / "results" / "long-run"
PAGE = FOLDER / "README.md"
PLACE = re.compile(r"(<!-- (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
SCORES = (0.5, 0.6, 0.7)


def read(name: str) -> dict:
    return json.loads((FOLDER / f"{name}.json").read_text())


def rows(head: str, lines: Sequence[str]) -> str:
    """A table in Markdown from `a | b` lines."""
    rule = "|".join(["---"] * (head.count("|") + 1))
    return "\n".join(f"| {line} |" for line in (head, rule, *lines))


def number(value: float | None, digits: int = 3) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def strata_table() -> str:
    return strata.table(read("strata")["rows"])


def levels_table() -> str:
    return strata.table(read("strata")["levels"])


def arms_table() -> str:
    return outcomes.table(read("arms")["trained"])


def others_table() -> str:
    return outcomes.table(read("arms")["others"])


def drift_table() -> str:
    """Arms: means over seeds of the distance from the base and of the entropies."""
    models = read("drift")["arms"]["models"]
    groups: dict[str, list[dict]] = {}
    for label, row in models.items():
        name, _, seed = label.rpartition("-")
        groups.setdefault(name if seed.isdigit() and name else label, []).append(row)
    lines = [
        " | ".join(
            [
                name,
                number(fmean(row["kl_base"] for row in group)),
                number(fmean(row["token_entropy"] for row in group)),
                number(fmean(row["answers"]["entropy"][0] for row in group), 2),
            ]
        )
        for name, group in groups.items()
    ]
    return rows("model | KL to the base, nats a token | token entropy, nats | entropy of answers, nats", lines)


def novelty_table() -> str:
    """Every group of environments of every measurement."""
    lines = []
    for place, found in read("novelty").items():
        for group in ("composed", "all"):
            for label, row in found[group].items():
                share = row["responses_new"] / row["responses"] if row["responses"] else float("nan")
                less = row.get("less_base")
                lines.append(
                    f"{place} | {group} | {label} | {row['responses']:,} | {100 * share:.1f} | "
                    f"{100 * row['runs'][0]:.2f} | "
                    + (f"{100 * less[0]:.2f} [{100 * less[1]:.2f}, {100 * less[2]:.2f}]" if less else "")
                )
    head = "measured at | environments | model | right responses | whole text never read, % | runs never read, % "
    return rows(head + "| less the base's, points", lines)


def costs_table() -> str:
    """What it took to come to a score on held-out items, means over the seeds that came to it."""
    runs = read("history")["arms"]
    arms: dict[str, list[dict]] = {}
    for name, run in runs.items():
        arms.setdefault(name.rpartition("-")[0], []).append(run)
    return rows(
        "arm | seeds | " + " | ".join(f"to {score}: steps, M tokens, CPU min" for score in SCORES),
        [f"{arm} | {len(seeds)} | " + " | ".join(cost(seeds, s) for s in SCORES) for arm, seeds in arms.items()],
    )


def cost(seeds: Sequence[dict], score: float) -> str:
    """Example: two of three seeds, 240 steps, 0.9 million tokens and 4.1 minutes: `240, 0.90, 4.1 (2 of 3)`."""
    there = [point for run in seeds if (point := reached(run["validations"], score)) is not None]
    if not there:
        return "not reached"
    steps, tokens, seconds = (fmean(point[key] for point in there) for key in ("step", "tokens", "cpu_s"))
    return f"{steps:.0f}, {tokens / 1e6:.2f}, {seconds / 60:.1f} ({len(there)} of {len(seeds)})"


TABLES: Mapping[str, Callable[[], str]] = {
    "strata": strata_table,
    "levels": levels_table,
    "arms": arms_table,
    "others": others_table,
    "drift": drift_table,
    "novelty": novelty_table,
    "costs": costs_table,
}


def filled(text: str) -> str:
    """The page with its tables made anew; one whose data are missing stays as it is."""

    def table(match: re.Match) -> str:
        try:
            return f"{match[1]}\n{TABLES[match['name']]()}\n\n{match[3]}"
        except (FileNotFoundError, KeyError):
            print(f"{match['name']}: no data yet")
            return match[0]

    return PLACE.sub(table, text)


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text()))
