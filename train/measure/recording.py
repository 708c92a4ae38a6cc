"""Writing down what an evaluation is before anything is sampled."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from prorl.registry.errors import UserError
from prorl.train.measure import plan as plans
from prorl.train.measure.items import Item
from prorl.train.measure.plan import Plan
from prorl.train.measure.suite import all_items, data_of


def recorded(folder: Path, plan: Plan) -> Mapping[str, Sequence[Item]]:
    """Make `evaluation.json` and `items.jsonl` hold the plan, joined with what the folder held before.

    Returns:
        The items of the plan's targets, by target.

    Raises:
        UserError: if the folder holds something else, another evaluation, or the data have changed since.
    """
    items = all_items(plan.targets)
    data = [data_of(target, items[target.name]) for target in plan.targets]
    plan = replace(plan, data=tuple(one for one in data if one is not None))
    if plans.is_evaluation(folder):
        old = plans.load(folder)
        _same_data(folder, old, plan)
        plan = plans.joined(old, plan)
    elif _holds_something_else(folder):
        raise UserError(f"{folder} is neither empty nor an evaluation: give another --out")
    plans.save(folder, plan, items)
    return items


def _holds_something_else(folder: Path) -> bool:
    """Whether there is anything but what another process of this evaluation may be writing just now."""
    if not folder.exists():
        return False
    own = {plans.ITEMS, plans.FILE, "samples"}
    return not folder.is_dir() or any(path.name not in own and path.name[0] != "." for path in folder.iterdir())


def _same_data(folder: Path, old: Plan, new: Plan) -> None:
    """Rows may be added by asking for more items; where their number is the same, they must be the same."""
    before = {(data.env_id, data.rows): data for data in old.data}
    for data in new.data:
        was = before.get((data.env_id, data.rows))
        if was is not None and was.rows_hash != data.rows_hash:
            raise UserError(
                f"{folder}: the rows of {data.env_id} have changed (from {was.source}, now {data.source}): "
                "put the old data back, or give another --out"
            )
