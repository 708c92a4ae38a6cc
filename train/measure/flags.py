"""Findings: ways in which a pass@k curve can be wrong that its own counts give away.

Each function looks for one artefact of published curves and returns what it found, worst first; nothing for honest
counts. `Weight.WRONG` contradicts the declaration or is impossible by chance (error below 1 in 1,000 an environment);
`Weight.LOOK` has an honest explanation too, which its sentence names.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from prorl.train.measure.binomial import lower_bound, tail
from prorl.train.measure.chance import chance_curve
from prorl.train.measure.curves import Curve
from prorl.train.measure.tally import Tally, by_env

ALPHA = 0.001
"""Chance of a wrong alarm, an environment and check."""
FEWEST = 8
"""Items below which an environment is not looked at."""
SATURATED = 0.9
"""Pass@k of a guesser beyond which a curve is not compared with it."""
UNANSWERED = 0.5
"""Share of responses without an answer from which on the form is what was measured."""
MANY_ANSWERS = 3
"""Different answers to one item of which one at least should be wrong."""


class Sign(StrEnum):
    """What was found."""

    NOT_STRICT = "reward counted as solved"
    """More solved responses than their rewards can account for."""
    SPIKE = "too many equal counts"
    """So many items with the same small number of solved responses that no success rates explain it."""
    CONSTANT_WINS = "a constant answer wins"
    """One answer solves more items than the declared floor allows."""
    NEVER_WRONG = "no answer is wrong"
    """Items with several different answers, all of them right."""
    FORMAT_ONLY = "the gain is format"
    """The base seldom answers in the format, and the trained model's gain is that it does."""
    SELDOM_ANSWERS = "seldom an answer"
    """Most responses hold no answer in the form that was asked for: the number speaks of the form."""
    CHANCE = "not above chance"
    """A guesser at the declared floor does as well."""


