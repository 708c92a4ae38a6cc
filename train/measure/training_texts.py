"""The prompts that a mixture trains on, for looking through them."""

import warnings
from collections.abc import Iterable
from pathlib import Path

from prorl.registry.errors import UserError
from prorl.registry.mixture_items import MixtureItem, merge, parse_items
from prorl.registry.named import names
from prorl.registry.table import TABLE
from prorl.train.measure.items import Target, items_of
from prorl.train.measure.out_of_distribution import trained_items

DRAWN = 1000
"""Items of an environment that makes its own."""


def items_trained(mixture: str) -> tuple[MixtureItem, ...]:
    """The environments of a mixture's name, a recipe, a TOML file, a run's folder, or `--env` texts with commas.

    Raises:
        UserError: if it is none of these.
    """
    from prorl.train.configuring import load_config, recipe_names

    if (Path(mixture) / "config.toml").is_file():
        return trained_items(load_config(str(Path(mixture) / "config.toml")))
    if mixture in recipe_names() or mixture.endswith(".toml"):
        return trained_items(load_config(mixture))
    if mixture in names():
        return merge(parse_items([f"mixture:{mixture}"], TABLE))
    try:
        return merge(parse_items(mixture.split(","), TABLE))
    except UserError as error:
        known = ", ".join([*recipe_names(), *names()])
        raise UserError(f"{error}; --decontaminate takes a recipe, a mixture, a run or ids ({known})") from error


def prompts_of(items: Iterable[MixtureItem], drawn: int = DRAWN) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """All training prompts of data sets, `drawn` of every other environment.

    Returns:
        Environment -> its prompts; and a note for each whose data are not here, of which only the sample is read.
    """
    found: dict[str, tuple[str, ...]] = {}
    notes = []
    for item in items:
        target = Target(env_id=item.env_id, level=item.level, items=drawn)
        with warnings.catch_warnings(record=True):
            warnings.simplefilter("always")
            own = items_of(
                Target(env_id=item.env_id, level=item.level, items=None if _has_rows(target) else drawn), "train"
            )
        if own and own[0].problem.metadata.get("source") == "sample":
            notes.append(f"{item.env_id}: only the bundled sample is looked through, its data are not here")
        found[target.name] = tuple(one.problem.prompt for one in own)
    return found, notes


def _has_rows(target: Target) -> bool:
    from prorl.train.measure.items import open_env

    return open_env(target, "train").task.pools is not None
