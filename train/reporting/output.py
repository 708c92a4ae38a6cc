"""`prorl report` without its command line: which report, in which format, to which file."""

import json
import os
from pathlib import Path
from typing import Literal, get_args

from prorl.registry.errors import UserError
from prorl.train.measure.plan import is_evaluation

Form = Literal["html", "md", "json", "png"]
FORMS: tuple[Form, ...] = get_args(Form)


def write_report(folder: Path, form: Form | None = None, out: Path | None = None) -> Path:
    """Write the report of a run or an evaluation, also of one that has not finished.

    Args:
        folder: of the run, or of the evaluation. Files may be missing, and their last lines torn.
        form: by default what `out` ends in, else html: a page of about 5 MB, the code that draws is inside.
        out: the file; by default `report.html` (or .md, …) in the folder.

    Returns:
        The path of the file.

    Raises:
        UserError: The folder holds neither, or the file cannot be written.
    """
    form = form or _form_of(out)
    out = out or folder / f"report.{form}"
    content = report_bytes(folder, form)
    draft = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(out)
    except OSError as error:
        raise UserError(f"cannot write {out}: {error.strerror or error}") from error
    return out


def report_bytes(folder: Path, form: Form) -> bytes:
    """The report, text as UTF-8.

    Raises:
        UserError: The folder holds neither a run nor an evaluation.
    """
    made = _of_evaluation(folder, form) if is_evaluation(folder) else _of_run(folder, form)
    return made if isinstance(made, bytes) else made.encode("utf-8", errors="replace")


def _of_run(folder: Path, form: Form) -> str | bytes:
    from prorl.train.reporting.page import page_html
    from prorl.train.reporting.pictures import picture
    from prorl.train.reporting.run_charts import run_charts
    from prorl.train.reporting.run_facts import status_of
    from prorl.train.reporting.run_page import constant_note, parted, run_page
    from prorl.train.reporting.run_text import run_json, run_markdown
    from prorl.train.run_log import read_run

    if form == "html":
        return page_html(run_page(folder))
    log = read_run(folder)
    if form == "md":
        return run_markdown(log)
    if form == "json":
        return _json(run_json(log))
    moving, flat = parted(run_charts(log))
    return picture(f"{log.name} ({status_of(log)})", moving, note=constant_note(flat))


def _of_evaluation(folder: Path, form: Form) -> str | bytes:
    from prorl.train.measure.evaluation import load_evaluation
    from prorl.train.measure.summary import summarise
    from prorl.train.reporting.boundary_map import squares
    from prorl.train.reporting.eval_charts import eval_charts
    from prorl.train.reporting.eval_page import eval_page
    from prorl.train.reporting.eval_text import eval_json, eval_markdown
    from prorl.train.reporting.page import page_html
    from prorl.train.reporting.pictures import picture

    if form == "html":
        return page_html(eval_page(folder))
    summary = summarise(load_evaluation(folder))
    if form == "md":
        return eval_markdown(summary)
    if form == "json":
        return _json(eval_json(summary))
    rows = squares(summary.evaluation, summary.against[-1]) if summary.against else None
    return picture(folder.resolve().name, eval_charts(summary), rows)


def _json(tree: object) -> str:
    return json.dumps(_safe(tree), indent=1, allow_nan=False) + "\n"


def _safe(value: object) -> object:
    """The same with `null` for what is not a number: JSON has none of them."""
    if isinstance(value, dict):
        return {str(key): _safe(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_safe(inner) for inner in value]
    return None if isinstance(value, float) and value - value != 0 else value


def _form_of(out: Path | None) -> Form:
    if out is None:
        return "html"
    for form in FORMS:
        if out.suffix == f".{form}":
            return form
    raise UserError(f"--out {out}: the file's ending is none of {', '.join(FORMS)}; name the --format")
