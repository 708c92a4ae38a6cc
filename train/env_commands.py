"""The commands about environments: `prorl envs`, `prorl show ID`, `prorl play ID`.

Everything heavy is imported inside the functions, so that `--help` answers at once.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, cast

import click

from prorl.train.insecure_option import insecure_option

if TYPE_CHECKING:
    from prorl.envs.seeding import Split
    from prorl.envs.text_env import TextEnv

ITEM_OPTIONS = [
    click.option("--level", type=int, help="Difficulty; the task's default mix if left out."),
    click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Stream of items."),
    click.option("--split", type=click.Choice(["train", "eval"]), default="train", show_default=True),
]


def item_options(command: Any) -> Any:
    """Add --level, --seed and --split."""
    for option in reversed(ITEM_OPTIONS):
        command = option(command)
    return command


@click.command("envs")
@click.option("--domain", help="Only this domain.")
@click.option("--mixtures", is_flag=True, help="List the named mixtures instead: --env mixture:NAME trains on one.")
@click.option("--plugins", is_flag=True, help="Show the plugins that were found, and why one did not load.")
def envs_command(domain: str | None, mixtures: bool, plugins: bool) -> None:
    """List all environments."""
    from rich.console import Console

    from prorl.registry.errors import UserError
    from prorl.train.mixture_tables import mixture_table

    if (domain is not None) + mixtures + plugins > 1:
        raise UserError("--domain, --mixtures and --plugins list different things: give one of them")
    Console().print(mixture_table() if mixtures else _plugin_table() if plugins else _env_table(domain))


def _env_table(domain: str | None) -> Any:
    from rich.table import Table

    import prorl  # noqa: F401  (fills the table)
    from prorl.registry.errors import UserError, nearest
    from prorl.registry.table import TABLE

    known = TABLE.domains()
    if domain is not None and domain not in known:
        raise UserError(f"no domain {domain!r}{nearest(domain, known)} (domains: {', '.join(known)})")
    ids = TABLE.ids(domain)
    table = Table()
    table.add_column("id", min_width=max(map(len, ids)))
    for name in ("domain", "reward", "floor", "turns", "summary"):
        table.add_column(name)
    for env_id in ids:
        entry = TABLE.entry(env_id)
        cells = (entry.domain, entry.reward, f"{entry.floor:g}", str(entry.max_turns), entry.summary)
        table.add_row(entry.id, *cells)
    return table


def _plugin_table() -> Any:
    from rich.table import Table
    from rich.text import Text

    import prorl  # noqa: F401  (loads the plugins)
    from prorl.registry.table import TABLE

    table = Table("plugin", "target", "package", "environments", "state")
    for plugin in TABLE.plugins:
        state = Text(plugin.failure, style="red") if plugin.failure else Text("loaded", style="green")
        table.add_row(plugin.name, plugin.value, plugin.package, "\n".join(plugin.ids), state)
    return table if TABLE.plugins else "No plugin found (entry-point group prorl.envs)."


@click.command("show")
@click.argument("env_id", metavar="ID")
@item_options
def show_command(env_id: str, level: int | None, seed: int, split: str) -> None:
    """Show one item of an environment, the oracle's response to it and the verdict.

    ID may be `mixture:NAME` too, or `mixture:FILE.toml`: then show what the mixture is made of.
    """
    from prorl.registry.named import PREFIX
    from prorl.registry.table import TABLE
    from prorl.train.mixture_tables import echo_mixture

    if env_id.startswith(PREFIX):
        echo_mixture(env_id)
        return
    env = _start(env_id, level, seed, split)
    entry, scale = TABLE.entry(env_id), env.task.levels
    top = "no maximum" if scale.maximum is None else f"0 to {scale.maximum}"
    facts = {
        "summary": entry.summary,
        "domain": entry.domain,
        "levels": f"{top}; by default {', '.join(map(str, scale.default_mix))}",
        "reward": f"{entry.reward}, declared floor {entry.floor:g}",
        "turns": entry.max_turns,
        "verifier": env.task.verifier,
        "source": f"{entry.source} ({entry.licence})",
    }
    _heading(f"{entry.id}, {split} item of seed {seed}")
    for name, value in facts.items():
        click.echo(f"{name:<9} {value}")
    _heading("prompt")
    click.echo(env.problem.prompt)
    _play(env, lambda: _echo_oracle(env))


def _echo_oracle(env: TextEnv) -> str:
    _heading("oracle response")
    response = env.oracle()
    click.echo(response)
    return response


@click.command("play")
@click.argument("env_id", metavar="ID")
@insecure_option
@item_options
def play_command(env_id: str, level: int | None, seed: int, split: str) -> None:
    """Answer an environment yourself; an empty line or the end of the input ends a response."""
    env = _start(env_id, level, seed, split)
    click.echo(env.problem.prompt)
    _play(env, _read_response)


def _read_response() -> str:
    """Lines up to an empty one or the end of the input."""
    click.secho("your response, then an empty line:", fg="cyan", err=True)
    lines: list[str] = []
    for line in sys.stdin:
        if not line.strip():
            break
        lines.append(line.rstrip("\n"))
    return "\n".join(lines)


def _start(env_id: str, level: int | None, seed: int, split: str) -> TextEnv:
    import prorl  # noqa: F401  (fills the table)
    from prorl.registry.errors import UserError
    from prorl.registry.make import make_env

    try:
        env = make_env(env_id, split=cast("Split", split), level=level)
    except UserError:
        raise
    except ValueError as error:
        raise UserError(f"{env_id}: {error}") from error
    env.reset(seed=seed)
    return env


def _play(env: TextEnv, respond: Any) -> None:
    """Play to the end; later observations and the verdict are printed."""
    while env.verdict is None:
        observation, *_ = env.step(respond())
        if observation:
            _heading("reply")
            click.echo(observation)
    verdict = env.verdict
    _heading("verdict")
    click.echo(f"reward {verdict.reward:g}, {'solved' if verdict.solved else 'not solved'}, {verdict.status}")
    click.echo(f"read as {verdict.extracted!r}: {verdict.reason}")
    for name, value in verdict.parts.items():
        click.echo(f"  {name} {value:g}")


def _heading(text: str) -> None:
    click.secho(f"\n-- {text}", bold=True)