class Weight(StrEnum):
    """How sure it is."""

    WRONG = "wrong"
    LOOK = "look"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One artefact in one environment."""

    name: str
    """Environment."""
    sign: Sign
    weight: Weight
    sentence: str
    """For people: what was seen, and what it means."""


def partial_credit(tallies: Sequence[Tally]) -> list[Finding]:
    """Partial credit counted as success, of one model.

    1. A solved response earns a reward of 1, so the rewards of an item sum to at least its number of solved ones.
    2. If c of n is binomial with whatever rate the item has, an item has c = j with probability at most
       C(n, j) (j/n)**j (1 - j/n)**(n - j), and c in {j, j + 1} at most at the rate p with
       (p/(1-p))**2 = j(j+1)/((n-j)(n-j-1)). If more items share such a count than Binomial(items, that bound) allows
       (Bonferroni over all j), the counts were not made by successes. Rounding a sum of 256 rewards of 0.01 gives c = 2
       on every item; chance gives it on at most 27 %. j = 0 and j = n prove nothing and are left out.
    """
    found = []
    for name, row in by_env(tallies).items():
        short = [tally for tally in row if tally.reward < tally.solved - 1e-6]
        if short:
            sentence = (
                f"{len(short)} of {len(row)} items count more responses as solved than their rewards sum to "
                f"(e.g. {short[0].solved} solved, rewards {short[0].reward:g}): something below full reward was counted"
            )
            found.append(Finding(name=name, sign=Sign.NOT_STRICT, weight=Weight.WRONG, sentence=sentence))
        found += _spike(name, row)
    return found


def constant_answers(tallies: Sequence[Tally], floor: float) -> list[Finding]:
    """A broken verifier, from the answers of one model in environments of one declared floor.

    If one answer text was right on so many items that, even if it failed on all others, the share of items it wins is
    above the floor (exact lower bound, Bonferroni over the answers that two items share), then the floor is not what
    it is declared to be. Only a lower bound is used, so a model that says "yes" where "yes" is right is not blamed. An
    empty text is no answer: verifiers of instructions judge the response as a whole.

    Separately: where at least eight items got three or more different answers and nine in ten of those items
    never had one of them wrong, the verifier may accept anything; or the task has as many right answers.
    """
    found = []
    for name, row in by_env(tallies).items():
        if len(row) >= FEWEST:
            found += _constant(name, row, floor)
            found += _never_wrong(name, row)
    return found


def probed(name: str, answer: str, wins: int, items: int, floor: float) -> list[Finding]:
    """A verifier that was tried with one answer on many items: flagged if it wins more often than the floor allows.

    Example: "banana" wins on 200 of 200 items of an environment with a floor of 0.55.
    """
    if lower_bound(wins, items, 1 - ALPHA) <= floor:
        return []
    sentence = f"the answer {_quoted(answer)} wins on {wins} of {items} items, the declared floor is {floor:g}"
    return [Finding(name=name, sign=Sign.CONSTANT_WINS, weight=Weight.WRONG, sentence=sentence)]


def not_above_chance(curve: Curve, q: float) -> list[Finding]:
    """The k from which on the curve is not above a guesser's whose responses succeed with probability q (the floor).

    A point is above if the lower end of its interval is. Curves that are 0 everywhere claim nothing and pass, and k at
    which the guesser solves nine in ten items are not looked at: near 1 nothing can be told apart.
    """
    guessed = chance_curve(q, curve.ks)
    told = [(point, guess) for point, guess in zip(curve.points, guessed, strict=True) if guess <= SATURATED]
    below = [point for point, guess in told if point.passed.value > 0 and point.passed.low <= guess]
    if not below:
        return []
    first = below[0]
    sentence = (
        f"pass@{first.k} of {first.passed} is not above the {chance_curve(q, [first.k])[0]:.3g} that guesses with the "
        f"declared floor of {q:g} would reach"
    )
    return [Finding(name=curve.name, sign=Sign.CHANCE, weight=Weight.LOOK, sentence=sentence)]


def seldom_answers(tallies: Sequence[Tally]) -> list[Finding]:
    """Environments in which more than `UNANSWERED` of the judged responses of a model hold no answer.

    Example: of 16 responses to each of 8 items 15 have no `<answer>` tags: 94 %, whatever the model knows.
    """
    found = []
    for name, row in by_env(tallies).items():
        judged, missing = sum(t.judged for t in row), sum(t.no_answer for t in row)
        if len(row) >= FEWEST and missing > UNANSWERED * judged:
            sentence = (
                f"{missing / judged:.0%} of {judged:,} responses hold no answer in the form that the prompt asks for: "
                "low numbers may be a matter of form or of the token limit, and a gain over them too"
            )
            found.append(Finding(name=name, sign=Sign.SELDOM_ANSWERS, weight=Weight.LOOK, sentence=sentence))
    return found


def _spike(name: str, row: Sequence[Tally]) -> list[Finding]:
    judged, items = Counter(tally.judged for tally in row).most_common(1)[0]
    if items < FEWEST:
        return []
    times = Counter(tally.solved for tally in row if tally.judged == judged)
    windows = [(j, j) for j in range(1, judged)] + [(j, j + 1) for j in range(1, judged - 1)]
    seen = [(low, high, times[low] + times[high] * (high > low)) for low, high in windows]
    tested = [
        (tail(count, items, _most_likely(judged, low, high)), low, high, count) for low, high, count in seen if count
    ]
    p_value, low, high, count = min(tested, default=(1.0, 1, 1, 0))
    if not tested or p_value * len(windows) >= ALPHA:
        return []
    which = f"exactly {low}" if low == high else f"{low} or {high}"
    sentence = (
        f"{count} of {items} items have {which} solved of {judged} responses; with real successes at most "
        f"{_most_likely(judged, low, high):.0%} of items would: a small reward was summed and rounded to successes"
    )
    return [Finding(name=name, sign=Sign.SPIKE, weight=Weight.WRONG, sentence=sentence)]


def _most_likely(n: int, low: int, high: int) -> float:
    """The largest P(low <= X <= high) that any success rate gives, X ~ Binomial(n, p), high = low or low + 1."""
    if high == low:
        p = low / n
    else:
        odds = math.sqrt(low * high / ((n - low) * (n - high)))
        p = odds / (1 + odds)
    return min(1.0, tail(low, n, p) - tail(high + 1, n, p))


def _constant(name: str, row: Sequence[Tally], floor: float) -> list[Finding]:
    given, won = Counter[str](), Counter[str]()
    for tally in row:
        given.update({answer for answer, _, _ in tally.answers if answer})
        won.update({answer for answer, _, solved in tally.answers if solved and answer})
    shared = [answer for answer, items in given.items() if items > 1]
    if not shared:
        return []
    best = max(shared, key=lambda answer: (won[answer], answer))
    if lower_bound(won[best], len(row), 1 - ALPHA / len(shared)) <= floor:
        return []
    sentence = (
        f"the answer {_quoted(best)} is right on {won[best]} of {len(row)} items, which an environment with a floor of "
        f"{floor:g} does not allow: try its verifier with nonsense"
    )
    return [Finding(name=name, sign=Sign.CONSTANT_WINS, weight=Weight.WRONG, sentence=sentence)]


def _never_wrong(name: str, row: Sequence[Tally]) -> list[Finding]:
    many = [tally for tally in row if len({answer for answer, _, _ in tally.answers}) >= MANY_ANSWERS]
    spotless = [tally for tally in many if all(solved for _, _, solved in tally.answers)]
    if len(many) < FEWEST or len(spotless) < 0.9 * len(many):
        return []
    answers = np.mean([len(tally.answers) for tally in many])
    sentence = (
        f"{len(spotless)} of {len(many)} items got {answers:.3g} different answers on average and all of them were "
        "right: the verifier accepts anything, or the task has many right answers and the model finds them all"
    )
    return [Finding(name=name, sign=Sign.NEVER_WRONG, weight=Weight.LOOK, sentence=sentence)]


def _quoted(answer: str) -> str:
    return repr(answer if len(answer) <= 40 else answer[:37] + "...")
