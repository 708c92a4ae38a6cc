"""An audit as one self-contained HTML page, without scripts."""

import html
import re

from prorl.train.audit.audit import Audit
from prorl.train.audit.finding import Example, Finding
from prorl.train.audit.words import heading, judged_again, shown

_STYLE = """
:root { color-scheme: light dark; --line: #8886; --wrong: #c62828; --look: #b26a00; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; margin: 0 0 .3rem; }
article { border: 1px solid var(--line); border-left: .4rem solid var(--look); border-radius: .4rem; }
article { padding: .8rem 1rem; margin: 1rem 0; }
article.wrong { border-left-color: var(--wrong); }
.severity { color: var(--look); font-weight: 700; } .wrong .severity { color: var(--wrong); }
.where { color: #777; margin: 0; overflow-wrap: anywhere; } p { margin: .3rem 0; }
details { margin-top: .5rem; } summary { cursor: pointer; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); border-radius: .3rem; }
pre { padding: .5rem; margin: .3rem 0; max-height: 20rem; overflow: auto; }
dt { color: #777; } dd { margin: 0; }
@media print { pre { max-height: none; } article { break-inside: avoid; } }
"""


def audit_page(audit: Audit) -> str:
    """The page. All that a run wrote is escaped; lone surrogates become their escapes."""
    title = html.escape(f"Reward audit: {audit.name}")
    body = (
        "".join(_article(one) for one in audit.findings) or "<p>Nothing was found that speaks against the rewards.</p>"
    )
    closing = "".join(f"<li>{html.escape(line)}</li>" for line in (*judged_again(audit), *audit.notes))
    text = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body><h1>{title}</h1>"
        f"<p>{html.escape(heading(audit))}</p>\n{body}\n<ul>{closing}</ul></body></html>\n"
    )
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _article(one: Finding) -> str:
    where = html.escape(f"{one.env}, {one.where}" if one.env else one.where)
    examples = "".join(_example(example) for example in one.examples)
    return (
        f'<article class="{one.severity}"><h2><span class="severity">{one.severity}</span> '
        f"{html.escape(one.check)}</h2>"
        f'<p class="where">{where}</p><p>{html.escape(one.evidence)}</p>'
        f"<p><b>What to do:</b> {_code(one.advice)}</p>{examples}</article>\n"
    )


def _code(advice: str) -> str:
    """Commands between backticks as code: our own text, escaped all the same."""
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", html.escape(advice))


def _example(example: Example) -> str:
    step = "" if example.step is None else f"step {example.step}, "
    head = html.escape(f"{step}reward {example.reward:g}: {shown(example.response, 100)}")
    fields = {
        "Prompt": example.prompt,
        "Response": example.response,
        "Read as the answer": example.extracted,
        "Reason": example.reason,
    }
    shown_fields = {name: html.escape(text) for name, text in fields.items() if text}
    rows = "".join(f"<dt>{name}</dt><dd><pre>{text}</pre></dd>" for name, text in shown_fields.items())
    return f"<details><summary>{head}</summary><dl>{rows}</dl></details>"
