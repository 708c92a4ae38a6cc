"""A tiny random Llama over bytes, and two small environments."""

import importlib
from pathlib import Path

import gymnasium as gym
import pytest
import torch
from transformers import LlamaConfig, LlamaForCausalLM

import prorl  # noqa: F401  (fills the table)
from prorl.agents.bundled.tokenizer import byte_tokenizer
from prorl.registry.entry import EnvEntry
from prorl.registry.table import TABLE


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    """No test asks the hub for anything (`HF_HUB_OFFLINE` itself is read only once, at import)."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)


@pytest.fixture
def tokenizer():
    return byte_tokenizer()


def tiny_llama(**changes):
    """Two layers of width 32 with weights large enough that the next token is far from uniform; no stop token."""
    torch.manual_seed(3)
    settings = {
        "vocab_size": 264,
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "max_position_embeddings": 256,
        "initializer_range": 0.3,
        "bos_token_id": None,
        "eos_token_id": None,
        "pad_token_id": 263,
    }
    return LlamaForCausalLM(LlamaConfig(**(settings | changes))).eval()


@pytest.fixture
def model():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield tiny_llama()
    torch.set_num_threads(threads)


@pytest.fixture
def fakes(monkeypatch):
    """The module `agent_fakes`, whose tasks are registered as `fake/say-v0` and `fake/talk-v0` for one test."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    importlib.invalidate_caches()
    entries = [
        EnvEntry(id=f"fake/{name}-v0", task=f"agent_fakes:{name}", domain="test", summary="For one test.")
        for name in ("say", "talk")
    ]
    TABLE.add(entries)
    yield importlib.import_module("agent_fakes")
    for entry in entries:
        del TABLE._entries[entry.id]
        del gym.registry[entry.id]


@pytest.fixture
def scripted(fakes, tokenizer):
    """A policy that says what it is told, a list of texts a call."""
    return lambda *scripts: fakes.ScriptedPolicy(tokenizer, *scripts)
