"""The page of an evaluation: findings, curves, what training gained and lost, and the samples."""

import html
from collections.abc import Sequence
from pathlib import Path

from prorl.train.measure.against import against_columns, against_rows
from prorl.train.measure.curves import MEAN
from prorl.train.measure.evaluation import Evaluation, load_evaluation
from prorl.train.measure.findings import ModelFinding
from prorl.train.measure.flags import Weight
from prorl.train.measure.summary import Summary, summarise
from prorl.train.measure.summary_table import cells, columns, heading
from prorl.train.measure.summary_table import notes as summary_notes
from prorl.train.reporting.boundary_map import boundary_table, map_html, map_note, squares
from prorl.train.reporting.chart import Chart
from prorl.train.reporting.eval_charts import eval_charts
from prorl.train.reporting.eval_samples import eval_samples
from prorl.train.reporting.eval_tables import (
    CLASS_COLUMNS,
    CLASS_NOTE,
    class_rows,
    group_columns,
    group_rows,
    in_and_out_lines,
)
from prorl.train.reporting.html_parts import DASH, Section, chart_boxes, facts, folded, soft, table
from prorl.train.reporting.page import Page, samples_section
from prorl.train.reporting.run_charts import short_names
from prorl.train.reporting.samples import MOST_SAMPLES, OUTCOMES, Samples, outcome_table

MOST_OPEN = 4
"""Findings that only ask for a look, up to which they stand open."""


def eval_page(folder: Path, most: int = MOST_SAMPLES) -> Page:
    """The page of an evaluation's folder, also while it is being sampled.

    Raises:
        UserError: The folder holds none, or a file is damaged.
    """
    evaluation = load_evaluation(folder)
    summary = summarise(evaluation)
    samples = eval_samples(evaluation, most)
    charts = eval_charts(summary)
    sections = (
        *_findings(summary),
        _curves(charts),
        _results(summary),
        *_against(summary),
        *_classes(summary),
        *_in_and_out(evaluation),
        samples_section(samples, _outcomes(samples)),
        _protocol(evaluation),
    )
    return Page(
        title=folder.resolve().name,
        kind="prorl evaluation",
        status="complete" if evaluation.complete else "not complete",
        notes=tuple(note for note in summary_notes(summary) if not note.startswith("*")),
        top=facts(eval_facts(evaluation)),
        sections=sections,
        charts=tuple(charts),
        samples=samples,
    )


def eval_facts(evaluation: Evaluation) -> dict[str, str]:
    """The boxes at the top."""
    plan = evaluation.plan
    responses = sum(tally.sampled for row in evaluation.tallies.values() for tally in row)
    return {
        "Models": str(len(plan.models)),
        "Targets": str(len(plan.targets)),
        "Items": f"{len({item.key for item in evaluation.items}):,}",
        "Samples of each": f"{plan.n:,}",
        "Responses": f"{responses:,}",
        "Base": plan.baseline or DASH,
    }


def _results(summary: Summary) -> Section:
    if not summary.lines:
        return Section(title="Results", body="<p>No samples yet.</p>", name="results")
    title = heading(summary)
    body = soft(f"{title[0].upper()}{title[1:]}.")
    body += table(columns(summary), _grouped(cells(summary)), css="numbers names groups")
    body += "".join(soft(note) for note in summary_notes(summary) if note.startswith("*"))
    body += soft("cut: responses that ran into the token limit. ungraded: those that no verifier could judge.")
    return Section(title="Results", body=body, name="results")


