"""A run as a list of stages, as ProRL's eight runs were: each changes some settings of the one before.

In a recipe a stage is a table `[[stage]]` with the keys of `StageConfig` and sections of overrides:

    [[stage]]
    name = "longer context"
    at = "plateau"
    [stage.rollout]
    max_new_tokens = 16384
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from prorl.registry.errors import UserError, nearest
from prorl.train.config import Config, StageConfig
from prorl.train.config_types import build

KEYS = ("name", "at", "step", "reset")
FIXED = ("run", "model", "lora", "engine", "stages")
"""Sections that belong to the whole run."""
FIXED_KEYS = ("reference.place",)
"""Settings of other sections that do."""


def stages_of(tables: object) -> tuple[StageConfig, ...]:
    """The stages of a recipe's `[[stage]]` tables.

    Raises:
        UserError: for a key that is neither one of a stage's own nor a section, or a section that no stage may change.
    """
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UserError("stage must be a list of tables: write [[stage]]")
    return tuple(_stage(number, table) for number, table in enumerate(tables, start=1))


def _stage(number: int, table: Mapping[str, Any]) -> StageConfig:
    own = {key: value for key, value in table.items() if key in KEYS}
    settings = {key: value for key, value in table.items() if key not in KEYS}
    sections = [name for name in asdict(Config()) if name not in FIXED]
    for name, values in settings.items():
        if name in FIXED:
            raise UserError(f"stage {number}: [stage.{name}] cannot change within a run")
        if name not in sections or not isinstance(values, dict):
            raise UserError(f"stage {number}: unknown key {name!r}{nearest(name, [*KEYS, *sections])}")
        for key in values:
            if f"{name}.{key}" in FIXED_KEYS:
                raise UserError(f"stage {number}: {name}.{key} cannot change within a run")
    stage: StageConfig = build(StageConfig, {"name": f"stage {number}", **own}, f"stage {number}: ")
    return StageConfig(name=stage.name, at=stage.at, step=stage.step, reset=stage.reset, settings=settings)


def at_stage(config: Config, number: int) -> Config:
    """The settings that hold in a stage: 0 is before the first `[[stage]]`; later ones add to those before.

    A stage's mixture replaces the whole mixture; of other sections only the keys that it names change.
    """
    if number == 0:
        return config
    tree = _plain({name: table for name, table in asdict(config).items() if name != "stages"})
    for stage in config.stages[:number]:
        if "mixture" in stage.settings:
            tree["mixture"] = {}
        overlay(tree, stage.settings)
    built: Config = build(Config, tree, "")
    return built


def overlay(tree: dict[str, Any], settings: Mapping[str, Any]) -> None:
    """Put sections of settings over a tree, key by key."""
    for section, table in settings.items():
        if isinstance(tree.setdefault(section, {}), dict):
            tree[section] = tree[section] | table


def _plain(value: Any) -> Any:
    """Tuples as lists, as TOML has them."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return list(value)
    return value


def next_stage(
    stages: Sequence[StageConfig], current: int, step: int, *, plateau: bool, by_hand: bool
) -> StageConfig | None:
    """The stage to enter after `step`, if it is time.

    Args:
        stages: of the run.
        current: how many were entered.
        step: steps done.
        plateau: whether the score triggers say that validation stagnates or degrades.
        by_hand: whether somebody asked for the next stage.
    """
    if current >= len(stages):
        return None
    stage = stages[current]
    due = {"step": True, "plateau": plateau, "hand": False}[stage.at] and step >= stage.step
    return stage if due or by_hand else None
