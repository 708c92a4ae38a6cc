import json
import re

import pytest
from click.testing import CliRunner

from prorl.registry.errors import UserError
from prorl.train.pass_rates import PassRates, evaluated_envs, pass_rates
from prorl.train.report import script_json, write_report
from prorl.train.report_command import report_command
from prorl.train.report_figures import charts, series, short_names
from prorl.train.run_log import number, parse_line, read_run

ADD, SORT = "prorl/add-numbers-v0", "prorl/sort-digits-v0"
HOSTILE = "</script><script>alert(1)</script> <!-- & {{config}} \ud800"
METRICS = [
    {"step": 0, f"eval/{ADD}/pass@1": 0.25, f"eval/{SORT}/pass@1": 0.5, "eval/mean/pass@1": 0.375},
    {"step": 1, "reward/mean": 0.5, "reward/solved": 0.4, f"reward/{ADD}": 0.3, "policy/kl_ref": 0.01},
    {"step": 2, "reward/mean": float("nan"), "policy/kl_ref": 0.02},
    {
        "step": 3,
        "reward/mean": 0.75,
        f"eval/{ADD}/pass@1": 0.875,
        f"eval/{SORT}/pass@1": 0.45,
        "eval/mean/pass@1": 0.6625,
    },
]
RESET = {
    "step": 2,
    "kind": "reset",
    "trigger": "stagnation",
    "evidence": "no rise for 2 validations",
    "kl_before": 0.02,
}
EVENTS = [{"step": 0, "kind": "start"}, RESET, {"step": 3, "kind": "finish"}]
TIMINGS = [
    {"step": n, "time/rollout": 40.0, "time/verify": 1.5, "time/update": 20.0, "time/step": 61.0} for n in (1, 2, 3)
]
SAMPLE = {"step": 3, "split": "eval", "env": ADD, "prompt": "1+1?", "response": HOSTILE, "reward": 1.0, "solved": True}


def lines(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def run_dir(tmp_path):
    (tmp_path / "config.toml").write_text('name = "<tiny>"\n')
    (tmp_path / "metrics.jsonl").write_text(lines(METRICS))
    (tmp_path / "events.jsonl").write_text(lines(EVENTS))
    (tmp_path / "timings.jsonl").write_text(lines(TIMINGS))
    (tmp_path / "rollouts").mkdir()
    (tmp_path / "rollouts" / "step-000003.jsonl").write_text(lines([SAMPLE]))
    return tmp_path


def page_of(run_dir):
    """The page without the code of plotly."""
    text = write_report(run_dir).read_text(encoding="utf-8")
    return re.sub(r"<script>/\*\*.*?</script>", "", text, flags=re.DOTALL)


def cells(page, css):
    table = re.search(rf'<table class="{css}">(.*?)</table>', page, re.DOTALL)[1]
    return [re.findall(r"<td>(.*?)</td>", row) for row in table.split("<tr>")[2:]]


def embedded(page, name):
    return json.loads(re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)[1])


