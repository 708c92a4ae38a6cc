"""The completions being written, one a slot, side by side.

Letters: R slots, L tokens of a completion at most, N of the slots, V vocabulary.
"""

from dataclasses import dataclass

import torch

from prorl.agents.engine.endings import Ending
from prorl.agents.policy import Finished, Sampling
from prorl.agents.records import Completion, Finish
from prorl.agents.sampler import pick, uniforms


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """One completion that somebody wants."""

    prompt: int
    """Number of the prompt."""
    sample: int
    seed: int
    length: int
    """Tokens of the prompt."""
    limit: int
    """Most tokens that may be written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What came of a token for each of some slots."""

    finished: tuple[Finished, ...] = ()
    source: tuple[int, ...] = ()
    """Slots whose rows have moved ..."""
    target: tuple[int, ...] = ()
    """... to these, which had become free."""


class Rows:
    """Rows of tokens; those in use are the first `live` ones."""

    def __init__(self, rows: int, sampling: Sampling, ending: Ending, version: int, device: torch.device):
        """Room for so many rows; completions carry `version`."""
        self._sampling, self._ending, self._version = sampling, ending, version
        self.requests: list[Request] = []
        tokens = sampling.max_new_tokens
        self._uniform_RL = torch.zeros((rows, tokens), dtype=torch.float64, device=device)
        self._token_RL = torch.zeros((rows, tokens), dtype=torch.int64, device=device)
        self._logprob_RL = torch.zeros((rows, tokens), device=device)
        self._count_R = torch.zeros(rows, dtype=torch.int64, device=device)
        self._limit_R = torch.zeros_like(self._count_R)
        self._length_R = torch.zeros_like(self._count_R)
        self._row_R = torch.arange(rows, device=device)

    @property
    def live(self) -> int:
        """How many rows are in use."""
        return len(self.requests)

    def start(self, requests: list[Request]) -> range:
        """Begin completions in the next slots; returns these."""
        new = range(self.live, self.live + len(requests))
        at, device = slice(new.start, new.stop), self._row_R.device
        self._uniform_RL[at] = uniforms([r.seed for r in requests], self._uniform_RL.shape[1]).to(device)
        self._limit_R[at] = torch.tensor([r.limit for r in requests], device=device)
        self._length_R[at] = torch.tensor([r.length for r in requests], device=device)
        self._count_R[at] = 0
        self.requests += requests
        return new

    def newest(self) -> tuple[torch.Tensor, torch.Tensor]:
        """The last token of each row in use and its place in the row, prompt included; int64 [N] both."""
        last_N = self._count_R[: self.live] - 1
        return self._token_RL[self._row_R[: self.live], last_N], self._length_R[: self.live] + last_N

    def take(self, rows: range, logits_NV: torch.Tensor) -> Taken:
        """Draw a token for each of the rows, which must include the last one; completions that are over leave."""
        at = slice(rows.start, rows.stop)
        count_N, row_N = self._count_R[at], self._row_R[at]
        token_N, logprob_N = pick(logits_NV, self._uniform_RL[row_N, count_N], self._sampling)
        self._token_RL[row_N, count_N] = token_N
        self._logprob_RL[row_N, count_N] = logprob_N
        count_N += 1
        stopped_N = self._ending.reached(token_N, lambda i: self._tokens(rows[i]))
        over = (stopped_N | (count_N >= self._limit_R[at])).nonzero().flatten().tolist()
        if not over:
            return Taken()
        stopped = stopped_N.tolist()
        finished = tuple(self._finished(rows[i], stopped[i]) for i in over)
        source, target = self._leave([rows[i] for i in over])
        return Taken(finished=finished, source=tuple(source), target=tuple(target))

    def clear(self) -> None:
        """Drop all rows."""
        self.requests.clear()

    def _tokens(self, row: int) -> list[int]:
        return list(self._token_RL[row, : int(self._count_R[row])].tolist())

    def _finished(self, row: int, stopped: bool) -> Finished:
        request, tokens = self.requests[row], self._tokens(row)
        completion = Completion(
            token_ids=tuple(tokens),
            logprobs=tuple(self._logprob_RL[row, : len(tokens)].tolist()),
            finish=Finish.STOP if stopped else Finish.LENGTH,
            policy_version=self._version,
        )
        return Finished(prompt=request.prompt, sample=request.sample, completion=completion)

    def _leave(self, rows: list[int]) -> tuple[list[int], list[int]]:
        """Free slots (ascending); the last rows in use move into the holes: from where, to where.

        Example: of slots 0 to 4, 1 and 3 leave: 4 moves to 1.
        """
        live, gone = self.live - len(rows), set(rows)
        target = [row for row in rows if row < live]
        source = [row for row in range(live, self.live) if row not in gone]
        for a, b in zip(source, target, strict=True):
            self.requests[b] = self.requests[a]
        del self.requests[live:]
        for column in (
            self._uniform_RL,
            self._token_RL,
            self._logprob_RL,
            self._count_R,
            self._limit_R,
            self._length_R,
        ):
            column[target] = column[source]
        return source, target
