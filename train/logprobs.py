"""Log-probabilities of given tokens: the only place that shifts, and the only place that lays rows end to end.

N numbers the targets of a batch in the order of its mask, row by row. Never more than one block of [N, V] logits is
held: a block's logits are made from its hidden states, and made again in the backward pass.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from accelerate.utils import extract_model_from_parallel
from torch.utils.checkpoint import checkpoint
from transformers import PreTrainedModel

from prorl.train.batch import Batch
from prorl.train.head import head_logits, hidden_states, replaced_forward
from prorl.train.layout import Layout, computing
from prorl.train.recompute import recomputing
from prorl.train.shared_prompts import shared_feed, shared_hidden_states

Scores = tuple[torch.Tensor, torch.Tensor]
"""Log-probability with gradient and entropy without, float32 [N] each (float64 of a float64 model), nats."""


def token_logprobs(model: torch.nn.Module, batch: Batch, temperature: float, layout: Layout = Layout()) -> Scores:  # noqa: B008 (frozen)
    """Log-probability of every target token, and the entropy of the distribution it was drawn from.

    Args:
        model: a causal language model (or its DDP wrapper: the forward pass goes through it).
        batch: rows padded on the right, so that causal attention never sees padding.
        temperature: logits are divided by it, as they were in sampling.
        layout: what it costs; the result is the same.

    Returns:
        Two float32 [B, T] in nats, 0 outside the loss mask; the second carries no gradient.
    """
    feed = _feed(batch, layout)
    bare = extract_model_from_parallel(model)
    with computing(layout, batch.input_ids.device), recomputing(bare, layout.recompute):
        run = _by_blocks if layout.block else _at_once
        chosen_N, entropy_N = run(model, bare, feed, partial(_scores, temperature=temperature), layout.block)
    if not batch.num_targets:
        chosen_N = entropy_N = chosen_N * 0.0
    return _placed(chosen_N, batch.loss_mask), _placed(entropy_N.detach(), batch.loss_mask)


@torch.no_grad()
def frozen_logprobs(model: torch.nn.Module, batch: Batch, temperature: float, layout: Layout) -> torch.Tensor:
    """`token_logprobs` without gradients, in passes; float32 [B, T] in the batch's row order."""
    result_BT, layout = torch.zeros_like(batch.old_logprobs), layout.without_gradient()
    for rows in batch.pieces(layout):
        part_BT, _ = token_logprobs(model, batch.take(rows), temperature, layout)
        result_BT[rows, : part_BT.shape[1]] = part_BT.to(result_BT.dtype)
    return result_BT


@dataclass(frozen=True, kw_only=True, slots=True)
class _Feed:
    """What the model reads, and where the targets' predictions come out."""

    inputs: dict[str, torch.Tensor]
    """`input_ids` int64 [R, S], and `position_ids` if rows lie end to end; or those of `SharedFeed`."""
    places_N: torch.Tensor
    """int64, into the R·S outputs: of the token before each target."""
    targets_N: torch.Tensor
    """int64."""


def _feed(batch: Batch, layout: Layout) -> _Feed:
    """The tokens before the last target of each row; a batch without targets gets one whose value is dropped.

    Example: rows (5, 6, 7, 2) and (5, 6, 8, pad), targets 7, 2 and 8. Padded: `input_ids` ((5, 6, 7), (5, 6, 8)),
    `places_N` (1, 2, 4). Packed: `input_ids` ((5, 6, 7, 5, 6)), `position_ids` ((0, 1, 2, 0, 1)), `places_N` (1, 2, 4).
    """
    before_BT, mask_BT = batch.input_ids[:, :-1], batch.loss_mask[:, 1:]
    if not batch.num_targets:
        mask_BT = torch.zeros_like(mask_BT)
        mask_BT[0, 0] = True
    if layout.shared:
        shared = shared_feed(batch.input_ids, torch.nn.functional.pad(mask_BT, (1, 0)))
        return _Feed(inputs=shared.inputs, places_N=shared.places_N, targets_N=shared.targets_N)
    targets_N = batch.input_ids[:, 1:][mask_BT]
    if not layout.packed:
        return _Feed(inputs={"input_ids": before_BT}, places_N=mask_BT.flatten().nonzero()[:, 0], targets_N=targets_N)
    read_BT = mask_BT.flip(1).cumsum(1).flip(1) > 0
    position_BT = torch.arange(before_BT.shape[1], device=before_BT.device).expand_as(before_BT)
    inputs = {"input_ids": before_BT[read_BT][None], "position_ids": position_BT[read_BT][None]}
    return _Feed(inputs=inputs, places_N=mask_BT[read_BT].nonzero()[:, 0], targets_N=targets_N)


