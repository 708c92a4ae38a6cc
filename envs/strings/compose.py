"""`prorl/compose-functions-v0`: apply a chain of level + 1 string functions to four letters.

After "From f(x) and g(x) to f(g(x))" (arXiv 2509.25123): whoever knows each function can learn to compose them.
"""

import numpy as np

from prorl.envs.seeding import Split
from prorl.envs.strings.letters import random_string
from prorl.envs.strings.simple import exact_task
from prorl.envs.task import Task
from prorl.envs.text_env import Scoring

FUNCTIONS = {
    "reverse it": lambda s: s[::-1],
    "double the first letter": lambda s: s[0] + s,
    "drop the last letter": lambda s: s[:-1] or s,
    "move the first letter to the end": lambda s: s[1:] + s[:1],
    "swap the first and last letters": lambda s: s[-1:] + s[1:-1] + s[:1] if len(s) > 1 else s,
}
"""Each function as it is named in the prompt. None of them empties a string."""


def trace(text: str, names: list[str]) -> list[str]:
    """Every intermediate result: `trace("abcd", ["reverse it"]) == ["dcba"]`."""
    results = []
    for name in names:
        text = FUNCTIONS[name](text)
        results.append(text)
    return results


def draw(rng: np.random.Generator, level: int) -> tuple[str, str]:
    """Example at level 1: `("Take abcd: reverse it, drop the last letter.", "dcb")`."""
    text = random_string(rng, 4)
    names = [list(FUNCTIONS)[i] for i in rng.integers(0, len(FUNCTIONS), size=level + 1)]
    return f"Take {text}: {', '.join(names)}.", trace(text, names)[-1]


def make_task(split: Split, scoring: Scoring) -> Task:
    """The task; both scorings are the same."""
    return exact_task(draw)
