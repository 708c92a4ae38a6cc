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
    return outcomes.outcomes(rows)


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


def test_new_texts_are_counted_by_response_and_by_text(strata):
    new_texts = importlib.import_module("new_texts")
    rows = [new_texts.Written(item="a", text="ab", times=3), new_texts.Written(item="a", text="ba")]
    found = new_texts.whole(rows, frozenset({"ab"}))
    assert found == {"responses": 4, "responses_new": 1, "texts": 2, "texts_new": 1}
    assert new_texts.name_of("prorl/gcd-v0@4") == "gcd"


def test_distance_is_the_exact_divergence(strata):
    """p = (1/2, 1/2) and q = (1/4, 3/4) at the one response token: KL 0.1438, entropy log 2."""
    import torch

    drift = importlib.import_module("drift")
    own, other = torch.zeros(1, 2, 2), torch.tensor([[[0.25, 0.75], [0.5, 0.5]]]).log()
    kl_N, entropy_N = drift.distance(own, other, torch.tensor([[-100, 1]]))
    assert kl_N.tolist() == pytest.approx([0.14384], abs=1e-5)
    assert entropy_N.tolist() == pytest.approx([0.69315], abs=1e-5)


@pytest.fixture(scope="module")
def history(strata):
    return importlib.import_module("history")


def test_windows_end_at_their_step(history):
    rows = [{"step": 19, "a/b": 1.0}, {"step": 20, "a/b": 3.0}, {"step": 21, "a/b": 5.0, "other": 1.0}]
    assert history.windows(rows, ("a/",)) == {"a/b": {"steps": [20, 40], "means": [2.0, 5.0]}}


def test_a_score_is_reached_when_it_stays(history):
    points = [{"mean": mean, "step": step} for step, mean in enumerate((0.2, 0.5, 0.4, 0.5, 0.6))]
    assert history.reached(points, 0.5)["step"] == 3
    assert history.reached(points, 0.7) is None


def test_costs_up_to_a_step(history):
    sums = history.running([{"step": 1, "t": 2.0}, {"step": 2}, {"step": 3, "t": 5.0}], "t")
    assert [history.up_to(sums, step) for step in (0, 1, 2, 4)] == [0.0, 2.0, 2.0, 7.0]


def test_archive_holds_the_small_files_alone(strata, tmp_path):
    import tarfile

    archive, run = importlib.import_module("archive"), tmp_path / "P"
    (run / "checkpoints").mkdir(parents=True)
    (run / "metrics.jsonl").write_text("{}\n")
    archive.pack(tmp_path / "runs.tar.xz", [run])
    with tarfile.open(tmp_path / "runs.tar.xz") as packed:
        assert packed.getnames() == ["P/metrics.jsonl"]


def test_cells_between_hardly_ever_and_nearly_always(strata):
    cells = importlib.import_module("cells")
    rows = {"a@0": [["x", 128, 2]], "b@0": [["x", 128, 1]], "c@0": [["x", 100, 90], ["y", 100, 92]]}
    assert cells.chosen(rows) == ["a@0"]


def test_arms_are_told_apart_on_the_cells_that_they_train_on(outcomes):
    trained = next(iter(outcomes.tomllib.loads(outcomes.MIXTURE.read_text())["mixture"]))
    found = outcomes.parts({"base": {trained: [1], "prorl/other-v0@9": [2]}})
    assert found == {"trained": {"base": {trained: [1]}}, "others": {"base": {"prorl/other-v0@9": [2]}}}


@pytest.fixture(scope="module")
def arms(strata):
    return importlib.import_module("arms")


def events(folder, rows):
    folder.mkdir()
    (folder / "events.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_resets_are_repeated_at_the_steps_of_the_whole_method(arms, tmp_path):
    events(tmp_path / "A5-1e-2-3", [{"kind": "reset", "step": 120}, {"kind": "resume", "step": 7}])
    changes = arms.overrides("A7-1e-2", 3, Path("base"), tmp_path, 600)
    assert {"reference.at=[120]", "reset.source=keep", "kl.coef=0.01", "run.seed=3", "model.path=base"} <= set(changes)


def test_large_groups_go_on_from_the_end_with_other_items(arms, tmp_path):
    changes = arms.overrides("A9", 2, Path("base"), tmp_path, 600)
    end = tmp_path / "A8-2" / "checkpoints" / "step-000600"
    assert {f"model.path={end}", "run.steps=50", "run.seed=1002", "rollout.group_size=128"} <= set(changes)


def test_large_groups_for_as_much_time(arms, tmp_path):
    """A8c took 300 s, and A9 100 s for 50 steps: 150 steps."""
    for name, seconds in (("A8c-1", 300.0), ("A9-1", 100.0)):
        events(tmp_path / name, [])
        (tmp_path / name / "timings.jsonl").write_text(json.dumps({"step": 1, "time/cpu": seconds}) + "\n")
    assert arms.steps_of("A9t", 1, tmp_path, 600) == 150


def test_places_of_cells(strata):
    assert strata.place("prorl/gcd-v0@4") == "level 4"
    assert strata.place("prorl/lcm-v0@0") == "never read"


def test_tables_stand_between_their_marks(strata, monkeypatch):
    page = importlib.import_module("page")
    monkeypatch.setattr(page, "TABLES", {"one": lambda: "| 1 |"})
    assert page.filled("a\n<!-- one -->\nold\n<!-- end -->\nb") == "a\n<!-- one -->\n\n| 1 |\n\n<!-- end -->\nb"


def test_cost_of_a_score(strata):
    page = importlib.import_module("page")
    run = {
        "validations": [
            {"mean": m, "step": 20 * n, "tokens": n * 1e6, "cpu_s": n * 60.0} for n, m in ((1, 0.6), (2, 0.7))
        ]
    }
    assert page.cost([run, {"validations": []}], 0.5) == "20, 1.00, 1.0 (1 of 2)"
    assert page.cost([run], 0.9) == "not reached"
