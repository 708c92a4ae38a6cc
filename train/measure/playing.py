"""Playing items: every sample of every item, turn by turn, each different response judged once."""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from transformers import PreTrainedTokenizerBase

from prorl.agents.chat import prompt_ids, reply_ids, response_text
from prorl.agents.policy import EngineCrash, Policy, Prompt, Sampling
from prorl.agents.records import Completion, Finish
from prorl.envs.batch import judge_all
from prorl.envs.seeding import digest
from prorl.envs.text_env import TextEnv
from prorl.envs.verdict import Status, Verdict, unread
from prorl.train.measure.items import Item
from prorl.train.measure.ranges import Ranges
from prorl.train.measure.store import Stored, text_hash

NO_ROOM = unread(Status.NO_ANSWER, "the prompt leaves no room for a response in the context")
"""Judged and not solved: a model that cannot take the prompt cannot solve the item."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Player:
    """A model that is being measured."""

    policy: Policy
    tokenizer: PreTrainedTokenizerBase
    context_limit: int
    """Tokens that it can attend to."""
    sampling: Sampling
    stream: tuple[int, ...] = (0,)
    """Names the random numbers: models with the same stream sample with the same ones."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """Samples that are wanted of one item."""

    item: Item
    env: TextEnv
    samples: Ranges
    known: frozenset[str] = frozenset()
    """Hashes of responses that are judged already."""


@dataclass(kw_only=True, slots=True)
class _Seat:
    """One sample being made."""

    task: Task
    env: TextEnv
    sample: int
    context: tuple[int, ...]
    text: list[str] = field(default_factory=list)
    completions: list[Completion] = field(default_factory=list)
    verdict: Verdict | None = None
    cut: bool = False

    @property
    def hash(self) -> str:
        return text_hash(self.text)

    def seed(self, stream: tuple[int, ...]) -> int:
        """64 bits that belong to this turn of this sample of this item, whatever the model and n."""
        return digest("evaluation", *stream, self.task.item.key, self.sample, len(self.text)) % 2**64


def play(player: Player, tasks: Sequence[Task]) -> list[list[Stored]]:
    """The different responses to each item, those that are known already with a verdict that means nothing.

    Raises:
        EngineCrash: if the policy raises. Nothing that it writes and no verifier's failure does.
    """
    tables = [_seats(player, task) for task in tasks]
    seats = [seat for table in tables for seat in table]
    active = [seat for seat in seats if _fits(player, seat)]
    while active:
        _sample(player, active)
        active = [seat for seat in active if _goes_on(player, seat)]
    _judge(seats)
    return [_different(table) for table in tables]


def _seats(player: Player, task: Task) -> list[_Seat]:
    context = prompt_ids(player.tokenizer, task.item.problem.prompt)
    numbers = [number for low, high in task.samples for number in range(low, high)]
    return [_Seat(task=task, env=_fresh(task), sample=number, context=context) for number in numbers]


def _fresh(task: Task) -> TextEnv:
    """The environment at the beginning of the item."""
    env = copy.copy(task.env)
    env.resume(task.item.problem, task.item.level, (), ())
    return env


def _fits(player: Player, seat: _Seat) -> bool:
    return len(seat.context) + player.sampling.max_new_tokens <= player.context_limit


def _sample(player: Player, seats: list[_Seat]) -> None:
    """One completion for each seat; seats with the same context share one prompt."""
    shared: dict[tuple[int, ...], list[_Seat]] = {}
    for seat in seats:
        shared.setdefault(seat.context, []).append(seat)
    prompts = [
        Prompt(token_ids=context, seeds=tuple(seat.seed(player.stream) for seat in members))
        for context, members in shared.items()
    ]
    try:
        answers = player.policy.generate(prompts, player.sampling)
    except Exception as error:
        raise EngineCrash(f"{type(error).__name__}: {error}") from error
    for members, completions in zip(shared.values(), answers, strict=True):
        for seat, completion in zip(members, completions, strict=True):
            seat.completions.append(completion)
            seat.cut |= completion.finish == Finish.LENGTH


def _goes_on(player: Player, seat: _Seat) -> bool:
    """Hand the response to the environment; whether another one is to follow."""
    completion = seat.completions[-1]
    seat.text.append(response_text(player.tokenizer, completion.token_ids))
    step = seat.env.respond(seat.text[-1])
    if step is None or seat.env.verdict is not None:
        seat.verdict = seat.env.verdict
        return False
    stopped = completion.token_ids[-1:] == (player.tokenizer.eos_token_id,)
    seat.context += completion.token_ids + reply_ids(player.tokenizer, step[0], after_stop=stopped)
    return _fits(player, seat)


def _judge(seats: Sequence[_Seat]) -> None:
    """Give every seat a verdict, equal responses to an item the same one."""
    for seat in seats:
        if not seat.text or seat.hash in seat.task.known:
            seat.verdict = NO_ROOM
    waiting: dict[tuple[str, str], _Seat] = {}
    for seat in seats:
        if seat.verdict is None:
            waiting.setdefault((seat.task.item.key, seat.hash), seat)
    verdicts = dict(zip(waiting, judge_all([seat.env for seat in waiting.values()]), strict=True))
    for seat in seats:
        seat.verdict = seat.verdict or verdicts[seat.task.item.key, seat.hash]


def _different(table: list[_Seat]) -> list[Stored]:
    """The seats of one item, equal responses together."""
    groups: dict[str, list[_Seat]] = {}
    for seat in table:
        groups.setdefault(seat.hash, []).append(seat)
    return [_stored(name, seats) for name, seats in groups.items()]


def _stored(name: str, seats: list[_Seat]) -> Stored:
    first = seats[0]
    assert first.verdict is not None
    return Stored(
        hash=name,
        text=tuple(first.text),
        verdict=first.verdict,
        verifier=first.env.task.verifier,
        samples=tuple(seat.sample for seat in seats),
        tokens=tuple(sum(len(c.token_ids) for c in seat.completions) for seat in seats),
        logprobs=tuple(sum(sum(c.logprobs) for c in seat.completions) for seat in seats),
        truncated=frozenset(seat.sample for seat in seats if seat.cut),
        versions=tuple(max((c.policy_version for c in seat.completions), default=0) for seat in seats),
    )


Said = Callable[[int, int], None]
"""Told how many samples, of how many tokens, were stored."""
