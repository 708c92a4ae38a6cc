"""What a rollout leaves behind: `Completion` < `Turn` < `Episode` < `Group`, all frozen.

Letters: G episodes of one item, L tokens of one completion (ragged).
"""

from dataclasses import dataclass
from enum import StrEnum

from prorl.envs.verdict import Verdict
from prorl.registry.mixture import ItemRef


class Finish(StrEnum):
    """Why a completion ended."""

    STOP = "stop"
    """The policy wrote its end-of-turn token."""
    LENGTH = "length"
    """It ran into the token limit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Completion:
    """Tokens that the policy sampled for one prompt.

    Example: `Completion(token_ids=(64, 262), logprobs=(-0.1, -0.02), finish=Finish.STOP, policy_version=3)`.
    """

    token_ids: tuple[int, ...]
    """[L], the end-of-turn token included if it was sampled."""
    logprobs: tuple[float, ...]
    """[L], nats, of the distribution that was sampled from (temperature and top-p applied)."""
    finish: Finish
    policy_version: int
    """Optimizer steps that the sampling weights had seen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One response and the whole context that it was sampled in."""

    prompt_ids: tuple[int, ...]
    """[L], everything before the response: earlier turns are a prefix of it, token by token."""
    completion: Completion
    response: str
    """The completion as text, without special tokens."""
    reply: str = ""
    """What the environment said then, if another turn followed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Episode:
    """One play of one item."""

    item: ItemRef
    prompt: str
    turns: tuple[Turn, ...]
    """At least one; empty only where the prompt did not fit the context."""
    verdict: Verdict

    @property
    def truncated(self) -> bool:
        """True if a completion hit the token limit."""
        return any(turn.completion.finish == Finish.LENGTH for turn in self.turns)

    @property
    def trainable(self) -> bool:
        """True if there is something to learn from: sampled tokens and a verdict that means something."""
        return bool(self.turns) and self.verdict.gradeable

    @property
    def policy_version(self) -> int:
        """Of the oldest weights that sampled a turn; 0 without turns."""
        return min((turn.completion.policy_version for turn in self.turns), default=0)

    @property
    def num_tokens(self) -> int:
        """Sampled tokens."""
        return sum(len(turn.completion.token_ids) for turn in self.turns)


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """G plays of one item: what a baseline is computed over."""

    episodes: tuple[Episode, ...]

    @property
    def item(self) -> ItemRef:
        """The item that all episodes played."""
        return self.episodes[0].item

    @property
    def trainable(self) -> tuple[Episode, ...]:
        """The episodes that count: a failed rollout or an ungradeable response is left out of every statistic."""
        return tuple(episode for episode in self.episodes if episode.trainable)

    def is_informative(self, tolerance: float = 1e-6) -> bool:
        """True if the rewards of the episodes that count differ by more than `tolerance`.

        Example: rewards (1, 0, 0, 0) are informative; (1, 1) and (0.3, 0.3, 0.3) are not.
        """
        rewards = [episode.verdict.reward for episode in self.trainable]
        return len(rewards) > 1 and max(rewards) - min(rewards) > tolerance
