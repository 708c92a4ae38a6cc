"""Tokens that were sampled with other probabilities than the trainer's: weights that correct it, and how far apart.

`w = exp(old - engine)`, of the trainer's log-probability before the update and the engine's. No gradient flows.
The loss keeps its denominator whatever is dropped: dropping is a zero weight, not a smaller batch.
"""

import torch

from prorl.train.config import MismatchConfig


def token_ratio(old_BT: torch.Tensor, sampled_BT: torch.Tensor, mask_BT: torch.Tensor) -> torch.Tensor:
    """exp(old - engine), 1 outside the mask; a ratio that is not finite becomes 0; float [B, T], no gradient."""
    ratio_BT = (old_BT - sampled_BT).detach().exp().masked_fill(~mask_BT, 1.0)
    return torch.where(ratio_BT.isfinite(), ratio_BT, 0.0)


def truncated(ratio_BT: torch.Tensor, config: MismatchConfig) -> torch.Tensor:
    """Truncated importance sampling: cut to the bounds. Example: (1, 6, 0.4) in [0.5, 5] become (1, 5, 0.5)."""
    return ratio_BT.clamp(config.low, config.high)


def icepop(ratio_BT: torch.Tensor, config: MismatchConfig) -> torch.Tensor:
    """Zero outside the bounds, which belong to the inside. Example: (1, 6, 0.4) become (1, 0, 0)."""
    return torch.where(_between(ratio_BT, config), ratio_BT, 0.0)


def sequence_masked(ratio_BT: torch.Tensor, mask_BT: torch.Tensor, config: MismatchConfig) -> torch.Tensor:
    """Raw ratios, all zero in sequences whose geometric mean is outside the bounds.

    Example: (1, 6, 0.4) has the geometric mean 1.33887: kept in [0.5, 5], dropped in [0.999, 1.002].
    """
    return ratio_BT * _between(_geometric_mean(ratio_BT, mask_BT), config)


def is_inside(ratio_BT: torch.Tensor, mask_BT: torch.Tensor, config: MismatchConfig) -> torch.Tensor:
    """Whether each token is within the bounds, by itself, in `seq_mask` as part of its sequence; bool [B, T].

    Example: (1, 6, 0.4) in [0.5, 5] is (true, false, false), and true altogether in `seq_mask`.
    """
    if config.correction == "seq_mask":
        return _between(_geometric_mean(ratio_BT, mask_BT), config).expand_as(ratio_BT)
    return _between(ratio_BT, config)


def _between(ratio: torch.Tensor, config: MismatchConfig) -> torch.Tensor:
    return (ratio >= config.low) & (ratio <= config.high)


def _geometric_mean(ratio_BT: torch.Tensor, mask_BT: torch.Tensor) -> torch.Tensor:
    """Over each row's tokens; [B, 1]."""
    logs_BT = ratio_BT.clamp(min=torch.finfo(ratio_BT.dtype).tiny).log().masked_fill(~mask_BT, 0.0)
    return (logs_BT.sum(dim=1, keepdim=True) / mask_BT.sum(dim=1, keepdim=True).clamp(min=1)).exp()


def weights(
    old_BT: torch.Tensor, sampled_BT: torch.Tensor, mask_BT: torch.Tensor, config: MismatchConfig
) -> torch.Tensor:
    """What the token losses are multiplied by; float [B, T], 1 everywhere for `none`."""
    if config.correction == "none":
        return torch.ones_like(old_BT)
    ratio_BT = token_ratio(old_BT, sampled_BT, mask_BT)
    if config.correction == "tis":
        return truncated(ratio_BT, config)
    if config.correction == "icepop":
        return icepop(ratio_BT, config)
    return sequence_masked(ratio_BT, mask_BT, config)
