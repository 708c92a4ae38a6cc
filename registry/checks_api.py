"""Checks of the environment as a Gymnasium object: API, declaration, spec, pickling, global state."""

import json
import pickle
import random
import re
import warnings
from typing import Any

import cloudpickle
import gymnasium as gym
import numpy as np
from gymnasium.utils.env_checker import check_env

from prorl.envs.seeding import SPLITS
from prorl.registry.episodes import info_faults, play
from prorl.registry.subject import CheckError, Subject, one_line

VERIFIER_PATTERN = re.compile(r"^[^\s@]+@[^\s@]+$")


def check_declaration(subject: Subject) -> str:
    """The table row agrees with the task, and its options survive JSON."""
    entry, task = subject.entry, subject.env().task
    if entry.max_turns != task.max_turns:
        raise CheckError(f"max_turns is {entry.max_turns} in the table and {task.max_turns} in the task")
    if (task.max_turns > 1) != (task.reply is not None):
        raise CheckError("a task has more than one turn exactly if it has a reply function")
    if not VERIFIER_PATTERN.match(task.verifier):
        raise CheckError(f"verifier {task.verifier!r} is not of the form name@version")
    if not 0 <= entry.floor < 1:
        raise CheckError(f"the declared floor {entry.floor} is not in [0, 1)")
    if json.loads(json.dumps(entry.options)) != entry.options:
        raise CheckError("the options do not survive JSON")
    for level in task.levels.default_mix:
        task.levels.check(level)
    return f"{task.verifier}, levels {subject.levels[0]} to {subject.levels[-1]}, {task.max_turns} turn(s)"


def check_gymnasium(subject: Subject) -> str:
    """Gymnasium's own checker finds nothing, and warns of nothing."""
    env = gym.make(subject.entry.id, disable_env_checker=True).unwrapped
    env.reset(seed=0)
    env.step("")  # what is imported on first use may warn: that is not the checker's finding
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        check_env(env)
    if caught:
        raise CheckError(f"check_env warns: {one_line(str(caught[0].message))}")
    return "check_env passes without a warning"


def check_first_info(subject: Subject) -> str:
    """`info` of every reset holds exactly the documented keys, so that the reference cannot be among them."""
    for level in subject.levels:
        for split in SPLITS:
            env = subject.env(split=split, level=level)
            prompt, info = env.reset(seed=0)
            faults = info_faults(info, ended=False)
            if prompt not in env.observation_space:
                faults.append("the prompt is outside the observation space")
            if faults:
                raise CheckError(f"level {level}: {faults[0]}")
    return "reset returns exactly the documented info"


def check_spec(subject: Subject) -> str:
    """The spec survives JSON, and what it makes then starts with the same item."""
    env = gym.make(subject.entry.id, split="eval", level=subject.levels[0])
    assert env.spec is not None
    again = gym.make(gym.envs.registration.EnvSpec.from_json(env.spec.to_json()))
    if env.reset(seed=5) != again.reset(seed=5):
        raise CheckError("an environment made from the spec's JSON starts with another item")
    return "EnvSpec survives JSON"


def check_pickle(subject: Subject) -> str:
    """A pickled environment goes on as the original does."""
    env = subject.env(level=subject.levels[0])
    env.reset(seed=6)
    how, dumps = "pickle", pickle.dumps
    try:
        data = dumps(env)
    except Exception:  # closures among the task's functions
        how, dumps = "cloudpickle (not plain pickle)", cloudpickle.dumps
        data = dumps(env)
    copy = pickle.loads(data)
    if _outcome(env) != _outcome(copy):
        raise CheckError(f"after {how} the same item has another verdict or another successor")
    return how


def _outcome(env: Any) -> tuple[Any, ...]:
    episode = play(env, "oracle", lambda env, seen: env.oracle())
    return env.problem, episode.reward, episode.status, env.reset()


def check_global_state(subject: Subject) -> str:
    """`make`, `reset` and `step` leave the global generators of `random` and `numpy.random` as they were."""
    for level in subject.levels:
        before = _global_state()
        env = gym.make(subject.entry.id, level=level)
        env.reset(seed=7)
        env.step(env.unwrapped.oracle())  # type: ignore[attr-defined]
        for name, state in _global_state().items():
            if state != before[name]:
                raise CheckError(f"level {level}: the global generator of {name} was used or seeded")
    return "global generators untouched"


def _global_state() -> dict[str, str]:
    return {"random": repr(random.getstate()), "numpy.random": repr(np.random.get_state(legacy=False))}
