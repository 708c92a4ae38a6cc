"""Composing steps to a function whose cases tell it from all of its parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from prorl.envs.code.inputs import draw_inputs
from prorl.envs.code.number_steps import NUMBER_STEPS
from prorl.envs.code.step import Step, StepKind
from prorl.envs.code.text_steps import TEXT_STEPS

STEPS: tuple[StepKind, ...] = NUMBER_STEPS + TEXT_STEPS
"""All kinds of steps."""
STARTS: tuple[Any, ...] = (list[int], list[int], list[int], str, str, list[str], list[str], int)
"""What a function takes; each entry has an equal chance."""
EXAMPLES, CASES = 2, 8
"""Inputs shown in the prompt, and inputs that the verifier uses."""
MIN_DISTINCT, MIN_CHANGED, MIN_NEEDED = 5, 4, 2
TRIES = 200
LARGEST_NUMBER, LONGEST_LIST, LONGEST_TEXT = 10**9, 40, 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Pipeline:
    """Steps and the inputs that they were chosen for."""

    steps: tuple[Step, ...]
    """Applied from left to right; each takes what the one before gives."""
    inputs: tuple[Any, ...]
    """`EXAMPLES` inputs for the prompt, then `CASES` inputs for the verifier; all different."""

    def apply(self, value: Any) -> Any:
        """What the function returns."""
        return _through(self.steps, value)


def draw_pipeline(rng: np.random.Generator, length: int) -> Pipeline:
    """A pipeline of so many steps, drawn until the cases prove that every step is needed."""
    while True:
        kind = STARTS[int(rng.integers(len(STARTS)))]
        inputs = draw_inputs(rng, kind, EXAMPLES, CASES)
        steps = _draw_steps(rng, kind, inputs, length)
        if steps is not None:
            return Pipeline(steps=steps, inputs=tuple(inputs))


def _draw_steps(rng: np.random.Generator, kind: Any, inputs: Sequence[Any], length: int) -> tuple[Step, ...] | None:
    """The steps one by one, or `None` where none of many draws could go on."""
    steps: tuple[Step, ...] = ()
    for _ in range(length):
        fitting = [candidate for candidate in STEPS if candidate.takes == kind]
        for _ in range(TRIES):
            longer = (*steps, fitting[int(rng.integers(len(fitting)))].draw(rng))
            if _acceptable(longer, inputs):
                break
        else:
            return None
        steps, kind = longer, longer[-1].kind.gives
    return steps


def _acceptable(steps: tuple[Step, ...], inputs: Sequence[Any]) -> bool:
    """Whether the results stay small and differ enough, and no step could be left out."""
    results = [_through(steps, value) for value in inputs]
    cases = results[EXAMPLES:]
    if not all(map(_small, results)) or len({repr(case) for case in cases}) < MIN_DISTINCT:
        return False
    before = [_through(steps[:-1], value) for value in inputs[EXAMPLES:]]
    if _different(before, cases) < MIN_CHANGED:
        return False
    return all(
        _different([_through(shorter, value) for value in inputs[EXAMPLES:]], cases) >= MIN_NEEDED
        for shorter in _without_one(steps)
    )


def _without_one(steps: tuple[Step, ...]) -> list[tuple[Step, ...]]:
    """All shorter pipelines that still fit together."""
    return [
        steps[:i] + steps[i + 1 :] for i, left_out in enumerate(steps) if left_out.kind.takes == left_out.kind.gives
    ]


def _through(steps: Sequence[Step], value: Any) -> Any:
    return reduce(lambda result, step: step.apply(result), steps, value)


def _different(one: Sequence[Any], other: Sequence[Any]) -> int:
    return sum(left != right for left, right in zip(one, other, strict=True))


def _small(value: Any) -> bool:
    if isinstance(value, list):
        return len(value) <= LONGEST_LIST and all(map(_small, value))
    return len(value) <= LONGEST_TEXT if isinstance(value, str) else abs(value) <= LARGEST_NUMBER
