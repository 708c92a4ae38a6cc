"""Estimators of KL(policy || reference) from sampled tokens (J. Schulman, "Approximating KL divergence", 2020).

`d` is log policy - log reference, in nats, of a token that the policy sampled.
"""

from collections.abc import Callable

import torch

Estimator = Callable[[torch.Tensor], torch.Tensor]


def k1(d: torch.Tensor) -> torch.Tensor:
    """d: unbiased, high variance; as a loss term its gradient has mean zero on-policy."""
    return d


def k2(d: torch.Tensor) -> torch.Tensor:
    """d²/2: its gradient d·∇logp is that of the KL on-policy. Examples: d = 1 gives 0.5, d = 0.1 gives 0.005."""
    return 0.5 * d.square()


def k3(d: torch.Tensor) -> torch.Tensor:
    """exp(-d) - 1 + d: unbiased, never negative. Examples: d = 1 gives 0.367879, d = -1 gives 0.718282."""
    return torch.expm1(-d) + d


ESTIMATORS: dict[str, Estimator] = {"k1": k1, "k2": k2, "k3": k3}
