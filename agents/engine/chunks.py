"""Chunks on transformers' own cache: for models that do not run on slots.

A chunk's prompts are run side by side, padded on the left, each once; then its completions are written together until
the last one is over. Letters: B rows, T columns of the cache, P distinct prompts, V vocabulary.
"""

from dataclasses import dataclass

import torch
from transformers import DynamicCache, PreTrainedModel

from prorl.agents.engine.limits import Limits
from prorl.agents.engine.rows import Request, Rows
from prorl.agents.engine.trial import evaluating
from prorl.agents.policy import Finished, Prompt, Sampling


@dataclass(kw_only=True, slots=True)
class _Context:
    """What the rows of a chunk have seen."""

    mask_BT: torch.Tensor
    """int64, 1 where the cache holds a token."""
    cache: DynamicCache

    def keep(self, index_B: torch.Tensor) -> None:
        """Let row b be what row `index_B[b]` was."""
        self.mask_BT = self.mask_BT[index_B]
        self.cache.batch_select_indices(index_B)


class ChunkStream:
    """`Stream` that writes a chunk of completions, those of the shortest prompts first, then the next chunk."""

    def __init__(self, model: PreTrainedModel, rows: Rows, limits: Limits, sampling: Sampling):
        """Nothing is pending at first."""
        self._model, self._rows, self._limits, self._sampling = model, rows, limits, sampling
        self._prompts: list[Prompt] = []
        self._waiting: list[Request] = []
        self._context: _Context | None = None

    def add(self, prompt: Prompt) -> int:
        """Take one more prompt; returns its number.

        Raises:
            ValueError: if it is empty or leaves no room for a token.
        """
        number, length = len(self._prompts), len(prompt.token_ids)
        limit = self._limits.room(length, self._sampling)
        self._prompts.append(prompt)
        self._waiting += [
            Request(prompt=number, sample=sample, seed=seed, length=length, limit=limit)
            for sample, seed in enumerate(prompt.seeds)
        ]
        return number

    @torch.no_grad()
    def next(self) -> list[Finished]:
        """Work until at least one completion is finished; returns all that are, or nothing if nothing is pending."""
        finished: list[Finished] = []
        with evaluating(self._model):
            while not finished and (self._waiting or self._rows.live):
                finished += self._step() if self._rows.live else self._begin()
        return finished

    def close(self) -> None:
        """Drop what is pending, and the cache."""
        self._waiting.clear()
        self._rows.clear()
        self._context = None

    def _begin(self) -> list[Finished]:
        """Run the prompts of the next chunk, then give every row its own copy of the cache."""
        self._waiting.sort(key=lambda request: request.length)
        chunk, self._waiting = self._waiting[: self._limits.rows], self._waiting[self._limits.rows :]
        distinct = list(dict.fromkeys(request.prompt for request in chunk))
        ids_PT, mask_PT = self._padded(distinct)
        self._context = _Context(mask_BT=mask_PT, cache=DynamicCache(config=self._model.config))
        logits_PV = self._forward(ids_PT)
        row_B = torch.tensor([distinct.index(request.prompt) for request in chunk], device=logits_PV.device)
        self._context.keep(row_B)
        return self._take(self._rows.start(chunk), logits_PV[row_B])

    def _padded(self, prompts: list[int]) -> tuple[torch.Tensor, torch.Tensor]:
        """Token ids and mask, int64 [P, T] both, padded on the left."""
        texts = [self._prompts[prompt].token_ids for prompt in prompts]
        width = max(map(len, texts))
        ids = [(0,) * (width - len(text)) + text for text in texts]
        mask = [[0] * (width - len(text)) + [1] * len(text) for text in texts]
        return torch.tensor(ids, device=self._model.device), torch.tensor(mask, device=self._model.device)

    def _step(self) -> list[Finished]:
        assert self._context is not None
        token_B, _ = self._rows.newest()
        mask_BT = self._context.mask_BT
        self._context.mask_BT = torch.cat([mask_BT, mask_BT.new_ones((len(token_B), 1))], dim=1)
        return self._take(range(len(token_B)), self._forward(token_B.unsqueeze(-1)))

    def _forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Next-token logits [B, V] after `ids` (int64 [B, T']), whose end lines up with the mask's."""
        assert self._context is not None
        mask = self._context.mask_BT
        positions = (mask.cumsum(-1) - 1).clamp(min=0)[:, -ids.shape[1] :]
        out = self._model(
            input_ids=ids,
            attention_mask=mask,
            position_ids=positions,
            past_key_values=self._context.cache,
            use_cache=True,
            logits_to_keep=1,
        )
        logits_BV: torch.Tensor = out.logits[:, -1]
        return logits_BV

    def _take(self, rows: range, logits_BV: torch.Tensor) -> list[Finished]:
        assert self._context is not None
        taken = self._rows.take(rows, logits_BV)
        if taken.finished and self._rows.live:
            index = list(range(self._rows.live))
            for a, b in zip(taken.source, taken.target, strict=True):
                index[b] = a
            self._context.keep(torch.tensor(index, device=logits_BV.device))
        return list(taken.finished)
