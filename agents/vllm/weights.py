"""The trainer's weights as vLLM's loaders want them: plain names, whole tensors, one type."""

from collections.abc import Iterator

import torch
from torch import Tensor, nn

_BASE = ".base_layer."
_ADAPTER = (".lora_A.", ".lora_B.", ".lora_embedding_", ".lora_magnitude_vector")


class TrainerWeights:
    """A model's weights, read anew each time they are walked over. Tied weights come once, adapters not at all."""

    def __init__(self, model: nn.Module, dtype: torch.dtype):
        """Take the bare model; floating-point weights are given out as `dtype`."""
        self._model, self.dtype = model, dtype

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Shape by name, in the order of the walk; of the whole tensor where this process holds a part."""
        return {name: tuple(weight.shape) for name, weight in self._named()}

    def __iter__(self) -> Iterator[tuple[str, Tensor]]:
        """Names and whole tensors, on the model's device and in its own type.

        Where the weights are spread over processes, all of them have to walk together.
        """
        for name, weight in self._named():
            gather = getattr(weight, "full_tensor", None)
            yield name, weight.detach() if gather is None else gather().detach()

    def _named(self) -> Iterator[tuple[str, Tensor]]:
        for name, weight in self._model.named_parameters():
            if not any(part in name for part in _ADAPTER):
                yield plain_name(name), weight


def plain_name(name: str) -> str:
    """The name that a weight has in a model without an adapter.

    Example: `model.layers.0.mlp.up_proj.base_layer.weight` is `model.layers.0.mlp.up_proj.weight`.
    """
    return name.replace(_BASE, ".")
