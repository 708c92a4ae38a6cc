"""`TextVectorEnv`: many text environments in one process, judged as one batch."""

from collections.abc import Sequence
from typing import Any

import gymnasium as gym
import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space

from prorl.envs.batch import step_all
from prorl.envs.seeding import digest
from prorl.envs.text_env import TextEnv

TextBatch = tuple[str, ...]


class TextVectorEnv(VectorEnv[TextBatch, Sequence[str], np.ndarray]):
    """N environments, of one id or of several, stepped together. `gym.make_vec(id, num_envs=N)` returns one.

    With the default `SAME_STEP` autoreset, the step that ends an episode already returns the next prompt, and the
    ended episode's info is in `infos["final_info"]` (with the mask `infos["_final_info"]`): no step is wasted.
    With `DISABLED`, `reset(options={"reset_mask": bool [N]})` restarts the ended ones. Rewards are float64 [N].

    Environment i of `reset(seed=s)` gets its own stream, hashed from (s, i): neighbouring seeds share no items.
    """

    def __init__(self, envs: Sequence[TextEnv], autoreset_mode: AutoresetMode | str = AutoresetMode.SAME_STEP):
        """Take over the environments.

        Raises:
            ValueError: for no environment, or the autoreset mode NEXT_STEP, which wastes every second step.
        """
        if not envs:
            raise ValueError("TextVectorEnv needs at least one environment")
        self.autoreset_mode = AutoresetMode(autoreset_mode)
        if self.autoreset_mode == AutoresetMode.NEXT_STEP:
            raise ValueError("TextVectorEnv autoresets in the SAME_STEP or is DISABLED")
        self.envs = tuple(envs)
        self.num_envs = len(envs)
        self.metadata = {**TextEnv.metadata, "autoreset_mode": self.autoreset_mode}
        self.single_observation_space = envs[0].observation_space
        self.single_action_space = envs[0].action_space
        self.observation_space = batch_space(self.single_observation_space, self.num_envs)
        self.action_space = batch_space(self.single_action_space, self.num_envs)
        self._observations: list[str] = [""] * self.num_envs
        self._done = np.ones(self.num_envs, dtype=bool)

    def reset(
        self,
        *,
        seed: int | Sequence[int | None] | None = None,
        options: dict[str, Any] | None = None,
    ) -> tuple[TextBatch, dict[str, Any]]:
        """Start new items in all environments, or in those of `options["reset_mask"]` (bool [N])."""
        options = dict(options or {})
        mask = options.pop("reset_mask", np.ones(self.num_envs, dtype=bool))
        infos: dict[str, Any] = {}
        for i, env_seed in enumerate(self._env_seeds(seed)):
            if mask[i]:
                self._observations[i], info = self.envs[i].reset(seed=env_seed, options=options)
                infos = self._add_info(infos, info, i)
                self._done[i] = False
        return tuple(self._observations), infos

    def _env_seeds(self, seed: int | Sequence[int | None] | None) -> Sequence[int | None]:
        if seed is None:
            return [None] * self.num_envs
        if isinstance(seed, int | np.integer):
            return [digest("vector", seed, i) % 2**63 for i in range(self.num_envs)]
        if len(seed) != self.num_envs:
            raise ValueError(f"{len(seed)} seeds for {self.num_envs} environments")
        return seed

    def step(self, actions: Sequence[str]) -> tuple[TextBatch, np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        """Give one response to each environment; those that end are judged together."""
        if self._done.any():
            raise gym.error.ResetNeeded(f"environments {np.flatnonzero(self._done).tolist()} need a reset first")
        if len(actions) != self.num_envs:
            raise ValueError(f"{len(actions)} actions for {self.num_envs} environments")
        rewards = np.zeros(self.num_envs)
        terminated = np.zeros(self.num_envs, dtype=bool)
        truncated = np.zeros(self.num_envs, dtype=bool)
        infos: dict[str, Any] = {}
        for i, outcome in enumerate(step_all(self.envs, actions)):
            self._observations[i], rewards[i], terminated[i], truncated[i], info = outcome
            if terminated[i] or truncated[i]:
                info = self._after_end(i, info)
            infos = self._add_info(infos, info, i)
        return tuple(self._observations), rewards, terminated, truncated, infos

    def _after_end(self, i: int, info: dict[str, Any]) -> dict[str, Any]:
        if self.autoreset_mode == AutoresetMode.DISABLED:
            self._done[i] = True
            return info
        final = {"final_obs": self._observations[i], "final_info": info}
        self._observations[i], first = self.envs[i].reset()
        return first | final

    def render(self) -> tuple[Any, ...]:
        """One text (or `None`) for each environment."""
        return tuple(env.render() for env in self.envs)


def make_vector_env(
    num_envs: int = 1,
    autoreset_mode: AutoresetMode | str = AutoresetMode.SAME_STEP,
    **kwargs: Any,
) -> TextVectorEnv:
    """The vector entry point of every registered id: N equal environments. Other arguments as in `TextEnv`."""
    return TextVectorEnv([TextEnv(**kwargs) for _ in range(num_envs)], autoreset_mode)
