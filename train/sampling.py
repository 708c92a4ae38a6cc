"""Dynamic sampling: draw groups until there are P informative ones.

All processes draw the same items from the same mixture; process r plays every item whose number is r modulo the
number of processes. So the groups of a step, and their order, do not depend on how many processes there are.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from accelerate.utils import gather_object

from prorl.agents.policy import Sampling
from prorl.agents.records import Episode, Group
from prorl.agents.rollout import PlaySettings, play
from prorl.agents.shelf import Shelf
from prorl.envs.verdict import Status
from prorl.registry.mixture import ItemRef
from prorl.train.config import DynamicConfig
from prorl.train.engine_faults import jointly
from prorl.train.layout import computing
from prorl.train.setup import Workbench
from prorl.train.surplus import Surplus


@dataclass(frozen=True, kw_only=True, slots=True)
class EpisodeStats:
    """What the metrics need to know of an episode; small enough to be sent between processes."""

    env_id: str
    reward: float
    solved: bool
    tokens: int
    truncated: bool
    gradeable: bool
    status: Status = Status.OK
    """Of its verdict."""
    kept: bool = False
    """Whether its group is worth training on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Collected:
    """The groups of one step."""

    own: tuple[tuple[int, Group], ...]
    """This process's share of the kept groups, each with its number among all kept groups."""
    kept: int
    """Kept groups over all processes; at most P, fewer if the rounds ran out."""
    drawn: int
    """Groups sampled in this step over all processes, the dropped ones included."""
    rounds: int
    episodes: tuple[EpisodeStats, ...]
    """Every sampled episode over all processes, dropped groups included."""
    reused: int = 0
    """How many of the kept groups were sampled in an earlier step."""
    staleness: float = 0.0
    """Optimizer steps between the weights that sampled the kept groups and those of now, mean over their tokens."""
    solved: tuple[tuple[str, float], ...] = ()
    """Environment and share of solved responses of every sampled group with one that could be judged."""
    informative: tuple[tuple[str, bool], ...] = ()
    """Environment of every sampled group, and whether it is worth training on."""
    samples: tuple[Group, ...]
    """Some of this process's groups, dropped ones included, for the rollout dump."""


