"""Registering environments for one test only, and two child processes that all tests share."""

import importlib
from pathlib import Path

import gymnasium as gym
import pytest

import prorl  # noqa: F401  (fills the table)
from prorl.registry.entry import EnvEntry
from prorl.registry.table import TABLE
from prorl.registry.twins import Twins


@pytest.fixture(scope="session")
def twins():
    with Twins() as pair:
        yield pair


@pytest.fixture
def register(monkeypatch):
    """`register(factory, **fields)` adds `planted:factory` as `planted/<factory>-v0` and returns the id."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    importlib.invalidate_caches()
    added = []

    def add(factory, **fields):
        entry = EnvEntry(
            id=f"planted/{factory.replace('_', '-')}-v0",
            task=f"planted:{factory}",
            domain="test",
            summary="For one test.",
            **fields,
        )
        TABLE.add([entry])
        added.append(entry.id)
        return entry.id

    yield add
    for env_id in added:
        del TABLE._entries[env_id]
        del gym.registry[env_id]
