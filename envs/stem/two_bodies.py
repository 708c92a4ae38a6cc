"""Two things that move along a line: meeting, catching up, overtaking, pursuit."""

import numpy as np

from prorl.envs.stem.exercise import Exercise, Family, grid, show
from prorl.envs.stem.formulas import KMH, distance_after, pursuit_time


def meeting_place(rng: np.random.Generator) -> Exercise:
    """Where two trains meet that leave one after the other."""
    gap, delay = grid(rng, 100, 500, 5), grid(rng, 5, 45, 1)
    first, second = grid(rng, 60, 120, 2), grid(rng, 60, 120, 2)
    hours = (gap - first * delay / 60) / (first + second) + delay / 60
    told = (
        f"Towns A and B are {show(gap)} km apart. A train leaves A for B at {show(first)} km/h, and "
        f"{show(delay)} min later another leaves B for A on the other track at {show(second)} km/h."
    )
    return Exercise(question=f"{told} How far from A do they meet?", value=first * hours, unit="km")


def catching_up(rng: np.random.Generator) -> Exercise:
    """Where the faster of two cyclists catches up."""
    slow, faster_by, lead = grid(rng, 3, 8, 0.1), grid(rng, 0.5, 5, 0.1), grid(rng, 10, 300, 5)
    fast = slow + faster_by
    told = (
        f"A cyclist passes a post at a constant {show(slow)} m/s. {show(lead)} s later a second cyclist "
        f"passes it at a constant {show(fast)} m/s."
    )
    asked = "How far from the post does the second one catch up with the first?"
    return Exercise(question=f"{told} {asked}", value=slow * fast * lead / faster_by, unit="m")


def overtaking(rng: np.random.Generator) -> Exercise:
    """How long a train takes to pass another."""
    long, short = grid(rng, 120, 400, 5), grid(rng, 80, 300, 5)
    slow, faster_by = grid(rng, 40, 100, 2), grid(rng, 10, 80, 2)
    told = (
        f"A train of {show(long)} m at {show(slow + faster_by)} km/h overtakes a train of {show(short)} m "
        f"that goes the same way at {show(slow)} km/h."
    )
    asked = "How long is it from when its front reaches the other's end until its end leaves the other's front?"
    return Exercise(question=f"{told} {asked}", value=(long + short) / (faster_by * KMH), unit="s")


def pursuit(rng: np.random.Generator) -> Exercise:
    """How far a car that starts from rest has to go to reach one that passes at a constant speed."""
    speed, rate, delay = grid(rng, 40, 120, 2), grid(rng, 2, 5, 0.1), grid(rng, 1, 8, 0.5)
    time = pursuit_time(speed * KMH * delay, speed * KMH, rate)
    told = (
        f"A car passes a police car at rest at a constant {show(speed)} km/h. {show(delay)} s later the "
        f"police car starts with a constant {show(rate)} m/s^2."
    )
    asked = "How far from where it stood does it catch up?"
    return Exercise(question=f"{told} {asked}", value=distance_after(0, rate, time), unit="m")


TWO_BODIES: tuple[Family, ...] = (meeting_place, catching_up, overtaking, pursuit)
"""Two motions to relate to each other."""
