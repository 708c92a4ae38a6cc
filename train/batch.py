"""From groups to tensors: the only place that packs. Letters: B rows (one per episode), T tokens, padded right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from prorl.agents.records import Episode
from prorl.train.layout import Layout
from prorl.train.pieces import RowSize, divide
from prorl.train.scoring import Scored
from prorl.train.shared_prompts import ends, prompt_numbers, starts


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """Rows to train on. Entry t of every array speaks about token t; column 0 is never a target.

    Example: the prompt tokens (5, 6) with the sampled tokens (7, 2) of advantage 0.5 make the row
    `input_ids (5, 6, 7, 2)`, `loss_mask (F, F, T, T)`, `advantages (0, 0, 0.5, 0.5)`.
    """

    input_ids: torch.Tensor
    """int64 [B, T]."""
    loss_mask: torch.Tensor
    """bool [B, T], true exactly on the tokens that the policy sampled."""
    advantages: torch.Tensor
    """float32 [B, T], 0 outside the mask."""
    sampled_logprobs: torch.Tensor
    """float32 [B, T], nats, as the sampling engine reported them."""
    old_logprobs: torch.Tensor
    """float32 [B, T], nats, of the trainer's weights before the first update."""
    ref_logprobs: torch.Tensor | None = None
    """float32 [B, T], nats, of the reference policy; `None` where no KL is wanted."""
    pulled: bool = True
    """Whether the reference, if there is one, moves the weights: not with a coefficient of 0."""
    groups: torch.Tensor | None = None
    """int64 [B], number of each row's group in the step; `None` where nobody asks."""
    lag: torch.Tensor | None = None
    """int64 [B], optimizer steps between the weights that sampled the row and those that the step begins with; `None`
    where they are the same."""

    def __post_init__(self) -> None:
        """Check shapes once."""
        assert not self.loss_mask[:, :1].any(), "column 0 cannot be a target"
        arrays = (self.loss_mask, self.advantages, self.sampled_logprobs, self.old_logprobs)
        assert all(array.shape == self.input_ids.shape for array in arrays)

    @property
    def num_targets(self) -> int:
        """Tokens in the loss."""
        return int(self.loss_mask.sum())

    @property
    def num_sequences(self) -> int:
        """Rows with a token in the loss."""
        return int(self.loss_mask.any(dim=1).sum())

    @property
    def contributes(self) -> torch.Tensor:
        """bool [B]: rows that can move the weights. The others count in denominators alone.

        A row without targets adds nothing; nor does one whose advantages are all 0, unless a reference pulls at it.
        """
        if self.ref_logprobs is not None and self.pulled:
            return self.loss_mask.any(dim=1)
        return (self.loss_mask & (self.advantages != 0)).any(dim=1)

    def take(self, rows: torch.Tensor) -> "Batch":
        """The rows of an index (int64), cut to their own longest length."""
        columns = self.loss_mask[rows].any(dim=0).nonzero()
        width = int(columns[-1]) + 1 if len(columns) else min(2, self.input_ids.shape[1])
        return Batch(
            input_ids=self.input_ids[rows, :width],
            loss_mask=self.loss_mask[rows, :width],
            advantages=self.advantages[rows, :width],
            sampled_logprobs=self.sampled_logprobs[rows, :width],
            old_logprobs=self.old_logprobs[rows, :width],
            ref_logprobs=None if self.ref_logprobs is None else self.ref_logprobs[rows, :width],
            pulled=self.pulled,
            groups=None if self.groups is None else self.groups[rows],
            lag=None if self.lag is None else self.lag[rows],
        )

    def passes(self, layout: Layout) -> Iterator["Batch"]:
        """The batch in pieces as large as the layout allows."""
        for rows in self.pieces(layout):
            yield self.take(rows)

    def pieces(self, layout: Layout) -> Iterator[torch.Tensor]:
        """Rows (int64) of each pass, see `train/pieces.py`."""
        start_B, end_B = starts(self.loss_mask), ends(self.loss_mask)
        prompts = prompt_numbers(self.input_ids, start_B) if layout.shared else [0] * len(start_B)
        triples = zip(prompts, start_B.tolist(), end_B.tolist(), strict=True)
        sizes = [RowSize(prompt=prompt, start=start, end=max(start, end)) for prompt, start, end in triples]
        for piece in divide(sizes, layout):
            yield torch.tensor(piece, device=self.loss_mask.device)


def collate(scored: Sequence[Scored], pad_id: int, device: torch.device, version: int = 0) -> Batch:
    """One row for every episode, in order; `old_logprobs` starts as the engine's. At least one episode.

    `version` is that of the weights that the step begins with.
    """
    width = max(_length(one.episode) for one in scored)
    input_ids = torch.full((len(scored), width), pad_id)
    mask, advantages, logprobs = (torch.zeros(len(scored), width) for _ in range(3))
    for row, one in enumerate(scored):
        last = one.episode.turns[-1]
        tokens = last.prompt_ids + last.completion.token_ids
        input_ids[row, : len(tokens)] = torch.tensor(tokens)
        for turn in one.episode.turns:
            span = slice(len(turn.prompt_ids), len(turn.prompt_ids) + len(turn.completion.token_ids))
            mask[row, span], advantages[row, span] = float(one.in_loss), one.advantage * one.in_loss
            logprobs[row, span] = torch.tensor(turn.completion.logprobs) * one.in_loss
    logprobs = logprobs.to(device)
    return Batch(
        input_ids=input_ids.to(device),
        loss_mask=mask.bool().to(device),
        advantages=advantages.to(device),
        sampled_logprobs=logprobs,
        old_logprobs=logprobs,
        groups=torch.tensor([one.group for one in scored], device=device),
        lag=torch.tensor([version - one.episode.policy_version for one in scored], device=device),
    )


def _length(episode: Episode) -> int:
    last = episode.turns[-1]
    return len(last.prompt_ids) + len(last.completion.token_ids)
