"""Continuous batching: a slot whose completion is over takes the next one at once."""

from collections import deque

import torch

from prorl.agents.engine.decoder import Decoder, Prefilled
from prorl.agents.engine.limits import Limits
from prorl.agents.engine.memory import KeyValues, nothing_of, rounded
from prorl.agents.engine.prefix import Prefix, Prompts
from prorl.agents.engine.rows import Request, Rows
from prorl.agents.policy import Finished, Prompt, Sampling


class SlotStream:
    """`Stream` over a decoder. Requests start in the order of adding, as soon as a slot and memory are free."""

    def __init__(self, decoder: Decoder, rows: Rows, limits: Limits, sampling: Sampling):
        """Take the weights as they are now."""
        self._decoder, self._rows, self._limits, self._sampling = decoder, rows, limits, sampling
        self._waiting: deque[Request] = deque()
        self._prompts: list[Prompt] = []
        self._held: dict[int, Prefilled] = {}
        self._memory = decoder.memory()
        self._shares = decoder.shares_prompts
        self._shared = Prompts(decoder.compute_dtype)
        self._prefix: Prefix | None = None
        decoder.refresh(limits.rows)

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

    @torch.inference_mode()
    def next(self) -> list[Finished]:
        """Work until at least one completion is finished; returns all that are, or nothing if nothing is pending."""
        finished: list[Finished] = []
        while not finished and (self._waiting or self._rows.live):
            while requests := self._fitting():
                finished += self._admit(requests)
            if self._rows.live:
                finished += self._step()
        return finished

    def close(self) -> None:
        """Drop what is pending, and the memory."""
        self._waiting.clear()
        self._held.clear()
        self._rows.clear()
        self._memory, self._shared, self._prefix = KeyValues(), Prompts(), None
        self._decoder.release()

    def _fitting(self) -> list[Request]:
        """The next requests, as many as there are slots and memory for."""
        chosen: list[Request] = []
        columns = max((r.length + r.limit for r in self._rows.requests), default=0)
        while self._waiting and self._rows.live + len(chosen) < self._limits.rows:
            head, rows = self._waiting[0], self._rows.live + len(chosen) + 1
            columns = max(columns, head.length + head.limit)
            if rows > 1 and rows * rounded(columns) * self._decoder.token_bytes > self._limits.memory_bytes:
                break
            chosen.append(self._waiting.popleft())
        return chosen

    def _admit(self, requests: list[Request]) -> list[Finished]:
        """Start completions: each distinct prompt is run once; returns those that are over with their first token."""
        self._prefill([r.prompt for r in requests])
        rows = self._rows.start(requests)
        self._reserve(rows)
        where: dict[int, list[int]] = {}
        for row, request in zip(rows, requests, strict=True):
            where.setdefault(request.prompt, []).append(row)
        for prompt, members in where.items():
            layers = self._held[prompt].layers
            self._memory.put(members, nothing_of(layers) if self._shares else layers)
        self._prefix = None
        logits_NV = torch.stack([self._held[r.prompt].logits_V for r in requests])
        still = {r.prompt for r in (*self._waiting, *(self._rows.requests if self._shares else ()))}
        self._held = {prompt: held for prompt, held in self._held.items() if prompt in still}
        return self._take(rows, logits_NV)

    def _reserve(self, rows: range) -> None:
        """Room for new rows: as they are now, or for all that is known to come where the memory had better stay."""
        known = self._rows.requests
        if self._decoder.is_static:
            columns = max(r.length + r.limit for r in (*known, *self._waiting))
            bound = self._limits.memory_bytes // (rounded(columns) * self._decoder.token_bytes)
            wanted = min(self._limits.rows, len(known) + len(self._waiting), bound)
            self._memory.reserve(max(wanted, rows.stop), columns, used=rows.start)
        else:
            columns = 0 if self._shares else max(r.length for r in known[rows.start :])
            self._memory.reserve(rows.stop, columns + 1, used=rows.start)

    def _prefill(self, prompts: list[int]) -> None:
        missing = [prompt for prompt in dict.fromkeys(prompts) if prompt not in self._held]
        done = self._decoder.prefill([self._prompts[prompt].token_ids for prompt in missing])
        self._held |= dict(zip(missing, done, strict=True))

    def _step(self) -> list[Finished]:
        """One more token of every row; returns the completions that are over."""
        live = self._rows.live
        token_N, position_N = self._rows.newest()
        if self._shares and self._prefix is None:
            self._share()
        if not self._decoder.is_static:
            own_N = position_N if self._prefix is None else position_N - self._prefix.length_N
            self._memory.reserve(live, int(own_N.max()) + 1, used=live)
        return self._take(range(live), self._decoder.decode(self._memory, token_N, position_N, self._prefix))

    def _share(self) -> None:
        """Find out which rows begin with which prompts."""
        prompts = [r.prompt for r in self._rows.requests]
        self._shared.keep({prompt: self._held[prompt].layers for prompt in dict.fromkeys(prompts)})
        self._prefix = Prefix(self._shared, prompts)

    def _take(self, rows: range, logits_NV: torch.Tensor) -> list[Finished]:
        taken = self._rows.take(rows, logits_NV)
        if taken.source:
            self._memory.move(taken.source, taken.target)
        if taken.finished:
            self._prefix = None
        return list(taken.finished)
