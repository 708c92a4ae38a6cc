"""The curves of a run."""

from collections.abc import Iterable, Sequence

from prorl.train.pass_rates import PassRates, evaluated_envs, pass_rates
from prorl.train.reporting.chart import MEAN_COLOR, Chart, Line, Mark, smoothed, thinned
from prorl.train.reporting.run_panels import (
    BY_ENV,
    BY_ENV_NOTES,
    NOT_ENVS,
    PANELS,
    TIMES,
    Panel,
    shown_keys,
    with_derived,
    without_verify,
)
from prorl.train.run_log import Row, RunLog, number, step_of

STEP = "optimizer step"
DOTS = 80
"""Points up to which a curve has dots, and beyond which it is noisy enough to be smoothed."""
FLATTENS = 8
"""Times what 19 of 20 steps take, beyond which a step is cut off in the chart of times."""
PIECES = 25
"""A smoothed curve takes the mean of a twenty-fifth of its points around each."""


def run_charts(log: RunLog) -> list[Chart]:
    """Every chart for which the run holds at least one number."""
    rows = [with_derived(row) for row in log.metrics]
    marks = marks_of(log)
    drawn = [_validations(log, marks), *(_panel(panel, rows, marks) for panel in PANELS)]
    drawn += [_env_rewards(rows, marks), *_by_env(rows, marks), _times(log, marks)]
    return [chart for chart in drawn if chart.lines]


def other_charts(log: RunLog) -> list[Chart]:
    """A small chart for each number that has none in `run_charts`; those that never change are left out."""
    rows = {step_of(row): row for row in log.metrics}
    joined = [row | rows.get(step_of(row), {}) for row in log.timings] or list(log.metrics)
    shown = shown_keys()
    keys = sorted({key for row in joined for key in row if key not in shown and not _of_env(key)} - {"step"})
    found = []
    for key in keys:
        _, y = series(joined, key)
        if len(set(y)) > 1:
            found.append(_chart(key, "", lines_of(joined, {key: key}), (key, marks_of(log))))
    return found


def marks_of(log: RunLog) -> tuple[Mark, ...]:
    """Resets as `R1`, `R2` (dashed), stages as `S1` (dotted); what happens at one step shares a line."""
    labels: dict[float, list[str]] = {}
    resets = stages = 0
    for event in log.events:
        kind, step = event.get("kind"), step_of(event)
        resets, stages = resets + (kind == "reset"), stages + (kind == "stage")
        if kind in ("reset", "stage") and step is not None:
            labels.setdefault(step, []).append(f"R{resets}" if kind == "reset" else f"S{stages}")
    return tuple(
        Mark(x=step, label=" ".join(names), dash="dot" if names[0].startswith("S") else "dash")
        for step, names in labels.items()
    )


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


