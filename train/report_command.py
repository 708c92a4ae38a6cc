"""`prorl report`: the page of a run."""

from pathlib import Path

import click


@click.command("report")
@click.argument("run", metavar="RUN", type=click.Path(path_type=Path))
def report_command(run: Path) -> None:
    """Write report.html into a run's folder: curves, resets, events and samples on one page."""
    from prorl.train.report import write_report

    click.echo(write_report(run))
