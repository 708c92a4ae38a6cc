"""Named mixtures for people: the table of `prorl envs --mixtures`, and what `prorl show mixture:NAME` prints."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click


def mixture_table() -> Any:
    """A row for each mixture that comes with prorl."""
    from rich.table import Table

    from prorl.registry.named import PREFIX, named, names

    table = Table()
    table.add_column("mixture", min_width=max(len(PREFIX + name) for name in names()))
    table.add_column("ids", justify="right")
    table.add_column("domains")
    table.add_column("summary")
    for name in names():
        items = _items(PREFIX + name)
        domains = "\n".join(f"{domain} {share:.0%}" for domain, share in domain_shares(items))
        table.add_row(PREFIX + name, str(len({item.env_id for item in items})), domains, named(name).summary)
    return table


def _items(name: str) -> Any:
    import prorl  # noqa: F401  (fills the table)
    from prorl.registry.mixture import Mixture

    return Mixture.parse([name]).items


def domain_shares(items: Any) -> list[tuple[str, float]]:
    """The domains of a mixture's items, the largest share first; the shares add up to 1.

    Example: an item of `math` with weight 3 and one of `code` with weight 1 give `[("math", 0.75), ("code", 0.25)]`.
    """
    from prorl.registry.table import TABLE

    shares: Counter[str] = Counter()
    total = sum(item.weight for item in items)
    for item in items:
        shares[TABLE.entry(item.env_id).domain] += item.weight / total
    return sorted(shares.items(), key=lambda row: (-row[1], row[0]))


def echo_mixture(name: str) -> None:
    """Print what a mixture (`mixture:NAME`, or `mixture:FILE.toml`) is made of.

    Raises:
        UserError: for a name that does not exist, or a file that is no mixture.
    """
    from prorl.registry.named import PREFIX, named

    items = _items(name)
    total = sum(item.weight for item in items)
    width = max(len(item.env_id) for item in items)
    click.echo(f"{'summary':<9} {named(name.removeprefix(PREFIX)).summary}")
    click.echo(f"{'ids':<9} {len({item.env_id for item in items})}")
    click.echo(f"{'domains':<9} {', '.join(f'{domain} {share:.1%}' for domain, share in domain_shares(items))}")
    click.echo(f"{'use':<9} prorl-train RECIPE --env {name}=1")
    click.secho("\n-- share of the draws, and the level where it is fixed", bold=True)
    for item in items:
        level = "" if item.level is None else f"  level {item.level}"
        click.echo(f"{item.env_id:<{width}} {item.weight / total:7.2%}{level}")
