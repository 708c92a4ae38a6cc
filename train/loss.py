"""The loss of one pass: policy term, engine correction, KL term. Pure: every scale is an argument."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch

from prorl.train.aggregate import Counts, aggregate
from prorl.train.batch import Batch
from prorl.train.config import KlConfig, LossConfig, MismatchConfig
from prorl.train.gap import gap_maxima, gap_sums
from prorl.train.kl import beyond_limit, k3, kl_term
from prorl.train.mismatch import weights
from prorl.train.policy_loss import POLICY_LOSSES, log_ratio


@dataclass(frozen=True, kw_only=True, slots=True)
class LossOutput:
    """A share of the loss of one optimizer step: shares of all passes and all processes add up to the whole."""

    loss: torch.Tensor
    """[]; nats."""
    metrics: Mapping[str, torch.Tensor]
    """[] each, without gradient; additive like the loss. Token means over the rows that go through the model, whatever
    the loss's aggregation."""
    maxima: Mapping[str, torch.Tensor]
    """[] each, without gradient; the whole's is the largest of the shares'."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Objective:
    """What is minimised."""

    loss: LossConfig
    kl: KlConfig
    mismatch: MismatchConfig

    @property
    def aggregation(self) -> str:
        """The denominator; a sequence ratio (GSPO) goes with a mean over sequences, whatever was asked for."""
        return "sequence-mean" if self.loss.policy == "gspo" else self.loss.aggregate


def policy_objective(
    logprobs_BT: torch.Tensor, entropy_BT: torch.Tensor, batch: Batch, counts: Counts, objective: Objective
) -> LossOutput:
    """mean(w · policy loss) + coef · mean(KL), ProRL (arXiv 2505.24864) eqs. 1, 3 and 4.

    Args:
        logprobs_BT: float [B, T], nats, with gradient.
        entropy_BT: float [B, T], nats.
        batch: old, engine and reference log-probabilities, advantages, mask.
        counts: of the whole optimizer step, over all passes and processes.
        objective: the pieces; `objective.kl.coef` is the coefficient of this step.
    """
    mask_BT, config = batch.loss_mask, objective.loss
    weights_BT = weights(batch.old_logprobs, batch.sampled_logprobs, mask_BT, objective.mismatch)
    losses_BT = POLICY_LOSSES[config.policy](logprobs_BT, batch, config)
    policy_loss = aggregate(weights_BT * losses_BT, mask_BT, counts, objective.aggregation)
    seen = counts.measured
    metrics = {"loss/policy": policy_loss} | _policy_metrics(logprobs_BT, entropy_BT, weights_BT, batch, seen, config)
    loss = policy_loss
    if batch.ref_logprobs is not None:
        kl_BT = kl_term(logprobs_BT, batch.ref_logprobs, objective.kl)
        kl_loss = aggregate(kl_BT, mask_BT, counts, objective.aggregation)
        if objective.kl.place == "loss":
            loss = loss + objective.kl.coef * kl_loss
        metrics |= {"loss/kl": kl_loss} | _kl_metrics(logprobs_BT - batch.ref_logprobs, mask_BT, counts, objective.kl)
    metrics |= gap_sums(logprobs_BT, batch, seen, objective.mismatch)
    return LossOutput(
        loss=loss,
        metrics={name: value.detach() for name, value in metrics.items()},
        maxima=gap_maxima(logprobs_BT, batch),
    )


def _policy_metrics(
    logprobs_BT: torch.Tensor,
    entropy_BT: torch.Tensor,
    weights_BT: torch.Tensor,
    batch: Batch,
    counts: Counts,
    config: LossConfig,
) -> dict[str, torch.Tensor]:
    ratio_BT = log_ratio(logprobs_BT.detach(), batch, config).exp()
    low_BT = (ratio_BT < 1 - config.clip_low) & (batch.advantages < 0)
    high_BT = (ratio_BT > 1 + config.clip_high) & (batch.advantages > 0)
    values = {
        "policy/entropy": entropy_BT,
        "policy/clip_low": low_BT.float(),
        "policy/clip_high": high_BT.float(),
        "policy/mismatch_dropped": (weights_BT == 0).float(),
    }
    return {name: aggregate(value, batch.loss_mask, counts, "token-mean") for name, value in values.items()}


def _kl_metrics(d_BT: torch.Tensor, mask_BT: torch.Tensor, counts: Counts, config: KlConfig) -> dict[str, torch.Tensor]:
    values = {"policy/kl_ref": k3(d_BT.detach()), "policy/kl_clamped": beyond_limit(d_BT.detach(), config)}
    return {name: aggregate(value, mask_BT, counts, "token-mean") for name, value in values.items()}
