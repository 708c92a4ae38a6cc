"""Drawing tokens: each request has its own random numbers, so its neighbours in the batch do not matter."""

import numpy as np
import torch

from prorl.agents.policy import Sampling


def uniforms(seeds: list[int], count: int) -> torch.Tensor:
    """Uniform numbers in [0, 1), float64 [B, count]: row b is a function of `seeds[b]` alone (Philox)."""
    rows = [np.random.Generator(np.random.Philox(key=seed)).random(count) for seed in seeds]
    return torch.from_numpy(np.stack(rows))


def pick(logits_BV: torch.Tensor, uniform_B: torch.Tensor, sampling: Sampling) -> tuple[torch.Tensor, torch.Tensor]:
    """One token per row by the inverse of the cumulative distribution.

    Args:
        logits_BV: float [B, V].
        uniform_B: float64 [B] in [0, 1).
        sampling: temperature and top-p.

    Returns:
        Token ids int64 [B] and their log-probabilities float32 [B] in nats under the sampled distribution
        (under temperature 1 where the temperature is 0).

    Example: probabilities (0.2, 0.5, 0.3) and the uniform number 0.6 give token 1, because 0.2 <= 0.6 < 0.7.
    """
    logits_BV = logits_BV.float()
    if sampling.temperature == 0:
        token_B = logits_BV.argmax(dim=-1)
        return token_B, _gather(logits_BV.log_softmax(dim=-1), token_B)
    logprobs_BV = (logits_BV / sampling.temperature).log_softmax(dim=-1)
    if sampling.top_p < 1:
        logprobs_BV = _nucleus(logprobs_BV, sampling.top_p)
    cumulative_BV = logprobs_BV.exp().cumsum(dim=-1, dtype=torch.float64)
    target_B1 = (uniform_B * cumulative_BV[:, -1]).unsqueeze(-1)
    token_B = torch.searchsorted(cumulative_BV, target_B1, right=True).squeeze(-1)
    token_B = token_B.clamp(max=logits_BV.shape[-1] - 1)
    return token_B, _gather(logprobs_BV, token_B)


def _gather(logprobs_BV: torch.Tensor, token_B: torch.Tensor) -> torch.Tensor:
    return logprobs_BV.gather(-1, token_B.unsqueeze(-1)).squeeze(-1)


def _nucleus(logprobs_BV: torch.Tensor, top_p: float) -> torch.Tensor:
    """Keep the most likely tokens whose predecessors sum to less than `top_p`, and renormalise."""
    sorted_BV, order_BV = logprobs_BV.sort(dim=-1, descending=True)
    before_BV = sorted_BV.exp().cumsum(dim=-1) - sorted_BV.exp()
    kept_BV = torch.zeros_like(logprobs_BV, dtype=torch.bool).scatter(-1, order_BV, before_BV < top_p)
    return logprobs_BV.masked_fill(~kept_BV, float("-inf")).log_softmax(dim=-1)
