"""Samples of runs: what is chosen, how it travels, and that no text of a model becomes a script."""

import base64
import hashlib
import re

import pytest

from prorl.train.reporting.run_samples import run_samples, sample_of
from prorl.train.reporting.samples import Sample, Samples, outcome_table, packed, script_json, shortened

ADD = "prorl/add-numbers-v0"


class TestSafety:
    def test_hostile_texts_stay_texts(self, run_dir, page_of, fakes):
        (run_dir / "config.toml").write_text("x = '</pre><script>alert(2)</script>'")
        fault = {"kind": "fault", "message": "<img src=x onerror=alert(3)>"}
        (run_dir / "events.jsonl").write_text(fakes.lines([fault]))
        row = fakes.SAMPLE | dict.fromkeys(("env", "prompt", "extracted", "reason", "status"), fakes.HOSTILE)
        (run_dir / "rollouts" / "step-000003.jsonl").write_text(fakes.lines([row]))
        page = page_of(run_dir)
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "&lt;img src=x onerror=alert(3)&gt;" in page
        (sample,) = fakes.samples_in(page)
        shown = fakes.HOSTILE.replace("\ud800", "\ufffd")
        assert sample["turns"] == [shown]
        assert [sample[name] for name in ("env", "prompt", "extracted", "reason", "status")] == [shown] * 5

    def test_only_its_own_scripts_may_run(self, run_dir, fakes):
        """The page's policy names every script by its hash, and there is no other way to run one."""
        from prorl.train.reporting.output import report_bytes

        page = report_bytes(run_dir, "html").decode()
        (policy,) = re.findall(r'content="(default-src .*?)"', page, re.DOTALL)
        scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
        scripts += re.findall(r'<script type="text/plain" id="plotly">(.*?)</script>', page, re.DOTALL)
        assert len(scripts) == 3
        hashes = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts}
        assert set(re.findall(r"'sha256-(.*?)'", policy)) == hashes
        assert "script-src 'sha256-" in policy
        assert "unsafe-inline'; img" in policy  # styles alone
        assert policy.startswith("default-src 'none'; ")

    def test_script_json(self):
        assert script_json(["</script>&"]) == '["\\u003c/script\\u003e\\u0026"]'

    def test_the_browser_never_writes_html(self):
        from prorl.train.reporting.page import HERE, SCRIPTS

        for name in SCRIPTS:
            text = (HERE / name).read_text()
            assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", text)


class TestChoice:
    def test_long_text_loses_its_middle(self, run_dir, page_of, fakes):
        text = "a" * 4000 + "b" * 1234 + "c" * 4000
        (run_dir / "rollouts" / "step-000003.jsonl").write_text(fakes.lines([fakes.SAMPLE | {"response": text}]))
        assert fakes.samples_in(page_of(run_dir))[0]["turns"] == [
            "a" * 4000 + "\n[… 1,234 characters left out …]\n" + "c" * 4000
        ]
        assert shortened("abcdef", 6) == "abcdef"

    def test_newest_first_and_an_even_choice(self, run_dir, fakes):
        for step in (5, 10):
            rows = [fakes.SAMPLE | {"step": step, "item": n, "solved": n == 3} for n in range(20)]
            (run_dir / "rollouts" / f"step-{step:06d}.jsonl").write_text(fakes.lines(rows))
        found = run_samples(run_dir, [], most=9)
        assert (found.total, found.given) == (41, 41)
        assert found.outcomes == ((ADD, "solved", 3), (ADD, "wrong", 38))
        assert [sample.step for sample in found.shown] == sorted((sample.step for sample in found.shown), reverse=True)
        kinds = [(sample.step, sample.outcome) for sample in found.shown]
        assert kinds.count((5, "wrong")) == kinds.count((10, "wrong")) == 3
        assert {(3, "solved"), (5, "solved"), (10, "solved")} < set(kinds)
        assert run_samples(run_dir, [], most=9) == found

    def test_cap_is_stated(self):
        some = Samples(shown=(Sample(env="a"),), total=5, given=5, outcomes=())
        assert some.cap() == (
            "Here are 1 of 5 samples, as many of every environment, model or part of the run, and outcome as there is "
            "room for, by a fixed hash: always the same ones (at most 10,000, and 12 million characters). Counts and "
            "rates on this page are of all 5 samples."
        )
        assert Samples(shown=(Sample(env="a"),), total=1, given=7, outcomes=()).cap() == (
            "Here are all 1 samples (at most 10,000, and 12 million characters). Counts and rates on this page are of "
            "all 7 samples."
        )

    def test_unreadable_lines_are_counted(self, run_dir):
        with (run_dir / "rollouts" / "step-000003.jsonl").open("a") as file:
            file.write('{"step": 3, "env')
        notes = []
        assert run_samples(run_dir, notes).total == 1
        assert notes == ["rollouts: 1 line could not be read."]


@pytest.mark.parametrize(
    ("solved", "status", "outcome"),
    [
        (True, "ok", "solved"),
        (False, "ok", "wrong"),
        (False, "no_answer", "no answer"),
        (False, "invalid", "no answer"),
        (False, "timeout", "not judged"),
        (False, "error", "not judged"),
        (None, None, "wrong"),
    ],
)
def test_outcomes(solved, status, outcome):
    assert Sample(env="a", solved=solved, status=status).outcome == outcome


def test_a_conversation():
    row = {"env": "g", "response": "15\n9", "turns": ["15", "9"], "replies": ["too high"]}
    assert sample_of(row).turns == ("15", "too high", "9")
    assert sample_of({"env": "g", "response": "15\n9", "turns": ["15", "9"]}).turns == ("15\n9",)
    assert sample_of({"env": "g"}).turns == ()


def test_packed():
    """Equal texts once; null stays null."""
    data = packed([Sample(env="a", turns=("b", "a"), reward=0.5), Sample(env="a", turns=("b",))])
    assert data["texts"] == ["a", "b", "wrong"]
    columns = data["columns"]
    first, second = (dict(zip(columns, row, strict=True)) for row in data["rows"])
    assert (first["env"], first["turns"], first["reward"], first["outcome"]) == (0, [1, 0], 0.5, 2)
    assert (second["turns"], second["model"], second["times"]) == ([1], None, 1)


def test_outcome_table():
    rows = [("a", "solved", 3), ("a", "wrong", 1)]
    assert outcome_table(rows) == [["a", "4", "75.0 %", "25.0 %", "0.0 %", "0.0 %"]]
