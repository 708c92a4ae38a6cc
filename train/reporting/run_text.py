"""A run's report as Markdown and as JSON."""

from collections.abc import Sequence
from typing import Any

from prorl.train.pass_rates import pass_rates
from prorl.train.reporting.eval_text import grid
from prorl.train.reporting.run_charts import series
from prorl.train.reporting.run_facts import (
    LAST,
    ends_of,
    event_table,
    run_facts,
    status_of,
    time_table,
    validation_table,
)
from prorl.train.reporting.run_panels import PANELS, with_derived
from prorl.train.run_log import RunLog

FORMAT = "prorl-run-report-1"


def run_markdown(log: RunLog) -> str:
    """Facts, validations, first and last values of the main numbers, events, time."""
    parts = [f"# {log.name}", f"prorl run, {status_of(log)}", *(f"Note: {note}" for note in log.notes)]
    parts.append(_table(("", ""), list(run_facts(log).items())))
    rates = pass_rates(log.metrics)
    if rates:
        parts += ["## Held-out pass@1", _table(*validation_table(rates))]
    values = _values(log)
    if values:
        parts += ["## Numbers", _table(("", "unit", "first", f"mean of the last {LAST}"), values)]
    head, events = event_table(log)
    if events:
        parts += ["## Events", _table(head, events)]
    spent = time_table(log)
    if spent:
        parts += ["## Time", _table(("phase", "time", "share"), spent)]
    return "\n\n".join(parts) + "\n"


def run_json(log: RunLog) -> dict[str, Any]:
    """Everything but the samples: facts, validations, events, and every metric over the steps."""
    rows = [with_derived(row) for row in log.metrics]
    return {
        "format": FORMAT,
        "name": log.name,
        "status": status_of(log),
        "notes": list(log.notes),
        "facts": run_facts(log),
        "validations": [{"step": v.step, "mean": v.mean, "by_env": v.by_env} for v in pass_rates(log.metrics)],
        "events": list(log.events),
        "metrics": _all_series(rows),
        "timings": _all_series(log.timings),
    }


def _values(log: RunLog) -> list[tuple[str, str, str, str]]:
    rows = [with_derived(row) for row in log.metrics]
    found = []
    for panel in PANELS:
        for key, name in panel.keys.items():
            ends = ends_of(rows, key)
            if ends is not None:
                found.append((f"{panel.title}: {name}", panel.unit, f"{ends[0]:.4g}", f"{ends[1]:.4g}"))
    return found


def _all_series(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, list[Any]]]:
    keys = sorted({key for row in rows for key in row} - {"step"})
    found = {key: series(rows, key) for key in keys}
    return {key: {"step": steps, "value": values} for key, (steps, values) in found.items() if steps}


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(grid(head, rows))
