"""Benchmarks by name: `suites/NAME.toml` says which environments they are and where their data can be had."""

import hashlib
import os
import tomllib
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from prorl.envs.data_file import DataError
from prorl.envs.loaders import FOLDER_VARIABLE
from prorl.envs.seeding import digest
from prorl.envs.text_env import TextEnv
from prorl.registry.errors import UserError, nearest
from prorl.registry.mixture_items import expand
from prorl.registry.table import TABLE
from prorl.train.measure.items import Item, Target, items_of, open_env
from prorl.train.measure.plan import Data

PACKAGE = "prorl.train.measure.suites"
KEYS = {"name", "title", "groups", "envs", "file", "where", "items"}


class MissingData(UserError):
    """The data of a suite are not here."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Suite:
    """A benchmark."""

    name: str
    """As in `--suite`."""
    title: str
    """For people."""
    groups: tuple[str, ...]
    """Names that stand for this suite and others."""
    envs: Mapping[str, Mapping[str, Any]]
    """Environments, or `mixture:NAME`, with their options."""
    file: str = ""
    """The file that `PRORL_DATA` should hold; "" where items are made."""
    where: str = ""
    """Where that can be had."""
    items: int | None = None
    """Items of each environment; `None` for all rows."""


def suites() -> dict[str, Suite]:
    """All suites by name, those of a group beside each other."""
    found = [_read(f.name, f.read_text(encoding="utf-8")) for f in files(PACKAGE).iterdir() if f.name.endswith(".toml")]
    return {suite.name: suite for suite in sorted(found, key=lambda suite: (suite.groups, suite.name))}


def _read(file: str, text: str) -> Suite:
    tree = tomllib.loads(text)
    assert set(tree) <= KEYS, f"{file}: unknown keys {set(tree) - KEYS}"
    tree["groups"] = tuple(tree["groups"])
    return Suite(**({"name": file.removesuffix(".toml")} | tree))


def chosen(names: Iterable[str]) -> list[Suite]:
    """The suites of names and groups, each once.

    Raises:
        UserError: for a name that is neither.
    """
    known = suites()
    groups = sorted({group for suite in known.values() for group in suite.groups})
    picked: dict[str, Suite] = {}
    for name in (part.strip() for text in names for part in text.split(",")):
        own = {suite.name: suite for suite in known.values() if name == suite.name or name in suite.groups}
        if not own:
            hint = nearest(name, [*known, *groups])
            raise UserError(f"no suite {name!r}{hint} (suites: {', '.join(known)}; groups: {', '.join(groups)})")
        picked |= own
    return list(picked.values())


def targets_of(suite: Suite, items: int | None = None) -> list[Target]:
    """What a suite measures, after a look whether its data are here.

    Args:
        suite: the benchmark.
        items: of each environment, in place of the suite's own number.

    Raises:
        MissingData: if they are not.
        DataError: if they are broken.
    """
    found = []
    for name, options in suite.envs.items():
        for row in expand(name, 1, None, TABLE):
            count = items if items is not None else suite.items
            target = Target(env_id=row.env_id, level=row.level, items=count, options=options, suite=suite.name)
            if suite.file:
                _look(suite, target)
            found.append(target)
    return found


def _look(suite: Suite, target: Target) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            env = open_env(target)
    except DataError as error:
        if "no usable row" in str(error):
            raise MissingData(_missing(suite, str(error))) from error
        raise
    if source_of(env) == "sample":
        raise MissingData(_missing(suite, "it is neither there nor can the hub be reached"))


def _missing(suite: Suite, why: str) -> str:
    return (
        f"suite {suite.name}: {suite.title} is missing ({why}): put {suite.file} into the folder that "
        f"{FOLDER_VARIABLE} or --data names; it is at {suite.where}"
    )


def source_of(env: TextEnv) -> str:
    """Where the rows of an environment come from: file names, a hub id and revision, `"sample"`; "" without rows."""
    pools = env.task.pools or {}
    return next((str(pool[0].metadata.get("source", "")) for pool in pools.values() if pool), "")


def data_of(target: Target, items: Sequence[Item]) -> Data | None:
    """What is recorded of the data of a target; `None` where items are made."""
    sources = {str(item.problem.metadata.get("source", "")) for item in items}
    if sources in (set(), {""}):
        return None
    source = "+".join(sorted(sources))
    rows = [str(item.problem.metadata.get("row", "")) for item in items]
    return Data(
        suite=target.suite,
        env_id=target.env_id,
        source=source,
        files=_file_hashes(source),
        rows=len(rows),
        rows_hash=f"{digest('rows', *rows):032x}"[:16],
    )


def _file_hashes(source: str) -> dict[str, str]:
    folder = os.environ.get(FOLDER_VARIABLE)
    paths = [Path(folder).expanduser() / name for name in source.split("+")] if folder else []
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.is_file()}


def all_items(targets: Iterable[Target]) -> dict[str, tuple[Item, ...]]:
    """The items of every target, by its name."""
    return {target.name: items_of(target) for target in targets}
