"""Validation: strict pass@1 on held-out items, the same items and the same random numbers every time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from accelerate.utils import gather_object

from prorl.agents.policy import Sampling
from prorl.agents.records import Episode, Group
from prorl.agents.rollout import PlaySettings
from prorl.registry.mixture import ItemRef
from prorl.train.engine_faults import jointly
from prorl.train.sampling import play_here
from prorl.train.setup import Workbench

EVAL_SEED = 0
"""Stream of the held-out items: runs with different seeds are judged on the same items."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scores:
    """How the policy does on held-out items."""

    solved: dict[str, float]
    """Strict pass@1 in [0, 1] by environment (and level, where the mixture fixes one: `id@level`), over the responses
    that could be judged; an environment where none could is left out."""
    samples: tuple[Group, ...]
    """This process's groups, for the rollout dump."""
    error: float = 0.0
    """Standard error of the mean that comes from sampling responses; the items are always the same."""
    ungradeable: float = 0.0
    """Share of responses, over all environments, that could not be judged."""

    @property
    def mean(self) -> float:
        """Mean over environments, each counting once."""
        return sum(self.solved.values()) / max(len(self.solved), 1)

    def metrics(self) -> dict[str, float]:
        """`eval/<env>/pass@1`, `eval/mean/pass@1` and, where it is not 0, `eval/ungradeable`."""
        rows = {f"eval/{name}/pass@1": value for name, value in self.solved.items()}
        rows |= {"eval/mean/pass@1": self.mean}
        return rows | {"eval/ungradeable": self.ungradeable} if self.ungradeable else rows


def evaluate(bench: Workbench) -> Scores:
    """Sample `evaluation.samples` responses to `evaluation.items` items of every environment.

    Raises:
        EngineCrash: if the engine of any process crashes.
    """
    items = held_out(bench)
    own = items[bench.accelerator.process_index :: bench.accelerator.num_processes]
    groups = jointly(lambda: play_here(bench, own, _settings(bench), bench.held))
    rows = [(name_of(group.item), tuple(map(_solved, group.episodes))) for group in groups]
    outcomes: dict[str, list[bool | None]] = {name_of(item): [] for item in items}
    everyone = gather_object(rows)
    for name, solved in everyone:
        outcomes[name] += solved
    return Scores(
        solved=_pass_rates(outcomes),
        samples=tuple(groups),
        error=sampling_error(everyone),
        ungradeable=sum(row.count(None) for row in outcomes.values()) / sum(map(len, outcomes.values())),
    )


def _solved(episode: Episode) -> bool | None:
    """`None` where a response is there and could not be judged; a prompt too long to answer is not solved."""
    return episode.verdict.solved if episode.verdict.gradeable or not episode.turns else None


def _pass_rates(outcomes: dict[str, list[bool | None]]) -> dict[str, float]:
    judged = {name: [solved for solved in row if solved is not None] for name, row in outcomes.items()}
    return {name: sum(row) / len(row) for name, row in judged.items() if row}


def sampling_error(rows: Sequence[tuple[str, Sequence[bool | None]]]) -> float:
    """Standard error of the mean pass@1 over environments, from (environment, outcomes of one item) rows.

    An item with success share p in n judged responses adds p(1 - p)/(n - 1) to the variance of its environment's sum.
    Example: one environment with the items (1, 0) and (1, 1): variance (0.5·0.5/1 + 0)/2² = 0.0625, error 0.25.
    """
    variances: dict[str, list[float]] = {}
    for name, outcomes in rows:
        judged = [solved for solved in outcomes if solved is not None]
        if judged:
            share = sum(judged) / len(judged)
            variances.setdefault(name, []).append(share * (1 - share) / max(len(judged) - 1, 1))
    by_env = [sum(values) / len(values) ** 2 for values in variances.values()]
    return math.sqrt(sum(by_env)) / max(len(by_env), 1)


def held_out(bench: Workbench) -> Sequence[ItemRef]:
    """The held-out items of every environment of the mixture."""
    return [
        ItemRef(env_id=item.env_id, level=item.level, split="eval", seed=EVAL_SEED, index=index)
        for item in bench.mixture.items
        for index in range(bench.config.evaluation.items)
    ]


def name_of(item: ItemRef) -> str:
    """`id`, or `id@level` where the mixture fixes the level."""
    return item.env_id if item.level is None else f"{item.env_id}@{item.level}"


def _settings(bench: Workbench) -> PlaySettings:
    evaluation = bench.config.evaluation
    return PlaySettings(
        group_size=evaluation.samples,
        sampling=Sampling(
            max_new_tokens=bench.config.rollout.max_new_tokens,
            temperature=evaluation.temperature,
            top_p=evaluation.top_p,
        ),
        seed=EVAL_SEED,
        context_limit=bench.context_limit,
        max_episode_tokens=bench.config.rollout.max_episode_tokens,
    )
