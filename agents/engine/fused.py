"""Layers of the Llama family in fewer operations, for sampling on a CPU, where an operation costs more than its work.

Queries, keys and values are one product, and so are gate and up; queries and keys are rotated together. The numbers are
those of the model's own layers up to rounding. Letters: N tokens, H heads, K key-value heads, D width of a head.
"""

from collections.abc import Iterator
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812

from prorl.agents.engine.attention import Shape, Step
from prorl.agents.engine.packed import PackedLinear, is_plain

FAMILY = ("LlamaDecoderLayer", "Qwen2DecoderLayer", "Qwen3DecoderLayer")
"""Layers of transformers that compute what `FusedLayer` does ..."""
ACTIVATIONS = ("SiLU", "SiLUActivation")
"""... with this activation."""


class FusedLayer(nn.Module):
    """A decoder layer: what attention and the feed-forward part give is added to what comes in."""

    def __init__(self, layer: Any):
        """Share the weights of a layer of the family."""
        super().__init__()
        attention, mlp = layer.self_attn, layer.mlp
        self.into_attention = PackedLinear(attention.q_proj, attention.k_proj, attention.v_proj)
        self.out_of_attention = PackedLinear(attention.o_proj)
        self.into_mlp = PackedLinear(mlp.gate_proj, mlp.up_proj)
        self.out_of_mlp = PackedLinear(mlp.down_proj)
        self.first_norm, self.second_norm = layer.input_layernorm, layer.post_attention_layernorm
        head_norms = (attention.q_norm, attention.k_norm) if hasattr(attention, "q_norm") else ()
        self.head_norms = nn.ModuleList(head_norms)
        self._width = attention.head_dim
        self._heads = attention.q_proj.out_features // attention.head_dim
        self._kv_heads = attention.k_proj.out_features // attention.head_dim
        window = getattr(attention, "sliding_window", None)
        self._shape = Shape(layer=attention.layer_idx, scale=attention.scaling, window=window, softcap=None)

    @property
    def packed(self) -> list[PackedLinear]:
        """Its linear layers."""
        return [self.into_attention, self.out_of_attention, self.into_mlp, self.out_of_mlp]

    def forward(
        self,
        hidden_1NC: torch.Tensor,
        position_embeddings: tuple[torch.Tensor, torch.Tensor],
        step: Step,
        **settings: Any,
    ) -> torch.Tensor:
        """The hidden states after the layer.

        Args:
            hidden_1NC: those before it, [1, N, C].
            position_embeddings: cosines and sines, [1, N, D] each.
            step: knows who sees whom.
            settings: what other layers want to know.
        """
        heads = self.into_attention(_normed(self.first_norm, hidden_1NC)).unflatten(-1, (-1, self._width))
        query_key, value_1NKD = heads.split((self._heads + self._kv_heads, self._kv_heads), dim=2)
        query, key = (
            _rotated(self._normed_heads(query_key), *position_embeddings)
            .transpose(1, 2)
            .split((self._heads, self._kv_heads), dim=1)
        )
        seen = step.attend(query, key, value_1NKD.transpose(1, 2), self._shape)
        hidden_1NC = hidden_1NC + self.out_of_attention(seen.flatten(2))
        gate, up = self.into_mlp(_normed(self.second_norm, hidden_1NC)).chunk(2, dim=-1)
        return hidden_1NC + self.out_of_mlp(F.silu(gate) * up)

    def _normed_heads(self, query_key: torch.Tensor) -> torch.Tensor:
        """Queries and keys with their own norms, where the family has such (Qwen 3)."""
        if not len(self.head_norms):
            return query_key
        parts = query_key.split((self._heads, self._kv_heads), dim=2)
        return torch.cat([_normed(norm, x) for norm, x in zip(self.head_norms, parts, strict=True)], dim=2)


def _normed(norm: Any, x: torch.Tensor) -> torch.Tensor:
    """As in transformers: rounded before the weight is applied, and after it."""
    return norm.weight * F.rms_norm(x, norm.weight.shape, eps=norm.variance_epsilon)


def _rotated(x_1NHD: torch.Tensor, cos_1ND: torch.Tensor, sin_1ND: torch.Tensor) -> torch.Tensor:
    """x · cos + (-x₂, x₁) · sin, where x₁ and x₂ are the halves of each head."""
    first, second = x_1NHD.chunk(2, dim=-1)
    return x_1NHD * cos_1ND.unsqueeze(2) + torch.cat((-second, first), dim=-1) * sin_1ND.unsqueeze(2)


def fuse(model: nn.Module) -> list[PackedLinear]:
    """Put fused layers in the place of a model's own, where it is of the family; returns their linear layers."""
    found = [
        (parent, name, child)
        for parent in model.modules()
        for name, child in parent.named_children()
        if type(child).__name__ in FAMILY and _is_usual(child)
    ]
    packed = []
    for parent, name, layer in found:
        fused = FusedLayer(layer)
        setattr(parent, name, fused)
        packed += fused.packed
    return packed


def _is_usual(layer: Any) -> bool:
    """Whether nothing in a layer was exchanged (adapters are), and its parts are of one type."""
    linears = list(_linears(layer))
    dtypes = {part.dtype for part in layer.parameters()}
    return all(map(is_plain, linears)) and len(dtypes) == 1 and type(layer.mlp.act_fn).__name__ in ACTIVATIONS


def _linears(layer: Any) -> Iterator[nn.Module]:
    attention, mlp = layer.self_attn, layer.mlp
    yield from (attention.q_proj, attention.k_proj, attention.v_proj, attention.o_proj)
    yield from (mlp.gate_proj, mlp.up_proj, mlp.down_proj)
