"""Linear layers on x86 processors through oneDNN, whose kernels want the weights in an order of their own.

PyTorch reorders bfloat16 weights in every call and takes float32 products elsewhere. Here the reordering is done once
for a whole stream, after which the same products take between a half and nine tenths of the time.
"""

import torch
from torch import nn

from prorl.agents.linears import OneDnnLinear, product


class PackedLinear(nn.Module):
    """Linear layers of one input, outputs side by side, with weights in oneDNN's order as of the last `refresh`."""

    def __init__(self, *linears: nn.Linear):
        """Share the weights of the layers; all have a bias, or none."""
        super().__init__()
        self.weights = nn.ParameterList(linear.weight for linear in linears)
        self.biases = nn.ParameterList(linear.bias for linear in linears if linear.bias is not None)
        self.in_features = linears[0].in_features
        self.out_features = sum(linear.out_features for linear in linears)
        self._packed: torch.Tensor | None = None
        self._bias: torch.Tensor | None = None

    @property
    def weight(self) -> torch.Tensor:
        """Of the first layer: adapters around a layer ask for it."""
        return self.weights[0]

    def refresh(self, dtype: torch.dtype | None, rows: int) -> None:
        """Pack the weights as they are now, in `dtype` or their own, for products with about so many rows."""
        dtype = dtype or self.weights[0].dtype
        weight_OI = _joined(self.weights).to(dtype)
        self._packed = torch.ops.mkldnn._reorder_linear_weight(weight_OI, rows)
        self._bias = _joined(self.biases).to(dtype) if len(self.biases) else None

    def release(self) -> None:
        """Drop the packed weights."""
        self._packed = self._bias = None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """What the linear layers give, [..., out]."""
        assert self._packed is not None, "packed weights are used between refresh and release"
        return product(x.to(self._packed.dtype), self._packed, self._bias)


def _joined(parts: nn.ParameterList) -> torch.Tensor:
    return parts[0].detach() if len(parts) == 1 else torch.cat([part.detach() for part in parts])


def pack(model: nn.Module) -> list[PackedLinear]:
    """Put packed layers in the place of a model's linear ones; returns them."""
    found = [
        (parent, name, child)
        for parent in model.modules()
        for name, child in parent.named_children()
        if isinstance(child, nn.Linear) and is_plain(child)
    ]
    for parent, name, linear in found:
        setattr(parent, name, PackedLinear(linear))
    return [getattr(parent, name) for parent, name, _ in found]


def is_plain(layer: nn.Module) -> bool:
    """Whether a layer is a linear one and nothing else, of a type that oneDNN multiplies."""
    return type(layer) in (nn.Linear, OneDnnLinear) and layer.weight.dtype in (torch.float32, torch.bfloat16)
