"""Linear layers through oneDNN are linear layers."""

import copy

import pytest
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812

from prorl.agents.linears import OneDnnLinear, has_onednn, through_onednn

CPU = torch.device("cpu")
needs_onednn = pytest.mark.skipif(not has_onednn(CPU, torch.float32), reason="oneDNN is for x86 processors")


def pair(inside, outside, bias=False, dtype=torch.float32):
    """A layer, and the same one after `through_onednn`."""
    torch.manual_seed(0)
    plain = nn.Sequential(nn.Linear(inside, outside, bias=bias, dtype=dtype))
    changed = copy.deepcopy(plain)
    through_onednn(changed)
    return plain[0], changed[0]


def gradients(layer, x):
    """Of a sum of squares, with respect to the input and the parameters."""
    x = x.clone().requires_grad_()
    layer(x).square().sum().backward()
    return [x.grad, *(weight.grad for weight in layer.parameters())]


@needs_onednn
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize(("inside", "outside"), [(8, 40), (40, 8), (24, 24)])
@pytest.mark.parametrize("shape", [(100,), (4, 25), (3,), (1, 5, 20)])
def test_values_and_gradients(shape, inside, outside, bias):
    plain, changed = pair(inside, outside, bias)
    assert type(changed) is OneDnnLinear
    x = torch.randn(*shape, inside)
    torch.testing.assert_close(changed(x), plain(x))
    for ours, theirs in zip(gradients(changed, x), gradients(plain, x), strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-4, rtol=1e-5)


@needs_onednn
def test_known_numbers():
    """Forty rows of (1, 2) through ((3, 4), (5, 6)): 11 and 17; the slopes are 2·11 and 2·17."""
    _, layer = pair(2, 2)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([[3.0, 4.0], [5.0, 6.0]]))
    x = torch.tensor([1.0, 2.0]).repeat(40, 1)
    assert layer(x)[7].tolist() == [11.0, 17.0]
    x_slope, weight_slope = gradients(layer, x)
    assert x_slope[7].tolist() == [22 * 3 + 34 * 5, 22 * 4 + 34 * 6]
    assert weight_slope.tolist() == [[40 * 22, 40 * 44], [40 * 34, 40 * 68]]


@needs_onednn
def test_a_frozen_weight_gets_no_gradient():
    _, layer = pair(8, 8)
    layer.weight.requires_grad_(False)
    x = torch.ones(50, 8, requires_grad=True)
    layer(x).sum().backward()
    assert layer.weight.grad is None
    torch.testing.assert_close(x.grad[0], layer.weight.sum(dim=0))


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16])
def test_other_types_are_left_alone(dtype):
    assert type(pair(8, 8, dtype=dtype)[1]) is nn.Linear


@needs_onednn
def test_autocast_has_its_own_products():
    plain, changed = pair(16, 16)
    x = torch.randn(64, 16)
    with torch.autocast("cpu", torch.bfloat16):
        assert torch.equal(changed(x), plain(x))
        assert changed(x).dtype == torch.bfloat16


@needs_onednn
def test_a_subclass_is_left_alone():
    class Own(nn.Linear):
        def forward(self, input):
            return F.linear(input, self.weight) + 1

    model = nn.Sequential(Own(4, 4))
    through_onednn(model)
    assert type(model[0]) is Own
