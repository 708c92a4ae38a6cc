"""How much an engine may take at a time."""

import os
from dataclasses import dataclass

import torch
from transformers import PreTrainedModel

from prorl.agents.policy import Sampling

MEMORY_SHARE = 0.25
"""Of the device's memory, for keys and values at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Bounds that completions keep within."""

    rows: int
    """Completions written at a time."""
    memory_bytes: int
    """For keys and values; a single row may need more."""
    context: int
    """Tokens of prompt and completion together."""

    def room(self, length: int, sampling: Sampling) -> int:
        """How many tokens may follow a prompt of so many.

        Raises:
            ValueError: if the prompt is empty, or there is room for none.
        """
        if not length:
            raise ValueError("a prompt must have at least one token")
        if length >= self.context:
            raise ValueError(
                f"a prompt of {length} tokens leaves no room in the model's context of {self.context} tokens"
            )
        return min(sampling.max_new_tokens, self.context - length)


def limits_of(model: PreTrainedModel, rows: int) -> Limits:
    """What the model and the machine give."""
    config = model.config.get_text_config()
    return Limits(
        rows=rows,
        memory_bytes=int(MEMORY_SHARE * _memory_of(model.device)),
        context=int(getattr(config, "max_position_embeddings", None) or 2**31),
    )


def _memory_of(device: torch.device) -> int:
    """Bytes that the device has."""
    if device.type == "cuda":
        return int(torch.cuda.get_device_properties(device).total_memory)
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
