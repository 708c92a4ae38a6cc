"""The page of an evaluation: three checkpoints, four items, 16 samples each."""

import re

import pytest

from prorl.train.measure.evaluation import load_evaluation
from prorl.train.measure.reach import Cell
from prorl.train.measure.summary import summarise
from prorl.train.reporting.boundary_map import map_k, squares
from prorl.train.reporting.eval_charts import eval_charts, model_colors
from prorl.train.reporting.eval_page import eval_page
from prorl.train.reporting.eval_samples import eval_samples

ADD, SORT, GUESS = "prorl/add-numbers-v0", "prorl/sort-digits-v0", "prorl/guess-number-v0"


@pytest.fixture
def summary(evaluation):
    return summarise(load_evaluation(evaluation))


class TestCurves:
    def test_mean_first_and_all_models_over_what_guessing_reaches(self, summary):
        charts = eval_charts(summary)
        titles = ["Mean over all targets", "add-numbers-v0", "sort-digits-v0", "guess-number-v0"]
        assert [chart.title for chart in charts] == titles
        for chart in charts:
            assert [line.name for line in chart.lines] == ["tiny@0", "tiny@50", "tiny@100", "guessing"]
            assert chart.log_x == (1, 2, 4, 8, 16)
        assert [chart.legend for chart in charts] == [True, False, False, False]
        assert [chart.top for chart in charts] == [None, 1.0, 1.0, 1.0]

    def test_values_and_intervals(self, summary):
        """Of the additions the base solves 0 and 4 of 16: pass@1 is 1/8, pass@16 1/2."""
        base, _, final, guessing = eval_charts(summary)[1].lines
        assert (base.y[0], base.y[-1], final.y[0]) == pytest.approx((0.125, 0.5, 0.5))
        assert all(low <= y <= high for low, y, high in zip(base.low, base.y, base.high, strict=True))
        assert guessing.y[0] == pytest.approx(0.07)
        assert guessing.y[-1] == pytest.approx(1 - 0.93**16)
        assert guessing.dash == "dot"

    def test_colors(self, summary):
        colors = model_colors(summary.evaluation.plan.models)
        assert colors == {"tiny@0": "#7d8894", "tiny@50": "#3b8bd0", "tiny@100": "#d9573f"}


class TestBoundary:
    def test_k_is_so_small_that_something_can_be_known(self, summary):
        """k = 4 is what n = 16 allows for the table; the map needs 4.3 k responses."""
        assert [(one.k, map_k(summary.evaluation, one)) for one in summary.against] == [(4, 2), (4, 2)]

    def test_classes_of_items(self, summary):
        """Base and final solve 0 and 16, 4 and 0, 16 and 16, 0 and 0 of 16; 4 of 16 leaves it open for the base."""
        found = squares(summary.evaluation, summary.against[-1])
        cells = {name: [(square.item[0], square.cell) for square in row] for name, row in found.items()}
        assert cells == {
            ADD: [("1", Cell.ONLY_TRAINED), ("2", Cell.UNDECIDED)],
            GUESS: [("4", Cell.NEITHER)],
            SORT: [("3", Cell.BOTH)],
        }

    def test_map(self, evaluation, page_of):
        page = page_of(evaluation)
        (row,) = re.findall(rf'data-env="{ADD}">(.*?)</div>', page)[:1]
        assert row == (
            '<i class="c-trained" data-item="1111111111111111" '
            'title="only the trained model: base 0 of 16, trained 16 of 16, item 11111111"></i>'
            '<i class="c-unknown" data-item="2222222222222222" '
            'title="not known: base 4 of 16, trained 0 of 16, item 22222222"></i>'
        )
        assert '<i class="c-both"></i> both 1</span>' in page


