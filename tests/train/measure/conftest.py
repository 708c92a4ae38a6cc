"""A policy whose texts follow from its seeds, small tasks that count their verdicts, and players of them."""

import importlib
from pathlib import Path

import gymnasium as gym
import pytest

from prorl.agents.bundled.tokenizer import byte_tokenizer
from prorl.registry.table import TABLE


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    """No test asks the hub for anything."""
    monkeypatch.setattr("prorl.envs.hub._hub_problem", lambda hub_id, revision: "no network in tests")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)


@pytest.fixture
def games(monkeypatch):
    """The module `measure_fakes`, whose tasks are registered for one test."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    importlib.invalidate_caches()
    module = importlib.import_module("measure_fakes")
    module.SAID.clear()
    module.VERSION[0] = 1
    entries = module.entries()
    TABLE.add(entries)
    yield module
    for entry in entries:
        del TABLE._entries[entry.id]
        del gym.registry[entry.id]


@pytest.fixture
def player(games):
    """A player of the fake policy."""
    from prorl.agents.policy import Sampling
    from prorl.train.measure.playing import Player

    def make(**changes):
        policy = games.SeedPolicy(byte_tokenizer())
        settings = {
            "policy": policy,
            "tokenizer": policy.tokenizer,
            "context_limit": 512,
            "sampling": Sampling(max_new_tokens=32),
        }
        return Player(**(settings | changes))

    return make
