"""Things thrown at an angle, over flat ground and from a height."""

from math import radians, sin

import numpy as np

from prorl.envs.stem.exercise import Exercise, Family, choose, grid, show
from prorl.envs.stem.formulas import landing_distance, landing_speed, landing_time, peak_height
from prorl.envs.stem.straight import BODIES, FALL


def _throw(rng: np.random.Generator, lowest: float, highest: float) -> tuple[str, float, float, float]:
    """The beginning of the question, the height in m, the speed in m/s and the angle in degrees."""
    height, speed, angle = grid(rng, lowest, highest, 0.5), grid(rng, 6, 40, 0.2), grid(rng, 15, 75, 1)
    start = f"from {show(height)} m above flat ground" if height else "from flat ground"
    how = f"at {show(speed)} m/s, {show(angle)} degrees above the horizon"
    return f"A {choose(rng, BODIES)} is thrown {start} {how}.", height, speed, angle


def flat_range(rng: np.random.Generator) -> Exercise:
    """Range over flat ground."""
    text, height, speed, angle = _throw(rng, 0, 0)
    return Exercise(
        question=f"{text} How far away does it land? {FALL}",
        value=landing_distance(height, speed, angle),
        unit="m",
    )


def time_of_flight(rng: np.random.Generator) -> Exercise:
    """Time in the air from a height."""
    text, height, speed, angle = _throw(rng, 1, 30)
    rise = peak_height(0, speed, angle)
    assert rise > 0
    return Exercise(
        question=f"{text} How long is it in the air? {FALL}",
        value=landing_time(height, speed * sin(radians(angle))),
        unit="s",
    )


def greatest_height(rng: np.random.Generator) -> Exercise:
    """Highest point of the path above the ground."""
    text, height, speed, angle = _throw(rng, 1, 30)
    return Exercise(
        question=f"{text} How high above the ground does it get? {FALL}",
        value=peak_height(height, speed, angle),
        unit="m",
    )


def range_from_height(rng: np.random.Generator) -> Exercise:
    """Horizontal distance of a throw from a height."""
    text, height, speed, angle = _throw(rng, 1, 30)
    return Exercise(
        question=f"{text} At what horizontal distance does it land? {FALL}",
        value=landing_distance(height, speed, angle),
        unit="m",
    )


def impact_speed(rng: np.random.Generator) -> Exercise:
    """Speed on the ground of a throw from a height."""
    text, height, speed, _ = _throw(rng, 1, 30)
    return Exercise(
        question=f"{text} How fast is it when it lands? {FALL}",
        value=landing_speed(height, speed),
        unit="m/s",
    )


THROWS: tuple[Family, ...] = (flat_range, time_of_flight, greatest_height, range_from_height, impact_speed)
"""Motion in two directions at once."""
