"""pass@k curves of an evaluation: all models on each target, with intervals, over what guessing reaches."""

import math
from collections.abc import Sequence
from dataclasses import replace

from prorl.train.measure.chance import chance_curve
from prorl.train.measure.curves import MEAN
from prorl.train.measure.plan import Model
from prorl.train.measure.summary import Line as SummaryLine
from prorl.train.measure.summary import Summary
from prorl.train.reporting.chart import COLORS, GREY, MEAN_COLOR, Chart, Line
from prorl.train.reporting.run_charts import short_names

CHANCE = "guessing"


def eval_charts(summary: Summary) -> list[Chart]:
    """The mean first, then a chart for each target, all of these with the same y axis."""
    names = short_names(target.name for target in summary.evaluation.plan.targets)
    found = [_chart(summary, MEAN, "Mean over all targets")] if _has(summary, MEAN) else []
    own = [_chart(summary, target, short) for target, short in names.items() if _has(summary, target)]
    ends = [value for chart in own for line in chart.lines for value in (*line.y, *line.high) if value is not None]
    return found + [replace(chart, top=max(ends) or None) for chart in own]


def model_colors(models: Sequence[Model]) -> dict[str, str]:
    """Label -> color: the base and its null grey, the last model of all the accent, the others in between."""
    trained = [model.label for model in models if model.role == "model"]
    colors = {model.label: GREY for model in models if model.role != "model"}
    colors |= {label: COLORS[place % len(COLORS)] for place, label in enumerate(trained)}
    if trained:
        colors[trained[-1]] = MEAN_COLOR
    return colors


def floors_of(summary: Summary, target: str) -> list[float]:
    """Declared floors: of a target, or of all targets for the mean."""
    lines = {line.target: line.floor for line in summary.lines if line.target != MEAN}
    return list(lines.values()) if target == MEAN else [lines[target]]


def _has(summary: Summary, target: str) -> bool:
    return any(line.target == target and line.curve.points for line in summary.lines)


def _chart(summary: Summary, target: str, title: str) -> Chart:
    plan = summary.evaluation.plan
    colors = model_colors(plan.models)
    roles = {model.label: model for model in plan.models}
    own = [line for line in summary.lines if line.target == target and line.curve.points]
    lines = [_curve(line, roles[line.model], colors[line.model]) for line in own]
    ks = own[0].curve.ks if len(own[0].curve.ks) > 1 else (1, 2)
    floors = floors_of(summary, target)
    lines.append(_guessing(floors, ks))
    return Chart(
        title=title,
        note=_note(target, own, floors),
        x_label="k",
        y_label="pass@k",
        lines=tuple(lines),
        log_x=ks,
        wide=_names_colors(summary, target),
        from_zero=True,
        legend=_names_colors(summary, target),
    )


def _names_colors(summary: Summary, target: str) -> bool:
    """The first chart names the models for all."""
    return target == (MEAN if _has(summary, MEAN) else summary.lines[0].target)


def _curve(line: SummaryLine, model: Model, color: str) -> Line:
    points = line.curve.points
    known = all(math.isfinite(value) for point in points for value in (point.passed.low, point.passed.high))
    return Line(
        name=line.model,
        x=tuple(float(point.k) for point in points),
        y=tuple(point.passed.value for point in points),
        low=tuple(point.passed.low for point in points) if known else (),
        high=tuple(point.passed.high for point in points) if known else (),
        color=color,
        width=2.4 if model.role == "model" else 1.8,
        dash="dash" if model.role == "null" else "solid",
        dots=True,
    )


def _guessing(floors: Sequence[float], ks: Sequence[int]) -> Line:
    """The mean over targets of what a guesser at the declared floor reaches, also between the labelled k."""
    low, high = math.log2(ks[0]), math.log2(ks[-1])
    x = [2 ** (low + (high - low) * place / 24) for place in range(25)]
    curves = [[float(chance_curve(floor, [1])[0]) if k == 1 else 1 - (1 - floor) ** k for k in x] for floor in floors]
    y = tuple(sum(column) / len(column) for column in zip(*curves, strict=True))
    return Line(name=CHANCE, x=tuple(x), y=y, color=GREY, width=1.4, dash="dot")


def _note(target: str, lines: Sequence[SummaryLine], floors: Sequence[float]) -> str:
    near = " Where k is over n/2 the estimate has a high variance." if _near(lines) else ""
    if target == MEAN:
        return f"Each target counts once; bands are 95 % intervals over items.{near}"
    items = max(line.items for line in lines)
    return f"{items} items; declared floor {floors[0]:g}."


def _near(lines: Sequence[SummaryLine]) -> bool:
    return any(point.warning for line in lines for point in line.curve.points)