class TestPage:
    def test_summary(self, run_dir):
        assert cells(page_of(run_dir), "summary") == [
            [ADD, "25.0%", "87.5%", "+62.5"],
            [SORT, "50.0%", "45.0%", "-5.0"],
            ["Mean", "37.5%", "66.2%", "+28.7"],
        ]

    def test_facts(self, run_dir):
        facts = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page_of(run_dir))
        assert facts == [
            ("Steps", "3"),
            ("Resets", "1"),
            ("Environments", "2"),
            ("Mean pass@1", "37.5% → 66.2%"),
            ("Time", "3 min"),
        ]

    def test_events(self, run_dir):
        assert cells(page_of(run_dir), "events") == [
            ["", "0", "start", "", "", ""],
            ["R1", "2", "reset", "stagnation", "no rise for 2 validations", "0.02"],
            ["", "3", "finish", "", "", ""],
        ]

    def test_every_chart_marks_the_reset(self, run_dir):
        figures = embedded(page_of(run_dir), "figures")
        assert len(figures) == 5
        for figure in figures:
            (line,) = figure["layout"]["shapes"]
            assert (line["x0"], line["x1"], line["line"]["dash"]) == (2, 2, "dash")
        labels = [figure["layout"]["annotations"][0]["text"] for figure in figures]
        assert labels == ["R1 stagnation", "R1", "R1", "R1", "R1"]

    def test_verification_is_taken_out_of_the_rollout(self, run_dir):
        times = embedded(page_of(run_dir), "figures")[-1]["data"]
        assert [(trace["name"], trace["y"]) for trace in times] == [
            ("generate", [38.5, 38.5, 38.5]),
            ("verify", [1.5, 1.5, 1.5]),
            ("update", [20.0, 20.0, 20.0]),
        ]

    def test_needs_no_network(self, run_dir):
        page = page_of(run_dir)
        assert len(page) < 30_000
        assert not re.search(r"(src|href)\s*=|https?://", page)

    def test_hostile_text_stays_text(self, run_dir):
        (run_dir / "config.toml").write_text("x = '</pre><script>alert(2)</script>'")
        (run_dir / "events.jsonl").write_text(lines([{"kind": "fault", "message": "<img src=x onerror=alert(3)>"}]))
        page = page_of(run_dir)
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "&lt;img src=x onerror=alert(3)&gt;" in page
        assert embedded(page, "samples")[0]["response"] == HOSTILE

    def test_script_json(self):
        assert script_json(["</script>&"]) == '["\\u003c/script\\u003e\\u0026"]'

    def test_long_text_loses_its_middle(self, run_dir):
        text = "a" * 4000 + "b" * 1234 + "c" * 4000
        (run_dir / "rollouts" / "step-000003.jsonl").write_text(lines([SAMPLE | {"response": text}]))
        shown = embedded(page_of(run_dir), "samples")[0]["response"]
        assert shown == "a" * 4000 + "\n[… 1,234 characters left out …]\n" + "c" * 4000

    def test_cap_is_stated(self, run_dir, monkeypatch):
        monkeypatch.setattr("prorl.train.report.MOST_SAMPLES", 3)
        rows = [SAMPLE | {"step": n} for n in range(5)]
        (run_dir / "rollouts" / "step-000003.jsonl").write_text(lines(rows))
        page = page_of(run_dir)
        assert "3 of 5, an even random choice (at most 3;" in page
        steps = [sample["step"] for sample in embedded(page, "samples")]
        assert len(steps) == 3
        assert steps == sorted(steps)


