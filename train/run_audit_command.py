"""`prorl audit`: what in a run's or an evaluation's records speaks against its rewards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prorl.train.insecure_option import insecure_option

if TYPE_CHECKING:
    from prorl.train.audit.audit import Audit

FORMS = ("table", "md", "json", "html")


@click.command("audit")
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.option(
    "--evaluation",
    "evaluations",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Look at this evaluation too; may be repeated. RUN/evaluation is found by itself.",
)
@click.option("--format", "form", type=click.Choice(FORMS), default="table", show_default=True, help="What to print.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write there, and print the name.")
@click.option(
    "--rejudge",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    help="Winning responses of each environment that are judged again (a quarter as many losing ones).",
)
@click.option("--strict", is_flag=True, help="Exit with 1 if anything is wrong.")
@insecure_option
def run_audit_command(  # noqa: PLR0913  (the options of one command)
    folder: Path, evaluations: tuple[Path, ...], form: str, out: Path | None, rejudge: int, strict: bool
) -> None:
    """Look for rewards that are not what they seem: in RUN, a run's folder or an evaluation's.

    Prints findings, `wrong` before those that are worth a look, with numbers, responses and what to do. Nothing in the
    folder changes.
    """
    import prorl  # noqa: F401  (fills the table)
    from prorl.train.audit.audit import audit

    found = audit(folder, evaluations=evaluations, rejudge=rejudge)
    if form == "table" and out is None:
        from rich.console import Console

        from prorl.train.audit.table import print_audit

        print_audit(found, Console())
    elif out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(_text(found, _form_of(out, form)), encoding="utf-8")
        click.echo(out)
    else:
        click.echo(_text(found, form), nl=False)
    if strict and found.wrong:
        raise SystemExit(1)


def _form_of(out: Path, form: str) -> str:
    """What a file is to hold: what was asked for, else by its ending, else Markdown."""
    ending = out.suffix.removeprefix(".").lower()
    if form != "table":
        return form
    return ending if ending in FORMS else "md"


def _text(found: Audit, form: str) -> str:
    from prorl.train.audit.page import audit_page
    from prorl.train.audit.texts import audit_json, audit_markdown

    if form == "json":
        return json.dumps(audit_json(found), indent=1) + "\n"
    return audit_page(found) if form == "html" else audit_markdown(found)
