"""What the terminal, Markdown, JSON and HTML say, and that no text of a run gets out of its place."""

import io
import json
from html.parser import HTMLParser

import pytest
from rich.console import Console

from prorl.train.audit.audit import Audit
from prorl.train.audit.finding import Check, Example, Finding, Severity
from prorl.train.audit.judging import Rejudged
from prorl.train.audit.page import audit_page
from prorl.train.audit.table import print_audit
from prorl.train.audit.texts import audit_json, audit_markdown
from prorl.train.audit.words import heading, judged_again, shown

HOSTILE = "</pre><script>alert(1)</script>\n```\n[bold]x[/bold] \x1b[31m \ud800 & <img src=x>"


@pytest.fixture
def found():
    example = Example(step=7, prompt=HOSTILE, response=HOSTILE, extracted="banana", reward=1.0, reason=HOSTILE)
    wrong = Finding(
        check=Check.CONSTANT,
        severity=Severity.WRONG,
        where="training",
        env="fake/yes-v0",
        evidence="the answer 'banana' is right on 20 of 20 items",
        numbers={"items": 20.0},
        examples=(example,),
    )
    look = Finding(
        check=Check.ENTROPY, severity=Severity.LOOK, where="all steps", env="", evidence=f"it fell {HOSTILE}"
    )
    rejudged = Rejudged(where="training", env_id="fake/yes-v0", winners=20, losers=5, second_asked=20, second_lost=2)
    return Audit(
        name="mine", read={"training": 3840}, rejudged=(rejudged,), findings=(wrong, look), notes=(f"note {HOSTILE}",)
    )


def test_words(found):
    assert heading(found) == "Audit of mine: 1 wrong, 1 to look at, in 3,840 responses of training."
    (line,) = judged_again(found)
    assert line.startswith("training: 25 responses judged again, 0 verdicts differ; 20 winners shown to a second ")
    assert line.endswith("verifier, which rejects 2.")
    empty = Audit(name="mine", read={}, rejudged=(), findings=(), notes=())
    assert heading(empty) == "Audit of mine: nothing found."
    assert shown("a\nb\x1b", 10) == "a\\nb\\x1b"
    assert shown("abcdef", 3) == "abc…"


def test_the_table(found):
    console = Console(file=io.StringIO(), width=120, force_terminal=True, color_system=None)
    print_audit(found, console)
    text = console.file.getvalue()
    for part in ("wrong", "a constant answer wins", "'banana' is right on 20 of 20", "step 7, reward 1", "→ Try the"):
        assert part in text
    assert "[bold]x[/bold]" in text
    assert "\x1b[31m \\ud800" not in text
    assert "\\x1b[31m" in text


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_the_page_is_whole_and_escaped(found):
    page = audit_page(found)
    page.encode("utf-8")
    parser = Tags()
    parser.feed(page)
    names = {tag for tag, _ in parser.tags}
    assert names & {"script", "img", "link", "iframe"} == set()
    assert not any("src" in attrs or "href" in attrs for _, attrs in parser.tags)
    assert [attrs["class"] for tag, attrs in parser.tags if tag == "article"] == ["wrong", "look"]
    assert "&lt;script&gt;" in page
    assert sum(tag == "details" for tag, _ in parser.tags) == 1


def test_markdown_blocks_cannot_be_ended_from_within(found):
    text = audit_markdown(found)
    text.encode("utf-8")
    lines = text.splitlines()
    fences = [line for line in lines if line.startswith("````")]
    assert fences == ["````text", "````"]
    start, end = lines.index("````text"), lines.index("````")
    outside = "\n".join(lines[:start] + lines[end:])
    assert "<script>" not in outside
    assert lines[0] == "# Reward audit: mine"
    assert "## wrong: a constant answer wins (fake/yes-v0, training)" in lines


def test_json(found):
    tree = json.loads(json.dumps(audit_json(found), allow_nan=False))
    assert (tree["format"], tree["wrong"], tree["look"], tree["read"]) == ("prorl-audit-1", 1, 1, {"training": 3840})
    first = tree["findings"][0]
    assert (first["check"], first["severity"], first["numbers"]) == ("a constant answer wins", "wrong", {"items": 20.0})
    assert first["examples"][0]["response"] == HOSTILE
    assert first["advice"].startswith("Try the verifier")
    assert tree["rejudged"][0]["winners"] == 20


def test_every_check_has_advice():
    for check in Check:
        finding = Finding(check=check, severity=Severity.LOOK, where="", env="", evidence="")
        assert finding.advice.endswith(".")
