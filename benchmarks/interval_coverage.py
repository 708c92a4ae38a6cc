"""How often intervals hold the truth: the simulations behind the choice of intervals in docs/measuring.md.

`python benchmarks/interval_coverage.py [--repeats 400]` prints two tables, in about a CPU minute: coverage of pass@k of
few items, and how often two samples of one and the same model are told apart.
"""

import argparse

import numpy as np

from prorl.train.measure.estimators import pass_at_k
from prorl.train.measure.intervals import Interval, bootstrap, jackknife

POPULATIONS = {"U-shaped": (0.3, 0.3), "hard": (0.1, 2.0), "easy": (3.0, 0.5)}
"""Parameters of the beta distribution of the items' success rates."""


def percentile(values_I, seed):
    rng = np.random.default_rng(seed)
    items = len(values_I)
    means = rng.multinomial(items, [1 / items] * items, size=2000) @ values_I / items
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(value=float(values_I.mean()), low=float(low), high=float(high))


def intervals(values_I, seed):
    column = {"items": values_I[:, None]}
    return {
        "BCa": bootstrap(column, seed=seed)[0],
        "percentile": percentile(values_I, seed),
        "Student": jackknife(column)[0],
    }


def print_row(name, hits, repeats):
    print(f"{name:32}" + "".join(f"{method:>12} {count / repeats:.3f}" for method, count in hits.items()))


def coverage(repeats):
    print("Share of nominal 95 % intervals of pass@k that hold the truth, n = 64")
    rng = np.random.default_rng(0)
    for name, (a, b) in POPULATIONS.items():
        for k, items in ((k, items) for k in (1, 16) for items in (8, 15, 30, 100)):
            truth = float(np.mean(1 - (1 - rng.beta(a, b, 200_000)) ** k))
            hits = dict.fromkeys(("BCa", "percentile", "Student"), 0)
            for seed in range(repeats):
                values = pass_at_k(64, rng.binomial(64, rng.beta(a, b, items)), k)
                for method, found in intervals(values, seed).items():
                    hits[method] += found.low <= truth <= found.high
            print_row(f"{name}, {items} items, k = {k}", hits, repeats)


def null(repeats):
    print("Share of nominal 95 % intervals of the difference of two samples of one model that miss 0")
    rng = np.random.default_rng(12)
    for items in (30, 100):
        for k, n in ((128, 512), (1, 16), (8, 32)):
            hits = dict.fromkeys(("BCa", "percentile", "Student"), 0)
            for seed in range(repeats):
                rates = rng.beta(0.3, 1, items)
                first, second = (pass_at_k(n, rng.binomial(n, rates), k) for _ in range(2))
                for method, found in intervals(second - first, seed).items():
                    hits[method] += not found.spans_zero
            print_row(f"{items} items, n = {n}, k = {k}", hits, repeats)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=400)
    repeats = parser.parse_args().repeats
    coverage(repeats)
    null(repeats)
