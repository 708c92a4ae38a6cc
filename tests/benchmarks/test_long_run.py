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
    """One cell of two items: the first sample has no success, the second 512 on one item, the trained one all."""
    name, file = "prorl/gcd-v0@2", tmp_path / "counts.json"
    models = {"base": (0, 0), "after": (1024, 1024), "base-null": (512, 0)}
    rows = {label: {name: [[str(n), 1024, c, 0, 0.0, 0] for n, c in enumerate(s)]} for label, s in models.items()}
    file.write_text(json.dumps({"models": rows}))
    [row] = strata.summary(strata.read(file))
    assert (row["stratum"], row["model"], row["items"]) == ("none", "after", 2)
    assert row["base"]["1"][0] == pytest.approx(0.25)
    assert row["trained"]["1"][0] == pytest.approx(1.0)
    assert row["boundary"]["only_trained"][0] == pytest.approx(1.0)
    assert row["boundary"]["both"][0] == pytest.approx(1.0)
    assert row["boundary"]["null_only"][0] == pytest.approx(0.0, abs=1e-6)


@pytest.fixture(scope="module")
def outcomes(strata):
    return importlib.import_module("outcomes")


def measured(outcomes, strata, **solved):
    """Label -> one cell with as many items as numbers, each solved so often of 64."""
    cell = "prorl/gcd-v0@1"
    rows = {
        label.replace("_", "-"): {cell: [strata.tally_of(cell, [str(n), 64, c, 0, 0.0, 0]) for n, c in enumerate(row)]}
        for label, row in solved.items()
    }
    return outcomes.outcomes(rows, Path("nowhere"))


def test_arms_are_compared_seed_by_seed(outcomes, strata):
    """A2 solves 16 of 64 more than A0 on one of two items with seed 1, and 32 of 64 more with seed 2."""
    found = measured(outcomes, strata, base=(0, 0), A0_1=(16, 0), A2_1=(32, 0), A0_2=(0, 8), A2_2=(32, 8))
    assert found["arms"]["A0"]["seeds"] == [1, 2]
    [pair] = found["pairs"]
    assert (pair["arm"], pair["than"], pair["seeds"]) == ("A2", "A0", [1, 2])
    assert pair["differences"]["1"]["by_seed"] == pytest.approx((0.125, 0.25))
    assert pair["differences"]["1"]["mean"][0] == pytest.approx(0.1875)


def test_at_equal_coefficients(outcomes):
    arms = dict.fromkeys(("A3", "A4-1e-2", "A4-5e-2", "A5-1e-2"))
    assert outcomes.partners("A5-1e-2", arms) == ["A4-1e-2"]
    assert outcomes.partners("A4-5e-2", arms) == ["A3"]
    assert outcomes.partners("A3", arms) == []