class TestTolerance:
    def test_torn_last_line(self, run_dir):
        with (run_dir / "metrics.jsonl").open("a") as file:
            file.write('{"step": 4, "reward/me')
        page = page_of(run_dir)
        assert "metrics.jsonl: 1 line could not be read." in page
        assert "<dt>Steps</dt><dd>3</dd>" in page

    def test_nan_is_a_gap(self, run_dir):
        reward = embedded(page_of(run_dir), "figures")[1]["data"][0]
        assert (reward["x"], reward["y"]) == ([1, 2, 3], [0.5, None, 0.75])

    def test_only_a_config(self, tmp_path):
        (tmp_path / "config.toml").write_text("")
        page = page_of(tmp_path)
        for text in (
            "No validation yet.",
            "No numbers yet.",
            "No events.",
            "The run wrote no samples.",
            "not finished",
        ):
            assert text in page

    def test_one_validation(self, run_dir):
        (run_dir / "metrics.jsonl").write_text(lines(METRICS[:2]))
        assert cells(page_of(run_dir), "summary")[0] == [ADD, "25.0%", "–", "–"]

    def test_environment_missing_at_the_end(self, run_dir):
        last = {"step": 4, f"eval/{ADD}/pass@1": 1.0}
        (run_dir / "metrics.jsonl").write_text(lines([METRICS[0], last]))
        assert cells(page_of(run_dir), "summary")[1:] == [
            [SORT, "50.0%", "–", "–"],
            ["Mean", "37.5%", "100.0%", "+62.5"],
        ]

    def test_strange_rows(self, run_dir):
        rows = '[1]\n{"step": "x"}\n{"step": null, "reward/mean": 1}\n{"step": 1, "reward/mean": "high"}\n\n'
        (run_dir / "metrics.jsonl").write_text(rows)
        (run_dir / "events.jsonl").write_text('{"kind": "reset"}\n{"step": 1, "kind": ["reset"], "trigger": 3}\n')
        (run_dir / "rollouts" / "step-000003.jsonl").write_text(
            '{"reward": NaN, "env": [1], "response": {"a": 1}}\n{}\n'
        )
        page = page_of(run_dir)
        first = embedded(page, "samples")[0]
        assert (first["reward"], first["env"], first["response"]) == (None, "[1]", '{"a": 1}')
        assert "<dt>Resets</dt><dd>1</dd>" in page

    def test_repeated_step_counts_once(self, run_dir):
        (run_dir / "metrics.jsonl").write_text(lines([{"step": 1, "x": 1}, {"step": 2}, {"step": 1, "x": 9}]))
        assert read_run(run_dir).metrics == ({"step": 1, "x": 9}, {"step": 2})


class TestParts:
    def test_pass_rates(self):
        assert pass_rates(METRICS[:2]) == [PassRates(step=0, by_env={ADD: 0.25, SORT: 0.5}, mean=0.375)]
        assert pass_rates([{"step": 7, "eval/a/pass@1": 0.2, "eval/b/pass@1": 0.4}])[0].mean == pytest.approx(0.3)
        assert evaluated_envs(pass_rates(METRICS)) == [ADD, SORT]

    def test_only_the_mean(self):
        assert pass_rates([{"step": 0, "eval/mean/pass@1": 0.5}]) == [PassRates(step=0, by_env={}, mean=0.5)]

    def test_series(self):
        rows = [{"step": 1, "x": 2.0}, {"step": 2}, {"step": 3, "x": float("nan")}]
        assert series(rows, "x") == ([1, 3], [2.0, None])
        assert series(rows[2:], "x") == ([], [])

    def test_short_names(self):
        assert short_names([ADD, SORT]) == {ADD: "add-numbers-v0", SORT: "sort-digits-v0"}
        assert short_names([ADD, "acme/x-v0"]) == {ADD: ADD, "acme/x-v0": "acme/x-v0"}

    @pytest.mark.parametrize("value", [True, None, "1", float("inf"), 10**400, [1]])
    def test_no_number(self, value):
        assert number(value) is None

    @pytest.mark.parametrize("line", ['{"step": 1', "[1]", "", "[" * 100_000, "1" * 5000])
    def test_no_row(self, line):
        assert parse_line(line) is None

    def test_titles(self, run_dir):
        assert [chart.title for chart in charts(read_run(run_dir))] == [
            "Held-out pass@1",
            "Training reward",
            "KL divergence",
            "Training reward by environment",
            "Time by phase",
        ]


class TestCommand:
    def test_prints_the_path(self, run_dir):
        result = CliRunner().invoke(report_command, [str(run_dir)])
        assert result.output == f"{run_dir / 'report.html'}\n"
        assert not list(run_dir.glob("*.tmp"))

    @pytest.mark.parametrize("name", ["empty", "absent"])
    def test_wrong_folder(self, tmp_path, name):
        (tmp_path / "empty").mkdir()
        error = CliRunner().invoke(report_command, [str(tmp_path / name)]).exception
        assert isinstance(error, UserError)
        assert str(error).startswith(f"{tmp_path / name} is not a run: it holds none of metrics.jsonl, ")
        assert "\n" not in str(error)
