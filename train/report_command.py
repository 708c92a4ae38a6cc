"""`prorl report`: the page of a run or an evaluation, or the same as Markdown, JSON or a picture."""

import sys
from pathlib import Path

import click


@click.command("report")
@click.argument("folder", metavar="RUN|EVALUATION", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["html", "md", "json", "png"]), help="Default: html, or by --out.")
@click.option("--out", type=click.Path(path_type=Path, allow_dash=True), help="The file; - for standard output.")
def report_command(folder: Path, form: str | None, out: Path | None) -> None:
    """Write the report of a run's or an evaluation's folder and print its path.

    By default report.html in the folder: curves, tables, findings and a browser of samples on one page that needs no
    network. The folder may be of a run or an evaluation that is still going on.
    """
    from prorl.train.reporting.output import FORMS, report_bytes, write_report

    chosen = next((name for name in FORMS if name == form), None)
    if str(out) == "-":
        sys.stdout.buffer.write(report_bytes(folder, chosen or "html"))
        sys.stdout.buffer.flush()
        return
    click.echo(write_report(folder, chosen, out))
