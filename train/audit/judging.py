"""Judging stored responses again: by the installed verifier, and by a second one where there is one."""

import copy
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

from prorl.envs.batch import judge_all
from prorl.envs.data_file import DataError
from prorl.envs.seeding import Split
from prorl.envs.task import Problem
from prorl.envs.text_env import TextEnv
from prorl.envs.verdict import Verdict
from prorl.registry.errors import UserError
from prorl.registry.make import make_env
from prorl.train.audit.choosing import Choice
from prorl.train.audit.finding import LONGEST_EXAMPLE, SHOWN, Example
from prorl.train.audit.second import second_of
from prorl.train.audit.visits import Given, Source, Visit

BATCH = 64
"""Responses that are judged side by side."""


@dataclass(kw_only=True, slots=True)
class Rejudged:
    """What judging responses of one environment again came to."""

    where: str
    env_id: str
    verifier: str = ""
    """The installed one."""
    winners: int = 0
    """Stored as solved, judged again."""
    lost: int = 0
    """Of these, those that are not solved now."""
    losers: int = 0
    gained: int = 0
    """Stored as not solved, and solved now."""
    undecided: int = 0
    """Could not be judged now."""
    unmade: int = 0
    """Their items could not be made again."""
    second: str = ""
    """Name of the second verifier."""
    second_asked: int = 0
    """Winners of which it has an opinion."""
    second_lost: int = 0
    """Those that it rejects."""
    lost_examples: list[Example] = field(default_factory=list)
    gained_examples: list[Example] = field(default_factory=list)
    second_examples: list[Example] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """One response with the environment that is to judge it."""

    env: TextEnv
    visit: Visit
    given: Given


class Judge:
    """Goes through a source a second time and judges what was chosen."""

    def __init__(self) -> None:
        """Open no environment yet."""
        self._envs: dict[tuple[str, Split], TextEnv | None] = {}
        self._found: dict[tuple[str, str], Rejudged] = {}

    def judge(self, source: Source, choice: Choice) -> list[Rejudged]:
        """Results by place and environment.

        Args:
            source: of the responses.
            choice: made while it was gone through before.
        """
        batch: list[_Asked] = []
        for asked in self._asked(source, choice):
            batch.append(asked)
            if len(batch) == BATCH:
                self._settle(batch)
                batch = []
        self._settle(batch)
        return list(self._found.values())

    def _asked(self, source: Source, choice: Choice) -> Iterator[_Asked]:
        wanted = choice.places()
        for number, visit in enumerate(source.visits()):
            for given in (visit.given[place] for place in wanted.get(number, ())):
                env = self._resumed(visit, given)
                if env is not None:
                    yield _Asked(env=env, visit=visit, given=given)
                else:
                    self._result(visit).unmade += 1

    def _result(self, visit: Visit) -> Rejudged:
        key = (visit.where, visit.env_id)
        return self._found.setdefault(key, Rejudged(where=visit.where, env_id=visit.env_id))

    def _resumed(self, visit: Visit, given: Given) -> TextEnv | None:
        """An environment after the last turn of a response; `None` if its item cannot be had."""
        env = self._open(visit)
        if env is None or (given.joined and env.task.reply is not None):
            return None
        made = _made(env, visit)
        if made is None:
            return None
        fresh = copy.copy(env)
        fresh.resume(made[0], made[1], given.turns, [""] * (len(given.turns) - 1))
        return fresh

    def _open(self, visit: Visit) -> TextEnv | None:
        split: Split = visit.ref.split if visit.ref is not None else "eval"
        key = (visit.env_id, split)
        if key not in self._envs:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # without its data set an environment can still judge
                try:
                    self._envs[key] = make_env(visit.env_id, split=split)
                except (UserError, DataError, ValueError):
                    self._envs[key] = None
        return self._envs[key]

    def _settle(self, batch: list[_Asked]) -> None:
        for asked, verdict in zip(batch, judge_all([asked.env for asked in batch]), strict=True):
            self._count(asked, verdict)

    def _count(self, asked: _Asked, verdict: Verdict) -> None:
        found, given = self._result(asked.visit), asked.given
        found.verifier = asked.env.task.verifier
        if not verdict.gradeable:
            found.undecided += 1
        elif given.solved:
            found.winners += 1
            found.lost += not verdict.solved
            if not verdict.solved:
                _keep(found.lost_examples, asked)
        else:
            found.losers += 1
            found.gained += verdict.solved
            if verdict.solved:
                _keep(found.gained_examples, asked)
        if given.solved:
            self._ask_second(found, asked)

    def _ask_second(self, found: Rejudged, asked: _Asked) -> None:
        second = second_of(asked.env.task.verifier)
        if second is None or len(asked.given.turns) > 1:
            return
        found.second, ask = second
        said = ask(asked.env.problem, asked.given)
        found.second_asked += said is not None
        found.second_lost += said is False
        if said is False:
            _keep(found.second_examples, asked)


def _made(env: TextEnv, visit: Visit) -> tuple[Problem, int] | None:
    """The item and its level, as it was stored or made again; `None` if it is another one by now."""
    if visit.problem is not None:
        return visit.problem, visit.level
    assert visit.ref is not None
    try:
        env.reset(seed=visit.ref.seed, options={"level": visit.ref.level, "index": visit.ref.index})
    except Exception:  # a stored level or item that this version does not have
        return None
    return (env.problem, env.item_level) if env.problem.prompt == visit.prompt else None


def _keep(examples: list[Example], asked: _Asked) -> None:
    if len(examples) < SHOWN:
        examples.append(asked.visit.example(asked.given).cut(LONGEST_EXAMPLE))
