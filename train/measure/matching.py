"""The temperature at which a model is as undecided as the base: equal mean token entropy of what is sampled.

Training lowers the entropy of a policy, so that a lower temperature is built into it: at equal temperatures its pass@k
for large k falls behind for that reason alone. At equal entropies this part of the difference is gone.
"""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from prorl.agents.chat import prompt_ids
from prorl.agents.policy import Prompt
from prorl.envs.seeding import digest
from prorl.train.measure.items import Item
from prorl.train.measure.playing import Player

LOW, HIGH = 0.05, 4.0
"""Temperatures that are looked at."""
TOLERANCE = 0.01
"""Relative error of the entropy at which the search ends."""
ROUNDS = 14


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """What the search found."""

    temperature: float
    entropy: float
    """Of the model at this temperature, nats a token."""
    target: float
    """Of the base at the protocol's temperature."""
    rounds: int
    """Entropies that were measured."""

    @property
    def met(self) -> bool:
        """Whether the two agree within the tolerance: False where no temperature in range does."""
        return abs(self.entropy - self.target) <= TOLERANCE * self.target


def match_temperature(entropy: Callable[[float], float], target: float, start: float) -> Match:
    """Bisect for the temperature whose entropy is the target.

    Args:
        entropy: mean token entropy at a temperature, growing with it.
        target: nats a token.
        start: a temperature to begin with.

    Returns:
        The best temperature seen; an end of the range where the target lies outside of it.

    Example: for `entropy = lambda t: t` and the target 0.7 it is within 1 % of 0.7.
    """
    low, high, now = LOW, HIGH, start
    best = None
    for rounds in range(1, ROUNDS + 1):
        found = Match(temperature=now, entropy=entropy(now), target=target, rounds=rounds)
        if best is None or abs(found.entropy - target) < abs(best.entropy - target):
            best = found
        if best.met:
            break
        low, high = (now, high) if found.entropy < target else (low, now)
        now = (low * high) ** 0.5
    assert best is not None
    return replace(best, rounds=rounds)


def token_entropy(player: Player, items: Sequence[Item], samples: int, temperature: float) -> float:
    """Mean token entropy of first responses, nats a token; models and temperatures have the same random numbers.

    It is the mean of -log-probability over sampled tokens, of the distribution that they were drawn from.
    """
    prompts = []
    for item in items:
        context = prompt_ids(player.tokenizer, item.problem.prompt)
        if len(context) + player.sampling.max_new_tokens <= player.context_limit:
            seeds = tuple(digest("entropy", player.stream[0], item.key, s) % 2**64 for s in range(samples))
            prompts.append(Prompt(token_ids=context, seeds=seeds))
    answers = player.policy.generate(prompts, replace(player.sampling, temperature=temperature))
    completions = [completion for row in answers for completion in row]
    tokens = sum(len(completion.token_ids) for completion in completions)
    return -sum(sum(completion.logprobs) for completion in completions) / max(tokens, 1)


def kept(path: Path, make: Callable[[], Match]) -> Match:
    """The match that a file holds; else it is made and written. Of several processes the first one's counts for all."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        temporary.write_text(json.dumps(asdict(make())), encoding="utf-8")
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    return Match(**json.loads(path.read_text(encoding="utf-8")))
