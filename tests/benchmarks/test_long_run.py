"""How cells of the long run are put into strata, and what is said of them."""

import importlib
import json
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks" / "long_run"


@pytest.fixture(scope="module")
def strata():
    sys.path.insert(0, str(FOLDER))
    yield importlib.import_module("strata")
    sys.path.remove(str(FOLDER))


@pytest.mark.parametrize(
    ("solved", "name"),
    [((0, 0), "none"), ((0, 8), "very rare"), ((40, 60), "rare"), ((300, 800), "even"), ((1000, 1000), "other")],
)
def test_stratum(strata, solved, name):
    cell = [strata.tally_of("prorl/gcd-v0@2", [str(n), 1024, c, 0, 0.0, 0]) for n, c in enumerate(solved)]
    assert strata.stratum(cell) == name


def test_figures_of_the_base_are_those_of_the_second_sample(strata, tmp_path):
    """One cell of two items: the first sample has no success, the second 2 of 4 on one item, the trained model 4 of 4."""
    name, file = "prorl/gcd-v0@2", tmp_path / "counts.json"
    models = {"base": (0, 0), "again": (512, 0), "after": (1024, 1024)}
    rows = {label: {name: [[str(n), 1024, c, 0, 0.0, 0] for n, c in enumerate(s)]} for label, s in models.items()}
    file.write_text(json.dumps({"models": rows}))
    [row] = strata.summary(strata.read(file))
    assert (row["stratum"], row["model"], row["items"]) == ("none", "after", 2)
    assert row["base"]["1"][0] == pytest.approx(0.25)
    assert row["trained"]["1"][0] == pytest.approx(1.0)
    assert row["boundary"]["only_trained"][0] == pytest.approx(1.0)
    assert row["boundary"]["both"][0] == pytest.approx(1.0)
    assert row["boundary"]["null_only"][0] == pytest.approx(0.0, abs=1e-6)
