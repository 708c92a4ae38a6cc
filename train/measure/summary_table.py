"""The summary for people: a table on the terminal, or the same as Markdown."""

import math
from collections.abc import Sequence

from rich.table import Table

from prorl.train.measure.against import against_columns, against_rows
from prorl.train.measure.curves import MEAN, Point
from prorl.train.measure.summary import Line, Summary

MOST_KS = 4
"""Columns of pass@k."""
NARROW = 120
"""Characters of a line under which there are two columns of pass@k."""


def heading(summary: Summary) -> str:
    """One line about how everything was sampled."""
    plan = summary.evaluation.plan
    protocol = plan.protocol
    return (
        f"strict pass@k in percent [95 % interval over items], n = {plan.n}, temperature {protocol.temperature:g}, "
        f"top-p {protocol.top_p:g}, at most {protocol.max_new_tokens} tokens"
    )


def columns(summary: Summary, most: int = MOST_KS) -> list[str]:
    """Names of the columns, `most` of pass@k."""
    shown = [f"pass@{k}" for k in _shown(summary.evaluation.plan.ks, most)]
    return ["target", "model", "items", *shown, f"majority@{summary.evaluation.plan.n}", "cut", "ungraded", "tokens"]


def cells(summary: Summary, most: int = MOST_KS) -> list[list[str]]:
    """The rows, target by target so that models stand below each other."""
    order = list(dict.fromkeys([line.target for line in summary.lines if line.target != MEAN]))
    lines = sorted(summary.lines, key=lambda line: len(order) if line.target == MEAN else order.index(line.target))
    ks = _shown(summary.evaluation.plan.ks, most)
    return [_row(line, ks, summary.evaluation.plan.n) for line in lines]


def _row(line: Line, ks: Sequence[int], n: int) -> list[str]:
    points = {point.k: point for point in line.curve.points}
    vote = line.majority.get(n)
    return [
        line.target,
        line.model,
        str(line.items),
        *(_percent(points.get(k)) for k in ks),
        "–" if vote is None else f"{100 * vote.value:.1f}",
        _share(line.rates.truncated),
        _share(line.rates.ungradeable),
        "–" if math.isnan(line.rates.tokens) else f"{line.rates.tokens:.0f}",
    ]


def _percent(point: Point | None) -> str:
    if point is None:
        return "–"
    passed = point.passed
    mark = "*" if point.warning else ""
    return f"{100 * passed.value:.1f}{mark} [{100 * passed.low:.0f}, {100 * passed.high:.0f}]"


def _share(value: float) -> str:
    return "–" if math.isnan(value) else f"{100 * value:.1f} %"


def _shown(ks: Sequence[int], most: int) -> tuple[int, ...]:
    """Some of the k, the first and the last among them: four of 1, 2, 4, …, 256 are 1, 8, 64, 256."""
    if len(ks) <= most:
        return tuple(ks)
    step = (len(ks) - 1) / (most - 1)
    return tuple(ks[round(place * step)] for place in range(most))


def notes(summary: Summary) -> list[str]:
    """What a reader has to know beside the table."""
    evaluation = summary.evaluation
    found = []
    if any(point.warning for line in summary.lines for point in line.curve.points):
        found.append(f"* k is near n = {evaluation.plan.n}: such a value has a high variance; take more samples.")
    for label, match in evaluation.matches.items():
        word = "equals" if match.met else "comes nearest to"
        found.append(
            f"{label} is sampled at temperature {match.temperature:.3f}, where its token entropy {word} the base's "
            f"({match.entropy:.3f} and {match.target:.3f} nats)."
        )
    missing = {label: count for label, count in evaluation.missing.items() if count}
    if missing:
        shown = ", ".join(f"{label} {count}" for label, count in missing.items())
        found.append(f"Not complete: samples still missing: {shown}. The same command goes on.")
    return found


def table(summary: Summary, width: int) -> Table:
    """For a terminal of so many characters a line."""
    most = 2 if width < NARROW else MOST_KS
    found = Table(title=heading(summary), title_justify="left")
    for place, name in enumerate(columns(summary, most)):
        found.add_column(name, justify="left" if place < 2 else "right", overflow="fold", no_wrap=place > 1)
    for row in cells(summary, most):
        found.add_row(*row, style="bold" if row[0] == MEAN else "")
    return found


def against_table(summary: Summary) -> Table:
    """Models against the base, for a terminal."""
    k = summary.against[0].k
    found = Table(
        title="against the base: difference in percent [95 %], exact p-values, items by who solves them",
        title_justify="left",
    )
    for place, name in enumerate(against_columns(k)):
        found.add_column(name, justify="left" if not place else "right")
    for row in against_rows(summary.against):
        found.add_row(*row)
    return found


def more_notes(summary: Summary) -> list[str]:
    """Classes of the targets and what was found in the numbers, a line each."""
    lines = []
    if summary.classes is not None:
        found = summary.classes
        kinds = ", ".join(f"{target.name} {target.kind} (k = {target.k})" for target in found.targets)
        lines.append(f"{found.base}, {found.middle}, {found.final}: {kinds}.")
    lines += [
        f"{one.finding.weight}: {one.model}, {one.finding.name}: {one.finding.sentence}" for one in summary.findings
    ]
    return lines


def markdown(summary: Summary) -> str:
    """The same as a Markdown table."""
    names = columns(summary)
    lines = [f"{heading(summary)}\n", *_grid(names, cells(summary), 2), ""]
    if summary.against:
        lines += [
            "against the base\n",
            *_grid(against_columns(summary.against[0].k), against_rows(summary.against), 1),
            "",
        ]
    return "\n\n".join(["\n".join(lines).rstrip(), *notes(summary), *more_notes(summary)]) + "\n"


def _grid(names: Sequence[str], rows: Sequence[Sequence[str]], left: int) -> list[str]:
    """Lines of a Markdown table whose first `left` columns are texts."""
    ruler = ["---" if place < left else "---:" for place in range(len(names))]
    return [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in (names, ruler, *rows)]
