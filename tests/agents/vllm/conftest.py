"""The fakes of `vllm_fakes.py`, and a tiny model to take weights from."""

import importlib
from pathlib import Path

import pytest
import torch
from transformers import LlamaConfig, LlamaForCausalLM

from prorl.agents.bundled.tokenizer import byte_tokenizer


@pytest.fixture
def fakes(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return importlib.import_module("vllm_fakes")


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