def _grouped(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """A target's name in its first row only, and without a namespace that all have."""
    short = short_names(dict.fromkeys(row[0] for row in rows if row[0] != MEAN)) | {MEAN: "mean"}
    before = ["", *(row[0] for row in rows)]
    return [["" if row[0] == last else short[row[0]], *row[1:]] for row, last in zip(rows, before, strict=False)]


def _findings(summary: Summary) -> list[Section]:
    """What contradicts a declaration stands open; many lines that only ask for a look are folded."""
    if not summary.lines:
        return []
    wrong = [_finding(one) for one in summary.findings if one.finding.weight == Weight.WRONG]
    look = [_finding(one) for one in summary.findings if one.finding.weight != Weight.WRONG]
    body = "".join(wrong)
    body += folded(f"{len(look)} to look at", "".join(look), printed=True) if len(look) > MOST_OPEN else "".join(look)
    none = soft("None of the checks found anything that speaks against these numbers.")
    return [Section(title="Findings", body=body or none, name="findings")]


def _finding(one: ModelFinding) -> str:
    found = one.finding
    text = html.escape(f"{one.model}, {found.name}: {found.sentence}")
    return f'<p class="finding {found.weight}"><b>{found.weight}</b> {text}</p>'


def _curves(charts: Sequence[Chart]) -> Section:
    body = chart_boxes(charts) if charts else "<p>No numbers yet.</p>"
    note = (
        "Strict success only. Dotted: what a guesser whose single response succeeds with the declared floor reaches; "
        "a curve means something above it. Grey: the base, dashed a second sample of it."
    )
    return Section(title="pass@k", body=soft(note) + body, name="curves")


def _against(summary: Summary) -> list[Section]:
    if not summary.against:
        return []
    evaluation, against = summary.evaluation, summary.against
    short = short_names(target.name for target in evaluation.plan.targets)
    differences = soft("Difference in percent [95 %] with exact p-values; items of all targets by who solves them.")
    differences += table(against_columns(against[0].k), against_rows(against), css="numbers")
    differences += "".join(
        f'<h3 class="between">{html.escape(one.model)} against {html.escape(one.base)}, k = {one.k}</h3>'
        + boundary_table(one, short)
        for one in against[-1:]
    )
    differences += "".join(
        folded(f"{one.model} against {one.base}, k = {one.k}", boundary_table(one, short)) for one in against[:-1]
    )
    maps = ""
    for one in reversed(against):
        drawn = map_html(squares(evaluation, one), short)
        maps += folded(f"{one.model} against {one.base}", drawn, opened=one is against[-1])
    return [
        Section(title="Gained and lost", body=differences, name="against"),
        Section(title="Boundary map", body=soft(map_note(evaluation, against[-1])) + maps, name="boundary"),
    ]


def _classes(summary: Summary) -> list[Section]:
    if summary.classes is None:
        return []
    found = summary.classes
    short = short_names(target.name for target in found.targets)
    which = f"Base {found.base}, middle {found.middle}, final {found.final}. "
    body = soft(which + CLASS_NOTE) + table(CLASS_COLUMNS, class_rows(found, short), css="numbers names")
    return [Section(title="Classes", body=body, name="classes")]


def _in_and_out(evaluation: Evaluation) -> list[Section]:
    lines = in_and_out_lines(evaluation)
    if not lines:
        return []
    body = soft("Means over environments, each counting once, in percent [95 %].")
    body += table(group_columns(lines), group_rows(lines), css="numbers names")
    return [Section(title="In and out of distribution", body=body, name="in-and-out")]


def _outcomes(samples: Samples) -> tuple[str, ...]:
    if not samples.total:
        return ()
    head = ("Target", "Samples", *(name.capitalize() for name in OUTCOMES))
    rows = table(head, outcome_table(samples.outcomes), css="numbers")
    return (folded("Outcomes of all samples by target, all models together", rows),)


def _protocol(evaluation: Evaluation) -> Section:
    plan, protocol = evaluation.plan, evaluation.plan.protocol
    settings = [
        ("temperature", f"{protocol.temperature:g}"),
        ("top-p", f"{protocol.top_p:g}"),
        ("tokens of a response", f"{protocol.max_new_tokens:,}"),
        ("seed", str(protocol.seed)),
        ("samples of each item", f"{plan.n:,}"),
    ]
    models = [
        (model.label, model.role, "" if model.step is None else str(model.step), model.path, model.fingerprint)
        for model in plan.models
    ]
    data = [(one.suite, one.env_id, one.source, f"{one.rows:,}", one.rows_hash) for one in plan.data]
    body = table(("setting", "value"), settings, css="plain")
    body += table(("model", "role", "step", "path", "fingerprint"), models, css="plain")
    body += table(("suite", "environment", "source", "rows", "hash"), data, css="plain") if data else ""
    return Section(title="How it was measured", body=body, name="protocol")
