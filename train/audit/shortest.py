"""Do the shortest responses to an item win more often than the others?"""

from statistics import median

from prorl.train.audit.finding import ALPHA, FEWEST, Check, Finding, Severity
from prorl.train.audit.visits import Given, Visit
from prorl.train.audit.watcher import Place, Shown
from prorl.train.measure.binomial import tail

SHORT = 0.5
"""Part of the median length of an item's responses, up to which one of them is short."""


class Shortest:
    """Short responses against the others of the same item, so that easy items with short answers prove nothing.

    A response is short with at most half of the item's median tokens. Found if on so many more items short responses
    have the higher share of wins than the lower one that a fair coin does it less than once in 1,000 times, and on
    eight or more.
    """

    def __init__(self, place: Place):
        """Watch a place."""
        self._place = place
        self._better = self._worse = 0
        self._shown = Shown()

    def see(self, visit: Visit) -> None:
        """Compare the short responses of an item with its others."""
        judged = [one for one in visit.given if one.judged]
        if len(judged) < 2:
            return
        limit = SHORT * median([one.tokens for one in judged for _ in range(one.times)])
        short = [one for one in judged if one.tokens <= limit]
        long = [one for one in judged if one.tokens > limit]
        if not short or not long:
            return
        gap = _share(short) - _share(long)
        self._better += gap > 0
        self._worse += gap < 0
        if gap > 0:
            self._shown.keep(visit, next(one for one in short if one.solved))

    def findings(self) -> list[Finding]:
        """At most one."""
        compared = self._better + self._worse
        p = tail(self._better, compared, 0.5)
        if self._better < FEWEST or p >= ALPHA:
            return []
        evidence = (
            f"on {self._better} of {compared} items the responses of at most half the item's median length won more "
            f"often than its others (sign test: p = {p:.1g})"
        )
        return [
            Finding(
                check=Check.SHORTEST,
                severity=Severity.LOOK,
                where=self._place.where,
                env=self._place.env_id,
                evidence=evidence,
                numbers={"better": float(self._better), "worse": float(self._worse), "p": p},
                examples=self._shown.examples,
            )
        ]


def _share(given: list[Given]) -> float:
    """Share of the samples that won."""
    return sum(one.times for one in given if one.solved) / sum(one.times for one in given)
