"""How often intervals hold the truth: the simulations behind the choice of intervals in docs/measuring.md.

    python benchmarks/interval_coverage.py [--repeats 400] [--write]

Two tables, in about half a CPU second a repeat: coverage of pass@k of few items, and how often two samples of
one and the same model are told apart. The seeds are fixed: the same number of repeats gives the same table.

--write makes `docs/results/interval-coverage.md`.
"""

import argparse
import math
from functools import partial
from pathlib import Path

import numpy as np

from prorl.train.measure.estimators import pass_at_k
from prorl.train.measure.intervals import Interval, bootstrap, jackknife, shares

PAGE = Path(__file__).parents[1] / "docs" / "results" / "interval-coverage.md"
POPULATIONS = {"U-shaped": (0.3, 0.3), "mostly small": (0.1, 2.0), "mostly large": (3.0, 0.5)}
"""Parameters of the beta distribution of the items' success rates."""
METHODS = ("used", "BCa", "percentile", "Student")
"""`used` is what prorl-eval reports: of shares BCa, or an exact bound where no item differs; of differences Student."""


FOOTNOTE = """\
`used` is what prorl-eval reports (docs/measuring.md): of pass@k BCa, or an exact bound where all items drawn are 0, or
all 1; of differences Student. U-shaped, mostly small and mostly large success rates are Beta(0.3, 0.3), Beta(0.1, 2)
and Beta(3, 0.5); those of the second table are Beta(0.3, 1).
"""


def percentile(values_I, seed):
    rng = np.random.default_rng(seed)
    items = len(values_I)
    means = rng.multinomial(items, [1 / items] * items, size=2000) @ values_I / items
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(value=float(values_I.mean()), low=float(low), high=float(high))


def intervals(values_I, seed, used):
    column = {"items": values_I[:, None]}
    return {
        "used": used(column)[0],
        "BCa": bootstrap(column, seed=seed)[0],
        "percentile": percentile(values_I, seed),
        "Student": jackknife(column)[0],
    }


def table(first, rows, repeats):
    """Markdown: a row is its cells and the hits by method."""
    yield f"| {' | '.join((*first, *METHODS))} |"
    yield f"| --- | {'---: | ' * (len(first) + len(METHODS) - 1)}".rstrip()
    for cells, hits in rows:
        shares = [f"{100 * hits[method] / repeats:.1f}" for method in METHODS]
        yield f"| {' | '.join((*map(str, cells), *shares))} |"


def coverage(repeats):
    rng = np.random.default_rng(0)
    for name, (a, b) in POPULATIONS.items():
        for k, items in ((k, items) for k in (1, 16) for items in (8, 15, 30, 100)):
            truth = float(np.mean(1 - (1 - rng.beta(a, b, 200_000)) ** k))
            hits = dict.fromkeys(METHODS, 0)
            for seed in range(repeats):
                values = pass_at_k(64, rng.binomial(64, rng.beta(a, b, items)), k)
                for method, found in intervals(values, seed, partial(shares, seed=seed)).items():
                    hits[method] += found.low <= truth <= found.high
            yield (name, k, f"{truth:.4g}", items), hits


def null(repeats):
    rng = np.random.default_rng(12)
    for items in (30, 100):
        for k, n in ((128, 512), (1, 16), (8, 32)):
            hits = dict.fromkeys(METHODS, 0)
            for seed in range(repeats):
                rates = rng.beta(0.3, 1, items)
                first, second = (pass_at_k(n, rng.binomial(n, rates), k) for _ in range(2))
                for method, found in intervals(second - first, seed, jackknife).items():
                    hits[method] += not found.spans_zero
            yield (items, n, k), hits


def page(repeats):
    error = 100 * math.sqrt(0.05 * 0.95 / repeats)
    yield "# How often intervals hold the truth"
    yield ""
    yield f"{repeats:,} repeats: the standard error is {error:.1f} points where a share is near 95 or 5 %."
    yield ""
    yield "Share (%) of nominal 95 % intervals of pass@k that hold the truth; n = 64 responses an item:"
    yield ""
    yield from table(("success rates", "k", "true pass@k", "items"), coverage(repeats), repeats)
    yield ""
    yield "Share (%) of nominal 95 % intervals of the difference of two samples of one model that miss 0 (5 is right):"
    yield ""
    yield from table(("items", "n", "k"), null(repeats), repeats)
    yield ""
    yield from FOOTNOTE.splitlines()
    yield ""
    yield f"Made by `python benchmarks/interval_coverage.py --repeats {repeats} --write`."


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=400)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    lines = []
    for line in page(arguments.repeats):
        print(line, flush=True)
        lines.append(line)
    if arguments.write:
        PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")
