"""A whole page: one HTML file that needs nothing else, and that runs no script but its own."""

import base64
import hashlib
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from prorl.train.reporting.chart import Chart
from prorl.train.reporting.html_parts import Section, contents, section_html
from prorl.train.reporting.plotly_figures import plotly_figure
from prorl.train.reporting.samples import Samples, packed, script_json

HERE = Path(__file__).parent
SCRIPTS = ("browser.js", "charts.js")
_SLOT = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What a page is made of, whatever it is about."""

    title: str
    """Plain text."""
    kind: str
    """`"prorl run"` or `"prorl evaluation"`."""
    status: str
    """Plain text, one line."""
    notes: tuple[str, ...]
    """What could not be read, and other warnings; plain text."""
    top: str
    """HTML under the title."""
    sections: tuple[Section, ...]
    charts: tuple[Chart, ...]
    """In the order of the places that the sections' boxes name."""
    samples: Samples


def page_html(page: Page) -> str:
    """The page as HTML, about 5 MB: the code that draws the charts is inside."""
    scripts = [(HERE / name).read_text(encoding="utf-8") for name in SCRIPTS]
    plotly = plotly_code() if page.charts else ""
    slots = {
        "title": html.escape(page.title),
        "kind": html.escape(page.kind),
        "status": html.escape(page.status),
        "notes": "".join(f'<p class="note">{html.escape(note)}</p>' for note in page.notes),
        "top": page.top,
        "contents": contents(page.sections),
        "sections": "\n".join(map(section_html, page.sections)),
        "style": (HERE / "page.css").read_text(encoding="utf-8"),
        "figures": script_json([plotly_figure(chart) for chart in page.charts]),
        "samples": script_json(packed(page.samples.shown)),
        "hashes": " ".join(f"'sha256-{script_hash(script)}'" for script in (*scripts, plotly) if script),
        "plotly": plotly,
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
    }
    template = (HERE / "page.html").read_text(encoding="utf-8")
    return _SLOT.sub(lambda slot: slots[slot[1]], template)


def samples_section(samples: Samples, tables: Sequence[str] = ()) -> Section:
    """The browser of samples: the script fills it."""
    body = (
        f'<p class="soft">{html.escape(samples.cap())}</p>{"".join(tables)}'
        '<div class="filters" id="filters"></div><p class="soft" id="count"></p>'
        '<div id="list"></div><button id="more" type="button" hidden>Show more</button>'
    )
    return Section(title="Samples", body=body, name="samples")


def script_hash(script: str) -> str:
    """What the page's policy names a script by: the browser runs no other, so that no text can become one."""
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")


@cache
def plotly_code() -> str:
    """The code that draws."""
    from plotly.offline import get_plotlyjs

    code: str = get_plotlyjs()
    assert "\r" not in code and "</script" not in code.lower(), "a browser would read another script than was hashed"
    return code


def number_cell(value: Any) -> str:
    """A cell of a table: four digits of a float, nothing for None."""
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)
