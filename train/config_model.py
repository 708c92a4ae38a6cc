"""The configuration of the policy itself: which model, which of its weights train, and what a pass through it holds."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelConfig:
    """The policy to start from."""

    path: str = "bundled"
    """"bundled", a Hugging Face folder, the folder of a LoRA adapter, a GGUF file, or a hub id."""
    dtype: Literal["float32", "bfloat16", "float64"] = "float32"
    """Of the weights; float64 is for comparisons that rounding must not blur."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LoraConfig:
    """Training low-rank adapters instead of the model's own weights (`train/lora.py`, docs/memory.md)."""

    rank: int = 0
    """Of the two factors; 0: no adapter, all weights train."""
    alpha: int = 32
    """The adapter's output is multiplied by alpha / rank."""
    targets: str = "all-linear"
    """Layers that get one: all linear ones but the output layer, or names with commas, e.g. "q_proj,v_proj"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MemoryConfig:
    """What a forward and backward pass holds (`train/layout.py`); what it computes stays the same, up to rounding."""

    tokens_per_pass: int = 0
    """Tokens, padding included, in one pass of one process, instead of `optim.rows_per_pass` rows; 0: by rows."""
    packing: Literal["auto", "on", "off"] = "auto"
    """Rows of a pass end to end, without padding; "auto": where attention skips pairs of rows (flash, flex)."""
    shared_prompts: Literal["auto", "on", "off"] = "auto"
    """A prompt goes once through the model for all rows of a pass that begin with it; "auto": where the model can, and
    rows are neither packed nor run again."""
    logits_mib: int = 128
    """Largest block of float32 logits, MiB; about three of that size are held at a time, whatever the batch."""
    checkpointing: bool = False
    """Keep only the inputs of layers and run each again in the backward pass: a third more arithmetic."""
    compute: Literal["weights", "bfloat16"] = "weights"
    """Of matrix products: in the type of the weights, or in bfloat16 on float32 weights."""