class TestTables:
    def test_sections(self, evaluation):
        assert [section.title for section in eval_page(evaluation).sections] == [
            "Findings",
            "pass@k",
            "Results",
            "Gained and lost",
            "Boundary map",
            "Classes",
            "In and out of distribution",
            "Samples",
            "How it was measured",
        ]

    def test_results(self, evaluation, page_of, fakes):
        rows = fakes.cells(page_of(evaluation), "numbers names groups")
        assert [row[:3] for row in rows[:4]] == [
            ["add-numbers-v0", "tiny@0", "2"],
            ["", "tiny@50", "2"],
            ["", "tiny@100", "2"],
            ["sort-digits-v0", "tiny@0", "1"],
        ]
        assert rows[0][-3:] == ["6.2 %", "0.0 %", "5"]  # cut: 2 of 32; ungraded; tokens

    def test_classes(self, evaluation, page_of, fakes):
        rows = fakes.cells(page_of(evaluation), "numbers names")
        assert [row[:7] for row in rows[:3]] == [
            ["add-numbers-v0", "Unchanged", "2", "4", "36.4", "86.4", "50.0"],
            ["guess-number-v0", "Unchanged", "1", "4", "0.0", "0.0", "0.0"],
            ["sort-digits-v0", "Unchanged", "1", "4", "100.0", "100.0", "100.0"],
        ]

    def test_in_and_out(self, evaluation, page_of, fakes):
        rows = fakes.cells(page_of(evaluation), "numbers names", 1)
        assert [row[:3] for row in rows] == [
            [group, model, count]
            for group, count in (("in: trained", "2"), ("out: unseen environments", "1"))
            for model in ("tiny@0", "tiny@50", "tiny@100")
        ]
        assert rows[0][3].startswith("56.2 [")  # of 1/8 and 1

    def test_facts(self, evaluation, page_of):
        assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page_of(evaluation)) == [
            ("Models", "3"),
            ("Targets", "3"),
            ("Items", "4"),
            ("Samples of each", "16"),
            ("Responses", "192"),
            ("Base", "tiny@0"),
        ]

    def test_what_is_missing_is_said(self, evaluation, page_of):
        (shard,) = (evaluation / "samples" / "tiny@50").glob("*.ledger.jsonl")
        shard.write_text("".join(shard.read_text().splitlines(keepends=True)[:-1]))
        page = page_of(evaluation)
        assert "prorl evaluation, not complete" in page
        assert "Not complete: samples still missing: tiny@50 16." in page

    def test_nothing_sampled_yet(self, evaluation, page_of):
        for shard in evaluation.glob("samples/*/*"):
            shard.unlink()
        page = page_of(evaluation)
        assert "No samples yet." in page
        assert "There are no samples." in page


class TestSamples:
    def test_different_responses_once_with_their_number(self, evaluation):
        found = eval_samples(load_evaluation(evaluation))
        first = [sample for sample in found.shown if (sample.model, sample.item) == ("tiny@0", "2" * 16)]
        assert sorted((sample.outcome, sample.times) for sample in first) == [
            ("no answer", 2),
            ("solved", 4),
            ("wrong", 10),
        ]
        assert (found.given, found.unit) == (192, "different responses")
        assert {(env, outcome): count for env, outcome, count in found.outcomes} == {
            (ADD, "solved"): 36,
            (ADD, "no answer"): 10,
            (ADD, "wrong"): 50,
            (SORT, "solved"): 48,
            (GUESS, "wrong"): 48,
        }

    def test_the_environment_speaks_between_responses(self, evaluation):
        found = eval_samples(load_evaluation(evaluation))
        game = next(sample for sample in found.shown if sample.env == GUESS)
        first, reply, second = game.turns
        assert (first, second) == ("<answer>15</answer>", "<answer>9</answer>")
        assert "too high" in reply

    def test_hostile_response(self, evaluation, page_of, fakes):
        page = page_of(evaluation)
        assert "<script>alert" not in page
        assert [fakes.HOSTILE.replace("\ud800", "\ufffd")] in [sample["turns"] for sample in fakes.samples_in(page)]
