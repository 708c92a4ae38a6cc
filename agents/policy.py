"""The one seam between prorl and whatever samples tokens.

Engines offer a `Stream`: prompts go in at any time, completions come out as they are finished, in any order. `generate`
is the whole of a fixed list of prompts, in order.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from prorl.agents.records import Completion


@dataclass(frozen=True, kw_only=True, slots=True)
class Sampling:
    """How to sample: temperature, then the `top_k` tokens, then the nucleus, then the floor `min_p`.

    Log-probabilities refer to the distribution that is left, renormalised.
    """

    max_new_tokens: int = 64
    """Token limit of one completion."""
    temperature: float = 1.0
    """Logits are divided by it; 0 takes the most likely token."""
    top_p: float = 1.0
    """Keep the most likely tokens that together reach this probability."""
    top_k: int = 0
    """Keep so many of the most likely tokens; 0 keeps all."""
    min_p: float = 0.0
    """Keep tokens with at least this share of the most likely token's probability."""
    stop: tuple[str, ...] = ()
    """Strings that end a completion: it stops with the token that completes one of them, which stays part of it."""

    def __post_init__(self) -> None:
        """Refuse settings without a meaning."""
        if self.max_new_tokens < 1:
            raise ValueError(f"max_new_tokens must be at least 1, got {self.max_new_tokens}")
        if not 0 <= self.temperature < math.inf:
            raise ValueError(f"temperature must be 0 or more and finite, got {self.temperature}")
        if not 0 < self.top_p <= 1:
            raise ValueError(f"top_p must be in (0, 1], got {self.top_p}")
        if self.top_k < 0:
            raise ValueError(f"top_k must be 0 (off) or more, got {self.top_k}")
        if not 0 <= self.min_p <= 1:
            raise ValueError(f"min_p must be in [0, 1], got {self.min_p}")
        if isinstance(self.stop, str) or "" in self.stop:
            raise ValueError(f"stop must be a tuple of strings that are not empty, got {self.stop!r}")

    @property
    def cuts(self) -> bool:
        """True if some tokens may be left out of the distribution."""
        return self.top_p < 1 or self.top_k > 0 or self.min_p > 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Prompt:
    """A context to be continued once for every seed."""

    token_ids: tuple[int, ...]
    seeds: tuple[int, ...]
    """One 64-bit seed per completion wanted: a completion depends on its seed, not on its neighbours."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finished:
    """A completion that a stream has finished."""

    prompt: int
    """Number of the prompt, in the order of adding."""
    sample: int
    """Which of the prompt's seeds it belongs to."""
    completion: Completion


class EngineCrash(RuntimeError):
    """What samples tokens raised or died; nothing of what it was writing counts."""


class Stream(Protocol):
    """Sampling under way. The same calls in the same order give the same results."""

    def add(self, prompt: Prompt) -> int:
        """Take one more prompt, at any time; returns its number (0, 1, ...)."""
        ...

    def next(self) -> Sequence[Finished]:
        """Work until at least one completion is finished; returns all that are, and nothing if nothing is pending."""
        ...

    def close(self) -> None:
        """Drop what is pending."""
        ...


class Policy(Protocol):
    """Token ids in, token ids out."""

    version: int
    """Optimizer steps that the weights have seen; stamped on every completion."""

    def generate(self, prompts: Sequence[Prompt], sampling: Sampling) -> list[tuple[Completion, ...]]:
        """One completion per seed, in order, for each prompt."""
        ...

    def stream(self, sampling: Sampling) -> Stream:
        """A new stream, without prompts. One at a time: a policy may refuse a second one before the first is closed."""
        ...


def drain(stream: Stream, prompts: Sequence[Prompt]) -> list[tuple[Completion, ...]]:
    """One completion per seed, in order, for each prompt; the stream must be new and is closed."""
    try:
        numbers = [stream.add(prompt) for prompt in prompts]
        written: dict[tuple[int, int], Completion] = {}
        while finished := stream.next():
            written |= {(one.prompt, one.sample): one.completion for one in finished}
    finally:
        stream.close()
    pairs = zip(numbers, prompts, strict=True)
    return [tuple(written[n, sample] for sample in range(len(prompt.seeds))) for n, prompt in pairs]
