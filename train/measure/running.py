"""Sampling all models of an evaluation, one after the other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from prorl.agents.policy import EngineCrash
from prorl.envs.text_env import TextEnv
from prorl.train.errors import RunEnded
from prorl.train.measure.engines import EngineSettings, Opened, open_policy
from prorl.train.measure.items import Item
from prorl.train.measure.matching import Match, kept, match_temperature, token_entropy
from prorl.train.measure.plan import Model, Plan, samples_of
from prorl.train.measure.playing import Player
from prorl.train.measure.ranges import below
from prorl.train.measure.sample import Shard, Wanted, sample_missing
from prorl.train.measure.store import Store

MATCH_ITEMS, MATCH_SAMPLES = 32, 4
"""Responses from which an entropy is measured: so many items, so many of each."""
MATCH = "entropy-match.json"


class Told(Protocol):
    """Who shows progress."""

    def begin(self, label: str, total: int, done: int) -> None:
        """A model is sampled next: so many samples, of which so many are there."""

    def stored(self, samples: int, tokens: int) -> None:
        """Some more are stored."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """What this process is to do."""

    folder: Path
    plan: Plan
    items: Sequence[Item]
    """Of all targets, each once, shared out over the processes."""
    envs: Mapping[str, TextEnv]
    shard: Shard
    engine: EngineSettings
    block: int


def sample_models(job: Job, models: Sequence[Model], told: Told) -> None:
    """Sample what is missing, model by model; a model that lacks nothing is not loaded.

    Raises:
        RunEnded: if the engine fails; what was stored is kept.
        UserError: if a model cannot be loaded, or another process writes the same shard.
    """
    own = job.shard.own(job.items)
    base_entropy = cache(lambda: _base_entropy(job))
    for model in models:
        have = Store(samples_of(job.folder, model.label)).have()
        done = sum(below(have.get(item.key, ()), job.plan.n) for item in own)
        told.begin(model.label, len(own) * job.plan.n, done)
        if done == len(own) * job.plan.n:
            continue
        try:
            temperature = _matched_temperature(job, model, base_entropy) if model.matched else None
            _sample(job, model, temperature, told)
        except EngineCrash as crash:
            raise RunEnded(f"the engine failed on {model.label}: {crash}; the same command goes on") from crash


def _sample(job: Job, model: Model, temperature: float | None, told: Told) -> None:
    """One model, which is gone when this returns."""
    wanted = Wanted(
        folder=samples_of(job.folder, model.label),
        items=job.items,
        envs=job.envs,
        n=job.plan.n,
        shard=job.shard,
        block=job.block,
    )
    with open_policy(model.path, job.engine) as opened:
        sample_missing(player_of(job.plan, model, opened, temperature), wanted, told.stored)


def player_of(plan: Plan, model: Model, opened: Opened, temperature: float | None = None) -> Player:
    """A model that plays by the evaluation's protocol."""
    return Player(
        policy=opened.policy,
        tokenizer=opened.tokenizer,
        context_limit=opened.context_limit,
        sampling=plan.protocol.sampling(temperature),
        stream=(plan.protocol.seed, model.stream),
    )


def _matched_temperature(job: Job, model: Model, base_entropy: Callable[[], float]) -> float:
    """The temperature at which the model's token entropy is the base's; one model is open at a time."""

    def search() -> Match:
        target, start = base_entropy(), job.plan.protocol.temperature
        with open_policy(model.path, job.engine) as opened:
            player = player_of(job.plan, model, opened)
            return match_temperature(lambda at: token_entropy(player, _probes(job), MATCH_SAMPLES, at), target, start)

    return kept(samples_of(job.folder, model.label) / MATCH, search).temperature


def _base_entropy(job: Job) -> float:
    """Of the base at the protocol's temperature, nats a token."""
    base = next(one for one in job.plan.models if one.label == job.plan.baseline)
    with open_policy(base.path, job.engine) as opened:
        player = player_of(job.plan, base, opened)
        return token_entropy(player, _probes(job), MATCH_SAMPLES, job.plan.protocol.temperature)


def _probes(job: Job) -> Sequence[Item]:
    """Items of all targets, evenly spread."""
    return job.items[:: max(len(job.items) // MATCH_ITEMS, 1)][:MATCH_ITEMS]
