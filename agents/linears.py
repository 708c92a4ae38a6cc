"""Linear layers in float32 on x86 processors, forward and backward through oneDNN.

PyTorch gives float32 products to MKL, which on AMD processors reaches half of what oneDNN does. The same products are
summed in another order: results differ by rounding. Letters: N vectors, I and O their widths before and after.
"""

import platform
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812

FEW_ROWS = 32
"""Below so many vectors float32 products are left to PyTorch: oneDNN's start takes longer than they do."""


def product(x: torch.Tensor, weight_OI: torch.Tensor, bias_O: torch.Tensor | None = None) -> torch.Tensor:
    """`x @ weight.T + bias` by oneDNN, [..., O]; weights may be strided, or in oneDNN's own order."""
    out: torch.Tensor = torch.ops.mkldnn._linear_pointwise(x, weight_OI, bias_O, "none", [], "")
    return out


def has_onednn(device: torch.device, dtype: torch.dtype) -> bool:
    """Whether this processor has oneDNN's kernels for the type."""
    if (
        device.type != "cpu"
        or platform.machine() not in ("x86_64", "AMD64")
        or not torch.backends.mkldnn.is_available()
    ):
        return False
    return dtype == torch.float32 or (dtype == torch.bfloat16 and torch.ops.mkldnn._is_mkldnn_bf16_supported())


class OneDnnLinear(nn.Linear):
    """A linear layer like any other, but for who multiplies."""

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """What the linear layer gives, [..., O]."""
        if input.numel() < FEW_ROWS * self.in_features or torch.is_autocast_enabled(input.device.type):
            return F.linear(input, self.weight, self.bias)
        if not has_onednn(input.device, input.dtype) or input.dtype != self.weight.dtype:
            return F.linear(input, self.weight, self.bias)
        out: torch.Tensor = _Linear.apply(input, self.weight, self.bias)
        return out


def through_onednn(model: nn.Module) -> None:
    """Let a model's float32 linear layers on a processor that gains by it multiply with oneDNN, in place."""
    for module in model.modules():
        if type(module) is nn.Linear and _gains(module.weight):
            module.__class__ = OneDnnLinear


def _gains(weight: torch.Tensor) -> bool:
    return weight.dtype == torch.float32 and has_onednn(weight.device, weight.dtype)


class _Linear(torch.autograd.Function):
    """Three products: x with the weight, and in the backward pass the slope with each of them."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, weight_OI: torch.Tensor, bias_O: torch.Tensor | None) -> torch.Tensor:
        ctx.save_for_backward(x, weight_OI)
        return product(x, weight_OI, bias_O)

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, slope: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        x, weight_OI = ctx.saved_tensors
        wants_x, wants_weight, wants_bias = ctx.needs_input_grad
        slope_NO = slope.reshape(-1, slope.shape[-1])
        x_slope = product(slope, weight_OI.t()) if wants_x else None
        weight_slope = _weight_slope(slope_NO, x.reshape(-1, x.shape[-1])) if wants_weight else None
        return x_slope, weight_slope, slope_NO.sum(dim=0) if wants_bias else None


def _weight_slope(slope_NO: torch.Tensor, x_NI: torch.Tensor) -> torch.Tensor:
    """`slope.T @ x`, [O, I]; oneDNN copies its first operand, so that had better be the smaller one."""
    (rows, wide), narrow = slope_NO.shape, x_NI.shape[1]
    if rows * wide > rows * narrow + wide * narrow:
        return product(x_NI.t(), slope_NO.t()).t()
    return product(slope_NO.t(), x_NI.t())
