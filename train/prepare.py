"""From the kept groups of a step to one batch: log-probabilities of policy and reference, finished advantages."""

from dataclasses import replace

import torch

from prorl.train.advantage import is_global, whiten
from prorl.train.batch import Batch, collate
from prorl.train.kl import ESTIMATORS
from prorl.train.old_logprobs import with_old_logprobs
from prorl.train.sampling import Collected
from prorl.train.scoring import score
from prorl.train.setup import Workbench
from prorl.train.shares import dealt


def prepare(bench: Workbench, collected: Collected, step: int, kl_coef: float) -> Batch | None:
    """This process's rows, with the log-probabilities of the weights before any update; `None` without rows.

    Rows of the first share keep the engine's: its own forward pass computes them.
    """
    config = bench.config
    scored = score(collected.own, config, step)
    batch = None
    if scored:
        pad_id, version = int(bench.loaded.tokenizer.pad_token_id), bench.policy.version
        batch = collate(scored, pad_id, bench.accelerator.device, version)
        if bench.reference is not None:
            ref_logprobs = bench.reference.logprobs(batch, config.rollout.temperature, bench.layout)
            batch = replace(batch, ref_logprobs=ref_logprobs, pulled=kl_coef != 0)
        if config.kl.place == "reward":
            batch = with_old_logprobs(bench, batch, batch.contributes)
            returns = config.advantage.variant != "nemo"
            batch = replace(batch, advantages=penalised(batch, config.kl.estimator, kl_coef, returns=returns))
    if is_global(config.advantage):
        batch = _normalised(bench, batch)
    if batch is None or config.kl.place == "reward":
        return batch
    return with_old_logprobs(bench, batch, batch.contributes & ~_in_first_share(bench, batch, collected.kept, step))


def _in_first_share(bench: Workbench, batch: Batch, kept: int, step: int) -> torch.Tensor:
    """bool [B]: rows whose own forward pass, in the first update, is that of the weights before any update."""
    assert batch.groups is not None
    return torch.isin(batch.groups, torch.tensor(dealt(bench.config, kept, step)[0], device=batch.groups.device))


def penalised(batch: Batch, estimator: str, kl_coef: float, *, returns: bool = True) -> torch.Tensor:
    """Advantages less the KL that is still to come; float [B, T].

    The KL of each token is a negative reward at that token; an advantage is the baselined reward of the whole response
    and of all tokens from its own on (REINFORCE++, arXiv 2501.03262, eq. 5). Without `returns` each token pays for
    itself alone (NeMo RL).

    Example: advantage 1, per-token KL (0.1, 0.2, 0.4), coefficient 1: (0.3, 0.4, 0.6); else (0.9, 0.8, 0.6).
    """
    assert batch.ref_logprobs is not None
    kl_BT = ESTIMATORS[estimator](batch.old_logprobs - batch.ref_logprobs).masked_fill(~batch.loss_mask, 0.0)
    if returns:
        kl_BT = kl_BT.flip(1).cumsum(1).flip(1)
    return (batch.advantages - kl_coef * kl_BT).masked_fill(~batch.loss_mask, 0.0)


def _normalised(bench: Workbench, batch: Batch | None) -> Batch | None:
    """Advantages normalised over all tokens of all processes; every process takes part, with rows or without."""
    device = bench.accelerator.device
    empty = torch.zeros(0, 0, device=device)
    advantages_BT = empty if batch is None else batch.advantages
    mask_BT = empty.bool() if batch is None else batch.loss_mask
    bessel = bench.config.advantage.variant == "verl"
    white_BT = whiten(advantages_BT, mask_BT, lambda sums: bench.accelerator.reduce(sums, reduction="sum"), bessel)
    return None if batch is None else replace(batch, advantages=white_BT)