def _by_blocks(
    model: torch.nn.Module, bare: PreTrainedModel, feed: _Feed, scores: Callable[..., Scores], block: int
) -> Scores:
    """The backbone once, then the head on so many targets at a time, all inside one call of the wrapped model."""

    def forward(**inputs: torch.Tensor) -> Scores:
        hidden_ND = _flat_hidden_states(bare, inputs)[feed.places_N]
        pairs = list(zip(hidden_ND.split(block), feed.targets_N.split(block), strict=True))
        again = len(pairs) > 1 and torch.is_grad_enabled()
        one = partial(checkpoint, _head_scores, use_reentrant=False) if again else _head_scores
        parts = [one(bare, hidden, targets, scores) for hidden, targets in pairs]
        return torch.cat([chosen for chosen, _ in parts]), torch.cat([entropy for _, entropy in parts])

    with replaced_forward(bare, forward):
        return model(**feed.inputs)


def _flat_hidden_states(bare: PreTrainedModel, inputs: dict[str, torch.Tensor]) -> torch.Tensor:
    if "rest_ids" in inputs:
        return shared_hidden_states(bare, **inputs)
    return hidden_states(bare, **inputs).flatten(0, 1)


def _head_scores(bare: Any, hidden_ND: torch.Tensor, targets_N: torch.Tensor, scores: Callable[..., Scores]) -> Scores:
    return scores(head_logits(bare, hidden_ND), targets_N)


def _at_once(
    model: torch.nn.Module, bare: PreTrainedModel, feed: _Feed, scores: Callable[..., Scores], block: int
) -> Scores:
    """For a model that cannot be taken apart: the logits of the columns from the first target on."""
    width = feed.inputs["input_ids"].shape[1]
    keep = width - int((feed.places_N % width).min())
    logits_RSV = model(**feed.inputs, use_cache=False, logits_to_keep=keep).logits
    row_N, column_N = feed.places_N // width, feed.places_N % width
    return scores(logits_RSV[row_N, column_N - (width - keep)], feed.targets_N)


def _scores(logits_NV: torch.Tensor, targets_N: torch.Tensor, temperature: float) -> Scores:
    wide_NV = logits_NV.to(torch.promote_types(logits_NV.dtype, torch.float32))
    return _FromLogits.apply(wide_NV if temperature == 1 else wide_NV / temperature, targets_N)


class _FromLogits(torch.autograd.Function):
    """log softmax at the targets, and the entropy; the probabilities are all that is kept for the backward pass."""

    @staticmethod
    def forward(ctx: Any, logits_NV: torch.Tensor, targets_N: torch.Tensor) -> Scores:
        logprobs_NV = logits_NV.log_softmax(dim=-1)
        chosen_N = logprobs_NV.gather(-1, targets_N[:, None])[:, 0]
        p_NV = logprobs_NV.exp()
        entropy_N = torch.special.entr(p_NV, out=logprobs_NV).sum(dim=-1)
        ctx.save_for_backward(p_NV, targets_N)
        ctx.mark_non_differentiable(entropy_N)
        return chosen_N, entropy_N

    @staticmethod
    def backward(ctx: Any, slope_N: torch.Tensor, _: torch.Tensor) -> tuple[torch.Tensor, None]:
        """d chosen / d logits = 1 at the target, less the probabilities, in whose place it is written."""
        p_NV, targets_N = ctx.saved_tensors
        slope_NV = p_NV.mul_(-slope_N[:, None])
        return slope_NV.scatter_add_(1, targets_N[:, None], slope_N[:, None]), None


def _placed(values_N: torch.Tensor, mask_BT: torch.Tensor) -> torch.Tensor:
    """At the targets of the batch, 0 elsewhere; without targets a sum keeps the (zero) gradient."""
    zeros_BT = values_N.new_zeros(mask_BT.shape)
    if not mask_BT.any():
        return zeros_BT + values_N.sum()
    return zeros_BT.masked_scatter(mask_BT, values_N)