def stats_of(episode: Episode, kept: bool = False) -> EpisodeStats:
    """The episode in numbers."""
    return EpisodeStats(
        env_id=episode.item.env_id,
        reward=episode.verdict.reward,
        solved=episode.verdict.solved,
        tokens=episode.num_tokens,
        truncated=episode.truncated,
        gradeable=episode.trainable,
        status=episode.verdict.status,
        kept=kept,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Played:
    """One group as all processes need to see it."""

    place: int
    """Its number among the items of the round."""
    keep: bool
    episodes: tuple[EpisodeStats, ...]


def collect(bench: Workbench, step: int) -> Collected:
    """The groups of a step: those kept from earlier steps that are not too old, then fresh ones.

    Samples until `rollout.groups` informative groups are there, or `dynamic.max_rounds` are over. A first round that
    was sampled ahead is taken as it is.

    Raises:
        EngineCrash: if the engine of any process crashes; the mixture has gone on by then.
    """
    wanted, dynamic = bench.config.rollout.groups, bench.config.dynamic
    pool = bench.surplus.fresh(step, dynamic.max_age)
    samples: list[Group] = []
    played: list[_Played] = []
    rounds, early = 0, bench.early
    while early is not None or (len(pool) < wanted and rounds < dynamic.max_rounds):
        mine = list(early.own) if early is not None else play_share(bench, bench.mixture.draw(_missing(bench, pool)))
        early = None
        everyone = _share(mine, dynamic)
        pool = pool.joined_by(step, [p.place for p in everyone if p.keep], dict(mine))
        samples += [group for _, group in mine]
        played += everyone
        rounds += 1
    used, bench.surplus = pool.split(wanted)
    if not dynamic.max_age:
        bench.surplus = Surplus()
    return Collected(
        own=used.own,
        kept=len(used),
        reused=sum(born < step for born in used.born),
        staleness=_staleness(bench.policy.version, [group for _, group in used.own]),
        drawn=len(played),
        rounds=rounds,
        episodes=tuple(episode for p in played for episode in p.episodes),
        informative=tuple((p.episodes[0].env_id, p.keep) for p in played),
        solved=tuple(pair for p in played if (pair := _solved_share(p.episodes)) is not None),
        samples=tuple(samples),
    )


def _missing(bench: Workbench, pool: Surplus) -> int:
    """Groups to draw for those that are missing."""
    return math.ceil((bench.config.rollout.groups - len(pool)) * bench.config.dynamic.oversample)


def first_round(bench: Workbench, step: int) -> int:
    """Groups that the first round of a later step draws, by what is left over now; 0 if it needs none."""
    return max(0, _missing(bench, bench.surplus.fresh(step, bench.config.dynamic.max_age)))


def prepare_items(bench: Workbench, step: int, drawn: int) -> None:
    """Begin to make what a later step is going to draw, at least `drawn` items.

    It is a look ahead, not a draw: the mixture stays where it is.
    """
    state = bench.mixture.state_dict()
    items = bench.mixture.draw(max(first_round(bench, step), drawn))
    bench.mixture.load_state_dict(state)
    bench.shelf.prepare([items[place] for place in own_places(bench, len(items))])


def _staleness(version: int, own: Sequence[Group]) -> float:
    """Over all processes. Example: weights of version 8, ten tokens of version 8 and thirty of version 4: 3.0."""
    episodes = [episode for group in own for episode in group.trainable]
    late = sum((version - episode.policy_version) * episode.num_tokens for episode in episodes)
    rows = gather_object([(late, sum(episode.num_tokens for episode in episodes))])
    return float(sum(late for late, _ in rows) / max(sum(tokens for _, tokens in rows), 1))


def _solved_share(episodes: Sequence[EpisodeStats]) -> tuple[str, float] | None:
    judged = [episode.solved for episode in episodes if episode.gradeable]
    return (episodes[0].env_id, sum(judged) / len(judged)) if judged else None


def play_share(bench: Workbench, items: Sequence[ItemRef]) -> list[tuple[int, Group]]:
    """This process's items, played; each group with the number of its item.

    Raises:
        EngineCrash: if the engine of any process crashes.
    """
    places = own_places(bench, len(items))
    own = [items[p] for p in places]
    groups = jointly(lambda: play_here(bench, own, play_settings(bench), bench.shelf))
    return list(zip(places, groups, strict=True))


def own_places(bench: Workbench, count: int) -> range:
    """Which of the items of a round this process plays."""
    return range(count)[bench.accelerator.process_index :: bench.accelerator.num_processes]


def play_settings(bench: Workbench) -> PlaySettings:
    """How the groups of a step are played."""
    rollout = bench.config.rollout
    return PlaySettings(
        group_size=rollout.group_size,
        sampling=Sampling(max_new_tokens=rollout.max_new_tokens, temperature=rollout.temperature),
        seed=bench.config.run.seed,
        context_limit=bench.context_limit,
        max_episode_tokens=rollout.max_episode_tokens,
    )


def play_here(bench: Workbench, items: Sequence[ItemRef], settings: PlaySettings, shelf: Shelf) -> list[Group]:
    """Items of this process, sampled in the precision in which the loss is computed."""
    with computing(bench.layout, bench.accelerator.device):
        return play(bench.policy, bench.loaded.tokenizer, items, settings, bench.times, shelf)


def is_kept(group: Group, config: DynamicConfig) -> bool:
    """Whether a group is worth training on. A group in which a single response differs always is.

    Example: of verdict rewards (0.3, 0.3, 0.3) nothing can be learnt; (1, 0, 0) is kept, and so is (1, 1, 0).
    """
    if config.keep == "all":
        return len(group.trainable) > 1
    if config.keep == "solved":
        return 0 < sum(episode.verdict.solved for episode in group.trainable) < len(group.trainable)
    return group.is_informative(config.tolerance)


def _share(mine: list[tuple[int, Group]], dynamic: DynamicConfig) -> list[_Played]:
    """What all processes played in this round, in the order of the items."""
    rows = []
    for place, group in mine:
        keep = is_kept(group, dynamic)
        episodes = tuple(stats_of(episode, keep) for episode in group.episodes)
        rows.append(_Played(place=place, keep=keep, episodes=episodes))
    return sorted(gather_object(rows), key=lambda row: row.place)
