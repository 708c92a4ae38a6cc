"""How much of a gain is format: a base that does not speak the answer format fails items that it could solve."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from prorl.train.measure.flags import Finding, Sign, Weight
from prorl.train.measure.tally import Tally, by_env, paired

RARELY = 0.5
"""A base that answers in a smaller share of its responses than this has a format problem."""
RISE = 0.2
"""And one that training can have solved if the share rose by at least this."""
EXPLAINED = 0.5
"""The gain is called format if at least this share of it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gain:
    """pass@1 gain of one environment, split into answering at all and answering right.

    pass@1 = a · q, a the share of judged responses with an answer, q the share of those that are solved.
    """

    name: str
    base_answered: float
    """a of the base."""
    trained_answered: float
    base_right: float
    """q of the base; where it never answers, the trained model's: nothing is known then, and all gain is format."""
    trained_right: float

    @property
    def total(self) -> float:
        """Difference of pass@1."""
        return self.trained_answered * self.trained_right - self.base_answered * self.base_right

    @property
    def by_format(self) -> float:
        """(a1 - a0)·(q0 + q1)/2: the part from answering; the rest is (q1 - q0)·(a0 + a1)/2 (Kitagawa 1955).

        Example: a from 0.1 to 1 and q from 0.5 to 0.6: total 0.55, by format 0.9·0.55 = 0.495.
        """
        return (self.trained_answered - self.base_answered) * (self.base_right + self.trained_right) / 2


def gains(base: Sequence[Tally], trained: Sequence[Tally]) -> dict[str, Gain]:
    """The split of every environment, over all judged responses to the items of both; none where nothing was judged."""
    pairs = paired(base, trained)
    before, after = by_env(one for one, _ in pairs), by_env(two for _, two in pairs)
    found = {}
    for name in before:
        sums = [
            [sum(getattr(t, f) for t in row[name]) for f in ("judged", "answered", "solved")] for row in (before, after)
        ]
        (judged_0, answered_0, solved_0), (judged_1, answered_1, solved_1) = sums
        if judged_0 and judged_1:
            right = solved_1 / answered_1 if answered_1 else 0.0
            found[name] = Gain(
                name=name,
                base_answered=answered_0 / judged_0,
                trained_answered=answered_1 / judged_1,
                base_right=solved_0 / answered_0 if answered_0 else right,
                trained_right=right,
            )
    return found


def format_only(base: Sequence[Tally], trained: Sequence[Tally]) -> list[Finding]:
    """Environments in which the base answers in less than half of its responses, training raised that by a fifth or
    more, and at least half of the gain in pass@1 comes from it.
    """
    found = []
    for name, gain in gains(base, trained).items():
        rose = gain.base_answered < RARELY and gain.trained_answered - gain.base_answered >= RISE
        if rose and gain.total > 0 and gain.by_format >= EXPLAINED * gain.total:
            found.append(Finding(name=name, sign=Sign.FORMAT_ONLY, weight=Weight.WRONG, sentence=_sentence(gain)))
    return found


def answered_only(tallies: Sequence[Tally]) -> tuple[Tally, ...]:
    """The tallies as if only responses with an answer had been drawn: pass@k of these is what a base could do if it
    spoke the format, as far as the responses that do are like the others. Items without any are left out.

    Example: 8 judged, 6 without answer, 1 solved becomes 2 judged, 1 solved.
    """
    return tuple(replace(tally, judged=tally.answered, no_answer=0) for tally in tallies if tally.answered)


def _sentence(gain: Gain) -> str:
    if not gain.base_answered:
        return (
            f"the base never answers in the format (trained: {gain.trained_answered:.0%}): its ability is not known, "
            f"and all of the gain of {gain.total:.3g} in pass@1 may be format"
        )
    return (
        f"the base answers in the format in {gain.base_answered:.0%} of its responses, the trained model in "
        f"{gain.trained_answered:.0%}; of those that answer, {gain.base_right:.0%} and {gain.trained_right:.0%} are "
        f"right: {min(gain.by_format / gain.total, 1.0):.0%} of the gain of {gain.total:.3g} in pass@1 is format"
    )
