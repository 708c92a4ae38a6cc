"""All checks of an evaluation's numbers in one call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prorl.train.measure.curves import pass_curves
from prorl.train.measure.flags import (
    Finding,
    Weight,
    constant_answers,
    not_above_chance,
    partial_credit,
    seldom_answers,
)
from prorl.train.measure.format_gain import format_only
from prorl.train.measure.tally import Tally, by_env


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelFinding:
    """A finding and the model that it is about."""

    model: str
    finding: Finding


def findings(
    models: Mapping[str, Sequence[Tally]], floors: Mapping[str, float], base: str | None = None
) -> list[ModelFinding]:
    """What is wrong or suspicious about the counts of an evaluation, what is wrong first.

    Args:
        models: label to tallies.
        floors: declared floor by environment name (`id` or `id@level`); one without is not checked against chance and
            constant answers.
        base: label of the base, to look for gains that are format; `None` if there is none.
    """
    found = []
    for label, tallies in models.items():
        of_model = partial_credit(tallies) + seldom_answers(tallies)
        for name, row in by_env(tallies).items():
            if name in floors:
                curve = pass_curves(row)[name]
                of_model += constant_answers(row, floors[name]) + not_above_chance(curve, floors[name])
        if base is not None and label != base:
            of_model += format_only(models[base], tallies)
        found += [ModelFinding(model=label, finding=finding) for finding in of_model]
    return sorted(found, key=lambda one: one.finding.weight != Weight.WRONG)
