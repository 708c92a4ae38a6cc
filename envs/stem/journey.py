"""A journey of many stages: speeding up, keeping the speed, slowing down."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from prorl.envs.stem.exercise import Exercise, choose, grid, show
from prorl.envs.stem.formulas import distance_after, distance_between_speeds, speed_after
from prorl.envs.stem.straight import VEHICLES

FAST = 30.0
"""From this speed on, in m/s, a vehicle no longer speeds up."""
SLOW = 6.0
"""Below this speed, in m/s, a vehicle no longer slows down."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """A part of the journey with one constant acceleration."""

    text: str
    """What the vehicle does, as in "keeps this speed for 40 s"."""
    distance: float
    """Metres."""
    time: float
    """Seconds."""
    speed: float
    """At the end, in m/s."""


Step = Callable[[np.random.Generator, float], Stage]
"""Draws a stage that begins at a speed in m/s."""


def speed_up(rng: np.random.Generator, speed: float) -> Stage:
    """A constant acceleration for a given time."""
    rate, time = grid(rng, 0.5, 2, 0.1), grid(rng, 6, 14, 1)
    return Stage(
        text=f"speeds up at {show(rate)} m/s^2 for {show(time)} s",
        distance=distance_after(speed, rate, time),
        time=time,
        speed=speed_after(speed, rate, time),
    )


def slow_down(rng: np.random.Generator, speed: float) -> Stage:
    """A constant deceleration down to a given speed."""
    rate, end = grid(rng, 0.5, 2, 0.1), grid(rng, 1, np.floor(speed) - 2, 1)
    return Stage(
        text=f"slows down at {show(rate)} m/s^2 until it moves at {show(end)} m/s",
        distance=distance_between_speeds(speed, end, -rate),
        time=(speed - end) / rate,
        speed=end,
    )


def keep_for_time(rng: np.random.Generator, speed: float) -> Stage:
    """A constant speed for a given time."""
    time = grid(rng, 10, 90, 1)
    return Stage(text=f"keeps its speed for {show(time)} s", distance=speed * time, time=time, speed=speed)


def keep_for_distance(rng: np.random.Generator, speed: float) -> Stage:
    """A constant speed for a given distance."""
    distance = grid(rng, 50, 900, 10)
    text = f"keeps its speed for {show(distance)} m"
    return Stage(text=text, distance=distance, time=distance / speed, speed=speed)


def stages(rng: np.random.Generator, count: int, keeps: tuple[Step, ...]) -> list[Stage]:
    """`count` stages from rest, changes of speed and constant speeds (of the kinds `keeps`) in turn."""
    done = [speed_up(rng, 0)]
    while len(done) < count:
        speed = done[-1].speed
        if len(done) % 2:
            step = keeps[int(rng.integers(len(keeps)))]
        else:
            step = slow_down if speed > FAST or (speed >= SLOW and rng.random() < 0.5) else speed_up
        done.append(step(rng, speed))
    return done


def _ask_distance(rng: np.random.Generator, count: int) -> tuple[list[Stage], str, float, str]:
    parts = stages(rng, count, (keep_for_time,))
    return parts, "How far does it get in all?", sum(part.distance for part in parts), "m"


def _ask_time(rng: np.random.Generator, count: int) -> tuple[list[Stage], str, float, str]:
    parts = stages(rng, count, (keep_for_distance,))
    return parts, "How long does all of this take?", sum(part.time for part in parts), "s"


def _ask_mean_speed(rng: np.random.Generator, count: int) -> tuple[list[Stage], str, float, str]:
    parts = stages(rng, count, (keep_for_time, keep_for_distance))
    speed = sum(part.distance for part in parts) / sum(part.time for part in parts)
    return parts, "What is its average speed over all of this?", speed, "m/s"


def journey(rng: np.random.Generator, count: int) -> Exercise:
    """Total distance, total time or average speed of a journey of `count` stages.

    Stages of constant speed are given by their time where the distance is asked for, and the other way round,
    so that no answer is a mere sum of given numbers.
    """
    ask = (_ask_distance, _ask_time, _ask_mean_speed)[int(rng.integers(3))]
    parts, question, value, unit = ask(rng, count)
    told = [f"A {choose(rng, VEHICLES)} starts from rest and {parts[0].text}."]
    told += [f"Then it {part.text}." for part in parts[1:]]
    return Exercise(question=" ".join([*told, question]), value=value, unit=unit)
