"""Pieces of a page as HTML. Whatever comes in as text goes out escaped."""

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from prorl.train.reporting.chart import Chart

DASH = "–"


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A part of a page with its heading."""

    title: str
    """Plain text; also what the list of contents says."""
    body: str
    """HTML."""
    name: str
    """Of the anchor, and of the class that styles it."""


def section_html(section: Section) -> str:
    """The section with its heading."""
    title = html.escape(section.title)
    return f'<section id="{section.name}" class="{section.name}"><h2>{title}</h2>\n{section.body}</section>'


def contents(sections: Sequence[Section]) -> str:
    """Links to all sections."""
    links = (f'<a href="#{section.name}">{html.escape(section.title)}</a>' for section in sections)
    return f"<nav>{' '.join(links)}</nav>"


def facts(values: Mapping[str, str]) -> str:
    """Boxes with a name and a value each."""
    boxes = (f"<div><dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd></div>" for name, value in values.items())
    return f'<dl class="facts">{"".join(boxes)}</dl>'


def table(head: Iterable[str], rows: Iterable[Iterable[str]], *, css: str) -> str:
    """A table that scrolls sideways where it is too wide; every cell is escaped."""
    top = "".join(f"<th>{html.escape(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll"><table class="{css}"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def soft(text: str) -> str:
    """A small paragraph."""
    return f'<p class="soft">{html.escape(text)}</p>'


def folded(title: str, body: str, *, opened: bool = False, printed: bool = False) -> str:
    """What opens at a click; on paper it is there only if it stands open, or is to be `printed`."""
    css = ' class="printed"' if printed else ""
    return f"<details{css}{' open' if opened else ''}><summary>{html.escape(title)}</summary>{body}</details>"


def chart_boxes(charts: Sequence[Chart], first: int = 0) -> str:
    """Empty boxes that the page draws the charts into; `first` is the place of the first among all figures."""
    boxes = (_box(place, chart) for place, chart in enumerate(charts, start=first))
    return f'<div class="charts">{"".join(boxes)}</div>'


def _box(place: int, chart: Chart) -> str:
    css = "chart wide" if chart.wide else "chart"
    note = f"<p>{html.escape(chart.note)}</p>" if chart.note else ""
    plot = f'<div class="plot" data-figure="{place}"></div>'
    return f'<figure class="{css}"><h3>{html.escape(chart.title)}</h3>{note}{plot}</figure>'