def lines_of(rows: Iterable[Row], keys: dict[str, str]) -> list[Line]:
    """The lines of some metrics; a long noisy one is faint, with its running mean over it."""
    rows = list(rows)
    found: list[Line] = []
    for key, name in keys.items():
        steps, values = series(rows, key)
        x, y = thinned(steps, values)
        if not x:
            continue
        if len(x) <= DOTS:
            found.append(Line(name=name, x=tuple(x), y=tuple(y), dots=True))
            continue
        running = smoothed(y, max(3, len(x) // PIECES))
        found.append(Line(name=name, x=tuple(x), y=tuple(y), width=1, faint=True))
        found.append(Line(name=name, x=tuple(x), y=tuple(running), width=2))
    return found


def _chart(title: str, note: str, lines: Sequence[Line], about: tuple[str, tuple[Mark, ...]]) -> Chart:
    return Chart(title=title, note=note, x_label=STEP, y_label=about[0], lines=tuple(lines), marks=about[1])


def _validations(log: RunLog, marks: tuple[Mark, ...]) -> Chart:
    found = pass_rates(log.metrics)
    names = short_names(evaluated_envs(found))
    lines = [_env_line(found, env, name) for env, name in names.items()]
    if found:
        steps, means = tuple(float(v.step) for v in found), tuple(v.mean for v in found)
        lines.append(Line(name="mean", x=steps, y=means, color=MEAN_COLOR, width=4, dots=len(steps) <= DOTS))
    return Chart(
        title="Held-out pass@1",
        note="Strict pass@1 on the eval split: the mean over environments is the thick line.",
        x_label=STEP,
        y_label="pass@1",
        lines=tuple(lines),
        marks=marks,
        top=1,
        wide=True,
    )


def _env_line(found: list[PassRates], env: str, name: str) -> Line:
    points = [(v.step, v.by_env[env]) for v in found if env in v.by_env]
    x, y = thinned([step for step, _ in points], [rate for _, rate in points])
    return Line(name=name, x=tuple(x), y=tuple(y), dots=len(x) <= DOTS)


def _panel(panel: Panel, rows: list[Row], marks: tuple[Mark, ...]) -> Chart:
    return Chart(
        title=panel.title,
        note=panel.note,
        x_label=STEP,
        y_label=panel.unit,
        lines=tuple(lines_of(rows, panel.keys)),
        marks=marks,
        from_zero=panel.from_zero,
    )


def _env_rewards(rows: list[Row], marks: tuple[Mark, ...]) -> Chart:
    return Chart(
        title="Training reward by environment",
        note="Mean over the rollouts of a step, and its running mean; noisy where a step drew few of them.",
        x_label=STEP,
        y_label="reward",
        lines=tuple(lines_of(rows, _env_keys(rows, "reward/"))),
        marks=marks,
        wide=True,
    )


def _by_env(rows: list[Row], marks: tuple[Mark, ...]) -> list[Chart]:
    return [
        Chart(
            title=title,
            note=BY_ENV_NOTES[prefix],
            x_label=STEP,
            y_label=prefix.rstrip("/"),
            lines=tuple(lines_of(rows, _env_keys(rows, prefix))),
            marks=marks,
            wide=True,
        )
        for prefix, title in BY_ENV.items()
    ]


def _env_keys(rows: list[Row], prefix: str) -> dict[str, str]:
    keys = {key for row in rows for key in row if key.startswith(prefix)} - NOT_ENVS
    return {f"{prefix}{env}": name for env, name in short_names(sorted(k.removeprefix(prefix) for k in keys)).items()}


def _of_env(key: str) -> bool:
    return key.startswith(("reward/", *BY_ENV)) or (key.startswith("eval/") and key.endswith("/pass@1"))


def _times(log: RunLog, marks: tuple[Mark, ...]) -> Chart:
    rows = [without_verify(row) for row in log.timings]
    lines = []
    for key, name in TIMES.items():
        steps, values = series(rows, key)
        x, y = thinned(steps, values)
        if x:
            lines.append(Line(name=name, x=tuple(x), y=tuple(y)))
    top, beyond = _axis_of([number(row.get("time/step")) or 0.0 for row in rows])
    return Chart(
        title="Time by phase",
        note=f"Wall-clock of each step, stacked.{beyond}",
        x_label=STEP,
        y_label="seconds per step",
        lines=tuple(lines),
        marks=marks,
        wide=True,
        stacked=True,
        from_zero=True,
        top=top,
    )


def _axis_of(seconds: Sequence[float]) -> tuple[float | None, str]:
    """Where the axis of times ends, `None` for where they do, and what to say: a machine that stood still for a while
    would flatten everything else.

    Example: 99 steps of 4 s and one of 250 s: the axis ends at 12 s.
    """
    usual = sorted(seconds)[len(seconds) * 19 // 20] if seconds else 0.0
    beyond = sum(one > FLATTENS * usual for one in seconds)
    if not usual or not beyond:
        return None, ""
    count = "One step" if beyond == 1 else f"{beyond} steps"
    return 3 * usual, f" {count} took longer than the axis shows, up to {max(seconds):.0f} s."
