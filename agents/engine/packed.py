"""Linear layers on x86 processors through oneDNN, whose kernels want the weights in an order of their own.

PyTorch reorders bfloat16 weights in every call and takes float32 products elsewhere. Here the reordering is done once
for a whole stream, after which the same products take between a half and nine tenths of the time.
"""

import torch
from torch import nn

from prorl.agents.linears import OneDnnLinear, product


class PackedLinear(nn.Module):
    """A linear layer with its weights in oneDNN's order, as they were at the last `refresh`."""

    def __init__(self, linear: nn.Linear):
        """Share the weights of `linear`."""
        super().__init__()
        self.weight, self.bias = linear.weight, linear.bias
        self.in_features, self.out_features = linear.in_features, linear.out_features
        self._packed: torch.Tensor | None = None
        self._bias: torch.Tensor | None = None

    def refresh(self, dtype: torch.dtype | None, rows: int) -> None:
        """Pack the weights as they are now, in `dtype` or their own, for products with about so many rows."""
        dtype = dtype or self.weight.dtype
        self._packed = torch.ops.mkldnn._reorder_linear_weight(self.weight.detach().to(dtype), rows)
        self._bias = None if self.bias is None else self.bias.detach().to(dtype)

    def release(self) -> None:
        """Drop the packed weights."""
        self._packed = self._bias = None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """What the linear layer gives, [..., out]."""
        assert self._packed is not None, "packed weights are used between refresh and release"
        return product(x.to(self._packed.dtype), self._packed, self._bias)


def pack(model: nn.Module) -> list[PackedLinear]:
    """Put packed layers in the place of a model's linear ones; returns them."""
    found = [
        (parent, name, child)
        for parent in model.modules()
        for name, child in parent.named_children()
        if isinstance(child, nn.Linear) and _is_plain(child)
    ]
    for parent, name, linear in found:
        setattr(parent, name, PackedLinear(linear))
    return [getattr(parent, name) for parent, name, _ in found]


def _is_plain(linear: nn.Linear) -> bool:
    return type(linear) in (nn.Linear, OneDnnLinear) and linear.weight.dtype in (torch.float32, torch.bfloat16)
