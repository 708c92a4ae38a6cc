"""The cells that the arms train on: `python benchmarks/long_run/cells.py COUNTS`.

COUNTS is the JSON of `measure.py arm` over the base alone. A cell (environment and level) that the base nearly always
or hardly ever solves gives groups without a difference, and no gradient: the arms take those with a mean success
between `LOW` and `HIGH`. Prints the `[mixture]` of long-run.toml.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

LOW, HIGH = 0.01, 0.9


def chosen(cells: dict[str, Sequence[Sequence]]) -> list[str]:
    """Names of the cells that count; a row has item, judged, solved, ….

    Example: one item of 128 samples with 2 solved is 0.016 and stays, with 1 solved it is 0.008 and goes.
    """
    rates = {name: fmean(solved / judged for _, judged, solved, *_ in rows) for name, rows in cells.items()}
    return [name for name, rate in rates.items() if LOW <= rate <= HIGH]


if __name__ == "__main__":
    models = json.loads(Path(sys.argv[1]).read_text())["models"]
    print("[mixture]", *(f'"{name}" = 1' for name in chosen(next(iter(models.values())))), sep="\n")
