"""The curves of a run as plotly figures, plain dictionaries that the page draws."""

import html
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from prorl.train.pass_rates import PassRates, evaluated_envs, pass_rates
from prorl.train.run_log import Row, RunLog, number, step_of

Trace = dict[str, Any]
MEAN_COLOR = "#d9573f"
COLORS = ("#3b8bd0", "#e08a1e", "#2fa37c", "#d0609f", "#8f7fe0", "#c9a227", "#4fb3c9", "#7f9c4f", "#a0744f", "#9aa0a8")
_DOTS = 80  # curves with more points are drawn without dots


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """One figure with its heading."""

    title: str
    """Heading, plain text."""
    note: str
    """One sentence that says how to read it, plain text."""
    figure: dict[str, Any]
    """`{"data": [...], "layout": {...}}` for plotly."""
    wide: bool = False
    """Whether it takes the whole width of the page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Panel:
    title: str
    unit: str
    note: str
    keys: dict[str, str]


_PANELS = (
    _Panel(
        title="Training reward",
        unit="share or reward",
        note="Mean over all graded rollouts of a step, and the share that solved their item.",
        keys={"reward/mean": "mean reward", "reward/solved": "solved"},
    ),
    _Panel(
        title="Entropy",
        unit="nats per token",
        note="Of the policy on its own responses; near zero, it explores no more.",
        keys={"policy/entropy": "entropy"},
    ),
    _Panel(
        title="KL divergence",
        unit="nats per token",
        note="To the current reference it falls to zero at every reset; to the original base it goes on.",
        keys={"policy/kl_ref": "to the reference", "policy/kl_base": "to the base"},
    ),
    _Panel(
        title="Clipped tokens",
        unit="share of tokens",
        note="Tokens whose probability ratio was held at the lower or upper bound.",
        keys={"policy/clip_low": "lower bound", "policy/clip_high": "upper bound"},
    ),
    _Panel(
        title="Response length",
        unit="tokens",
        note="Mean over all rollouts of a step.",
        keys={"sample/length": "length"},
    ),
    _Panel(
        title="Truncated responses",
        unit="share of responses",
        note="Responses cut at the limit of length, and responses that no verifier could grade.",
        keys={"sample/truncated": "truncated", "sample/ungradeable": "ungradeable"},
    ),
    _Panel(
        title="Kept groups",
        unit="share of groups",
        note="Groups with both good and bad responses; the others carry no gradient.",
        keys={"sample/kept": "kept"},
    ),
    _Panel(
        title="Gradient norm",
        unit="L2 norm",
        note="Of the gradient of each step.",
        keys={"policy/grad_norm": "norm"},
    ),
    _Panel(
        title="Sampler mismatch",
        unit="nats per token",
        note="KL between the policy that sampled and the same weights in the trainer; should stay near zero.",
        keys={"policy/mismatch_kl": "mismatch"},
    ),
)
_TIMES = {"time/rollout": "generate", "time/verify": "verify", "time/update": "update", "time/eval": "eval"}
_NOT_ENVS = {"reward/mean", "reward/solved"}


def charts(log: RunLog) -> list[Chart]:
    """Every chart for which the run holds at least one number."""
    drawn = [_eval_chart(log), *(_panel_chart(panel, log) for panel in _PANELS), _env_rewards(log), _times(log)]
    return [chart for chart in drawn if chart.figure["data"]]


def series(rows: Iterable[Row], key: str) -> tuple[list[int], list[float | None]]:
    """Steps and values of the rows that have the key.

    Example:
        Rows `{"step": 1, "x": 2.0}`, `{"step": 2}`, `{"step": 3, "x": nan}` give `([1, 3], [2.0, None])`; all
        values None, so nothing to draw, gives `([], [])`.
    """
    points = [(step, number(row[key])) for row in rows if key in row and (step := step_of(row)) is not None]
    if all(value is None for _, value in points):
        return [], []
    return [step for step, _ in points], [value for _, value in points]


def short_names(envs: Iterable[str]) -> dict[str, str]:
    """Ids without their namespace if all have the same: `prorl/a-v0`, `prorl/b-v0` become `a-v0`, `b-v0`."""
    ids = list(envs)
    if len({env.rpartition("/")[0] for env in ids}) > 1:
        return {env: env for env in ids}
    return {env: env.rpartition("/")[2] for env in ids}


def _eval_chart(log: RunLog) -> Chart:
    validations = pass_rates(log.metrics)
    names = short_names(evaluated_envs(validations))
    traces = [_env_curve(validations, env, name) for env, name in names.items()]
    if validations:
        steps, means = [v.step for v in validations], [v.mean for v in validations]
        traces.append(_curve("mean", steps, list(means), color=MEAN_COLOR, width=4))
    return Chart(
        title="Held-out pass@1",
        note="Strict pass@1 on the eval split: the mean over environments is the thick line.",
        figure=_figure(_colored(traces), "pass@1", log, {"range": [-0.02, 1.05]}, named=True),
        wide=True,
    )


def _env_curve(validations: list[PassRates], env: str, name: str) -> Trace:
    points = [(v.step, v.by_env[env]) for v in validations if env in v.by_env]
    return _curve(name, [step for step, _ in points], [rate for _, rate in points])


def _panel_chart(panel: _Panel, log: RunLog) -> Chart:
    traces = _curves(log.metrics, panel.keys)
    return Chart(title=panel.title, note=panel.note, figure=_figure(_colored(traces), panel.unit, log))


def _env_rewards(log: RunLog) -> Chart:
    keys = {key for row in log.metrics for key in row if key.startswith("reward/")} - _NOT_ENVS
    names = short_names(sorted(key.removeprefix("reward/") for key in keys))
    traces = _curves(log.metrics, {f"reward/{env}": name for env, name in names.items()})
    return Chart(
        title="Training reward by environment",
        note="Mean over the rollouts of a step; noisy where a step drew few of them.",
        figure=_figure(_colored(traces), "reward", log),
        wide=True,
    )


def _times(log: RunLog) -> Chart:
    traces = _curves((_without_verify(row) for row in log.timings), _TIMES)
    for trace in traces:
        trace.update(stackgroup="time", mode="lines", line={"width": 0.5})
    return Chart(
        title="Time by phase",
        note="Wall-clock of each step, stacked.",
        figure=_figure(_colored(traces), "seconds per step", log, {"rangemode": "tozero"}),
        wide=True,
    )


def _without_verify(row: Row) -> Row:
    """The row with the seconds of verification, which are part of the rollout, taken out of the rollout."""
    rollout, verify = number(row.get("time/rollout")), number(row.get("time/verify"))
    if rollout is None or verify is None:
        return row
    return row | {"time/rollout": max(0.0, rollout - verify)}


def _curves(rows: Iterable[Row], keys: dict[str, str]) -> list[Trace]:
    rows = list(rows)
    found = [(name, *series(rows, key)) for key, name in keys.items()]
    return [_curve(name, steps, values) for name, steps, values in found if steps]


def _curve(name: str, x: list[int], y: list[Any], *, color: str = "", width: float = 1.6) -> Trace:
    mode = "lines+markers" if len(x) <= _DOTS else "lines"
    line = {"width": width} | ({"color": color} if color else {})
    return {"type": "scatter", "name": html.escape(name), "x": x, "y": y, "mode": mode, "line": line}


def _colored(traces: list[Trace]) -> list[Trace]:
    """Fills in colours and the size of dots."""
    for place, trace in enumerate(traces):
        color = trace["line"].setdefault("color", COLORS[place % len(COLORS)])
        trace["marker"] = {"size": 4, "color": color}
    return traces


def _figure(
    traces: list[Trace], unit: str, log: RunLog, y_axis: dict[str, Any] | None = None, *, named: bool = False
) -> dict[str, Any]:
    shapes, labels = _reset_marks(log, named=named)
    layout = {
        "xaxis": {"title": {"text": "optimizer step"}},
        "yaxis": {"title": {"text": unit}} | (y_axis or {}),
        "showlegend": len(traces) > 1,
        "shapes": shapes,
        "annotations": labels,
    }
    return {"data": traces, "layout": layout}


def _reset_marks(log: RunLog, *, named: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Dashed vertical lines and their labels: `R1`, or `R1 stagnation` where there is room."""
    shapes, labels = [], []
    for place, event in enumerate(log.resets, start=1):
        step = step_of(event)
        if step is None:
            continue
        trigger = event.get("trigger")
        text = html.escape(f"R{place} {trigger}" if named and isinstance(trigger, str) else f"R{place}")
        line = {"dash": "dash", "width": 1, "color": "#888"}
        shapes.append({"type": "line", "x0": step, "x1": step, "y0": 0, "y1": 1, "yref": "paper", "line": line})
        anchor = {"x": step, "y": 1, "yref": "paper", "xanchor": "center", "yanchor": "bottom"}
        labels.append(anchor | {"text": text, "showarrow": False, "font": {"size": 10}})
    return shapes, labels
