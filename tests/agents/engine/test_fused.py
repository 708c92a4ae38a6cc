"""Fused layers give what a model's own layers give."""

import pytest
import torch
from torch import nn
from transformers import AutoModelForCausalLM, GemmaConfig, LlamaConfig, Qwen3Config

from prorl.agents.engine import decoder as decoder_module
from prorl.agents.engine.decoder import Decoder
from prorl.agents.engine.fused import FusedLayer, _rotated, fuse
from prorl.agents.engine.packed import PackedLinear
from prorl.agents.engine.trial import _on_slots
from prorl.agents.linears import has_onednn

SMALL = {
    "vocab_size": 64,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 16,
    "initializer_range": 0.3,
}
needs_onednn = pytest.mark.skipif(
    not has_onednn(torch.device("cpu"), torch.bfloat16), reason="this processor has no kernels of oneDNN for bfloat16"
)


def model_of(config, dtype=torch.float32):
    torch.manual_seed(3)
    return AutoModelForCausalLM.from_config(config).to(dtype).eval()


def test_rotation():
    """A quarter turn: (1, 2 | 3, 4) becomes (-3, -4 | 1, 2)."""
    x = torch.tensor([1.0, 2.0, 3.0, 4.0]).view(1, 1, 1, 4)
    assert _rotated(x, torch.zeros(1, 1, 4), torch.ones(1, 1, 4)).flatten().tolist() == [-3.0, -4.0, 1.0, 2.0]


@needs_onednn
@pytest.mark.parametrize("bias", [False, True])
def test_layers_of_one_input_side_by_side(bias):
    one, two = nn.Linear(3, 2, bias=bias), nn.Linear(3, 1, bias=bias)
    with torch.no_grad():
        one.weight.copy_(torch.tensor([[1.0, 0.0, 0.0], [0.0, 2.0, 0.0]]))
        two.weight.copy_(torch.tensor([[0.0, 0.0, 3.0]]))
        for layer, value in ((one, 10.0), (two, 20.0)):
            if bias:
                layer.bias.fill_(value)
    packed = PackedLinear(one, two)
    packed.refresh(None, rows=1)
    expected = [11.0, 12.0, 23.0] if bias else [1.0, 2.0, 3.0]
    assert packed(torch.ones(1, 3)).flatten().tolist() == expected
    with torch.no_grad():
        one.weight.zero_()
    packed.refresh(None, rows=1)
    assert packed(torch.ones(1, 3)).flatten().tolist()[0] == (10.0 if bias else 0.0)


@needs_onednn
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("config", [LlamaConfig(**SMALL), Qwen3Config(**SMALL)], ids=["llama", "qwen3"])
@torch.no_grad()
def test_the_same_logits_as_layer_by_layer(config, dtype, monkeypatch):
    model = model_of(config, dtype)
    texts = [[5, 9, 33, 2, 60, 7, 7, 1, 40], [8, 8, 3, 50, 21, 2]]
    found = []
    for fusing in (fuse, lambda model: []):
        monkeypatch.setattr(decoder_module, "fuse", fusing)
        decoder = Decoder(model)
        decoder.refresh(rows=2)
        found.append(_on_slots(decoder, texts).float())
    error = (found[0] - found[1]).abs().max()
    assert error <= (1e-5 if dtype == torch.float32 else 0.02) * found[1].std()


@needs_onednn
def test_what_is_fused():
    model = model_of(LlamaConfig(**SMALL))
    before = {id(weight) for weight in model.parameters()}
    assert len(fuse(model)) == 3 * 4
    assert sum(isinstance(module, FusedLayer) for module in model.modules()) == 3
    assert {id(weight) for weight in model.parameters()} == before


def test_what_is_left_alone():
    exchanged, other = model_of(LlamaConfig(**SMALL)), model_of(LlamaConfig(**SMALL, hidden_act="gelu"))
    for layer in exchanged.model.layers:
        layer.mlp.up_proj = nn.Sequential(layer.mlp.up_proj)
    assert fuse(exchanged) == fuse(other) == fuse(model_of(GemmaConfig(**SMALL))) == []
