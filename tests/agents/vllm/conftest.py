"""The fakes of `vllm_fakes.py`, a tiny model to take weights from, and what the tests against vLLM itself share."""

import importlib
import sys
from pathlib import Path

import gymnasium as gym
import pytest
import torch
from transformers import LlamaConfig, LlamaForCausalLM

from prorl.agents.bundled.tokenizer import byte_tokenizer
from prorl.registry.table import TABLE


@pytest.fixture
def fakes(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return importlib.import_module("vllm_fakes")


@pytest.fixture(scope="module")
def real():
    """The module `real_vllm`."""
    sys.path.insert(0, str(Path(__file__).parent))
    yield importlib.import_module("real_vllm")
    sys.path.remove(str(Path(__file__).parent))


@pytest.fixture
def small_run(real, tmp_path, monkeypatch):
    """A run of twenty steps of the tiny Llama on two tasks that a random policy earns rewards from."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "train"))
    entries = importlib.import_module("train_fakes").entries()
    for name, value in (real.ENVIRONMENT | {"ACCELERATE_USE_CPU": "1"}).items():
        monkeypatch.setenv(name, value)
    TABLE.add(entries)
    yield real.run_config(tmp_path, [entry.id for entry in entries])
    for entry in entries:
        del TABLE._entries[entry.id]
        del gym.registry[entry.id]


@pytest.fixture
def tokenizer():
    return byte_tokenizer()


@pytest.fixture
def model():
    """Two layers of width 32 with tied embeddings."""
    torch.manual_seed(3)
    config = LlamaConfig(
        vocab_size=264,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=256,
        initializer_range=0.3,
        bos_token_id=None,
        eos_token_id=7,
        pad_token_id=263,
        tie_word_embeddings=True,
    )
    return LlamaForCausalLM(config).eval()


@pytest.fixture
def servers(fakes):
    """Makes fake servers, which end with the test."""
    made = []

    def make(**settings):
        made.append(fakes.FakeServer(**settings))
        return made[-1]

    yield make
    for server in made:
        if server.alive:
            server.kill()
