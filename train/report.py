"""The report of a run: one HTML page that needs nothing else."""

import html
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from prorl.train.pass_rates import PassRates, evaluated_envs, pass_rates
from prorl.train.report_figures import Chart, charts
from prorl.train.run_log import Row, RunLog, number, read_run, step_of

MOST_SAMPLES = 2000
MOST_CHARACTERS = 8000
_FIELDS = ("step", "split", "env", "level", "item", "reward", "solved", "status", "tokens", "truncated")
_TEXTS = ("prompt", "response", "extracted", "reason")
_COLUMNS = {
    "step": "Step",
    "kind": "Event",
    "trigger": "Trigger",
    "evidence": "Evidence",
    "optimizer": "Optimizer",
    "reference": "Reference",
    "kl_before": "KL before",
    "kl_after": "KL after",
    "message": "Message",
}
_SLOT = re.compile(r"\{\{(\w+)\}\}")


def write_report(run_dir: Path) -> Path:
    """Writes `report.html` into the run directory, also of a run that has not finished.

    Args:
        run_dir: What the trainer wrote. Files may be missing, and their last lines torn.

    Returns:
        The path of the page, about 5 MB: the code that draws is inside.

    Raises:
        UserError: The directory holds no run.
    """
    page = run_dir / "report.html"
    draft = run_dir / "report.html.tmp"
    text = report_page(read_run(run_dir, samples=MOST_SAMPLES))
    draft.write_text(text, encoding="utf-8", errors="replace")
    draft.replace(page)
    return page


def report_page(log: RunLog) -> str:
    """The page of one run as HTML."""
    from plotly.offline import get_plotlyjs

    drawn = charts(log)
    slots = {
        "title": html.escape(log.name),
        "status": html.escape(_status(log)),
        "notes": "".join(f'<p class="note">{html.escape(note)}</p>' for note in log.notes),
        "facts": _facts(log),
        "summary": _summary(pass_rates(log.metrics)),
        "charts": "".join(_chart_box(place, chart) for place, chart in enumerate(drawn)) or "<p>No numbers yet.</p>",
        "events": _events(log),
        "cap": html.escape(_cap(log)),
        "config": html.escape(log.config) or "No config.toml.",
        "figures": script_json([chart.figure for chart in drawn]),
        "samples": script_json([_sample(row) for row in log.samples]),
        "plotly": get_plotlyjs() if drawn else "",
    }
    template = Path(__file__).with_name("report_page.html").read_text(encoding="utf-8")
    return _SLOT.sub(lambda slot: slots[slot[1]], template)


def script_json(value: object) -> str:
    r"""JSON that cannot end the script element around it: `"</script>"` becomes `"\u003c/script\u003e"`."""
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _status(log: RunLog) -> str:
    kinds = [event.get("kind") for event in log.events]
    lifecycle = [kind for kind in kinds if kind in ("start", "resume", "finish")]
    state = "finished" if lifecycle[-1:] == ["finish"] else "not finished"
    faults = kinds.count("fault")
    return f"{state}, {faults} {'fault' if faults == 1 else 'faults'}" if faults else state


def _facts(log: RunLog) -> str:
    rates = pass_rates(log.metrics)
    seconds = sum(number(row.get("time/step")) or 0.0 for row in log.timings)
    facts = {
        "Steps": str(step_of(log.metrics[-1]) if log.metrics else 0),
        "Resets": str(len(log.resets)),
        "Environments": str(len(evaluated_envs(rates))),
        "Mean pass@1": _from_to(rates),
        "Time": _duration(seconds) if log.timings else "–",
    }
    return "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts.items())


def _from_to(rates: Sequence[PassRates]) -> str:
    if not rates:
        return "–"
    first = _percent(rates[0].mean)
    return f"{first} → {_percent(rates[-1].mean)}" if len(rates) > 1 else first


def _duration(seconds: float) -> str:
    """Seconds as `45 s`, `12 min` or `3 h 05 min`."""
    minutes = round(seconds / 60)
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60:02d} min"


def _summary(rates: Sequence[PassRates]) -> str:
    """Table of the first and the last validation; the last is left open where there was only one."""
    if not rates:
        return "<p>No validation yet.</p>"
    first, last = rates[0], rates[-1] if len(rates) > 1 else None
    head = ("Environment", f"Step {first.step}", f"Step {last.step}" if last else "Later", "Change (points)")
    rows = [
        _rate_row(env, first.by_env.get(env), last.by_env.get(env) if last else None) for env in evaluated_envs(rates)
    ]
    rows.append(_rate_row("Mean", first.mean, last.mean if last else None))
    return _table(head, rows, css="summary")


def _rate_row(name: str, before: float | None, after: float | None) -> tuple[str, ...]:
    known = before is not None and after is not None
    change = f"{round(100 * (after - before), 1) + 0.0:+.1f}" if known else "–"  # type: ignore[operator]
    return name, _percent(before), _percent(after), change


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f}%"


def _events(log: RunLog) -> str:
    used = [key for key in _COLUMNS if any(event.get(key) is not None for event in log.events)]
    if not used:
        return "<p>No events.</p>"
    resets = 0
    rows = []
    for event in log.events:
        is_reset = event.get("kind") == "reset"
        resets += is_reset
        rows.append((f"R{resets}" if is_reset else "", *(_cell(event.get(key)) for key in used)))
    return _table(("", *(_COLUMNS[key] for key in used)), rows, css="events")


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]], *, css: str) -> str:
    """An HTML table; every cell is escaped."""
    top = "".join(f"<th>{html.escape(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll"><table class="{css}"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _chart_box(place: int, chart: Chart) -> str:
    css = "chart wide" if chart.wide else "chart"
    title, note = html.escape(chart.title), html.escape(chart.note)
    return f'<figure class="{css}"><h3>{title}</h3><p>{note}</p><div id="chart-{place}" class="plot"></div></figure>'


def _cap(log: RunLog) -> str:
    shown, total = len(log.samples), log.samples_total
    if not total:
        return "The run wrote no samples."
    which = f"all {total:,}" if shown == total else f"{shown:,} of {total:,}, an even random choice"
    limits = f"at most {MOST_SAMPLES:,}; texts over {MOST_CHARACTERS:,} characters lose their middle"
    return f"Samples here: {which} ({limits})."


def _sample(row: Row) -> dict[str, Any]:
    """The fields that the browser shows, all of them JSON that every browser reads."""
    return {key: _plain(row.get(key)) for key in _FIELDS} | {key: _shortened(row.get(key)) for key in _TEXTS}


def _plain(value: object) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return number(value)
    return str(value)


def _shortened(value: object) -> str | None:
    """Text of at most about `MOST_CHARACTERS` characters: the two ends, with a mark between them."""
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value)
    half = MOST_CHARACTERS // 2
    if len(text) <= MOST_CHARACTERS:
        return text
    return f"{text[:half]}\n[… {len(text) - 2 * half:,} characters left out …]\n{text[-half:]}"
