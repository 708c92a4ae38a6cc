"""An audit as JSON and as Markdown."""

import re
from dataclasses import asdict
from typing import Any

from prorl.train.audit.audit import Audit
from prorl.train.audit.finding import Example, Finding
from prorl.train.audit.words import heading, judged_again, shown

FORMAT = "prorl-audit-1"
MOST = 2_000
"""Characters of a text in Markdown."""


def audit_json(audit: Audit) -> dict[str, Any]:
    """JSON-safe."""
    rejudged = [
        {name: value for name, value in asdict(one).items() if not name.endswith("_examples")} for one in audit.rejudged
    ]
    return {
        "format": FORMAT,
        "name": audit.name,
        "wrong": audit.wrong,
        "look": len(audit.findings) - audit.wrong,
        "read": dict(audit.read),
        "findings": [asdict(one) | {"advice": one.advice} for one in audit.findings],
        "rejudged": rejudged,
        "notes": list(audit.notes),
    }


def audit_markdown(audit: Audit) -> str:
    """A page with a section for each finding; responses stand in code blocks that they cannot end."""
    parts = [f"# Reward audit: {_plain(audit.name)}", _plain(heading(audit))]
    parts += [_section(one) for one in audit.findings]
    closing = [*judged_again(audit), *audit.notes]
    if closing:
        parts.append("\n".join(f"* {_plain(line)}" for line in closing))
    return "\n\n".join(parts) + "\n"


def _section(one: Finding) -> str:
    where = f"{one.env}, {one.where}" if one.env else one.where
    lines = [f"## {one.severity}: {one.check} ({_plain(where)})", _plain(one.evidence), f"*What to do:* {one.advice}"]
    return "\n\n".join(lines + [_example(example) for example in one.examples])


def _example(example: Example) -> str:
    step = "" if example.step is None else f"step {example.step}, "
    head = f"{step}reward {example.reward:g}, read: {shown(example.extracted, 80)}"
    text = f"{head}\n--- prompt\n{_cut(example.prompt)}\n--- response\n{_cut(example.response)}"
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}text\n{text}\n{fence}"


def _cut(text: str) -> str:
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) <= MOST else f"{text[:MOST]}…"


def _plain(text: str) -> str:
    """A text that Markdown takes for nothing but text."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in shown(text, MOST))
