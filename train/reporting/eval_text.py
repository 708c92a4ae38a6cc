"""An evaluation's report as Markdown and as JSON: the summary, and the tables that it does not have."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from prorl.train.measure.summary import Summary, summary_json
from prorl.train.measure.summary_table import markdown
from prorl.train.reporting.boundary_map import COLUMNS, boundary_rows, squares
from prorl.train.reporting.eval_tables import (
    CLASS_COLUMNS,
    CLASS_NOTE,
    class_rows,
    group_columns,
    group_rows,
    in_and_out_lines,
)


def eval_markdown(summary: Summary) -> str:
    """The summary as `prorl-eval` prints it, then what training gained and lost, classes, in and out."""
    parts = [f"# {summary.evaluation.folder.resolve().name}", markdown(summary).rstrip()]
    for one in summary.against:
        parts += [f"## {one.model} against {one.base}, k = {one.k}", "\n".join(grid(COLUMNS, boundary_rows(one, {})))]
    if summary.classes is not None:
        parts += ["## Classes", CLASS_NOTE, "\n".join(grid(CLASS_COLUMNS, class_rows(summary.classes, {})))]
    lines = in_and_out_lines(summary.evaluation)
    if lines:
        parts += ["## In and out of distribution", "\n".join(grid(group_columns(lines), group_rows(lines)))]
    return "\n\n".join(parts) + "\n"


def eval_json(summary: Summary) -> dict[str, Any]:
    """`summary.json`, with the classes of single items, and the in/out table."""
    maps = {}
    for one in summary.against:
        rows = squares(summary.evaluation, one)
        maps[one.model] = {
            target: [{"item": square.item, "class": str(square.cell)} for square in row] for target, row in rows.items()
        }
    groups = [asdict(line) for line in in_and_out_lines(summary.evaluation)]
    return summary_json(summary) | {"boundary_maps": maps, "in_and_out": groups}


def grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a Markdown table, the first column of texts and the others of numbers."""
    ruler = ["---", *("---:" for _ in head[1:])]
    return [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in (head, ruler, *rows)]


def _cell(text: str) -> str:
    """Text that stays in its cell."""
    return " ".join(text.split()).replace("|", "\\|")
