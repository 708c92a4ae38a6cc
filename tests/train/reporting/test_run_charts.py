import pytest

from prorl.train.pass_rates import PassRates, evaluated_envs, pass_rates
from prorl.train.reporting.run_charts import lines_of, marks_of, other_charts, run_charts, series, short_names
from prorl.train.reporting.run_facts import duration, ends_of, percent
from prorl.train.reporting.run_panels import with_derived, without_verify
from prorl.train.run_log import RunLog, number, parse_line

ADD, SORT = "prorl/add-numbers-v0", "prorl/sort-digits-v0"


def log_of(metrics=(), events=(), timings=()):
    texts = {"name": "x", "config": "", "notes": ()}
    return RunLog(metrics=tuple(metrics), events=tuple(events), timings=tuple(timings), **texts)


def test_resets_and_stages_are_marked():
    events = [
        {"step": 0, "kind": "start"},
        {"step": 10, "kind": "reset"},
        {"step": 20, "kind": "stage"},
        {"step": 20, "kind": "reset"},
        {"kind": "reset"},
        {"step": 30, "kind": "reset"},
    ]
    marks = [(mark.x, mark.label, mark.dash) for mark in marks_of(log_of(events=events))]
    assert marks == [(10, "R1", "dash"), (20, "S1 R2", "dot"), (30, "R4", "dash")]


def test_a_long_noisy_line_gets_its_running_mean():
    rows = [{"step": step, "x": float(step % 2)} for step in range(100)]
    faint, mean = lines_of(rows, {"x": "name"})
    assert (faint.faint, mean.faint, faint.name, mean.name) == (True, False, "name", "name")
    assert mean.y[50] == pytest.approx(0.4)  # of the points 48 to 52, two are 1
    assert len(faint.x) == len(mean.x) == 100


def test_a_short_line_has_dots():
    (line,) = lines_of([{"step": 1, "x": 2.0}, {"step": 2, "x": 3.0}], {"x": "name"})
    assert (line.dots, line.x, line.y) == (True, (1, 2), (2.0, 3.0))


def test_metrics_by_environment_have_charts():
    rows = [{"step": n, f"solved/{ADD}": 0.1 * n, f"level/{SORT}": n, f"reward/{ADD}": 0.5} for n in (1, 2)]
    found = {chart.title: [line.name for line in chart.lines] for chart in run_charts(log_of(rows))}
    assert found == {
        "Training reward by environment": ["add-numbers-v0"],
        "Solved in training by environment": ["add-numbers-v0"],
        "Level by environment": ["sort-digits-v0"],
    }


def test_everything_else_is_shown_too():
    metrics = [{"step": n, "policy/entropy": 1.0 / n, "policy/kl_coef": 0.1 * n, "eval/a/pass@1": 0.1} for n in (1, 2)]
    timings = [{"step": n, "time/step": 5.0 + n, "time/update": 1.0 * n} for n in (1, 2)]
    assert [chart.title for chart in other_charts(log_of(metrics, timings=timings))] == ["policy/kl_coef", "time/step"]


def test_times_are_stacked_without_verification_in_the_rollout():
    rows = [{"step": n, "time/rollout": 40.0, "time/verify": 1.5, "time/update": 20.0} for n in (1, 2)]
    (chart,) = run_charts(log_of(timings=rows))
    assert chart.stacked
    assert [(line.name, line.y) for line in chart.lines] == [
        ("generate", (38.5, 38.5)),
        ("verify", (1.5, 1.5)),
        ("update", (20.0, 20.0)),
    ]


def test_a_stall_does_not_flatten_the_times():
    rows = [{"step": n, "time/update": 4.0, "time/step": 250.0 if n == 7 else 4.0} for n in range(100)]
    (chart,) = run_charts(log_of(timings=rows))
    assert chart.top == 12.0
    assert chart.note.endswith(" One step took longer than the axis shows, up to 250 s.")
    (even,) = run_charts(log_of(timings=rows[10:]))
    assert (even.top, even.note) == (None, "Wall-clock of each step, stacked.")


def test_derived():
    assert with_derived({"sample/kept": 0.75, "sample/useful_tokens": 0.5}) == {
        "sample/kept": 0.75,
        "sample/useful_tokens": 0.5,
        "sample/discarded": 0.25,
        "sample/discarded_tokens": 0.5,
    }
    assert with_derived({"sample/kept": None, "x": 1}) == {"sample/kept": None, "x": 1}
    assert without_verify({"time/rollout": 2.0}) == {"time/rollout": 2.0}


def test_pass_rates():
    rows = [{"step": 0, f"eval/{ADD}/pass@1": 0.25, f"eval/{SORT}/pass@1": 0.5, "eval/mean/pass@1": 0.375}, {"step": 1}]
    assert pass_rates(rows) == [PassRates(step=0, by_env={ADD: 0.25, SORT: 0.5}, mean=0.375)]
    assert pass_rates([{"step": 7, "eval/a/pass@1": 0.2, "eval/b/pass@1": 0.4}])[0].mean == pytest.approx(0.3)
    assert evaluated_envs(pass_rates(rows)) == [ADD, SORT]
    assert pass_rates([{"step": 0, "eval/mean/pass@1": 0.5}]) == [PassRates(step=0, by_env={}, mean=0.5)]


def test_series():
    rows = [{"step": 1, "x": 2.0}, {"step": 2}, {"step": 3, "x": float("nan")}]
    assert series(rows, "x") == ([1, 3], [2.0, None])
    assert series(rows[2:], "x") == ([], [])


def test_short_names():
    assert short_names([ADD, SORT]) == {ADD: "add-numbers-v0", SORT: "sort-digits-v0"}
    assert short_names([ADD, "acme/x-v0"]) == {ADD: ADD, "acme/x-v0": "acme/x-v0"}


def test_ends():
    assert ends_of([{"x": 5.0}, {"x": 1.0}, {}, {"x": 3.0}], "x") == (5.0, 3.0)
    assert ends_of([{"x": float(n)} for n in range(30)], "x") == (0.0, 19.5)
    assert ends_of([{}], "x") is None


def test_words():
    assert [duration(s) for s in (45, 119.4, 720, 11_100)] == ["45 s", "119 s", "12 min", "3 h 05 min"]
    assert [percent(share) for share in (0.125, None)] == ["12.5%", "–"]


@pytest.mark.parametrize("value", [True, None, "1", float("inf"), 10**400, [1]])
def test_no_number(value):
    assert number(value) is None


@pytest.mark.parametrize("line", ['{"step": 1', "[1]", "", "[" * 100_000, "1" * 5000])
def test_no_row(line):
    assert parse_line(line) is None
