"""The page of a run: what it learnt, its curves, events and samples."""

import html
from collections.abc import Sequence
from pathlib import Path

from prorl.train.measure.plan import is_evaluation
from prorl.train.pass_rates import pass_rates
from prorl.train.reporting.chart import Chart
from prorl.train.reporting.html_parts import Section, chart_boxes, facts, folded, soft, table
from prorl.train.reporting.page import Page, samples_section
from prorl.train.reporting.run_charts import other_charts, run_charts
from prorl.train.reporting.run_facts import event_table, run_facts, status_of, time_table, validation_table
from prorl.train.reporting.run_samples import run_samples
from prorl.train.reporting.samples import MOST_SAMPLES, OUTCOMES, Samples, outcome_table
from prorl.train.run_log import RunLog, read_run

EVALUATION = "evaluation"
"""Folder inside a run where `prorl-eval` puts an evaluation of it by default."""
MARKS_NOTE = (
    "Dashed lines are resets of the reference (R1, R2, …), dotted ones stages that begin (S1, …); their numbers are "
    "those of the list of events. Where a curve is noisy the thick line is its running mean."
)


def run_page(run_dir: Path, most: int = MOST_SAMPLES) -> Page:
    """The page of a run directory.

    Raises:
        UserError: The directory holds no run.
    """
    log = read_run(run_dir)
    notes = list(log.notes)
    samples = run_samples(run_dir, notes, most)
    main, flat, other = *parted(run_charts(log)), other_charts(log)
    sections = (
        _validations(log),
        _curves(main, flat, other),
        _events(log),
        samples_section(samples, _outcomes(samples)),
        _config(log),
    )
    return Page(
        title=log.name,
        kind="prorl run",
        status=status_of(log),
        notes=tuple(notes),
        top=facts(run_facts(log)) + _evaluation(run_dir),
        sections=sections,
        charts=(*main, *other),
        samples=samples,
    )


def _validations(log: RunLog) -> Section:
    rates = pass_rates(log.metrics)
    body = "<p>No validation yet.</p>"
    if rates:
        head, rows = validation_table(rates)
        body = table(head, rows, css="numbers total")
    return Section(title="Held-out pass@1 before and after", body=body, name="validations")


def parted(charts: Sequence[Chart]) -> tuple[list[Chart], list[Chart]]:
    """Charts in which something happens, and those that a sentence can stand for."""
    return [chart for chart in charts if not chart.is_flat], [chart for chart in charts if chart.is_flat]


def _curves(main: Sequence[Chart], flat: Sequence[Chart], other: Sequence[Chart]) -> Section:
    body = soft(MARKS_NOTE) + chart_boxes(main) if main or flat else "<p>No numbers yet.</p>"
    if flat:
        body += soft(constant_note(flat))
    if other:
        body += folded(f"All other numbers ({len(other)})", chart_boxes(other, first=len(main)))
    return Section(title="Curves", body=body, name="curves")


def constant_note(flat: Sequence[Chart]) -> str:
    """One sentence for all charts in which nothing happens; "" if there are none."""
    return f"Constant throughout: {'; '.join(map(_constant, flat))}." if flat else ""


def _constant(chart: Chart) -> str:
    """Example: `"Clipped tokens: lower bound 0, upper bound 0 (share of tokens)"`."""
    values = ", ".join(f"{line.name} {line.y[0]:.4g}" for line in chart.named if line.y[0] is not None)
    return f"{chart.title}: {values} ({chart.y_label})"


def _events(log: RunLog) -> Section:
    head, rows = event_table(log)
    body = table(head, rows, css="events") if rows else "<p>No events.</p>"
    spent = time_table(log)
    if spent:
        body += '<h3 class="between">Where the time went</h3>' + table(("Phase", "Time", "Share"), spent, css="numbers")
    return Section(title="Events and time", body=body, name="events-and-time")


def _outcomes(samples: Samples) -> tuple[str, ...]:
    if not samples.total:
        return ()
    rows = outcome_table(samples.outcomes)
    head = ("Environment", "Samples", *(name.capitalize() for name in OUTCOMES))
    return (folded("Outcomes of all samples by environment", table(head, rows, css="numbers")),)


def _config(log: RunLog) -> Section:
    text = html.escape(log.config) or "No config.toml."
    return Section(title="Configuration", body=folded("config.toml", f"<pre>{text}</pre>"), name="configuration")


def _evaluation(run_dir: Path) -> str:
    if not is_evaluation(run_dir / EVALUATION):
        return ""
    return soft(f"An evaluation of this run lies in its folder {EVALUATION}/, with a report of its own.")
