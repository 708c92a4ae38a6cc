"""The same charts as one picture, drawn by matplotlib."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from prorl.registry.errors import UserError
from prorl.train.reporting.boundary_map import LOOKS, Square
from prorl.train.reporting.chart import GREY, LABELLED, Chart, colored

COLUMNS = 3
"""Of charts that are not wide."""
DASHES = {"solid": "-", "dash": "--", "dot": ":"}
SQUARES = 60
"""Of the boundary map in one line."""


def picture(
    title: str, charts: Sequence[Chart], rows: Mapping[str, Sequence[Square]] | None = None, note: str = ""
) -> bytes:
    """A PNG with all charts, the boundary map under them if there is one, and a note at the foot.

    Raises:
        UserError: matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError:
        raise UserError("--format png needs matplotlib: pip install matplotlib, or take --format html") from None
    lines = _lines(charts)
    heights = [3.4 if len(line) == 1 and line[0].wide else 2.7 for line in lines]
    map_height = 0.7 + 0.19 * sum(map(_folds, rows.values())) if rows else 0.0
    whole = Figure(figsize=(12, sum(heights) + map_height + 0.6), layout="constrained")
    whole.suptitle(_plain(title), fontsize=15, fontweight="bold")
    if note:
        whole.supxlabel(_plain(note), fontsize=8, x=0.01, ha="left")
    grid = whole.add_gridspec(
        len(lines) + bool(rows), COLUMNS, height_ratios=[*heights, *([map_height] if rows else [])]
    )
    for number, line in enumerate(lines):
        for place, chart in enumerate(line):
            cells = grid[number, :] if chart.wide else grid[number, place]
            _draw(whole.add_subplot(cells), chart)
    if rows:
        _draw_map(whole.add_subplot(grid[-1, :]), rows)
    file = io.BytesIO()
    whole.savefig(file, format="png", dpi=110)
    return file.getvalue()


def _lines(charts: Sequence[Chart]) -> list[list[Chart]]:
    """Charts line by line: a wide one alone, the others up to three side by side."""
    found: list[list[Chart]] = []
    for chart in charts:
        if chart.wide or not found or found[-1][0].wide or len(found[-1]) == COLUMNS:
            found.append([])
        found[-1].append(chart)
    return found


def _draw(axes: Any, chart: Chart) -> None:
    if chart.stacked:
        _stack(axes, chart)
    else:
        for line, color in colored(chart.lines):
            _line(axes, line, color)
    for mark in chart.marks:
        axes.axvline(mark.x, color=GREY, linestyle=DASHES[mark.dash], linewidth=0.8)
        if chart.wide and len(chart.marks) <= LABELLED:
            axes.text(mark.x, 1, mark.label, transform=axes.get_xaxis_transform(), fontsize=7, color=GREY, ha="center")
    axes.set_title(_plain(chart.title), fontsize=11, loc="left")
    axes.set_xlabel(chart.x_label, fontsize=9)
    axes.set_ylabel(chart.y_label, fontsize=9)
    _dress(axes, chart)
    if chart.has_legend:
        axes.legend(fontsize=8, framealpha=0.75, edgecolor="none", ncols=4 if chart.wide else 1)


def _line(axes: Any, line: Any, color: str) -> None:
    y = [float("nan") if value is None else value for value in line.y]
    style = {"color": color, "linewidth": line.width * 0.8, "linestyle": DASHES[line.dash]}
    if line.dots:
        style |= {"marker": "o", "markersize": 2.5}
    label = "_nolegend_" if line.faint else _plain(line.name)
    axes.plot(line.x, y, label=label, alpha=0.3 if line.faint else 1, **style)
    if line.low:
        axes.fill_between(line.x, line.low, line.high, color=color, alpha=0.15, linewidth=0)


def _stack(axes: Any, chart: Chart) -> None:
    x = sorted({place for line in chart.lines for place in line.x})
    found = []
    for line in chart.lines:
        at = dict(zip(line.x, line.y, strict=True))
        found.append([at.get(place) or 0.0 for place in x])
    axes.stackplot(
        x, found, labels=[_plain(line.name) for line in chart.lines], colors=[c for _, c in colored(chart.lines)]
    )


def _dress(axes: Any, chart: Chart) -> None:
    if chart.log_x:
        axes.set_xscale("log", base=2)
        axes.set_xticks(chart.log_x, [str(k) for k in chart.log_x])
        axes.minorticks_off()
    if chart.top is not None:
        axes.set_ylim(-0.02 * chart.top, 1.05 * chart.top)
    elif chart.from_zero:
        top = axes.get_ylim()[1]
        axes.set_ylim(0, top if top > 0 and any(any(line.y) for line in chart.lines) else 1)
    axes.tick_params(labelsize=8)
    axes.grid(alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)


def _draw_map(axes: Any, rows: Mapping[str, Sequence[Square]]) -> None:
    from matplotlib.patches import Patch

    line, ticks = 0, []
    for target, row in rows.items():
        ticks.append((line, _plain(target)))
        for place, square in enumerate(row):
            x, y = place % SQUARES, line + place // SQUARES
            axes.scatter(x, y, marker="s", s=70, color=LOOKS[square.cell].color, linewidths=0)
        line += _folds(row)
    axes.set_title("Boundary map: a square is an item", fontsize=11, loc="left")
    axes.set_yticks([place for place, _ in ticks], [name for _, name in ticks], fontsize=8)
    axes.set_xticks([])
    axes.set_xlim(-1, SQUARES)
    axes.set_ylim(line - 0.3, -0.8)
    axes.spines[:].set_visible(False)
    patches = [Patch(color=look.color, label=look.name) for look in LOOKS.values()]
    axes.legend(handles=patches, fontsize=8, frameon=False, ncols=5, loc="upper left", bbox_to_anchor=(0, 0))


def _folds(row: Sequence[Square]) -> int:
    """Lines that a target's squares take."""
    return -(-len(row) // SQUARES)


def _plain(text: str) -> str:
    """Text that matplotlib does not read as a formula."""
    return text.replace("$", "\\$")
