from math import sqrt

import pytest

from prorl.envs.stem import formulas


def test_constant_acceleration():
    assert formulas.speed_after(4, 2, 3) == 10
    assert formulas.distance_after(4, 2, 3) == 21
    assert formulas.distance_between_speeds(20, 0, -4) == 50
    assert formulas.distance_between_speeds(4, 10, 2) == 21


def test_falling():
    assert formulas.fall_time(19.62) == pytest.approx(2)
    assert formulas.landing_speed(19.62, 0) == pytest.approx(19.62)
    assert formulas.landing_time(0, 9.81) == pytest.approx(2)
    assert formulas.landing_time(14.715, 9.81) == pytest.approx(3)


def test_throws():
    assert formulas.landing_distance(0, 9.81, 45) == pytest.approx(9.81)
    assert formulas.landing_distance(19.62, 3, 0) == pytest.approx(6)
    assert formulas.peak_height(1, 19.62, 90) == pytest.approx(20.62)
    assert formulas.peak_height(0, 19.62, 30) == pytest.approx(4.905)


def test_pursuit():
    assert formulas.pursuit_time(9, 4, 2) == pytest.approx(2 + sqrt(13))
    assert formulas.pursuit_time(0, 6, 3) == pytest.approx(4)


def test_kilometres_per_hour():
    assert pytest.approx(25) == 90 * formulas.KMH
