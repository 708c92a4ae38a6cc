"""The page of a run, literal down to its cells."""

import re

import pytest

from prorl.train.reporting.chart import Chart, Line
from prorl.train.reporting.run_page import parted, run_page
from prorl.train.run_log import read_run

ADD, SORT = "prorl/add-numbers-v0", "prorl/sort-digits-v0"


class TestPage:
    def test_summary(self, run_dir, page_of, fakes):
        assert fakes.cells(page_of(run_dir), "numbers total") == [
            [ADD, "25.0%", "87.5%", "+62.5"],
            [SORT, "50.0%", "45.0%", "-5.0"],
            ["Mean", "37.5%", "66.2%", "+28.7"],
        ]

    def test_facts(self, run_dir, page_of):
        facts = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page_of(run_dir))
        assert facts == [
            ("Steps", "3"),
            ("Resets", "1"),
            ("Environments", "2"),
            ("Mean pass@1", "37.5% → 66.2%"),
            ("Discarded groups", "25.0%"),
            ("Time", "3 min"),
        ]

    def test_events(self, run_dir, page_of, fakes):
        assert fakes.cells(page_of(run_dir), "events") == [
            ["", "0", "start", "", "", ""],
            ["R1", "2", "reset", "stagnation", "no rise for 2 validations", "0.02"],
            ["", "3", "finish", "", "", ""],
        ]

    def test_where_the_time_went(self, run_dir, page_of, fakes):
        """Of 183 s: 3 * 38.5 s generate, 3 * 1.5 s verify (part of the rollout), 3 * 20 s update, 3 s nothing."""
        assert fakes.cells(page_of(run_dir), "numbers") == [
            ["generate", "116 s", "63.1%"],
            ["verify", "4 s", "2.5%"],
            ["update", "60 s", "32.8%"],
            ["eval", "0 s", "0.0%"],
            ["other", "3 s", "1.6%"],
        ]

    def test_every_chart_marks_the_reset(self, run_dir, page_of, fakes):
        figures = fakes.embedded(page_of(run_dir), "figures")
        assert len(figures) == 6
        for figure in figures:
            (line,) = figure["layout"]["shapes"]
            assert (line["x0"], line["x1"], line["line"]["dash"]) == (2, 2, "dash")
            assert figure["layout"]["annotations"][0]["text"] == "R1"

    def test_boxes_and_figures_belong_together(self, run_dir, page_of, fakes):
        page = page_of(run_dir)
        places = re.findall(r'data-figure="(\d+)"', page)
        assert places == [str(number) for number in range(len(fakes.embedded(page, "figures")))]

    def test_a_flat_chart_is_a_sentence(self, run_dir, page_of, fakes):
        rows = [{"step": step, "policy/clip_low": 0.0, "policy/clip_high": 0.0} for step in (1, 2, 3)]
        (run_dir / "metrics.jsonl").write_text(fakes.lines(rows))
        page = page_of(run_dir)
        assert "Constant throughout: Clipped tokens: lower bound 0, upper bound 0 (share of tokens)." in page
        assert "<h3>Clipped tokens</h3>" not in page

    def test_needs_no_network(self, run_dir, page_of):
        page = page_of(run_dir)
        assert len(page) < 60_000
        assert not re.search(r"\ssrc\s*=|https?://", page)
        assert set(re.findall(r'href="(.)', page)) == {"#"}

    def test_only_a_config(self, tmp_path, page_of):
        (tmp_path / "config.toml").write_text("")
        page = page_of(tmp_path)
        texts = ("No validation yet.", "No numbers yet.", "No events.", "There are no samples.", "not finished")
        assert [text for text in texts if text not in page] == []

    def test_an_evaluation_inside_is_named(self, run_dir, page_of, fakes):
        (run_dir / "evaluation").mkdir()
        fakes.write_evaluation(run_dir / "evaluation")
        assert "An evaluation of this run lies in its folder evaluation/" in page_of(run_dir)


