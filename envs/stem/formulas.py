"""The laws of motion with constant acceleration. Metres, seconds, metres per second; angles in degrees."""

from math import cos, hypot, radians, sin, sqrt

G = 9.81
"""Acceleration of free fall, in m/s^2."""
KMH = 1 / 3.6
"""One kilometre per hour, in m/s."""


def speed_after(start: float, acceleration: float, time: float) -> float:
    """Example: from 4 m/s at 2 m/s^2 for 3 s: 10 m/s."""
    return start + acceleration * time


def distance_after(start: float, acceleration: float, time: float) -> float:
    """Example: from 4 m/s at 2 m/s^2 for 3 s: 21 m."""
    return start * time + acceleration * time**2 / 2


def distance_between_speeds(first: float, second: float, acceleration: float) -> float:
    """Distance to get from one speed to another; `acceleration` is negative for braking.

    Example: from 20 m/s to rest at -4 m/s^2: 50 m.
    """
    return (second**2 - first**2) / (2 * acceleration)


def fall_time(height: float) -> float:
    """Example: from 19.62 m it takes 2 s to fall."""
    return sqrt(2 * height / G)


def landing_time(height: float, rise: float) -> float:
    """Time until something that starts at `height` with the upward speed `rise` is at height 0.

    Example: from 0 m with 9.81 m/s upwards: 2 s.
    """
    return (rise + sqrt(rise**2 + 2 * G * height)) / G


def landing_distance(height: float, speed: float, angle: float) -> float:
    """Horizontal distance of a throw from `height` at `angle` over the horizon.

    Example: from 0 m at 9.81 m/s and 45 degrees: 9.81 m.
    """
    return speed * cos(radians(angle)) * landing_time(height, speed * sin(radians(angle)))


def landing_speed(height: float, speed: float) -> float:
    """Speed on the ground of something thrown from `height`, whatever the direction.

    Example: from 19.62 m at 0 m/s: 19.62 m/s.
    """
    return sqrt(speed**2 + 2 * G * height)


def peak_height(height: float, speed: float, angle: float) -> float:
    """Greatest height above the ground. Example: from 1 m at 19.62 m/s and 90 degrees: 20.62 m."""
    return height + (speed * sin(radians(angle))) ** 2 / (2 * G)


def pursuit_time(lead: float, speed: float, acceleration: float) -> float:
    """Time from rest at a constant acceleration to reach something `lead` metres ahead that goes at `speed`.

    Example: 9 m ahead at 4 m/s, with 2 m/s^2: t^2 = 9 + 4 t, so 2 + sqrt(13) s.
    """
    return (speed + hypot(speed, sqrt(2 * acceleration * lead))) / acceleration
