"""One answer that wins on many different items."""

from collections import Counter

from prorl.train.audit.finding import ALPHA, FEWEST, Check, Finding, Severity, quoted
from prorl.train.audit.visits import Visit
from prorl.train.audit.watcher import Place, Shown
from prorl.train.measure.binomial import lower_bound

CARRIES = 0.8
"""Part of the items that one answer solves, and of those that get it, from which on it carries the wins."""
MOST_ANSWERS = 8192
"""Answers that are counted at a time; beyond, the rarer half is let go."""
LONGEST = 80
"""Longer answers are no constants that anybody falls for by chance."""


class _Window:
    """Items, and how many each answer was given to and solved."""

    def __init__(self) -> None:
        self.items = 0
        self.solved = 0
        self.given: Counter[str] = Counter()
        self.won: Counter[str] = Counter()

    def add(self, given: set[str], won: set[str]) -> None:
        self.items += 1
        self.solved += bool(won)
        self.given.update(given)
        self.won.update(won)
        if len(self.given) > MOST_ANSWERS:
            self.given = Counter(dict(self.given.most_common(MOST_ANSWERS // 2)))
            self.won = Counter({answer: items for answer, items in self.won.items() if answer in self.given})

    def best(self) -> tuple[str, int, int]:
        """The answer that solves most items, how many, and how many different answers two items share."""
        shared = [answer for answer, items in self.given.items() if items > 1]
        answer = max(shared, key=lambda one: (self.won[one], one), default="")
        return answer, self.won[answer], len(shared)


class Constants:
    """A constant that wins on more items than the declared floor allows, or that carries all wins.

    The floor bounds the mean reward of every answer that ignores the item, so one constant is right on at most that
    share of items. It is `wrong` if the share of items that it solves is above the floor even if it failed wherever it
    was not given (exact lower bound, error 0.001 over all answers that two items share and both windows: all steps, and
    the last third). An answer that is most of what is said and solves most of what is solved is worth a look.
    """

    def __init__(self, place: Place):
        """Watch a place."""
        self._place = place
        self._all, self._late = _Window(), _Window()
        self._winners: dict[str, Shown] = {}

    def see(self, visit: Visit) -> None:
        """Count each answer once an item; a verifier that reads none (of instructions, say) has no constants."""
        given = {one.extracted for one in visit.given if one.answered and 0 < len(one.extracted) <= LONGEST}
        won = {one.extracted for one in visit.winners if 0 < len(one.extracted) <= LONGEST}
        for window in (self._all, self._late) if visit.late else (self._all,):
            window.add(given | won, won)
        for one in visit.winners:
            if one.extracted in won and (one.extracted in self._winners or len(self._winners) < 256):
                self._winners.setdefault(one.extracted, Shown()).keep(visit, one)

    def findings(self) -> list[Finding]:
        """At most one, the worst."""
        windows = [(self._all, "all steps"), (self._late, "the last third of the steps")]
        windows = [(window, name) for window, name in windows if window.items >= FEWEST]
        for find in (self._above_the_floor, self._carries):
            for window, name in windows:
                if found := find(window, name if len(windows) > 1 and self._late.items < self._all.items else ""):
                    return found
        return []

    def _above_the_floor(self, window: _Window, name: str) -> list[Finding]:
        answer, wins, tried = window.best()
        floor = self._place.floor
        if floor is None or not wins or lower_bound(wins, window.items, 1 - ALPHA / (2 * tried)) <= floor:
            return []
        evidence = (
            f"the answer {quoted(answer)} is right on {wins} of {window.items} items{_of(name)}; the declared floor "
            f"allows a share of {floor:g}"
        )
        return [self._finding(Check.CONSTANT, Severity.WRONG, answer, evidence, wins, window)]

    def _carries(self, window: _Window, name: str) -> list[Finding]:
        answer, wins, _ = window.best()
        said = window.given[answer]
        if wins < FEWEST or wins < CARRIES * window.solved or said < CARRIES * window.items:
            return []
        evidence = (
            f"the answer {quoted(answer)} was given to {said} of {window.items} items{_of(name)} and solves {wins} of "
            f"the {window.solved} that were solved"
        )
        return [self._finding(Check.ONE_ANSWER, Severity.LOOK, answer, evidence, wins, window)]

    def _finding(
        self, check: Check, severity: Severity, answer: str, evidence: str, wins: int, window: _Window
    ) -> Finding:
        return Finding(
            check=check,
            severity=severity,
            where=self._place.where,
            env=self._place.env_id,
            evidence=evidence,
            numbers={"items": float(window.items), "won_by_it": float(wins), "solved": float(window.solved)},
            examples=self._winners[answer].examples if answer in self._winners else (),
        )


def _of(name: str) -> str:
    return f" of {name}" if name else ""
