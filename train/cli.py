"""The commands `prorl`, `prorl-train` and `prorl-eval`. Heavy imports happen after the arguments are parsed."""

import sys
from collections.abc import Callable

import click

from prorl.registry.errors import UserError
from prorl.train.audit_command import audit_command
from prorl.train.check_command import check_command
from prorl.train.doctor_command import doctor_command
from prorl.train.env_commands import envs_command, play_command, show_command
from prorl.train.errors import RunEnded
from prorl.train.eval_command import eval_command
from prorl.train.export_command import export_command
from prorl.train.insecure_option import insecure_option
from prorl.train.report_command import report_command
from prorl.train.run_audit_command import run_audit_command
from prorl.train.serve_command import serve_command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="prorl")
def cli() -> None:
    """Verifiable-reward text environments, and prolonged reinforcement learning of language models on them."""


@cli.command("train", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("recipe")
@click.option("--env", "envs", multiple=True, metavar="ID[=WEIGHT]", help="Replace the mixture; may be repeated.")
@click.option("--model", help="bundled, a Hugging Face folder, a GGUF file or a hub id.")
@click.option("--set", "overrides", multiple=True, metavar="A.B=VALUE", help="Override a setting of the recipe.")
@click.option("--like", metavar="NAME", help="Arithmetic of paper-v1, paper-v2, openrlhf, nemo or verl.")
@insecure_option
@click.option("--resume/--fresh", default=True, help="Go on with the run in run.dir (default), or put it aside.")
def train_command(
    recipe: str,
    envs: tuple[str, ...],
    model: str | None,
    overrides: tuple[str, ...],
    like: str | None,
    resume: bool,
) -> None:
    """Train a policy by RECIPE: the name of a recipe that comes with prorl, or a TOML file.

    The same command again continues a run that was interrupted.
    """
    from prorl.train.start import start

    start(recipe, envs=envs, model=model, overrides=overrides, fresh=not resume, like=like)


for _command in (
    envs_command,
    show_command,
    play_command,
    check_command,
    audit_command,
    doctor_command,
    eval_command,
    report_command,
    run_audit_command,
    export_command,
    serve_command,
):
    cli.add_command(_command)


def _run(command: Callable[..., object]) -> None:
    """Run a click command: a user's mistake is one line and exit code 2, a run that cannot go on one line and 1."""
    from prorl.envs.data_file import DataError

    try:
        command()
    except (UserError, DataError) as error:
        _fail(str(error), 2)
    except RunEnded as error:
        _fail(str(error), 1)


def _fail(message: str, code: int) -> None:
    click.echo(f"error: {' '.join(message.split())}", err=True)
    sys.exit(code)


def main() -> None:
    """Entry point of `prorl`."""
    _run(cli)


def train_main() -> None:
    """Entry point of `prorl-train`, the same as `prorl train`."""
    _run(train_command)


def eval_main() -> None:
    """Entry point of `prorl-eval`, the same as `prorl eval`."""
    _run(eval_command)


if __name__ == "__main__":
    main()
