"""Every kind of exercise is solved again from the numbers in its question, by small steps or bisection."""

import re
from collections.abc import Callable
from math import cos, radians, sin

import numpy as np
import pytest

from prorl.envs.stem.exercise import Family
from prorl.envs.stem.projectile import THROWS
from prorl.envs.stem.straight import BRAKING_AND_FALLING, CONSTANT_SPEED, SPEEDING_UP
from prorl.envs.stem.two_bodies import TWO_BODIES

STEP = 1e-3
FAMILIES = (*CONSTANT_SPEED, *SPEEDING_UP, *BRAKING_AND_FALLING, *TWO_BODIES, *THROWS)


def numbers(question: str) -> list[float]:
    """The numbers of a question in order; the 2 of m/s^2 is none."""
    return [float(text) for text in re.findall(r"(?<![\^\d.])\d+(?:\.\d+)?", question)]


def drive(speed: float, acceleration: float, until: Callable[[float, float, float], bool]) -> tuple[float, ...]:
    """(time, distance, speed) of the first step at which `until(time, distance, speed)` holds."""
    time = distance = 0.0
    while not until(time, distance, speed):
        distance += (speed + acceleration * STEP / 2) * STEP
        speed += acceleration * STEP
        time += STEP
    return time, distance, speed


def throw(height: float, speed: float, angle: float) -> tuple[float, ...]:
    """(time, distance, top, speed) of a flight down to the ground."""
    time, distance, top = 0.0, 0.0, height
    across, up = speed * cos(radians(angle)), speed * sin(radians(angle))
    while height > 0 or up > 0:
        height += (up - 9.81 * STEP / 2) * STEP
        up -= 9.81 * STEP
        time, distance, top = time + STEP, distance + across * STEP, max(top, height)
    return time, distance, top, (across**2 + up**2) ** 0.5


def first_time(behind: Callable[[float], bool]) -> float:
    """When `behind(time)` ceases to hold, between 0 and a million."""
    low, high = 0.0, 1e6
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if behind(middle) else (low, middle)
    return low


def meeting_place(gap, first, minutes, second):
    time = first_time(lambda t: first * t + second * max(0, t - minutes / 60) < gap)
    return first * time


def catching_up(slow, lead, fast):
    return slow * first_time(lambda t: fast * (t - lead) < slow * t)


def overtaking(long, fast, short, slow):
    return first_time(lambda t: fast / 3.6 * t < slow / 3.6 * t + long + short)


def pursuit(kmh, delay, rate):
    time = first_time(lambda t: rate * t**2 / 2 < kmh / 3.6 * (t + delay))
    return kmh / 3.6 * (time + delay)


AGAIN: dict[str, Callable[..., float]] = {
    "distance_covered": lambda kmh, minutes: kmh / 3.6 * minutes * 60 / 1000,
    "time_needed": lambda speed, distance: distance / speed,
    "mean_speed": lambda distance, time: distance / time,
    "final_speed": lambda v, a, end: drive(v, a, lambda t, s, w: t >= end)[2],
    "distance_speeding_up": lambda v, a, end: drive(v, a, lambda t, s, w: t >= end)[1],
    "acceleration_needed": lambda first, second, time: (second - first) / time,
    "stopping_distance": lambda kmh, delay, a: kmh / 3.6 * delay + drive(kmh / 3.6, -a, lambda t, s, w: w <= 0)[1],
    "runway": lambda kmh, length: kmh / 3.6 / (length / (kmh / 3.6 / 2)),
    "drop_time": lambda height, g: drive(0, g, lambda t, s, w: s >= height)[0],
    "drop_speed": lambda height, g: drive(0, g, lambda t, s, w: s >= height)[2] * 3.6,
    "throw_upwards": lambda speed, height, g: height + drive(speed, -g, lambda t, s, w: w <= 0)[1],
    "meeting_place": meeting_place,
    "catching_up": catching_up,
    "overtaking": overtaking,
    "pursuit": pursuit,
    "flat_range": lambda speed, angle, g: throw(0, speed, angle)[1],
    "time_of_flight": lambda height, speed, angle, g: throw(height, speed, angle)[0],
    "greatest_height": lambda height, speed, angle, g: throw(height, speed, angle)[2],
    "range_from_height": lambda height, speed, angle, g: throw(height, speed, angle)[1],
    "impact_speed": lambda height, speed, angle, g: throw(height, speed, angle)[3],
}


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_the_question_leads_to_the_answer(family: Family):
    rng = np.random.default_rng(7)
    for _ in range(8):
        exercise = family(rng)
        again = AGAIN[family.__name__](*numbers(exercise.question))
        assert again == pytest.approx(exercise.value, rel=3e-3), exercise.question
        assert exercise.value > 0


def test_falling_exercises_state_g():
    rng = np.random.default_rng(0)
    for family in FAMILIES:
        question = family(rng).question
        falls = any(word in question for word in ("dropped", "thrown"))
        assert ("g = 9.81 m/s^2" in question) == falls
