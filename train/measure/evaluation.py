"""An evaluation as it lies in a folder: `load_evaluation` is the way in for summaries, pages and audits."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from prorl.train.measure import plan as plans
from prorl.train.measure.items import Target
from prorl.train.measure.matching import Match
from prorl.train.measure.plan import ItemName, Model, Plan, samples_of
from prorl.train.measure.ranges import below
from prorl.train.measure.running import MATCH
from prorl.train.measure.store import Answered, Response, Store, responses_of
from prorl.train.measure.tally import Tally
from prorl.train.measure.tallying import tally_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Evaluation:
    """All of an evaluation that fits into memory, and ways to stream the rest."""

    folder: Path
    plan: Plan
    items: tuple[ItemName, ...]
    """Of all targets."""
    tallies: Mapping[str, tuple[Tally, ...]]
    """Model label -> a tally for each of its items, those of a target side by side; level as the target fixed it."""
    missing: Mapping[str, int]
    """Model label -> samples of the plan that are not there yet."""
    matches: Mapping[str, Match]
    """Model label -> how its own temperature was found; only of entropy-matched models."""

    @property
    def complete(self) -> bool:
        """Whether all samples of the plan are there."""
        return not any(self.missing.values())

    def model(self, label: str) -> Model:
        """The model of a label."""
        return next(model for model in self.plan.models if model.label == label)

    def target(self, name: str) -> Target:
        """The target of a name, which is also the name of its tallies."""
        return next(target for target in self.plan.targets if target.name == name)

    def of(self, label: str, target: str) -> tuple[Tally, ...]:
        """A model's tallies over the items of one target."""
        return tuple(tally for tally in self.tallies[label] if tally.name == target)

    def answered(self, label: str, target: str | None = None) -> Iterator[Answered]:
        """Item after item with all different responses of a model, in bounded memory."""
        keys = {item.key for item in self.items if target in (None, item.target)}
        return Store(samples_of(self.folder, label)).all_answered(keys, self.plan.n)

    def responses(self, label: str, target: str | None = None) -> Iterator[Response]:
        """Every sample of a model, in bounded memory."""
        for answered in self.answered(label, target):
            yield from responses_of(answered, label)


def load_evaluation(folder: Path) -> Evaluation:
    """The evaluation of a folder, also while it is being sampled.

    Raises:
        UserError: if the folder holds none, or a file is damaged.
    """
    plan = plans.load(folder)
    items = tuple(plans.item_names(folder))
    stores = {model.label: Store(samples_of(folder, model.label)) for model in plan.models}
    return Evaluation(
        folder=folder,
        plan=plan,
        items=items,
        tallies={label: tuple(_tallies(store, plan, items)) for label, store in stores.items()},
        missing={label: _missing(store, plan, items) for label, store in stores.items()},
        matches=_matches(folder, plan),
    )


def _tallies(store: Store, plan: Plan, items: tuple[ItemName, ...]) -> list[Tally]:
    """One for each item that has samples, the targets in their order."""
    places: dict[str, list[int]] = {}
    order = {target.name: place for place, target in enumerate(plan.targets)}
    for item in items:
        places.setdefault(item.key, []).append(order[item.target])
    found = []
    for answered in store.all_answered(places, plan.n):
        for place in places[answered.item.key] if answered.responses else ():
            found.append((place, tally_of(answered, plan.targets[place].level)))
    return [tally for _, tally in sorted(found, key=lambda pair: (pair[0], pair[1].item))]


def _missing(store: Store, plan: Plan, items: tuple[ItemName, ...]) -> int:
    have = store.have()
    keys = {item.key for item in items}
    return len(keys) * plan.n - sum(below(have.get(key, ()), plan.n) for key in keys)


def _matches(folder: Path, plan: Plan) -> dict[str, Match]:
    paths = {model.label: samples_of(folder, model.label) / MATCH for model in plan.models}
    return {label: Match(**json.loads(path.read_text())) for label, path in paths.items() if path.exists()}
