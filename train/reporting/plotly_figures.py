"""Charts as plotly figures: plain dictionaries that the page draws."""

import html
from typing import Any

from prorl.train.reporting.chart import GREY, LABELLED, NAMES, Chart, Line, colored, significant

Figure = dict[str, Any]


def plotly_figure(chart: Chart) -> Figure:
    """`{"data": [...], "layout": {...}}` for `Plotly.newPlot`; names are escaped, plotly reads them as HTML."""
    many = len(chart.named) > NAMES
    data: list[Figure] = []
    for line, color in colored(chart.lines):
        if line.low:
            data.append(_band(line, color))
        data.append(_trace(line, color, chart, many))
    layout: Figure = {
        "xaxis": {"title": {"text": chart.x_label}} | _log_axis(chart),
        "yaxis": {"title": {"text": chart.y_label}} | _y_range(chart),
        "showlegend": chart.has_legend,
        "hovermode": "closest" if many else "x unified",
        "shapes": [_mark(mark.x, mark.dash) for mark in chart.marks],
        "annotations": [_label(mark.x, mark.label) for mark in chart.marks] if len(chart.marks) <= LABELLED else [],
    }
    return {"data": data, "layout": layout}


def _trace(line: Line, color: str, chart: Chart, many: bool) -> Figure:
    trace: Figure = {
        "type": "scatter",
        "name": html.escape(line.name),
        "legendgroup": html.escape(line.name),
        "x": list(line.x),
        "y": [significant(value) for value in line.y],
        "mode": "lines+markers" if line.dots else "lines",
        "line": {"width": line.width, "color": color, "dash": line.dash},
        "marker": {"size": 5, "color": color},
    }
    if line.faint:
        trace |= {"showlegend": False, "hoverinfo": "skip", "opacity": 0.3}
    if many and line.width < 3:
        trace |= {"opacity": 0.55}
    if line.low:
        low_high = [[significant(low), significant(high)] for low, high in zip(line.low, line.high, strict=True)]
        trace |= {"customdata": low_high, "hovertemplate": "%{y:.3f} [%{customdata[0]:.3f}, %{customdata[1]:.3f}]"}
    if chart.stacked:
        trace |= {"stackgroup": "all", "line": {"width": 0.5, "color": color}, "mode": "lines"}
    return trace


def _band(line: Line, color: str) -> Figure:
    """The interval around a line: there along its lower end and back along its upper one."""
    return {
        "type": "scatter",
        "name": html.escape(line.name),
        "legendgroup": html.escape(line.name),
        "x": [*line.x, *reversed(line.x)],
        "y": [significant(value) for value in (*line.low, *reversed(line.high))],
        "mode": "lines",
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": _see_through(color, 0.16),
        "showlegend": False,
        "hoverinfo": "skip",
    }


def _see_through(color: str, share: float) -> str:
    """`_see_through("#ff8000", 0.2) == "rgba(255,128,0,0.2)"`."""
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def _log_axis(chart: Chart) -> Figure:
    if not chart.log_x:
        return {}
    ticks = {"tickvals": list(chart.log_x), "ticktext": [str(x) for x in chart.log_x]}
    return {"type": "log", "tickmode": "array"} | ticks


def _y_range(chart: Chart) -> Figure:
    if chart.top is not None:
        return {"range": [-0.02 * chart.top, 1.05 * chart.top]}
    known = [value for line in chart.lines for value in line.y if value is not None]
    if not any(known):
        return {"range": [-0.05, 1]}
    return {"rangemode": "tozero"} if chart.from_zero else {}


def _mark(x: float, dash: str) -> Figure:
    line = {"dash": dash, "width": 1, "color": GREY}
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _label(x: float, text: str) -> Figure:
    anchor = {"x": x, "y": 1, "yref": "paper", "xanchor": "center", "yanchor": "bottom"}
    return anchor | {"text": html.escape(text), "showarrow": False, "font": {"size": 10}}
