"""What the families of STEM exercises have in common: a question, one quantity, and numbers drawn for it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, kw_only=True, slots=True)
class Exercise:
    """One question whose answer is a quantity."""

    question: str
    """Everything that is given and what is asked, without the answer format."""
    value: float
    """The answer in `unit`, never 0."""
    unit: str
    """The unit that is asked for, as `prorl.envs.verify.quantity` reads it."""


Family = Callable[[np.random.Generator], Exercise]
"""Draws the numbers of one kind of exercise."""


def grid(rng: np.random.Generator, low: float, high: float, step: float) -> float:
    """One of low, low + step, ... up to high, each with the same chance, exact to nine decimals."""
    count = int(np.floor((high - low) / step + 1e-9)) + 1
    return round(low + step * int(rng.integers(count)), 9)


def show(number: float) -> str:
    """The shortest plain text of a drawn number: `show(12.0) == "12"`, `show(0.35) == "0.35"`."""
    return f"{number:.10g}"


def choose(rng: np.random.Generator, items: tuple[str, ...]) -> str:
    """One of the items."""
    return items[int(rng.integers(len(items)))]
