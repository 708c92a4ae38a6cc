"""Drawing tokens: each request has its own random numbers, so its neighbours in the batch do not matter."""

import numpy as np
import torch

from prorl.agents.policy import Sampling

BLOCK = 256
"""Tokens whose probabilities are summed before one of them is looked for."""
PART = 2**19
"""Logits that are worked on at a time on a CPU: what is made of them stays in the cache."""
CANDIDATES = 1024
"""Tokens that are sorted at first where the distribution is cut; all are, if these do not reach the cut."""


def uniforms(seeds: list[int], count: int) -> torch.Tensor:
    """Uniform numbers in [0, 1), float64 [B, count]: row b is a function of `seeds[b]` alone (Philox)."""
    rows = [np.random.Generator(np.random.Philox(key=seed)).random(count) for seed in seeds]
    return torch.from_numpy(np.stack(rows))


def pick(logits_BV: torch.Tensor, uniform_B: torch.Tensor, sampling: Sampling) -> tuple[torch.Tensor, torch.Tensor]:
    """One token per row by the inverse of the cumulative distribution.

    Args:
        logits_BV: float [B, V].
        uniform_B: float64 [B] in [0, 1).
        sampling: temperature and cuts.

    Returns:
        Token ids int64 [B] and their log-probabilities float32 [B] in nats under the sampled distribution
        (under temperature 1 where the temperature is 0).

    Example: probabilities (0.2, 0.5, 0.3) and the uniform number 0.6 give token 1, because 0.2 <= 0.6 < 0.7.
    """
    rows = len(logits_BV) if logits_BV.is_cuda else max(1, PART // logits_BV.shape[1])
    if len(logits_BV) <= rows:
        return _pick(logits_BV, uniform_B, sampling)
    parts = zip(logits_BV.split(rows), uniform_B.split(rows), strict=True)
    tokens, logprobs = zip(*(_pick(logits, uniform, sampling) for logits, uniform in parts), strict=True)
    return torch.cat(tokens), torch.cat(logprobs)


def _pick(logits_BV: torch.Tensor, uniform_B: torch.Tensor, sampling: Sampling) -> tuple[torch.Tensor, torch.Tensor]:
    if sampling.temperature == 0:
        token_B = logits_BV.argmax(dim=-1)
        return token_B, _gather(logits_BV.log_softmax(dim=-1, dtype=torch.float32), token_B)
    if sampling.temperature != 1:
        logits_BV = logits_BV.float() / sampling.temperature
    probability_BV = logits_BV.softmax(dim=-1, dtype=torch.float32)
    if sampling.cuts:
        probability_BV = _cut(probability_BV, sampling)
    token_B = _invert(probability_BV, uniform_B)
    return token_B, _gather(probability_BV, token_B).log()


def _gather(values_BV: torch.Tensor, token_B: torch.Tensor) -> torch.Tensor:
    return values_BV.gather(-1, token_B.unsqueeze(-1)).squeeze(-1)


def _invert(probability_BV: torch.Tensor, uniform_B: torch.Tensor) -> torch.Tensor:
    """The token at which the running sum passes `uniform_B` times the whole sum, int64 [B].

    First the block of tokens is found, by sums of its float32 probabilities, which are exact to their own rounding (the
    block with the most likely token, where rounding could hide rare ones, is summed in float64); then the token in it.
    """
    uniform_B1 = uniform_B.unsqueeze(-1)
    if probability_BV.shape[1] <= BLOCK:
        ends_BV = probability_BV.cumsum(dim=-1, dtype=torch.float64)
        return _first_above(ends_BV, uniform_B1 * ends_BV[:, -1:]).squeeze(-1)
    sums_BK = _block_sums(probability_BV)
    ends_BK = sums_BK.cumsum(dim=-1)
    target_B1 = uniform_B1 * ends_BK[:, -1:]
    block_B1 = _first_above(ends_BK, target_B1)
    before_B1 = ends_BK.gather(1, block_B1) - sums_BK.gather(1, block_B1)
    ends_BI = _block(probability_BV, block_B1).cumsum(dim=-1)
    return (block_B1 * BLOCK + _first_above(ends_BI, target_B1 - before_B1)).squeeze(-1)


def _block_sums(probability_BV: torch.Tensor) -> torch.Tensor:
    """Sums of `BLOCK` neighbours, the last of fewer, float64 [B, K]."""
    whole = probability_BV.shape[1] // BLOCK * BLOCK
    sums_BK = probability_BV[:, :whole].unflatten(1, (-1, BLOCK)).sum(dim=-1).double()
    if whole < probability_BV.shape[1]:
        sums_BK = torch.cat([sums_BK, probability_BV[:, whole:].sum(dim=-1, keepdim=True).double()], dim=1)
    top_B1 = probability_BV.argmax(dim=-1, keepdim=True) // BLOCK
    return sums_BK.scatter_(1, top_B1, _block(probability_BV, top_B1).sum(dim=-1, keepdim=True))


def _block(probability_BV: torch.Tensor, block_B1: torch.Tensor) -> torch.Tensor:
    """The probabilities of one block of each row, float64 [B, BLOCK], zeros beyond the end."""
    index_BI = block_B1 * BLOCK + torch.arange(BLOCK, device=block_B1.device)
    inside_BI = index_BI < probability_BV.shape[1]
    return probability_BV.gather(1, index_BI * inside_BI).double() * inside_BI


def _first_above(ends_BK: torch.Tensor, target_B1: torch.Tensor) -> torch.Tensor:
    """The first of each row's running sums that is more than the target, int64 [B, 1].

    A target outside of [0, sum) is moved into it, so that nothing with a weight of 0 is ever found.
    """
    highest_B1 = torch.nextafter(ends_BK[:, -1:], torch.zeros_like(target_B1))
    found_B1 = torch.searchsorted(ends_BK, torch.minimum(target_B1, highest_B1).clamp(min=0), right=True)
    return found_B1.clamp(max=ends_BK.shape[1] - 1)


def _cut(probability_BV: torch.Tensor, sampling: Sampling) -> torch.Tensor:
    """The distribution without the tokens that `sampling` leaves out, renormalised.

    Of the `top_k` tokens the most likely ones stay whose predecessors sum to less than `top_p`, and of these those with
    at least `min_p` times the probability of the first.
    """
    size = probability_BV.shape[1]
    count = min(sampling.top_k or CANDIDATES, size)
    value_BC, token_BC, kept_BC = _sorted_cut(probability_BV, count, sampling)
    if not sampling.top_k and count < size and bool(kept_BC[:, -1].any()):
        value_BC, token_BC, kept_BC = _sorted_cut(probability_BV, size, sampling)
    value_BC = value_BC * kept_BC
    return torch.zeros_like(probability_BV).scatter_(1, token_BC, value_BC / value_BC.sum(dim=-1, keepdim=True))


def _sorted_cut(
    probability_BV: torch.Tensor, count: int, sampling: Sampling
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The most likely tokens: their probabilities, their ids, and which of them stay, [B, count] each."""
    value_BC, token_BC = probability_BV.topk(count, dim=-1)
    kept_BC = value_BC >= sampling.min_p * value_BC[:, :1]
    if sampling.top_p < 1:
        share_BC = value_BC / value_BC.sum(dim=-1, keepdim=True) if sampling.top_k else value_BC
        kept_BC &= share_BC.cumsum(dim=-1) - share_BC < sampling.top_p
    return value_BC, token_BC, kept_BC
