"""Probabilities of dice and coins, as exact fractions."""

from fractions import Fraction
from math import gcd

from prorl.envs.library.adapter import family
from prorl.envs.library.answers import read_fraction, reduced_fraction
from prorl.envs.library.draws import Keep
from prorl.envs.library.notes import notes
from prorl.envs.library.row import Ask, Item, LibraryTask, columns, scale
from prorl.envs.task import Problem
from prorl.envs.verdict import Status, Verdict, right, unread, wrong
from prorl.envs.verify.number import parse_number

COMMON = 12
"""The largest denominator of a probability that is not asked for."""


def is_unusual(item: Item) -> bool:
    """Whether the probability has a denominator over 12, so that no single fraction is often right."""
    parts = read_fraction(str(item["answer"]))
    return parts is not None and Fraction(*parts).denominator > COMMON


DICE = LibraryTask(
    name="dice",
    judge=reduced_fraction,
    config=columns(num_dice=(2, 3, 3, 4, 4, 6), max_dice_size=(30, 15, 20, 15, 20, 30)),
    levels=scale(6),
    draw=Keep(is_unusual),
    notes=notes(
        "Find the probability that some dice show a total or more.",
        answer=r"the fraction in lowest terms: `3/4` or `\frac{3}{4}`.",
        levels="2 dice of up to 30 sides (level 0), 3 of 15 and 20, 4 of 15 and 20, 6 of 30 (1 to 5).",
        floor="0.1 at level 0, where the evaluation split has few items; 0.08 at level 1, under 0.05 above.",
        history=f"Probabilities with a denominator of {COMMON} or less are not asked: 1/2 and 3/4 were too common.",
    ),
)


def reduced(item: Item) -> str:
    """The exact probability: `3/8`; `1/1` if it is certain."""
    parts = item["metadata"]["rational"]
    common = gcd(parts["numerator"], parts["denominator"])
    return f"{parts['numerator'] // common}/{parts['denominator'] // common}"


def same_probability(problem: Problem, answer: str) -> Verdict:
    """Right if the answer is a fraction or a decimal of exactly the right value."""
    parts = read_fraction(answer)
    value = parse_number(answer) if parts is None else Fraction(*parts)
    if value is None:
        return unread(Status.INVALID, "not one fraction or number", answer)
    return right(answer) if value == Fraction(str(problem.reference)) else wrong(answer)


COIN_FLIP = LibraryTask(
    name="coin_flip",
    judge=same_probability,
    config=columns(min_trials=(3, 5, 8, 12, 16), max_trials=(6, 9, 14, 20, 40)),
    levels=scale(5),
    reference=reduced,
    prompt=Ask(add="Give the exact value, as a fraction such as 3/8 or as a decimal."),
    notes=notes(
        "Find the probability of exactly, or at least, so many heads in some flips of a fair coin.",
        answer="a fraction, in lowest terms or not, or a decimal, of exactly the right value.",
        levels="3 to 6 flips (level 0), 5 to 9, 8 to 14, 12 to 20, 16 to 40 (level 4).",
        floor="0.2 at level 0, less above: at least no heads is certain, and no, or all, heads are equally likely.",
        history="The library takes any value within 0.0001 and gives part of the reward for leading digits, so "
        "that 0 earns "
        "0.9 of it.",
    ),
)

make_task, NOTES = family(DICE, COIN_FLIP)
