import json
import math

import pytest

from prorl.train.measure.evaluation import Evaluation
from prorl.train.measure.items import Target
from prorl.train.measure.matching import Match
from prorl.train.measure.plan import Model, Plan
from prorl.train.measure.presets import Protocol
from prorl.train.measure.summary import ks_up_to, summarise, summary_json, write_summary
from prorl.train.measure.summary_table import cells, columns, heading, markdown, notes
from prorl.train.measure.tally import Tally

ADD, SORT = "prorl/add-numbers-v0", "prorl/sort-digits-v0"


def tally(env_id, item, solved, **changes):
    """Four samples of an item."""
    settings = {"judged": 4, "tokens": 40, "surprisal": 8.0, "reward": float(solved)}
    answers = (("12", solved, True),) if solved else ()
    return Tally(env_id=env_id, level=None, item=item, solved=solved, answers=answers, **(settings | changes))


@pytest.fixture
def evaluation(tmp_path):
    """Two environments, two items each; the second model has only been to one of them."""
    return Evaluation(
        folder=tmp_path,
        plan=Plan(
            protocol=Protocol(max_new_tokens=64),
            n=4,
            ks=(1, 2, 4),
            models=(Model(label="base", path="bundled", role="base"), Model(label="new", path="x", matched=True)),
            targets=(Target(env_id=SORT, items=2), Target(env_id=ADD, items=2)),
            baseline="base",
        ),
        items=(),
        tallies={
            "base": (
                *(tally(SORT, "a", 1), tally(SORT, "b", 0, truncated=2)),
                *(tally(ADD, "c", 4), tally(ADD, "d", 0, judged=3, ungradeable=1, no_answer=3)),
            ),
            "new": (tally(SORT, "a", 4), tally(SORT, "b", 2)),
        },
        missing={"base": 0, "new": 8},
        matches={"new": Match(temperature=0.8123, entropy=0.2, target=0.2, rounds=3)},
    )


def test_the_numbers(evaluation):
    summary = summarise(evaluation)
    assert [(line.model, line.target) for line in summary.lines] == [
        ("base", SORT),
        ("base", ADD),
        ("base", "mean"),
        ("new", SORT),
    ]
    sort, add, mean = (summary.line("base", name) for name in (SORT, ADD, "mean"))
    assert [sort.curve.at(k).value for k in (1, 2, 4)] == pytest.approx([0.125, 0.25, 0.5])
    assert add.curve.at(1).value == 0.5
    assert mean.curve.at(1).value == pytest.approx((0.125 + 0.5) / 2)
    assert (sort.items, sort.samples, sort.rates.truncated, sort.rates.tokens) == (2, 8, 0.25, 10.0)
    assert (add.samples, add.rates.ungradeable, add.rates.no_answer) == (8, 0.125, 3 / 7)
    assert sort.entropy == 0.2
    assert sort.floor == 0.02
    assert math.isnan(mean.floor)
    assert sort.majority[4].value == 0.5
    with pytest.raises(KeyError):
        summary.line("new", ADD)


def test_the_json_holds_them_and_no_nan(evaluation):
    path = write_summary(summarise(evaluation))
    tree = json.loads(path.read_text(), parse_constant=lambda name: pytest.fail(name))
    assert tree == json.loads(json.dumps(summary_json(summarise(evaluation))))
    assert (tree["complete"], tree["missing"]) == (False, {"base": 0, "new": 8})
    first = tree["lines"][0]
    assert (first["model"], first["target"], first["items"]) == ("base", SORT, 2)
    assert [point["k"] for point in first["pass_at_k"]] == [1, 2, 4]
    assert [point["value"] for point in first["pass_at_k"]] == pytest.approx([0.125, 0.25, 0.5])
    assert tree["lines"][2]["floor"] is None
    assert tree["plan"]["protocol"] == {"temperature": 0.6, "top_p": 0.95, "max_new_tokens": 64, "seed": 0}


def test_the_table(evaluation):
    summary = summarise(evaluation)
    assert columns(summary)[:4] == ["target", "model", "items", "pass@1"]
    assert len(columns(summary, 2)) == len(columns(summary)) - 1
    rows = cells(summary)
    assert [row[:3] for row in rows] == [
        [SORT, "base", "2"],
        [SORT, "new", "2"],
        [ADD, "base", "2"],
        ["mean", "base", "4"],
    ]
    assert rows[0][3].startswith("12.5 [")
    assert rows[0][5].startswith("50.0* [")
    assert "n = 4, temperature 0.6, top-p 0.95, at most 64 tokens" in heading(summary)
    text = markdown(summary)
    assert text.splitlines()[3] == "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    assert text.count("\n| prorl/") == 3


def test_the_notes(evaluation):
    near, matched, missing = notes(summarise(evaluation))
    assert near.startswith("* k is near n = 4")
    assert matched.startswith("new is sampled at temperature 0.812, where its token entropy equals the base's")
    assert missing.startswith("Not complete: samples still missing: new 8.")


def test_the_usual_k():
    assert ks_up_to(6) == (1, 2, 4, 6)
    assert ks_up_to(16) == (1, 2, 4, 8, 16)
    assert ks_up_to(1) == (1,)
