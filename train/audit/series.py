"""Numbers of an environment over the steps of a run, in at most sixty bins."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from prorl.train.audit.trend import MOST_POINTS, Trend, trend
from prorl.train.audit.visits import Given, Visit

LONGEST = 200
"""Characters of an answer that are compared."""


@dataclass(kw_only=True, slots=True)
class Bin:
    """Sums over the responses of some steps. Rewards and successes are of judged responses."""

    steps: float = 0.0
    visits: int = 0
    sampled: int = 0
    judged: int = 0
    reward: float = 0.0
    solved: int = 0
    truncated: int = 0
    tokens: float = 0.0
    pairs: float = 0.0
    """Pairs of answers to different items."""
    alike: float = 0.0
    """Those that are equal."""
    won_pairs: float = 0.0
    """The same of answers that are right."""
    won_alike: float = 0.0
    wrong_pairs: float = 0.0
    """Pairs of wrong answers to one item."""
    wrong_alike: float = 0.0

    def add(self, visit: Visit) -> None:
        """Count the responses of a visit."""
        judged = [one for one in visit.given if one.judged]
        self.visits += 1
        self.steps += visit.step or 0
        self.sampled += sum(one.times for one in visit.given)
        self.judged += sum(one.times for one in judged)
        self.reward += sum(one.reward * one.times for one in judged)
        self.solved += sum(one.times for one in judged if one.solved)
        self.truncated += sum(one.truncated for one in visit.given)
        self.tokens += sum(one.tokens * one.times for one in visit.given)

    @property
    def step(self) -> float:
        """Mean step of the visits."""
        return self.steps / self.visits


class Series:
    """The bins of one environment in one place (training or validation)."""

    def __init__(self, last_step: int):
        """Begin.

        Args:
            last_step: of the run.
        """
        self._width = max(1, -(-(last_step + 1) // MOST_POINTS))
        self._bins: dict[int, Bin] = {}
        self._before: tuple[Counter[str], Counter[str]] | None = None

    def add(self, visit: Visit) -> None:
        """Count a visit; answers are compared with those of the visit before."""
        found = self._bins.setdefault((visit.step or 0) // self._width, Bin())
        found.add(visit)
        answers, right = _answers(visit.given), _answers(visit.winners)
        found.wrong_pairs, found.wrong_alike = _plus(found.wrong_pairs, found.wrong_alike, *_within(answers - right))
        if self._before is not None:
            found.pairs, found.alike = _plus(found.pairs, found.alike, *_between(self._before[0], answers))
            won = _between(self._before[1], right)
            found.won_pairs, found.won_alike = _plus(found.won_pairs, found.won_alike, *won)
        self._before = answers, right

    @property
    def bins(self) -> tuple[Bin, ...]:
        """In the order of steps."""
        return tuple(self._bins[key] for key in sorted(self._bins))

    def trend(self, part: Callable[[Bin], float], whole: Callable[[Bin], float]) -> Trend | None:
        """The trend of a share, over the bins that have a whole."""
        return share_trend(self.bins, part, whole)


def share_trend(bins: Iterable[Bin], part: Callable[[Bin], float], whole: Callable[[Bin], float]) -> Trend | None:
    """The trend of part/whole; `None` with fewer than eight bins that have a whole."""
    kept = [one for one in bins if whole(one)]
    return trend([one.step for one in kept], [part(one) / whole(one) for one in kept])


def _answers(given: Iterable[Given]) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in given:
        if one.answered and one.extracted:
            found[one.extracted[:LONGEST]] += one.times
    return found


def _within(answers: Counter[str]) -> tuple[float, float]:
    """(1, share of the pairs of answers that agree): an item counts once. Example: a, a, b gives (1, 1/3)."""
    total = answers.total()
    pairs = total * (total - 1) / 2
    return (1.0, sum(count * (count - 1) / 2 for count in answers.values()) / pairs) if pairs else (0.0, 0.0)


def _between(first: Counter[str], second: Counter[str]) -> tuple[float, float]:
    """(1, share of the pairs, one of each, that agree). Example: a, b and a, c gives (1, 1/4)."""
    pairs = first.total() * second.total()
    return (1.0, sum(count * second[answer] for answer, count in first.items()) / pairs) if pairs else (0.0, 0.0)


def _plus(whole: float, part: float, more_whole: float, more_part: float) -> tuple[float, float]:
    return whole + more_whole, part + more_part
