"""From token values to one number: always over the counts of the whole optimizer step.

A pass sees some rows of the step. Its share is divided by counts over all passes and processes, so shares add up, and
neither the loss nor its gradient depends on how rows are split.
"""

from dataclasses import dataclass, replace

import torch


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """Sizes of one optimizer step over all passes and processes."""

    tokens: int
    """In the loss mask."""
    sequences: int
    """Rows with at least one token in the mask."""
    constant: int
    """`rollout.max_new_tokens`, the length that `constant-length` divides by."""
    computed: int | None = None
    """Tokens of the rows that go through the model; `None`: all. Rows that add nothing are left out."""

    @property
    def measured(self) -> "Counts":
        """For metrics: means over the tokens that are computed, not over all."""
        return self if self.computed is None else replace(self, tokens=max(self.computed, 1))


def aggregate(values_BT: torch.Tensor, mask_BT: torch.Tensor, counts: Counts, how: str) -> torch.Tensor:
    """This pass's share of the mean; [].

    Values of the rows (-1, -1.27, -0.7) and (0.8, 4) with counts of 5 tokens, 2 sequences and constant 3:

    | how | formula | value |
    |---|---|---|
    | `token-mean` | sum / tokens (DAPO) | 0.366 |
    | `sequence-mean` | sum of row means / sequences (GRPO) | 0.705 |
    | `sequence-sum` | sum / sequences | 0.915 |
    | `constant-length` | sum / (sequences · constant) (Dr. GRPO) | 0.305 |
    """
    values_BT = values_BT.masked_fill(~mask_BT, 0.0)
    if how == "token-mean":
        return values_BT.sum() / counts.tokens
    if how == "sequence-mean":
        return (values_BT.sum(dim=1) / mask_BT.sum(dim=1).clamp(min=1)).sum() / counts.sequences
    if how == "sequence-sum":
        return values_BT.sum() / counts.sequences
    assert how == "constant-length", how
    return values_BT.sum() / (counts.sequences * counts.constant)
