"""From verdicts to one advantage per episode: shaping by length, then the group's baseline."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from prorl.agents.records import Episode, Group
from prorl.train.advantage import group_estimator
from prorl.train.config import Config
from prorl.train.shaping import cosine_is_on, shaped


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    """One episode that counts, with what it is worth."""

    group: int
    """Number of its group among all kept groups of the step."""
    episode: Episode
    reward: float
    """After shaping."""
    advantage: float
    """Before any normalisation over the batch."""
    in_loss: bool = True
    """False for an episode that serves the baseline alone."""


def score(groups: Sequence[tuple[int, Group]], config: Config, step: int) -> list[Scored]:
    """The episodes that count, group after group.

    Args:
        groups: numbered groups, as `Collected.own`.
        config: of the run.
        step: decides whether the cosine term is on.

    Example: a group of rewards (1, 0, 0, 0) without shaping and with `dr_grpo` has the advantages
    (0.75, -0.25, -0.25, -0.25).
    """
    estimate = group_estimator(config.advantage)
    scored = []
    for number, group in groups:
        rewards = [_reward(episode, config, step) for episode in group.trainable]
        advantages = estimate(torch.tensor(rewards)).tolist()
        scored += [
            Scored(
                group=number,
                episode=episode,
                reward=reward,
                advantage=advantage,
                in_loss=not (config.length.mask_truncated and episode.truncated),
            )
            for episode, reward, advantage in zip(group.trainable, rewards, advantages, strict=True)
        ]
    return scored


def _reward(episode: Episode, config: Config, step: int) -> float:
    return shaped(
        episode.verdict.reward,
        episode.num_tokens,
        episode.truncated,
        config.rollout.max_episode_tokens or config.rollout.max_new_tokens,
        length=config.length,
        term=config.cosine if cosine_is_on(step, config.cosine) else None,
    )
