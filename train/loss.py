"""The clipped surrogate with decoupled bounds, plus the KL term. Pure: every scale is an argument."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch

from prorl.train.batch import Batch
from prorl.train.config import LossConfig
from prorl.train.kl import ESTIMATORS, k3


@dataclass(frozen=True, kw_only=True, slots=True)
class LossOutput:
    """A share of the loss of one optimizer step: shares of all passes and all processes add up to the whole."""

    loss: torch.Tensor
    """[]; nats."""
    metrics: Mapping[str, torch.Tensor]
    """[] each, without gradient; additive like the loss."""


def clipped_surrogate(
    logprobs_BT: torch.Tensor, entropy_BT: torch.Tensor, batch: Batch, num_targets: int, config: LossConfig
) -> LossOutput:
    """-min(r·A, clip(r, 1 - clip_low, 1 + clip_high)·A) + kl_coef·KL, summed over the mask, over `num_targets`.

    ProRL (arXiv 2505.24864) eqs. 1, 3 and 4; the mean is over all tokens of the optimizer step, as in DAPO.

    Args:
        logprobs_BT: float [B, T], nats, with gradient.
        entropy_BT: float [B, T], nats.
        batch: old and reference log-probabilities, advantages, mask.
        num_targets: tokens in the loss of the whole optimizer step, over all passes and processes.
        config: bounds, KL estimator and coefficient.

    Example: one token with A = 1, r = 1.5, bounds 0.2 and 0.27 gives a loss of -1.27 and no gradient.
    """
    mask_BT = batch.loss_mask
    ratio_BT = (logprobs_BT - batch.old_logprobs).exp()
    clipped_BT = ratio_BT.clamp(1 - config.clip_low, 1 + config.clip_high)
    surrogate_BT = torch.minimum(ratio_BT * batch.advantages, clipped_BT * batch.advantages)

    def mean(values_BT: torch.Tensor) -> torch.Tensor:
        return values_BT.masked_fill(~mask_BT, 0.0).sum() / num_targets

    policy_loss = -mean(surrogate_BT)
    metrics = {
        "loss/policy": policy_loss,
        "policy/entropy": mean(entropy_BT),
        "policy/clip_low": mean(((ratio_BT < 1 - config.clip_low) & (batch.advantages < 0)).float()),
        "policy/clip_high": mean(((ratio_BT > 1 + config.clip_high) & (batch.advantages > 0)).float()),
        "policy/mismatch_kl": mean(k3(batch.old_logprobs - batch.sampled_logprobs)),
    }
    loss = policy_loss
    if batch.ref_logprobs is not None:
        d_BT = logprobs_BT - batch.ref_logprobs
        kl_loss = mean(ESTIMATORS[config.kl](d_BT))
        loss = loss + config.kl_coef * kl_loss
        metrics |= {"loss/kl": kl_loss, "policy/kl_ref": mean(k3(d_BT))}
    return LossOutput(loss=loss, metrics={name: value.detach() for name, value in metrics.items()})
