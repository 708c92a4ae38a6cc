"""Random inputs for the functions."""

from collections.abc import Callable
from typing import Any

import numpy as np

_WORDS = (
    "apple anchor banana basket candle carrot desert donkey eagle ember falcon forest garden ginger "
    "hammer harbor island ivory jacket jungle kettle kitten lemon lantern marble meadow needle noodle "
    "ocean orange pepper pillow quartz quiver rabbit ribbon saddle silver tiger tunnel umbrella uncle "
    "valley violet walnut window yellow zebra ant bee cup dog egg fan gem hat ink jar key log map net "
    "oak pen rug sun tea van wax yak zoo area erase level noon radar stats tenet civic refer kayak "
    "minimum puzzle coffee letter mirror summer tattoo assess"
)
WORDS = tuple(_WORDS.split(" "))
LARGEST = 20
"""Numbers in lists are drawn from -20 to 20."""
LARGEST_ALONE = 999
"""Single numbers are drawn from -999 to 999."""


def draw_numbers(rng: np.random.Generator) -> list[int]:
    """Six to twelve numbers, some of them often equal."""
    length = int(rng.integers(6, 13))
    reach = LARGEST if rng.random() < 0.5 else 6
    return [int(n) for n in rng.integers(-reach, reach + 1, size=length)]


def draw_number(rng: np.random.Generator) -> int:
    """One number."""
    return int(rng.integers(-LARGEST_ALONE, LARGEST_ALONE + 1))


def draw_words(rng: np.random.Generator) -> list[str]:
    """Four to seven words, now and then one of them twice."""
    words = [WORDS[i] for i in rng.integers(0, len(WORDS), size=int(rng.integers(4, 8)))]
    if rng.random() < 0.5:
        words[-1] = words[0]
    return [word.capitalize() if rng.random() < 0.2 else word for word in words]


def draw_text(rng: np.random.Generator) -> str:
    """Two to four words with blanks between them."""
    return " ".join(draw_words(rng)[: int(rng.integers(2, 5))])


DRAWS: dict[Any, Callable[[np.random.Generator], Any]] = {
    int: draw_number,
    str: draw_text,
    list[int]: draw_numbers,
    list[str]: draw_words,
}
EDGES: dict[Any, tuple[Any, ...]] = {
    int: (0, 1, -1, 10),
    str: ("", "a", "zz", "Oak"),
    list[int]: ([], [7], [-4], [5, 5], [0]),
    list[str]: ([], ["tea"], ["x", "x"], ["", "sun"]),
}
"""One of these is among the cases of every function."""


def draw_inputs(rng: np.random.Generator, kind: Any, examples: int, cases: int) -> list[Any]:
    """So many different inputs for examples and for cases; the first case is an edge case."""
    edges = EDGES[kind]
    inputs = [edges[int(rng.integers(len(edges)))]]
    while len(inputs) < examples + cases:
        value = DRAWS[kind](rng)
        if value not in inputs:
            inputs.append(value)
    return [*inputs[1 : examples + 1], inputs[0], *inputs[examples + 1 :]]
