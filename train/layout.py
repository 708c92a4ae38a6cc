"""How a batch goes through a model: in which passes, side by side or end to end, through which blocks of the head."""

import warnings
from dataclasses import dataclass, replace

import torch
from transformers import PreTrainedModel

from prorl.registry.errors import UserError
from prorl.train.config import Config
from prorl.train.config_model import MemoryConfig
from prorl.train.head import can_pack, can_split, vocabulary
from prorl.train.recompute import enable_recompute
from prorl.train.shared_prompts import can_share

BLOCK_SPARSE = ("flash", "flex")
"""Attentions that spend nothing on pairs of tokens of different rows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """The same log-probabilities and gradients, up to rounding, whatever is chosen here."""

    rows: int = 16
    """Rows of a pass at most, if `tokens` is 0."""
    tokens: int = 0
    """Tokens of a pass at most, padding included; a longer row has a pass of its own."""
    packed: bool = False
    """Rows of a pass lie end to end in one row, without padding; else side by side, padded on the right."""
    shared: bool = False
    """A prompt that several rows of a pass begin with goes through the model once."""
    block: int = 0
    """Targets that go through the head at a time; 0: the whole model makes the logits of the pass at once."""
    recompute: bool = False
    """Layers keep only their input and run again in the backward pass (gradient checkpointing)."""
    autocast: bool = False
    """Matrix products in bfloat16, whatever the weights are."""

    def without_gradient(self) -> "Layout":
        """Twice as much in a pass: nothing is kept for a backward pass."""
        return replace(self, rows=2 * self.rows, tokens=2 * self.tokens, recompute=False)


def layout_of(config: Config, model: PreTrainedModel) -> Layout:
    """What the configuration asks for, as far as the model can do it (a few tokens are tried).

    Raises:
        UserError: if the model cannot do what was asked for.
    """
    memory = config.memory
    if memory.checkpointing:
        enable_recompute(model)
    block = max(1, memory.logits_mib * 2**20 // (4 * vocabulary(model)))
    if not can_split(model):
        warnings.warn("memory.logits_mib has no effect: this model's head cannot run apart from the rest", stacklevel=2)
        block = 0
    packed = _packs(memory.packing, model)
    shared = not packed and block > 0 and _shares(memory, model)
    return with_limits(Layout(packed=packed, shared=shared, block=block), config)


def with_limits(layout: Layout, config: Config) -> Layout:
    """The settings that need no look at the model."""
    memory = config.memory
    return replace(
        layout,
        rows=config.optim.rows_per_pass,
        tokens=memory.tokens_per_pass,
        recompute=memory.checkpointing,
        autocast=memory.compute == "bfloat16",
    )


def computing(layout: Layout, device: torch.device) -> torch.autocast:
    """The precision of matrix products; casts of weights are kept only as long as the context."""
    return torch.autocast(device.type, torch.bfloat16, enabled=layout.autocast)


def _packs(wanted: str, model: PreTrainedModel) -> bool:
    attention = str(getattr(model.config, "_attn_implementation", ""))
    if wanted == "off" or (wanted == "auto" and not any(name in attention for name in BLOCK_SPARSE)):
        return False
    if not can_pack(model):
        if wanted == "auto":
            return False
        raise UserError(
            "memory.packing = 'on' does not work with this model: rows laid end to end see each other; use 'off'"
        )
    return True


def _shares(memory: MemoryConfig, model: PreTrainedModel) -> bool:
    """Layers that run again in the backward pass cannot hand out keys and values."""
    if memory.shared_prompts == "off":
        return False
    if not memory.checkpointing and can_share(model):
        return True
    if memory.shared_prompts == "on":
        raise UserError(
            "memory.shared_prompts = 'on' does not work with this model or with memory.checkpointing: use 'auto'"
        )
    return False
