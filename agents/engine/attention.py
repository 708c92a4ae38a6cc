"""Attention over slots: what transformers' layers call while the engine runs them.

Tokens of all rows lie end to end in one row, [1, N]. A `Step` knows which token belongs to which row: `Prefill` whole
prompts, `Decode` one token of each row. Letters: N tokens of the pass, R rows (slots), H heads, K key-value heads,
G = H / K heads that share one, T columns of the memory, D width of a head.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol

import torch
from torch.nn import functional as F  # noqa: N812
from transformers import AttentionInterface

from prorl.agents.engine.memory import KeyValues
from prorl.agents.engine.prefix import Prefix

NAME = "prorl-slots"
UNCAPPED = "prorl-slots-uncapped"
"""Ignores soft caps, as transformers' SDPA attention does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """How scores become weights in one layer."""

    layer: int
    scale: float
    """Scores are multiplied by it."""
    window: int | None
    """How many tokens back a token sees, itself included; `None`: all."""
    softcap: float | None
    """Scores are squeezed into (-softcap, softcap)."""


class Step(Protocol):
    """One pass through the model."""

    def attend(
        self, query_1HND: torch.Tensor, key_1KND: torch.Tensor, value_1KND: torch.Tensor, shape: Shape
    ) -> torch.Tensor:
        """What every token takes from those that it sees, [1, N, H, D]."""
        ...


def _attention(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    **settings: Any,
) -> tuple[torch.Tensor, None]:
    """The function that transformers calls in every layer."""
    for foreign in ("s_aux", "position_bias"):
        if settings.get(foreign) is not None:
            raise NotImplementedError(f"attention with {foreign}")
    scale = settings.get("scaling")
    shape = Shape(
        layer=int(module.layer_idx),  # type: ignore[arg-type]
        scale=query.shape[-1] ** -0.5 if scale is None else float(scale),
        window=settings.get("sliding_window"),
        softcap=settings.get("softcap"),
    )
    return settings["step"].attend(query, key, value, shape), None


def _uncapped(*tensors: Any, softcap: float | None = None, **settings: Any) -> tuple[torch.Tensor, None]:
    return _attention(*tensors, **settings)


AttentionInterface.register(NAME, _attention)
AttentionInterface.register(UNCAPPED, _uncapped)


@dataclass(kw_only=True, slots=True)
class Prefill:
    """Whole prompts, one after the other."""

    lengths: list[int]
    """Of the prompts; their sum is N."""
    written: dict[int, tuple[torch.Tensor, torch.Tensor]] = field(default_factory=dict)
    """Keys and values [K, N, D] of each layer."""

    def attend(
        self, query_1HND: torch.Tensor, key_1KND: torch.Tensor, value_1KND: torch.Tensor, shape: Shape
    ) -> torch.Tensor:
        """Each prompt sees itself only."""
        self.written[shape.layer] = (key_1KND[0], value_1KND[0])
        parts = zip(*(x.split(self.lengths, dim=2) for x in (query_1HND, key_1KND, value_1KND)), strict=True)
        return torch.cat([_causal(q, k, v, shape) for q, k, v in parts], dim=2).transpose(1, 2)


def _causal(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, shape: Shape) -> torch.Tensor:
    """Attention [1, H, T, D] of one prompt."""
    length = query.shape[2]
    window = length if shape.window is None else shape.window
    if length <= window and shape.softcap is None:
        gqa = query.shape[1] != key.shape[1]
        return F.scaled_dot_product_attention(query, key, value, is_causal=True, scale=shape.scale, enable_gqa=gqa)
    place_T = torch.arange(length, device=query.device)
    ago_TT = place_T.unsqueeze(-1) - place_T
    hidden_TT = (ago_TT < 0) | (ago_TT >= window)
    bias_TT = torch.zeros((length, length), device=query.device).masked_fill_(hidden_TT, float("-inf"))
    return _manual(_grouped(query, key.shape[1]), key, value, bias_TT, shape).reshape(
        query.shape[:-1] + value.shape[-1:]
    )


def _grouped(query_BHTD: torch.Tensor, kv_heads: int) -> torch.Tensor:
    """[B, K, G, T, D]."""
    return query_BHTD.unflatten(1, (kv_heads, -1))


def _manual(
    query_BKGTD: torch.Tensor, key_BKSD: torch.Tensor, value_BKSD: torch.Tensor, bias: torch.Tensor, shape: Shape
) -> torch.Tensor:
    """Attention [B, K, G, T, D] by hand; `bias` is added to the scores [B, K, G, T, S]."""
    scores = _biased(query_BKGTD @ key_BKSD.unsqueeze(2).transpose(-1, -2), bias, shape)
    weights = scores.softmax(dim=-1).to(value_BKSD.dtype)
    return weights @ value_BKSD.unsqueeze(2)


