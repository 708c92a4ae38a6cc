"""From the rewards of one group to advantages. G is the number of episodes that count."""

from collections.abc import Callable

import torch

Advantage = Callable[[torch.Tensor], torch.Tensor]
EPSILON = 1e-6


def grpo(rewards_G: torch.Tensor) -> torch.Tensor:
    """(r - mean) / (sample std + 1e-6), DeepSeekMath (arXiv 2402.03300) and ProRL eq. 2; float [G].

    Example: rewards (1, 0, 0, 0) give (1.499997, -0.499999, -0.499999, -0.499999).
    """
    centred_G = dr_grpo(rewards_G)
    std = (centred_G.square().sum() / max(len(rewards_G) - 1, 1)).sqrt()
    return centred_G / (std + EPSILON)


def dr_grpo(rewards_G: torch.Tensor) -> torch.Tensor:
    """r - mean, without the division (Dr. GRPO, arXiv 2503.20783); float [G]."""
    return rewards_G - rewards_G.mean()


def rloo(rewards_G: torch.Tensor) -> torch.Tensor:
    """r - mean of the others (leave one out); float [G].

    Example: rewards (1, 0, 0, 0) give (1, -1/3, -1/3, -1/3).
    """
    count = len(rewards_G)
    return dr_grpo(rewards_G) * (count / max(count - 1, 1))


ADVANTAGES: dict[str, Advantage] = {"grpo": grpo, "dr_grpo": dr_grpo, "rloo": rloo}
