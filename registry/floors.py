"""Measuring one level: what the oracle earns, and what can be earned without skill."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from prorl.envs.seeding import Split, item_hash
from prorl.envs.text_env import TextEnv
from prorl.registry.entry import EnvEntry
from prorl.registry.episodes import Episode, each_item, play
from prorl.registry.leaks import reader_probes
from prorl.registry.probes import level_probes
from prorl.registry.report import LevelRow

ORACLE_SEED, FLOOR_SEED = 1, 2
"""Neighbours; the probes meet other items than the ones whose oracle answers they repeat."""
UNLIKELY = 1e-4


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """All episodes of one level and what they come to."""

    row: LevelRow
    """The table row."""
    oracle: tuple[Episode, ...]
    """One for each item."""
    probes: tuple[Episode, ...]
    """One for each probe and item."""
    readings: tuple[Episode, ...]
    """One for each item and each place of the prompt that may give the answer away."""
    responses: tuple[str, ...]
    """The oracle's first response to each item."""
    streams: Mapping[tuple[int, Split], tuple[str, ...]]
    """Content hashes of the items met, in order, for each seed and split."""


def measure_level(entry: EnvEntry, level: int, items: int) -> Measured:
    """Play the oracle, all probes and all readers on `items` items each, half of either split."""
    oracle, seen, reset_seconds = [], [], []
    streams: dict[tuple[int, Split], tuple[str, ...]] = {}
    for env, seconds in each_item(entry, level, ORACLE_SEED, items):
        _note(streams, ORACLE_SEED, env)
        reset_seconds.append(seconds)
        seen.append((env.problem.prompt, env.oracle()))
        oracle.append(play(env, "oracle", lambda env, seen: env.oracle()))
    responses = tuple(response for _, response in seen)
    probes, readers = level_probes(responses), reader_probes(seen)
    played, readings = [], []
    for env, _ in each_item(entry, level, FLOOR_SEED, items):
        _note(streams, FLOOR_SEED, env)
        played += [play(env, probe.name, probe.respond) for probe in probes]
        readings += [play(env, reader.name, reader.respond) for reader in readers]
    floor, best = best_policy(played)
    row = LevelRow(
        level=level,
        oracle=_mean(e.reward for e in oracle),
        floor=floor,
        probe=best,
        generate_ms=1000 * _mean(reset_seconds),
        verify_ms=1000 * _mean(e.seconds for e in oracle),
    )
    episodes = {"oracle": tuple(oracle), "probes": tuple(played), "readings": tuple(readings)}
    return Measured(row=row, responses=responses, streams=streams, **episodes)


def _note(streams: dict[tuple[int, Split], tuple[str, ...]], seed: int, env: TextEnv) -> None:
    streams[seed, env.split] = (*streams.get((seed, env.split), ()), item_hash(env.problem))


def best_policy(played: Iterable[Episode]) -> tuple[float, str]:
    """The highest mean reward and the policy that earns it, `(0.0, "")` if none earns anything."""
    rewards: dict[str, list[float]] = {}
    for episode in played:
        rewards.setdefault(episode.policy, []).append(episode.reward)
    means = [(_mean(earned), name) for name, earned in rewards.items()]
    mean, name = max(means, key=lambda pair: pair[0], default=(0.0, ""))
    return (mean, name) if mean > 0 else (0.0, "")


def surely_above(measured: float, declared: float, items: int) -> bool:
    """True if a mean as high as `measured` over so many items is no accident, were the true mean `declared`.

    An exact binomial test, which for partial rewards errs on the lenient side: its chance must be under 1e-4.
    With few items only gross excess is sure.

    Examples: `surely_above(0.01, 0.0, 100)` is true; `surely_above(0.1, 0.05, 100)` is not; `0.2` is.
    """
    hits = math.floor(measured * items + 1e-9)
    if hits == 0 or declared >= 1.0:
        return False
    return declared <= 0.0 or _tail(hits, items, declared) < UNLIKELY


def _tail(hits: int, n: int, p: float) -> float:
    """The chance of `hits` or more successes in `n` trials of chance `p`."""
    logs = (_log_choose(n, k) + k * math.log(p) + (n - k) * math.log1p(-p) for k in range(hits, n + 1))
    return math.fsum(math.exp(log) for log in logs)


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return math.fsum(numbers) / len(numbers)
