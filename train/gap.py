"""How far the distribution that sampled is from the trainer's, made visible at every step.

`d = trainer - sampler` in nats, of a sampled token: the trainer's own forward pass of the step's first update, before
any weight has moved, and the log-probability that came with the token. Two gaps are told apart by the weights that
sampled: `policy/mismatch_*` where they were the trainer's (then arithmetic is all that differs), `policy/behaviour_*`
where they were older (groups that waited, or were sampled ahead). Of each:

* `_kl`: mean of exp(d) - 1 - d, the estimator k3 of KL(sampler || trainer) on the sampler's own tokens
  (J. Schulman, "Approximating KL divergence", 2020; NeMo RL calls it `gen_kl_error`);
* `_mean` and `_max`: of |d|;
* `_outside`: share of tokens whose w = exp(d), in `seq_mask` the sequence's geometric mean of it, is outside the bounds
  of `mismatch.low` and `mismatch.high`, whether a correction is on or not.

A token whose d is not finite counts as outside, and nowhere else.
"""

from collections.abc import Mapping

import torch

from prorl.train.aggregate import Counts, aggregate
from prorl.train.batch import Batch
from prorl.train.config import MismatchConfig
from prorl.train.kl import k3
from prorl.train.mismatch import is_inside, token_ratio

MISMATCH, BEHAVIOUR = "policy/mismatch", "policy/behaviour"
_MEANS = ("kl", "mean", "outside")


def gap_sums(trainer_BT: torch.Tensor, batch: Batch, counts: Counts, config: MismatchConfig) -> dict[str, torch.Tensor]:
    """Of both gaps: the means' sums over tokens, divided by all tokens, and the `_share` of tokens that they are over.

    Args:
        trainer_BT: float [B, T], nats.
        batch: what the sampler reported, and how old its weights were.
        counts: of the whole optimizer step.
        config: the bounds.
    """
    d_BT = (trainer_BT.detach() - batch.sampled_logprobs).masked_fill(~batch.loss_mask, 0.0)
    known_BT = torch.where(d_BT.isfinite(), d_BT, 0.0)
    inside_BT = is_inside(token_ratio(trainer_BT, batch.sampled_logprobs, batch.loss_mask), batch.loss_mask, config)
    values = {
        "kl": k3(-known_BT),
        "mean": known_BT.abs(),
        "outside": (~inside_BT | ~d_BT.isfinite()).float(),
        "share": torch.ones_like(d_BT),
    }
    return {
        f"{gap}_{name}": aggregate(value, mask_BT, counts, "token-mean")
        for gap, mask_BT in _masks(batch).items()
        for name, value in values.items()
    }


def gap_maxima(trainer_BT: torch.Tensor, batch: Batch) -> dict[str, torch.Tensor]:
    """Of both gaps: the largest |d|, 0 where there is no token."""
    d_BT = (trainer_BT.detach() - batch.sampled_logprobs).abs()
    d_BT = torch.where(d_BT.isfinite(), d_BT, 0.0)
    return {f"{gap}_max": d_BT.masked_fill(~mask_BT, 0.0).amax() for gap, mask_BT in _masks(batch).items()}


def gap_metrics(row: Mapping[str, float]) -> dict[str, float]:
    """Means over the tokens of each gap, from `gap_sums` and `gap_maxima` of all passes; no gap without tokens.

    Example: `_kl` 0.01 at a `_share` of 0.5 is 0.02.
    """
    found: dict[str, float] = {}
    for gap in (MISMATCH, BEHAVIOUR):
        share = row.get(f"{gap}_share", 0.0)
        if share:
            found |= {f"{gap}_{name}": row[f"{gap}_{name}"] / share for name in _MEANS}
            found[f"{gap}_max"] = row[f"{gap}_max"]
    return found


def is_of_a_gap(name: str) -> bool:
    """Whether a metric is one of this file's."""
    gap, _, kind = name.rpartition("_")
    return gap in (MISMATCH, BEHAVIOUR) and kind in (*_MEANS, "share", "max")


def _masks(batch: Batch) -> dict[str, torch.Tensor]:
    none_BT = torch.zeros_like(batch.loss_mask)
    stale_BT = none_BT if batch.lag is None else batch.loss_mask & (batch.lag > 0)[:, None]
    return {MISMATCH: batch.loss_mask & ~stale_BT, BEHAVIOUR: stale_BT}