class TestTolerance:
    def test_torn_last_line(self, run_dir, page_of):
        with (run_dir / "metrics.jsonl").open("a") as file:
            file.write('{"step": 4, "reward/me')
        page = page_of(run_dir)
        assert "metrics.jsonl: 1 line could not be read." in page
        assert "<dt>Steps</dt><dd>3</dd>" in page

    def test_nan_is_a_gap(self, run_dir, page_of, fakes):
        reward = fakes.embedded(page_of(run_dir), "figures")[1]["data"][0]
        assert (reward["x"], reward["y"]) == ([1, 2, 3], [0.5, None, 0.75])

    def test_one_validation(self, run_dir, page_of, fakes):
        (run_dir / "metrics.jsonl").write_text(fakes.lines(fakes.METRICS[:2]))
        assert fakes.cells(page_of(run_dir), "numbers total")[0] == [ADD, "25.0%", "–", "–"]

    def test_environment_missing_at_the_end(self, run_dir, page_of, fakes):
        last = {"step": 4, f"eval/{ADD}/pass@1": 1.0}
        (run_dir / "metrics.jsonl").write_text(fakes.lines([fakes.METRICS[0], last]))
        assert fakes.cells(page_of(run_dir), "numbers total")[1:] == [
            [SORT, "50.0%", "–", "–"],
            ["Mean", "37.5%", "100.0%", "+62.5"],
        ]

    def test_strange_rows(self, run_dir, page_of, fakes):
        rows = '[1]\n{"step": "x"}\n{"step": null, "reward/mean": 1}\n{"step": 1, "reward/mean": "high"}\n\n'
        (run_dir / "metrics.jsonl").write_text(rows)
        (run_dir / "events.jsonl").write_text('{"kind": "reset"}\n{"step": 1, "kind": ["reset"], "trigger": 3}\n')
        (run_dir / "rollouts" / "step-000003.jsonl").write_text(
            '{"reward": NaN, "env": [1], "response": {"a": 1}}\n{}\n'
        )
        page = page_of(run_dir)
        first = fakes.samples_in(page)[1]
        assert (first["reward"], first["env"], first["turns"]) == (None, "[1]", ['{"a": 1}'])
        assert "<dt>Resets</dt><dd>1</dd>" in page

    def test_repeated_step_counts_once(self, run_dir, fakes):
        (run_dir / "metrics.jsonl").write_text(fakes.lines([{"step": 1, "x": 1}, {"step": 2}, {"step": 1, "x": 9}]))
        assert read_run(run_dir).metrics == ({"step": 1, "x": 9}, {"step": 2})


def test_parted():
    def chart(*values):
        lines = tuple(Line(name=str(place), x=(1, 2, 3), y=y) for place, y in enumerate(values))
        return Chart(title="t", note="", x_label="x", y_label="y", lines=lines)

    moving, flat = chart((0.0, 0.0, 1.0), (2.0, 2.0, 2.0)), chart((0.0, 0.0, 0.0), (2.0, 2.0, 2.0))
    assert parted([moving, flat]) == ([moving], [flat])


def test_titles(run_dir):
    assert [chart.title for chart in run_page(run_dir).charts] == [
        "Held-out pass@1",
        "Training reward",
        "KL divergence",
        "Discarded by dynamic sampling",
        "Training reward by environment",
        "Time by phase",
    ]


@pytest.mark.parametrize("count", [1, 4])
def test_numbers_without_a_chart_of_their_own(run_dir, fakes, count):
    rows = [{"step": step, "optim/lr": step * 1e-6, "optim/fixed": 1.0} for step in range(count)]
    (run_dir / "metrics.jsonl").write_text(fakes.lines(rows))
    (run_dir / "timings.jsonl").write_text("")
    found = [chart.title for chart in run_page(run_dir).charts]
    assert found == (["optim/lr"] if count > 1 else [])
