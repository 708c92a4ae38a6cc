"""What `import prorl` costs over `import gymnasium`, and how long registration takes.

    python benchmarks/import_cost.py [--repeats 15]

Each import runs in a new process; the table shows medians and quartiles of wall time.
"""

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path

CASES = {
    "python alone": "pass",
    "import numpy": "import numpy",
    "import gymnasium": "import gymnasium",
    "import prorl": "import prorl",
    "import prorl, first item": "import gymnasium, prorl; gymnasium.make('prorl/sort-digits-v0').reset()",
}
REGISTRATION = """
import time
import gymnasium
from prorl.registry.entry import EnvEntry
from prorl.registry.table import EnvTable
fields = {"task": "x:y", "domain": "d", "summary": "s"}
entries = [EnvEntry(id=f"bench/e{n}-v0", **fields) for n in range(300)]
start = time.perf_counter()
EnvTable().add(entries)
print(1000 * (time.perf_counter() - start))
"""


def timed(code):
    """Milliseconds that the code takes in a new process, once the interpreter runs."""
    clock = "import time; t = time.perf_counter()\n{}\nprint(1000 * (time.perf_counter() - t))"
    done = subprocess.run([sys.executable, "-c", clock.format(code)], capture_output=True, text=True, check=True)
    return float(done.stdout.splitlines()[-1])


def registered():
    """Milliseconds for 300 entries."""
    done = subprocess.run([sys.executable, "-c", REGISTRATION], capture_output=True, text=True, check=True)
    return float(done.stdout)


def quartiles(values):
    low, median, high = statistics.quantiles(values, n=4)
    return {"median_ms": round(median, 2), "q1_ms": round(low, 2), "q3_ms": round(high, 2)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--out", type=Path, help="also write the numbers as JSON")
    options = parser.parse_args()
    rows = {name: [] for name in CASES}
    for _ in range(options.repeats):  # in turn, so that a busy moment hits all cases
        for name, code in CASES.items():
            rows[name].append(timed(code))
    results = {name: quartiles(values) for name, values in rows.items()}
    results["register 300 ids"] = quartiles([registered() for _ in range(options.repeats)])
    print(f"{'':28}{'median ms':>10}{'quartiles':>18}")
    for name, row in results.items():
        spread = f"{row['q1_ms']:.1f} - {row['q3_ms']:.1f}"
        print(f"{name:28}{row['median_ms']:>10.1f}{spread:>18}")
    over = results["import prorl"]["median_ms"] - results["import gymnasium"]["median_ms"]
    print(f"prorl costs {over:.0f} ms over gymnasium (budget 150)")
    if options.out:
        options.out.write_text(json.dumps(results | {"over_gymnasium_ms": round(over, 2)}, indent=1))


if __name__ == "__main__":
    main()
