"""One thing that moves along a line: constant speed, constant acceleration, braking and falling."""

import numpy as np

from prorl.envs.stem.exercise import Exercise, Family, choose, grid, show
from prorl.envs.stem.formulas import (
    KMH,
    G,
    distance_after,
    distance_between_speeds,
    fall_time,
    landing_speed,
    peak_height,
    speed_after,
)

VEHICLES = ("car", "bus", "train", "lorry", "tram", "motorcycle")
RIDERS = ("runner", "cyclist", "skater", "rider", "skier", "horse")
BODIES = ("stone", "ball", "key", "coin", "bolt", "pebble")
FALL = f"Take g = {G} m/s^2 and ignore air resistance."


def distance_covered(rng: np.random.Generator) -> Exercise:
    """Distance from speed and time, in km/h and minutes."""
    speed, minutes, who = grid(rng, 20, 160, 2), grid(rng, 3, 90, 1), choose(rng, VEHICLES)
    told = f"A {who} goes at a constant {show(speed)} km/h for {show(minutes)} min."
    return Exercise(question=f"{told} How far does it get?", value=speed * minutes / 60, unit="km")


def time_needed(rng: np.random.Generator) -> Exercise:
    """Time from distance and speed."""
    speed, distance, who = grid(rng, 1.5, 12, 0.1), grid(rng, 50, 2000, 10), choose(rng, RIDERS)
    told = f"A {who} moves at a constant {show(speed)} m/s."
    return Exercise(question=f"{told} How long do {show(distance)} m take?", value=distance / speed, unit="s")


def mean_speed(rng: np.random.Generator) -> Exercise:
    """Speed from distance and time."""
    distance, time, who = grid(rng, 300, 3000, 10), grid(rng, 60, 240, 1), choose(rng, VEHICLES)
    told = f"A {who} covers {show(distance)} m in {show(time)} s."
    return Exercise(question=f"{told} What is its average speed?", value=distance / time, unit="m/s")


def _speeding_up(rng: np.random.Generator) -> tuple[str, float, float, float]:
    """The beginning of the question, the first speed in m/s, the acceleration in m/s^2 and the time in s."""
    start, rate, time = grid(rng, 1, 20, 0.5), grid(rng, 0.3, 4, 0.1), grid(rng, 2, 15, 0.5)
    change = f"speeds up at a constant {show(rate)} m/s^2 for {show(time)} s"
    return f"A {choose(rng, VEHICLES)} moves at {show(start)} m/s and then {change}.", start, rate, time


def final_speed(rng: np.random.Generator) -> Exercise:
    """Speed after a time of constant acceleration."""
    told, start, rate, time = _speeding_up(rng)
    return Exercise(question=f"{told} How fast is it then?", value=speed_after(start, rate, time), unit="m/s")


def distance_speeding_up(rng: np.random.Generator) -> Exercise:
    """Distance covered in a time of constant acceleration."""
    told, start, rate, time = _speeding_up(rng)
    metres = distance_after(start, rate, time)
    return Exercise(question=f"{told} How far does it get while it speeds up?", value=metres, unit="m")


def acceleration_needed(rng: np.random.Generator) -> Exercise:
    """Acceleration from two speeds and a time."""
    first, gain, time = grid(rng, 1, 20, 0.5), grid(rng, 2, 30, 0.5), grid(rng, 2, 20, 0.5)
    change = f"from {show(first)} m/s to {show(first + gain)} m/s in {show(time)} s"
    told = f"A {choose(rng, VEHICLES)} speeds up evenly {change}."
    return Exercise(question=f"{told} What is its acceleration?", value=gain / time, unit="m/s^2")


def stopping_distance(rng: np.random.Generator) -> Exercise:
    """Reaction distance and braking distance, from km/h."""
    speed, reaction, rate = grid(rng, 30, 130, 1), grid(rng, 0.5, 1.8, 0.1), grid(rng, 2, 9, 0.1)
    metres = speed * KMH * reaction + distance_between_speeds(speed * KMH, 0, -rate)
    told = (
        f"A driver at {show(speed)} km/h sees an obstacle. After a reaction time of {show(reaction)} s "
        f"the car brakes at a constant {show(rate)} m/s^2."
    )
    asked = "How far does it go from the sight of the obstacle to rest?"
    return Exercise(question=f"{told} {asked}", value=metres, unit="m")


def runway(rng: np.random.Generator) -> Exercise:
    """Acceleration from a speed in km/h that is reached over a distance."""
    speed, length = grid(rng, 120, 320, 2), grid(rng, 400, 3200, 20)
    told = f"An aircraft starts from rest and reaches {show(speed)} km/h after {show(length)} m of runway."
    rate = (speed * KMH) ** 2 / (2 * length)
    return Exercise(question=f"{told} What is its constant acceleration?", value=rate, unit="m/s^2")


def drop_time(rng: np.random.Generator) -> Exercise:
    """Time of a free fall from a height."""
    height = grid(rng, 2, 120, 0.5)
    told = f"A {choose(rng, BODIES)} is dropped from a height of {show(height)} m."
    asked = f"After what time does it hit the ground? {FALL}"
    return Exercise(question=f"{told} {asked}", value=fall_time(height), unit="s")


def drop_speed(rng: np.random.Generator) -> Exercise:
    """Speed at the end of a free fall, in km/h."""
    height = grid(rng, 2, 120, 0.5)
    told = f"A {choose(rng, BODIES)} is dropped from a height of {show(height)} m."
    asked = f"How fast is it when it hits the ground? {FALL}"
    return Exercise(question=f"{told} {asked}", value=landing_speed(height, 0) / KMH, unit="km/h")


def throw_upwards(rng: np.random.Generator) -> Exercise:
    """Height above the ground of something thrown straight up from a balcony."""
    speed, height = grid(rng, 3, 30, 0.2), grid(rng, 1, 20, 0.5)
    where = f"at {show(speed)} m/s from {show(height)} m above the ground"
    told = f"A {choose(rng, BODIES)} is thrown straight up {where}."
    asked = f"How high above the ground does it get? {FALL}"
    return Exercise(question=f"{told} {asked}", value=peak_height(height, speed, 90), unit="m")


CONSTANT_SPEED: tuple[Family, ...] = (distance_covered, time_needed, mean_speed)
"""One formula, one step."""
SPEEDING_UP: tuple[Family, ...] = (final_speed, distance_speeding_up, acceleration_needed)
"""One formula with an acceleration."""
BRAKING_AND_FALLING: tuple[Family, ...] = (stopping_distance, runway, drop_time, drop_speed, throw_upwards)
"""Two steps or more: a square or a root, units to convert, two distances to add."""
