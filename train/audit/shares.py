"""Counting items that are won in a suspicious way, as a share of the items that are won at all."""

from prorl.train.audit.finding import ALPHA
from prorl.train.audit.visits import Given, Visit
from prorl.train.audit.watcher import Shown
from prorl.train.measure.binomial import lower_bound


class WonSo:
    """Items with a winning response of some kind."""

    def __init__(self) -> None:
        """None so far."""
        self.items = 0
        """All items."""
        self.won = 0
        """Items with a winning response."""
        self.so = 0
        """Items with a winning response of the kind."""
        self.shown = Shown()

    def see(self, visit: Visit, kind: list[Given]) -> None:
        """Count an item.

        Args:
            visit: the item.
            kind: its winning responses of the kind.
        """
        self.items += 1
        self.won += bool(visit.winners)
        self.so += bool(kind)
        if kind:
            self.shown.keep(visit, kind[0])

    def more_than(self, share: float) -> bool:
        """Whether more than this share of the items that are won, are won so (exact lower bound, error 0.001)."""
        return self.so > 0 and lower_bound(self.so, self.won, 1 - ALPHA) > share

    def above_floor(self, floor: float | None) -> bool:
        """Whether more of all items are won so than the floor allows (likewise)."""
        return floor is not None and self.so > 0 and lower_bound(self.so, self.items, 1 - ALPHA) > floor

    @property
    def numbers(self) -> dict[str, float]:
        """For machines."""
        return {"items": float(self.items), "won": float(self.won), "won_so": float(self.so)}
