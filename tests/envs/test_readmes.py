"""The README of each domain names what exists, and nothing else."""

import re
from pathlib import Path

import pytest

from prorl.registry.catalog import CATALOG
from prorl.registry.table import TABLE

ENVS = Path(__file__).parents[2] / "envs"
READMES = {path.parent.name: path.read_text(encoding="utf-8") for path in sorted(ENVS.glob("*/README.md"))}
BY_NUMBER = {"library": "101 of them are rows of the modules in this folder"}
"""Folders whose README does not list its ids, and what it says of their number."""


def folder_of(entry):
    return entry.task.split(".")[2]


@pytest.mark.parametrize("folder", sorted({folder_of(entry) for entry in CATALOG}))
def test_every_id_is_in_its_readme(folder):
    names = [entry.id.removeprefix("prorl/").removesuffix("-v0") for entry in CATALOG if folder_of(entry) == folder]
    readme = READMES[folder]
    if folder in BY_NUMBER:
        assert BY_NUMBER[folder] in " ".join(readme.split())
        assert len(names) == int(BY_NUMBER[folder].split()[0])
        return
    short = [name.partition("-")[2] for name in names]  # `-keywords-` after `prorl/ifeval-length-v0`
    missing = [
        n for n, s in zip(names, short, strict=True) if not (re.search(rf"[`/]{n}[-`]", readme) or f"-{s}-`" in readme)
    ]
    assert missing == []


@pytest.mark.parametrize("folder", READMES)
def test_readmes_name_nothing_that_is_not_there(folder):
    named = set(re.findall(r"`(prorl/[a-z0-9-]+-v[0-9]+)`", READMES[folder]))
    assert named <= set(TABLE.ids()) | {"prorl/remote-v0"}


@pytest.mark.parametrize("folder", ["games", "puzzles"])
def test_declared_floors_are_in_the_table(folder):
    rows = re.findall(r"^\| `(prorl/\S+)` \|.*\| ([\d.]+) \|$", READMES[folder], re.MULTILINE)
    declared = {entry.id: f"{entry.floor:g}" for entry in CATALOG if folder_of(entry) == folder}
    assert dict(rows) == declared
