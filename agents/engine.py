"""The in-process engine: samples from a transformers model, the very weights that are being trained.

Each prompt is prefilled once and its key-value cache shared by all its completions. Rows that are finished leave the
batch when half of it is done. Works with any causal language model whose cache transformers builds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import torch
from transformers import DynamicCache, PreTrainedModel, PreTrainedTokenizerBase

from prorl.agents.policy import Prompt, Sampling
from prorl.agents.records import Completion, Finish
from prorl.agents.sampler import pick, uniforms


@dataclass(kw_only=True, slots=True)
class _Rows:
    """The rows still being written. Row b continues completion `owner_B[b]` of the chunk."""

    owner_B: torch.Tensor
    """int64 [B]."""
    mask_BT: torch.Tensor
    """int64 [B, T], 1 where the cache holds a token (prompts are padded on the left)."""
    logits_BV: torch.Tensor
    """Of the next token."""
    cache: DynamicCache

    def keep(self, index: torch.Tensor) -> None:
        """Drop all rows but those of `index` (int64)."""
        self.owner_B, self.mask_BT = self.owner_B[index], self.mask_BT[index]
        self.logits_BV = self.logits_BV[index]
        self.cache.batch_select_indices(index)


@dataclass(kw_only=True, slots=True)
class _Draft:
    """One completion being written."""

    token_ids: list[int] = field(default_factory=list)
    logprobs: list[float] = field(default_factory=list)


class TransformersPolicy:
    """`Policy` on a model in this process. `version` is stamped on every completion; the trainer counts it up."""

    def __init__(self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, max_rows: int = 256):
        """Take the model as it is; `max_rows` completions are written at a time."""
        self.model, self.tokenizer, self.max_rows = model, tokenizer, max_rows
        self.version = 0

    @torch.no_grad()
    def generate(self, prompts: Sequence[Prompt], sampling: Sampling) -> list[tuple[Completion, ...]]:
        """One completion per seed, in order, for each prompt (see `Policy`)."""
        was_training = self.model.training
        self.model.eval()
        try:
            order = sorted(range(len(prompts)), key=lambda i: len(prompts[i].token_ids))
            written: dict[int, list[Completion]] = {i: [] for i in order}
            for chunk in self._chunks(prompts, order):
                for i, completion in zip([i for i, _ in chunk], self._write(prompts, chunk, sampling), strict=True):
                    written[i].append(completion)
        finally:
            self.model.train(was_training)
        return [tuple(written[i]) for i in range(len(prompts))]

    def _chunks(self, prompts: Sequence[Prompt], order: list[int]) -> Iterator[list[tuple[int, int]]]:
        """(prompt, seed) pairs, prompts of similar length together, at most `max_rows` at a time."""
        pairs = [(i, seed) for i in order for seed in prompts[i].seeds]
        for start in range(0, len(pairs), self.max_rows):
            yield pairs[start : start + self.max_rows]

    def _write(self, prompts: Sequence[Prompt], chunk: list[tuple[int, int]], sampling: Sampling) -> list[Completion]:
        stops = self._stop_ids()
        uniform_BT = uniforms([seed for _, seed in chunk], sampling.max_new_tokens).to(self.model.device)
        rows = self._prefill(prompts, [i for i, _ in chunk])
        drafts = [_Draft() for _ in chunk]
        done_B = torch.zeros(len(chunk), dtype=torch.bool, device=self.model.device)
        for step in range(sampling.max_new_tokens):
            token_B, logprob_B = pick(rows.logits_BV, uniform_BT[rows.owner_B, step], sampling)
            live_B = ~done_B[rows.owner_B]
            _record(drafts, rows.owner_B[live_B], token_B[live_B], logprob_B[live_B])
            done_B[rows.owner_B] |= torch.isin(token_B, stops)
            if bool(done_B.all()) or step == sampling.max_new_tokens - 1:
                break
            token_B = self._shrink(rows, done_B, token_B)
            self._advance(rows, token_B)
        return [self._finished(draft, bool(done)) for draft, done in zip(drafts, done_B.tolist(), strict=True)]

    def _stop_ids(self) -> torch.Tensor:
        """End-of-turn tokens: the tokenizer's and all that the model's generation settings name."""
        stops = {self.tokenizer.eos_token_id}
        configured = getattr(self.model.generation_config, "eos_token_id", None)
        stops |= set(configured) if isinstance(configured, list) else {configured}
        return torch.tensor(sorted(s for s in stops if s is not None), device=self.model.device)

    def _prefill(self, prompts: Sequence[Prompt], owners: list[int]) -> _Rows:
        """Run each distinct prompt once, then give every row its own copy of the cache."""
        distinct = sorted(set(owners), key=owners.index)
        width = max(len(prompts[i].token_ids) for i in distinct)
        ids_PT = torch.zeros((len(distinct), width), dtype=torch.long)
        mask_PT = torch.zeros_like(ids_PT)
        for row, i in enumerate(distinct):
            length = len(prompts[i].token_ids)
            ids_PT[row, width - length :] = torch.tensor(prompts[i].token_ids)
            mask_PT[row, width - length :] = 1
        ids_PT, mask_PT = ids_PT.to(self.model.device), mask_PT.to(self.model.device)
        cache = DynamicCache(config=self.model.config)
        logits_PV = self._forward(ids_PT, mask_PT, cache)
        row_B = torch.tensor([distinct.index(i) for i in owners], device=self.model.device)
        cache.batch_select_indices(row_B)
        return _Rows(
            owner_B=torch.arange(len(owners), device=self.model.device),
            mask_BT=mask_PT[row_B],
            logits_BV=logits_PV[row_B],
            cache=cache,
        )

    def _forward(self, ids: torch.Tensor, mask: torch.Tensor, cache: DynamicCache) -> torch.Tensor:
        """Next-token logits [B, V] after `ids` (int64 [B, T']), whose end lines up with the mask's."""
        positions = (mask.cumsum(-1) - 1).clamp(min=0)[:, -ids.shape[1] :]
        out = self.model(
            input_ids=ids,
            attention_mask=mask,
            position_ids=positions,
            past_key_values=cache,
            use_cache=True,
            logits_to_keep=1,
        )
        return out.logits[:, -1]

    def _shrink(self, rows: _Rows, done_B: torch.Tensor, token_B: torch.Tensor) -> torch.Tensor:
        """Drop finished rows once they are half of the batch; returns the tokens of the rows that stay."""
        live = (~done_B[rows.owner_B]).nonzero().squeeze(-1)
        if 2 * len(live) > len(rows.owner_B):
            return token_B
        rows.keep(live)
        return token_B[live]

    def _advance(self, rows: _Rows, token_B: torch.Tensor) -> None:
        rows.mask_BT = torch.cat([rows.mask_BT, rows.mask_BT.new_ones((len(token_B), 1))], dim=1)
        rows.logits_BV = self._forward(token_B.unsqueeze(-1), rows.mask_BT, rows.cache)

    def _finished(self, draft: _Draft, stopped: bool) -> Completion:
        return Completion(
            token_ids=tuple(draft.token_ids),
            logprobs=tuple(draft.logprobs),
            finish=Finish.STOP if stopped else Finish.LENGTH,
            policy_version=self.version,
        )


def _record(drafts: list[_Draft], owner: torch.Tensor, token: torch.Tensor, logprob: torch.Tensor) -> None:
    for i, t, lp in zip(owner.tolist(), token.tolist(), logprob.tolist(), strict=True):
        drafts[i].token_ids.append(t)
        drafts[i].logprobs.append(lp)
