import pytest
import torch

from prorl.train.kl import k1, k2, k3

FIXTURE_B = [0.1, -0.2, 0.0, 1.0, -0.5]


@pytest.mark.parametrize(
    ("d", "second", "third"),
    [
        (0.0, 0.0, 0.0),
        (0.1, 0.005, 0.004837),
        (1.0, 0.5, 0.367879),
        (-1.0, 0.5, 0.718282),
        (2.6, 3.38, 1.674274),
        (-2.6, 3.38, 9.863738),
        (4.6, 10.58, 3.610052),
    ],
)
def test_values(d, second, third):
    found = [float(estimator(torch.tensor(d))) for estimator in (k1, k2, k3)]
    assert found == pytest.approx([d, second, third], abs=1e-5)


def test_k3_keeps_small_values():
    """exp(-d) - 1 + d is 5e-7 for d = .001; a difference of float32 exponentials would lose it."""
    assert float(k3(torch.tensor(1e-3))) == pytest.approx(4.998e-7, rel=0.15)


@pytest.mark.parametrize(
    ("estimator", "mean", "gradient"),
    [
        (k1, 0.08, [1.0, 1.0, 1.0, 1.0, 1.0]),
        (k2, 0.13, [0.1, -0.2, 0.0, 1.0, -0.5]),
        (k3, 0.108568, [0.095163, -0.221403, 0.0, 0.632121, -0.648721]),
    ],
)
def test_mean_and_gradient_by_token(estimator, mean, gradient):
    d = torch.tensor(FIXTURE_B, requires_grad=True)
    values = estimator(d)
    values.sum().backward()
    assert values.mean().item() == pytest.approx(mean, abs=1e-5)
    assert d.grad.tolist() == pytest.approx(gradient, abs=1e-5)
