"""What a run came to, as numbers and tables: the same for the page, for Markdown and for JSON."""

from collections import Counter
from collections.abc import Sequence

from prorl.train.pass_rates import PassRates, evaluated_envs, pass_rates
from prorl.train.reporting.html_parts import DASH
from prorl.train.reporting.page import number_cell
from prorl.train.reporting.run_panels import TIMES, with_derived, without_verify
from prorl.train.run_log import Row, RunLog, number, step_of

COLUMNS = {
    "step": "Step",
    "kind": "Event",
    "number": "Stage",
    "name": "Name",
    "trigger": "Trigger",
    "evidence": "Evidence",
    "optimizer": "Optimizer",
    "reference": "Reference",
    "kl_before": "KL before",
    "kl_after": "KL after",
    "message": "Message",
}
LAST = 20
"""Steps over which the last values of a run are averaged."""


def status_of(log: RunLog) -> str:
    """Example: `"finished, 1 fault"`."""
    kinds = [event.get("kind") for event in log.events]
    lifecycle = [kind for kind in kinds if kind in ("start", "resume", "finish")]
    state = "finished" if lifecycle[-1:] == ["finish"] else "not finished"
    faults = kinds.count("fault")
    return f"{state}, {faults} {'fault' if faults == 1 else 'faults'}" if faults else state


def run_facts(log: RunLog) -> dict[str, str]:
    """The boxes at the top of a page."""
    rates = pass_rates(log.metrics)
    seconds = sum(number(row.get("time/step")) or 0.0 for row in log.timings)
    discarded = [value for row in log.metrics if (value := with_derived(row).get("sample/discarded")) is not None]
    found = {
        "Steps": f"{step_of(log.metrics[-1]) if log.metrics else 0:,}",
        "Resets": str(len(log.resets)),
        "Environments": str(len(evaluated_envs(rates))),
        "Mean pass@1": _from_to(rates),
        "Responses": _total(log.metrics, "sample/episodes"),
        "Discarded groups": percent(sum(discarded) / len(discarded)) if discarded else DASH,
        "Time": duration(seconds) if log.timings else DASH,
    }
    return {name: value for name, value in found.items() if value}


def validation_table(rates: Sequence[PassRates]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows of the first and the last validation; the last is left open where there was only one."""
    first, last = rates[0], rates[-1] if len(rates) > 1 else None
    head = ("Environment", f"Step {first.step}", f"Step {last.step}" if last else "Later", "Change (points)")
    rows = [
        _rate_row(env, first.by_env.get(env), last.by_env.get(env) if last else None) for env in evaluated_envs(rates)
    ]
    return head, [*rows, _rate_row("Mean", first.mean, last.mean if last else None)]


def event_table(log: RunLog) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows of the events, resets and stages numbered as in the charts; nothing without events."""
    used = [key for key in COLUMNS if any(event.get(key) is not None for event in log.events)]
    seen: Counter[str] = Counter()
    rows = []
    for event in log.events:
        letter = {"reset": "R", "stage": "S"}.get(str(event.get("kind")), "")
        seen[letter] += 1
        cells = (number_cell(event.get(key)) for key in used)
        rows.append((f"{letter}{seen[letter]}" if letter else "", *cells))
    return ("", *(COLUMNS[key] for key in used)), rows if used else []


def time_table(log: RunLog) -> list[tuple[str, str, str]]:
    """Phase, time in all, share; what no phase accounts for is "other"."""
    rows = [without_verify(row) for row in log.timings]
    whole = sum(number(row.get("time/step")) or 0.0 for row in rows)
    spent = {name: sum(number(row.get(key)) or 0.0 for row in rows) for key, name in TIMES.items()}
    spent["other"] = max(0.0, whole - sum(spent.values()))
    if not whole:
        return []
    return [(name, duration(seconds), percent(seconds / whole)) for name, seconds in spent.items()]


def ends_of(rows: Sequence[Row], key: str) -> tuple[float, float] | None:
    """The first value of a metric and the mean over its last 20; `None` if there is none.

    Example: 5, 1, 2 give 5 and 2.667 (there are no 20, so all count).
    """
    values = [value for row in rows if (value := number(row.get(key))) is not None]
    if not values:
        return None
    last = values[-LAST:]
    return values[0], sum(last) / len(last)


def duration(seconds: float) -> str:
    """Seconds as `45 s`, `12 min` or `3 h 05 min`."""
    minutes = round(seconds / 60)
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60:02d} min"


def percent(share: float | None) -> str:
    """`percent(0.125) == "12.5%"`."""
    return DASH if share is None else f"{100 * share:.1f}%"


def _from_to(rates: Sequence[PassRates]) -> str:
    if not rates:
        return DASH
    first = percent(rates[0].mean)
    return f"{first} → {percent(rates[-1].mean)}" if len(rates) > 1 else first


def _rate_row(name: str, before: float | None, after: float | None) -> tuple[str, ...]:
    known = before is not None and after is not None
    change = f"{round(100 * (after - before), 1) + 0.0:+.1f}" if known else DASH  # type: ignore[operator]
    return name, percent(before), percent(after), change


def _total(rows: Sequence[Row], key: str) -> str:
    found = [value for row in rows if (value := number(row.get(key))) is not None]
    return f"{sum(found):,.0f}" if found else ""
