"""Log-probabilities of given tokens: the only place that shifts."""

import torch
from transformers import PreTrainedModel

from prorl.train.batch import Batch


def token_logprobs(model: torch.nn.Module, batch: Batch, temperature: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Log-probability of every target token, and the entropy of the distribution it was drawn from.

    Args:
        model: a causal language model (or its DDP wrapper).
        batch: rows padded on the right, so that causal attention never sees padding.
        temperature: logits are divided by it, as they were in sampling.

    Returns:
        Two float32 [B, T] in nats, 0 outside the loss mask; the second carries no gradient.
    """
    first = int(batch.loss_mask.any(dim=0).nonzero()[0]) if batch.num_targets else 1
    keep = batch.input_ids.shape[1] - first + 1
    logits = model(input_ids=batch.input_ids, use_cache=False, logits_to_keep=keep).logits
    logits_BTV = logits[:, :-1].float() / temperature  # entry t - 1 predicts token t
    targets_BT = batch.input_ids[:, first:]
    mask_BT = batch.loss_mask[:, first:]
    logprobs_BTV = logits_BTV.log_softmax(dim=-1)
    chosen_BT = logprobs_BTV.gather(-1, targets_BT.unsqueeze(-1)).squeeze(-1)
    with torch.no_grad():
        entropy_BT = -(logprobs_BTV.exp() * logprobs_BTV).sum(dim=-1)
    return _placed(chosen_BT, mask_BT, first), _placed(entropy_BT, mask_BT, first)


def _placed(values_BT: torch.Tensor, mask_BT: torch.Tensor, first: int) -> torch.Tensor:
    """Zero outside the mask, and back in the batch's columns."""
    return torch.nn.functional.pad(values_BT.masked_fill(~mask_BT, 0.0), (first, 0))


@torch.no_grad()
def frozen_logprobs(model: PreTrainedModel, batch: Batch, temperature: float, rows_per_pass: int) -> torch.Tensor:
    """`token_logprobs` without gradients, in pieces; float32 [B, T] in the batch's row order."""
    result_BT = torch.zeros_like(batch.old_logprobs)
    for rows in torch.arange(len(batch.input_ids), device=batch.input_ids.device).split(rows_per_pass):
        part_BT, _ = token_logprobs(model, batch.take(rows), temperature)
        result_BT[rows, : part_BT.shape[1]] = part_BT
    return result_BT
