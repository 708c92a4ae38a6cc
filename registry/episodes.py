"""Playing episodes for the conformance kit, and the exact schema of `info`."""

import copy
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from prorl.envs.seeding import SPLITS
from prorl.envs.text_env import TextEnv
from prorl.registry.entry import EnvEntry
from prorl.registry.make import build

Respond = Callable[[TextEnv, str], str]
"""A policy: (environment, observation) -> response."""

INFO_BEFORE: dict[str, type] = {"env": str, "item": str, "level": int, "domain": str}
INFO_AFTER: dict[str, type] = INFO_BEFORE | {
    "solved": bool,
    "status": str,
    "extracted": str,
    "reason": str,
    "verifier": str,
    "parts": dict,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Episode:
    """One episode that was played to its end."""

    level: int
    """Difficulty."""
    policy: str
    """What was played: "oracle", or the name of a probe."""
    reward: float = 0.0
    """Of the last step."""
    solved: bool = False
    """The strict success flag."""
    status: str = ""
    """Of the verdict; "" if the episode never ended."""
    reason: str = ""
    """Of the verdict."""
    seconds: float = 0.0
    """Spent in `step`, all turns together."""
    faults: tuple[str, ...] = ()
    """Breaches of the contract of `step`."""


def each_item(entry: EnvEntry, level: int, seed: int, items: int) -> Iterator[tuple[TextEnv, float]]:
    """Environments reset to `items` items of a level, the splits in turn, and the seconds of each reset."""
    envs = [build(entry, split=split, level=level) for split in SPLITS]
    for number in range(items):
        env = envs[number % len(envs)]
        start = time.perf_counter()
        env.reset(seed=seed, options={"index": number // len(envs)})
        yield env, time.perf_counter() - start


def play(env: TextEnv, policy: str, respond: Respond) -> Episode:
    """Play the item that `env` was reset to, on a copy: the same item can be played again. Never raises."""
    env = copy.copy(env)
    level, observation, ended = int(env.level or 0), env.problem.prompt, False
    faults: list[str] = []
    last: dict[str, Any] = {}
    seconds = 0.0
    try:
        while not ended:
            response = respond(env, observation)
            start = time.perf_counter()
            observation, reward, terminated, truncated, info = env.step(response)
            seconds += time.perf_counter() - start
            ended = terminated or truncated
            faults += step_faults(env, observation, reward, ended, info)
            last = {"reward": reward, "solved": info.get("solved", False), "status": info.get("status", "")}
            last["reason"] = str(info.get("reason", ""))
    except (Exception, SystemExit) as error:  # a verifier that executes text may try to end the process
        faults.append(f"raised {type(error).__name__}: {error}")
    return Episode(level=level, policy=policy, seconds=seconds, faults=tuple(faults), **last)


def step_faults(env: TextEnv, observation: str, reward: float, ended: bool, info: dict[str, Any]) -> list[str]:
    """What is wrong with one step's return values, by the contract in `TextEnv`."""
    faults = [] if observation in env.observation_space else ["the observation is outside its space"]
    if type(reward) is not float or not math.isfinite(reward) or not 0 <= reward <= 1:
        faults.append(f"reward {reward!r} is not a float in [0, 1]")
    elif reward > 0 and not ended:
        faults.append(f"reward {reward} before the episode is over")
    return faults + info_faults(info, ended)


def info_faults(info: dict[str, Any], ended: bool) -> list[str]:
    """Keys and types must be exactly those documented, so that nothing else can leak."""
    schema = INFO_AFTER if ended else INFO_BEFORE
    faults = [f"info has the undocumented key {key!r}" for key in info if key not in schema]
    for key, wanted in schema.items():
        if key not in info:
            faults.append(f"info lacks {key!r}")
        elif type(info[key]) is not wanted:
            faults.append(f"info[{key!r}] is {type(info[key]).__name__}, not {wanted.__name__}")
    parts = info.get("parts", {})
    if isinstance(parts, dict) and not all(type(k) is str and type(v) is float for k, v in parts.items()):
        faults.append("info['parts'] is not dict[str, float]")
    return faults
