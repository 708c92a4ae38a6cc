"""Validation: strict pass@1 on held-out items, the same items and the same random numbers every time."""

from collections.abc import Sequence
from dataclasses import dataclass

from accelerate.utils import gather_object

from prorl.agents.policy import Sampling
from prorl.agents.records import Group
from prorl.agents.rollout import PlaySettings, play
from prorl.registry.mixture import ItemRef
from prorl.train.setup import Workbench

EVAL_SEED = 0
"""Stream of the held-out items: runs with different seeds are judged on the same items."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scores:
    """How the policy does on held-out items."""

    solved: dict[str, float]
    """Strict pass@1 in [0, 1] by environment (and level, where the mixture fixes one: `id@level`)."""
    samples: tuple[Group, ...]
    """This process's groups, for the rollout dump."""

    @property
    def mean(self) -> float:
        """Mean over environments, each counting once."""
        return sum(self.solved.values()) / len(self.solved)

    def metrics(self) -> dict[str, float]:
        """`eval/<env>/pass@1` and `eval/mean/pass@1`."""
        rows = {f"eval/{name}/pass@1": value for name, value in self.solved.items()}
        return rows | {"eval/mean/pass@1": self.mean}


def evaluate(bench: Workbench) -> Scores:
    """Sample `evaluation.samples` responses to `evaluation.items` items of every environment."""
    items = held_out(bench)
    own = items[bench.accelerator.process_index :: bench.accelerator.num_processes]
    groups = play(bench.policy, bench.loaded.tokenizer, own, _settings(bench), bench.times)
    rows = [(name_of(g.item), sum(e.verdict.solved for e in g.episodes), len(g.episodes)) for g in groups]
    rows = gather_object(rows)
    names = list(dict.fromkeys(name_of(item) for item in items))
    solved = {
        name: sum(right for n, right, _ in rows if n == name) / sum(total for n, _, total in rows if n == name)
        for name in names
    }
    return Scores(solved=solved, samples=tuple(groups))


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
        context_limit=bench.loaded.context_limit,
    )
