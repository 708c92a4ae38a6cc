"""One episode in play: an append-only history of tokens, and the environment at the other end."""

from dataclasses import dataclass, field, replace

from transformers import PreTrainedTokenizerBase

from prorl.agents.chat import reply_ids, response_text
from prorl.agents.policy import Sampling
from prorl.agents.records import Completion, Episode, Turn
from prorl.envs.seeding import digest
from prorl.envs.text_env import TextEnv
from prorl.envs.verdict import Status, unread
from prorl.registry.mixture import ItemRef


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaySettings:
    """How to play."""

    group_size: int
    """G, episodes per item."""
    sampling: Sampling
    seed: int
    """Of the run: with the item, the sample number and the turn it determines every random number."""
    context_limit: int
    """Tokens that the policy can attend to; a prompt that leaves no room for an answer fails its episodes."""
    max_episode_tokens: int = 0
    """Tokens that the policy may write in one episode, over all turns; 0: as many as the context holds."""

    def has_room(self, context: int, written: int) -> bool:
        """Whether a turn may begin: a response of full length still fits the context and the episode's budget.

        Example: with responses of at most 8 tokens and a budget of 20, a turn begins after 12 written ones, not 13.
        """
        longest = self.sampling.max_new_tokens
        budget = self.max_episode_tokens
        return context + longest <= self.context_limit and (not budget or written + longest <= budget)


@dataclass(kw_only=True, slots=True)
class Seat:
    """One episode in play."""

    env: TextEnv
    item: ItemRef
    number: int
    """Its number among the G episodes of the item."""
    context: tuple[int, ...]
    """[L], what the policy reads next: it only ever grows at its end, token by token what was sampled and replied."""
    turns: list[Turn] = field(default_factory=list)

    def seed(self, run_seed: int) -> int:
        """64 bits that belong to this turn of this episode alone."""
        item = self.item
        parts = (item.env_id, item.split, item.level, item.seed, item.index, self.number, len(self.turns))
        return digest("sample", run_seed, *parts) % 2**64

    def has_room(self, settings: PlaySettings) -> bool:
        """Whether the next turn may begin."""
        return settings.has_room(len(self.context), sum(len(turn.completion.token_ids) for turn in self.turns))

    def hear(self, tokenizer: PreTrainedTokenizerBase, completion: Completion) -> str | None:
        """Take a completion to the environment.

        Returns:
            The environment's reply; `None` where the episode has a verdict by now or it is time for one.
        """
        text = response_text(tokenizer, completion.token_ids)
        self.turns.append(Turn(prompt_ids=self.context, completion=completion, response=text))
        step = self.env.respond(text)
        return None if step is None or self.env.verdict is not None else step[0]

    def go_on(self, tokenizer: PreTrainedTokenizerBase, reply: str) -> None:
        """Append the last completion, then the reply."""
        self.turns[-1] = replace(self.turns[-1], reply=reply)
        said = self.turns[-1].completion.token_ids
        self.context += said + reply_ids(tokenizer, reply, after_stop=said[-1:] == (tokenizer.eos_token_id,))

    def episode(self) -> Episode:
        """The record of it, once it is over."""
        verdict = self.env.verdict or unread(Status.ERROR, "the prompt leaves no room for an answer in the context")
        return Episode(item=self.item, prompt=self.env.problem.prompt, turns=tuple(self.turns), verdict=verdict)
