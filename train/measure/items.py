"""What is asked: targets (environments, perhaps at one level), and their items, each once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from prorl.envs.seeding import Split, digest, item_hash
from prorl.envs.task import Problem
from prorl.envs.text_env import TextEnv
from prorl.registry.errors import UserError
from prorl.registry.make import make_env
from prorl.registry.table import TABLE

STREAM = 0
"""Seed of the held-out items, the same as in validation during training."""
PATIENCE = 40
"""Draws for each item wanted, after which an environment counts as one that has no more different items."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """An environment to be measured, and how many of its items."""

    env_id: str
    """The environment."""
    level: int | None = None
    """Difficulty of all items, or `None` for the environment's default mix."""
    items: int | None = None
    """Different items; `None` for all rows of a data set."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Of the environment, JSON-safe."""
    suite: str = ""
    """The suite that it belongs to, "" for none."""
    group: str = ""
    """Part of an in/out table that it belongs to, "" for none."""

    @property
    def name(self) -> str:
        """`id`, or `id@level`: the same as `Tally.name`."""
        return self.env_id if self.level is None else f"{self.env_id}@{self.level}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One problem of a target."""

    env_id: str
    level: int
    """Its own."""
    split: Split
    seed: int
    """Stream, as in `ItemRef`; -1 for a row of a data set."""
    index: int
    """Place in the stream, or among the rows of the data set."""
    hash: str
    """Of its content."""
    problem: Problem

    @property
    def key(self) -> str:
        """Names the item within an evaluation: `"prorl/gsm8k-v0#9f2c01aa5be0d3f7"`."""
        return f"{self.env_id}#{self.hash}"


def open_env(target: Target, split: Split = "eval") -> TextEnv:
    """The environment of a target.

    Raises:
        UserError: for an unknown id, or a level or option that it does not have.
        DataError: if its data cannot be read.
    """
    try:
        return make_env(target.env_id, split=split, level=target.level, **dict(target.options))
    except UserError:
        raise
    except (TypeError, ValueError) as error:
        raise UserError(f"{target.name}: {error}") from error


def items_of(target: Target, split: Split = "eval") -> tuple[Item, ...]:
    """Different items: the first ones of the stream, or rows of a data set in a fixed shuffled order.

    More items of the same target are these and others. Where there are fewer than wanted, all that there are.
    """
    env = open_env(target, split)
    wanted = target.items
    found = tuple(_rows(env) if env.task.pools is not None else _drawn(env, wanted or 1))
    return found if wanted is None else found[:wanted]


def _rows(env: TextEnv) -> list[Item]:
    """All rows of a data set (of one level, if the environment has one), shuffled by their content."""
    assert env.task.pools is not None
    rows = [(level, problem) for level, pool in sorted(env.task.pools.items()) for problem in pool]
    items = {
        item.hash: item
        for index, (level, problem) in enumerate(rows)
        if env.level in (None, level)
        for item in [_item(env, level, -1, index, problem)]
    }
    return sorted(items.values(), key=lambda item: digest("row order", item.hash))


def _drawn(env: TextEnv, wanted: int) -> Iterator[Item]:
    seen: set[str] = set()
    for index in range(wanted * PATIENCE):
        _, info = env.reset(seed=STREAM, options={"index": index})
        if info["item"] not in seen:
            seen.add(info["item"])
            yield _item(env, info["level"], STREAM, index, env.problem)
        if len(seen) == wanted:
            return


def _item(env: TextEnv, level: int, seed: int, index: int, problem: Problem) -> Item:
    return Item(
        env_id=env.env_id,
        level=level,
        split=env.split,
        seed=seed,
        index=index,
        hash=item_hash(problem),
        problem=problem,
    )


def declared_floor(env_id: str) -> float:
    """The highest mean reward of an answer that ignores the item, as the environment declares it."""
    return TABLE.entry(env_id).floor
