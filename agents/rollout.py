"""Playing episodes: G of each item, all items together, each turn as soon as the one before is over.

A turn that is finished goes to its environment at once, in the thread that samples; where the episode goes on, its next
prompt joins the others in the engine. Last turns are judged meanwhile (`agents/judging.py`).
"""

import copy
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from transformers import PreTrainedTokenizerBase

from prorl.agents.chat import prompt_ids
from prorl.agents.judging import Judging
from prorl.agents.policy import EngineCrash, Policy, Prompt, Stream
from prorl.agents.records import Completion, Group
from prorl.agents.seat import PlaySettings, Seat
from prorl.agents.shelf import Shelf
from prorl.registry.mixture import ItemRef

__all__ = ["PlaySettings", "PlayTimes", "play"]


@dataclass(kw_only=True, slots=True)
class PlayTimes:
    """Seconds spent, added up over calls. What is hidden went on beside something else and delayed nobody."""

    sample: float = 0.0
    verify: float = 0.0
    """Environments' answers, and verdicts that had to be waited for."""
    verify_hidden: float = 0.0
    """Verdicts that were made while others still sampled."""
    prompts: float = 0.0
    """Making items, or waiting for them."""
    prompts_hidden: float = 0.0
    """Items that were made before they were asked for."""


def play(
    policy: Policy,
    tokenizer: PreTrainedTokenizerBase,
    items: Sequence[ItemRef],
    settings: PlaySettings,
    times: PlayTimes | None = None,
    shelf: Shelf | None = None,
) -> list[Group]:
    """Play every item G times.

    Args:
        policy: samples.
        tokenizer: the policy's.
        items: what to play.
        settings: how.
        times: what it took is added here.
        shelf: where the items come from; by default each is made now.

    Returns:
        One group per item, in order. Nothing that a policy writes and no verifier's failure raises: both are verdicts.

    Raises:
        EngineCrash: if the policy itself raises.
    """
    times, shelf = times or PlayTimes(), shelf or Shelf()
    with _adding(times, "prompts"):
        tables = [_seats(shelf, tokenizer, item, settings.group_size) for item in items]
    times.prompts_hidden += shelf.hidden_seconds()
    going = [seat for seats in tables for seat in seats if seat.has_room(settings)]
    judging = Judging()
    try:
        if going:
            _Play(policy, tokenizer, settings, judging, times).to_the_end(going)
        with _adding(times, "verify"):
            times.verify_hidden += judging.settle()
    finally:
        judging.close()
    return [Group(episodes=tuple(seat.episode() for seat in seats)) for seats in tables]


def _seats(shelf: Shelf, tokenizer: PreTrainedTokenizerBase, item: ItemRef, count: int) -> list[Seat]:
    """G copies of the environment at the item: made once, an environment's episode state is immutable."""
    env = shelf.take(item)
    context = prompt_ids(tokenizer, env.problem.prompt)
    return [Seat(env=copy.copy(env), item=item, number=n, context=context) for n in range(count)]


class _Play:
    """Seats in play and the stream that writes their turns."""

    def __init__(
        self,
        policy: Policy,
        tokenizer: PreTrainedTokenizerBase,
        settings: PlaySettings,
        judging: Judging,
        times: PlayTimes,
    ):
        self._tokenizer, self._settings, self._judging, self._times = tokenizer, settings, judging, times
        with _crashing():
            self._stream: Stream = policy.stream(settings.sampling)
        self._asked: dict[int, list[Seat]] = {}

    def to_the_end(self, seats: Sequence[Seat]) -> None:
        """Every episode until only its verdict may be missing."""
        try:
            self._ask(seats)
            while turns := self._written():
                with _adding(self._times, "verify"):
                    going = [seat for seat, completion in turns if self._goes_on(seat, completion)]
                self._ask(going)
        finally:
            with suppress(Exception):  # of a broken engine, whose first error is on its way
                self._stream.close()

    def _ask(self, seats: Iterable[Seat]) -> None:
        """For the next turn of each; seats with the same context share one prompt."""
        shared: dict[tuple[int, ...], list[Seat]] = {}
        for seat in seats:
            shared.setdefault(seat.context, []).append(seat)
        with _adding(self._times, "sample"), _crashing():
            for context, members in shared.items():
                seeds = tuple(seat.seed(self._settings.seed) for seat in members)
                self._asked[self._stream.add(Prompt(token_ids=context, seeds=seeds))] = members

    def _written(self) -> list[tuple[Seat, Completion]]:
        """Turns that are finished, in the order in which they were asked for; empty when there are no more."""
        with _adding(self._times, "sample"), _crashing():
            finished = sorted(self._stream.next(), key=lambda one: (one.prompt, one.sample))
        return [(self._asked[one.prompt][one.sample], one.completion) for one in finished]

    def _goes_on(self, seat: Seat, completion: Completion) -> bool:
        """Take a turn to its environment; whether another one follows."""
        reply = seat.hear(self._tokenizer, completion)
        if reply is not None:
            seat.go_on(self._tokenizer, reply)
            if seat.has_room(self._settings):
                return True
        if seat.env.verdict is None:
            self._judging.add(seat.env)
        return False


@contextmanager
def _crashing() -> Iterator[None]:
    """What an engine raises is an `EngineCrash`."""
    try:
        yield
    except Exception as error:
        raise EngineCrash(f"{type(error).__name__}: {error}") from error


@contextmanager
def _adding(times: PlayTimes, name: str) -> Iterator[None]:
    """Add the time that the block takes."""
    started = time.perf_counter()
    yield
    setattr(times, name, getattr(times, name) + time.perf_counter() - started)