def _biased(scores: torch.Tensor, bias: torch.Tensor, shape: Shape) -> torch.Tensor:
    """Products of queries and keys, scaled, capped, and with the bias (float32) added; one pass if there is no cap."""
    if shape.softcap is None:
        return torch.add(bias, scores, alpha=shape.scale)
    return scores.float().mul_(shape.scale / shape.softcap).tanh_().mul_(shape.softcap).add_(bias)


@dataclass(kw_only=True, slots=True)
class Decode:
    """One more token of each of the first N rows of the memory."""

    memory: KeyValues
    position_N: torch.Tensor
    """int64, where the token goes: each row holds that many tokens before it."""
    prefix: Prefix | None = None
    """Holds the rows' prompts, where the memory has only what comes after them."""
    _places: dict[int, torch.Tensor] = field(default_factory=dict)
    _biases: dict[int | None, torch.Tensor] = field(default_factory=dict)

    def attend(
        self, query_1HND: torch.Tensor, key_1KND: torch.Tensor, value_1KND: torch.Tensor, shape: Shape
    ) -> torch.Tensor:
        """Each token sees its own row."""
        place = self._place(key_1KND.shape[1])
        key_NKD, value_NKD = key_1KND[0].transpose(0, 1), value_1KND[0].transpose(0, 1)
        key_NKTD, value_NKTD = self.memory.append(shape.layer, key_NKD, value_NKD, place)
        rows, kv_heads, columns, _ = key_NKTD.shape
        query_NKGD = query_1HND[0].transpose(0, 1).unflatten(1, (kv_heads, -1))
        bias_N11T = self._bias(columns, shape.window)
        if query_1HND.is_cuda and shape.softcap is None:
            out = F.scaled_dot_product_attention(
                query_NKGD, key_NKTD, value_NKTD, attn_mask=bias_N11T.to(query_NKGD.dtype), scale=shape.scale
            )
            return out.flatten(1, 2).unsqueeze(0)
        scores_NKGT = torch.bmm(query_NKGD.flatten(0, 1), key_NKTD.flatten(0, 1).transpose(1, 2))
        scores_NKGT = scores_NKGT.unflatten(0, (rows, kv_heads))
        if self.prefix is not None:
            scores_NKGT = torch.cat([self.prefix.scores(shape.layer, query_NKGD), scores_NKGT], dim=-1)
        weights_NKGT = _biased(scores_NKGT, bias_N11T, shape).softmax(dim=-1).to(value_NKTD.dtype)
        out = torch.bmm(weights_NKGT[..., -columns:].flatten(0, 1), value_NKTD.flatten(0, 1))
        if self.prefix is not None:
            before_NKGS = weights_NKGT[..., :-columns]
            out = out.view_as(query_NKGD) + self.prefix.values(shape.layer, before_NKGS)
        return out.view(1, rows, -1, out.shape[-1])

    def _place(self, heads: int) -> torch.Tensor:
        if heads not in self._places:
            own_N = self.position_N if self.prefix is None else self.position_N - self.prefix.length_N
            self._places[heads] = self.memory.places(own_N, heads)
        return self._places[heads]

    def _bias(self, columns: int, window: int | None) -> torch.Tensor:
        """-inf where a row does not look: what it has not written yet, and what lies before the window."""
        if window not in self._biases:
            place_NT, hidden_NT = self._columns(columns)
            ago_NT = self.position_N.unsqueeze(-1) - place_NT
            hidden_NT = hidden_NT | (ago_NT < 0)
            if window is not None:
                hidden_NT |= ago_NT >= window
            bias_NT = torch.zeros(ago_NT.shape, device=ago_NT.device).masked_fill_(hidden_NT, float("-inf"))
            self._biases[window] = bias_NT[:, None, None]
        return self._biases[window]

    def _columns(self, columns: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Where in its text the token of each column stands, int64 [N, T], and columns that hold none, bool [N, T].

        Those of the prompts come first, then as many of the rows' own.
        """
        column_T = torch.arange(columns, device=self.position_N.device)
        if self.prefix is None:
            return column_T.unsqueeze(0), torch.zeros_like(column_T, dtype=torch.bool).unsqueeze(0)
        before_S = torch.arange(self.prefix.columns, device=column_T.device)
        length_N1 = self.prefix.length_N.unsqueeze(-1)
        place_NT = torch.cat([before_S.expand(len(length_N1), -1), column_T + length_N1], dim=1)
        return place_NT, torch.cat([before_S >= length_N1, (column_T < 0).expand(len(length_N1), -1)], dim=1)
