"""What a run was not trained on: larger levels, other environments. And the table that sets it beside what it was."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.table import Table

from prorl.registry.errors import UserError
from prorl.registry.mixture_items import MixtureItem, merge, parse_items, table_items
from prorl.registry.table import TABLE
from prorl.train.config import Config
from prorl.train.measure.curves import MEAN, pass_curves
from prorl.train.measure.evaluation import Evaluation
from prorl.train.measure.intervals import Interval
from prorl.train.measure.items import Target, open_env
from prorl.train.stages import at_stage

DEFAULT_ENVS = ("mixture:prorl-v1-ood",)
STEPS = (1, 2, 4)
"""Levels over the highest trained one."""
IN, LARGER, UNSEEN = "in: trained", "out: larger levels", "out: unseen environments"


def trained_items(config: Config) -> tuple[MixtureItem, ...]:
    """All that a run draws from, in any of its stages."""
    stages = [at_stage(config, number) for number in range(len(config.stages) + 1)]
    return merge(item for stage in stages for item in table_items(stage.mixture, TABLE))


def in_and_out(config: Config, run: Path, envs: Iterable[str], items: int) -> list[Target]:
    """Targets of the three groups.

    Args:
        config: of the run.
        run: its folder; the newest checkpoint says how far adaptive levels came.
        envs: unseen environments, as for `--env`; what was trained is left out.
        items: of each target.

    Raises:
        UserError: if nothing is left that was not trained.
    """
    trained = trained_items(config)
    seen = {item.env_id for item in trained}
    inside = [Target(env_id=item.env_id, level=item.level, items=items, group=IN) for item in trained]
    larger = _larger(trained, _reached(run), items)
    others = [item for item in merge(parse_items(envs, TABLE)) if item.env_id not in seen]
    unseen = [Target(env_id=item.env_id, level=item.level, items=items, group=UNSEEN) for item in others]
    if not larger and not unseen:
        raise UserError("nothing is left that the run was not trained on: name unseen environments with --ood-env")
    return [*inside, *larger, *unseen]


def _larger(trained: Sequence[MixtureItem], reached: Mapping[str, float], items: int) -> list[Target]:
    """Of each environment the levels over the highest trained one, as far as there are."""
    found = []
    for env_id in dict.fromkeys(item.env_id for item in trained):
        levels = open_env(Target(env_id=env_id)).task.levels
        fixed = [item.level for item in trained if item.env_id == env_id]
        top = max(max(levels.default_mix) if level is None else level for level in fixed)
        top = max(top, math.ceil(reached.get(env_id, 0.0)))
        allowed = [top + step for step in STEPS if levels.maximum is None or top + step <= levels.maximum]
        found += [Target(env_id=env_id, level=level, items=items, group=LARGER) for level in allowed]
    return found


def _reached(run: Path) -> dict[str, float]:
    """Adaptive levels at the newest checkpoint."""
    states = sorted((run / "checkpoints").glob("step-*/progress.json"))
    if not states:
        return {}
    state = json.loads(states[-1].read_text(encoding="utf-8"))
    return {env_id: float(level) for env_id, level in state["mixture"].get("levels", {}).items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupLine:
    """A model on a group of targets: means over its environments."""

    group: str
    model: str
    targets: int
    first: Interval
    """pass@1."""
    last: Interval
    """pass@k at the largest k."""
    k: int


def group_lines(evaluation: Evaluation) -> list[GroupLine]:
    """The in/out table, group by group, the models in their order."""
    groups = list(dict.fromkeys(target.group for target in evaluation.plan.targets if target.group))
    found = []
    for group in groups:
        names = {target.name for target in evaluation.plan.targets if target.group == group}
        for model in evaluation.plan.models:
            own = [tally for tally in evaluation.tallies[model.label] if tally.name in names]
            curve = pass_curves(own, evaluation.plan.ks).get(MEAN)
            if curve is None or not curve.points:
                continue
            last = curve.points[-1]
            line = GroupLine(
                group=group,
                model=model.label,
                targets=len({tally.name for tally in own}),
                first=curve.points[0].passed,
                last=last.passed,
                k=last.k,
            )
            found.append(line)
    return found


def group_table(lines: Sequence[GroupLine]) -> Table:
    """For a terminal."""
    table = Table(title="in and out of distribution, mean over environments, percent", title_justify="left")
    for place, name in enumerate(("group", "environments", "model", "pass@1", f"pass@{lines[-1].k if lines else 'k'}")):
        table.add_column(name, justify="left" if place in (0, 2) else "right")
    for line in lines:
        table.add_row(line.group, str(line.targets), line.model, _percent(line.first), _percent(line.last))
    return table


def _percent(found: Interval) -> str:
    return f"{100 * found.value:.1f} [{100 * found.low:.0f}, {100 * found.high:.0f}]"


def longer(targets: Iterable[Target], factor: float) -> list[Target]:
    """The trained targets again, to be sampled with a larger token limit."""
    group = f"out: {factor:g} times the tokens"
    return [replace(target, group=group) for target in targets if target.group == IN]
