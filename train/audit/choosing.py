"""A random choice among the responses of a source, by their places, so that no text is kept."""

import random
from dataclasses import dataclass, field

from prorl.envs.seeding import digest
from prorl.train.audit.visits import Visit

Spot = tuple[int, int]
"""Number of a visit, and of one of its responses."""


@dataclass(kw_only=True, slots=True)
class Reservoir:
    """An even random choice of `most` of all that is offered (Vitter's algorithm R), always the same."""

    most: int
    seed: str
    offered: int = 0
    spots: list[Spot] = field(default_factory=list)
    _rng: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Seed the draws."""
        self._rng = random.Random(digest("audit", self.seed))

    def offer(self, spot: Spot) -> None:
        """One more."""
        self.offered += 1
        if len(self.spots) < self.most:
            self.spots.append(spot)
        elif (place := self._rng.randrange(self.offered)) < self.most:
            self.spots[place] = spot


class Choice:
    """Winners and losers of every environment of one source, to be judged again."""

    def __init__(self, most: int):
        """Begin.

        Args:
            most: winners of an environment; of losers a quarter of it.
        """
        self._most = most
        self._kinds: dict[tuple[str, bool], Reservoir] = {}

    def see(self, number: int, visit: Visit) -> None:
        """Offer the responses of a visit that were judged."""
        for place, one in enumerate(visit.given):
            if one.judged and not one.empty:
                key = (visit.env_id, one.solved)
                most = self._most if one.solved else self._most // 4
                self._kinds.setdefault(key, Reservoir(most=most, seed=f"{key}")).offer((number, place))

    def places(self) -> dict[int, list[int]]:
        """Number of a visit to the chosen ones of its responses."""
        found: dict[int, list[int]] = {}
        for number, place in sorted(spot for kind in self._kinds.values() for spot in kind.spots):
            found.setdefault(number, []).append(place)
        return found

    def offered(self, env_id: str, solved: bool) -> int:
        """How many there were."""
        kind = self._kinds.get((env_id, solved))
        return kind.offered if kind is not None else 0
