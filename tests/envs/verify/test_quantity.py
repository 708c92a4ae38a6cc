import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prorl.envs.answer import wrap
from prorl.envs.task import Problem
from prorl.envs.verdict import Status
from prorl.envs.verify.quantity import MAX_CHARS, parse_quantity, same_quantity

SPEED = {"value": 12.3, "unit": "m/s", "tolerance": 0.01}
FALL = {"value": 9.81, "unit": "m/s^2", "tolerance": 0.01}
LENGTH = {"value": 1200.0, "unit": "m", "tolerance": 0.01}
NO_QUANTITIES = [
    *(
        "",
        " ",
        "m",
        "m/s",
        "nan m",
        "inf m",
        "-inf m",
        "NaN",
        "Infinity m",
        "twelve m",
        "v = 12.3 m/s",
        "≈ 12.3 m/s",
    ),
    *(
        "12.3 m/s 5 s",
        "12.3 m/s or 13 m/s",
        "12.3 m/s, 13 m/s",
        "12.3 m/s\n13 m/s",
        "12 13 m/s",
        "1 h 30 min",
    ),
    *(
        "12+1 m",
        "12*1 m",
        "12 * 1 m",
        "2**3 m",
        "2^3 m",
        "24/2 m",
        "(12) m",
        "sqrt(144) m",
        "12 pi m",
        "12 c",
        "12 e",
    ),
    *(
        "1,23 m",
        "1.2.3 m",
        "0x10 m",
        "1_0 m",
        "--12 m",
        "12.m",
        "1e999 m",
        "1e m",
        "1e+ m",
        "12 x 10^ m",
        "12 x 10^999 m",
    ),
    *(
        "12 m**9**9**9",
        "12 m^9",
        "12 m^99",
        "12 m^9^9",
        "12 m^(2)",
        "12 m^0.5",
        "12 m^^2",
        "12 m//s",
        "12 m/",
        "12 /s",
    ),
    *(
        "12 J/kg K",
        "12 m/s north",
        "12 flurb",
        "12 metr",
        "12 KM",
        "12 m/(s",
        "12 m)",
        "12 (m)",
        "12 m/(s/(s))",
        "12 m/()",
    ),
    *(
        "12 m m m m m m m",
        "٣ m",
        "12 m\x00",
        "\ud800",
        "12 __class__",
        "12 __import__('os')",
        "12 m; 13 m",
        "9" * 81,
    ),
]


def judge(answer: str, reference: dict = SPEED):
    return same_quantity(Problem(prompt="", reference=reference), wrap(answer))


@pytest.mark.parametrize(
    "answer",
    [
        *(
            "12.3 m/s",
            "12.3m/s",
            "12.30 m / s",
            "+12.3 m/s.",
            "12.3 m s^-1",
            "12.3 m·s⁻¹",
            "12.3 m*s**-1",
            "12.3 m s-1",
        ),
        *(
            "44.28 km/h",
            "44.28 kilometers per hour",
            "44.28 kph",
            "27.5 mph",
            "0.0123 km/s",
            "1230 cm/s",
            "738 m/min",
        ),
        *("1.23e1 m/s", "1.23E+01 m/s", "1.23 × 10^1 m/s", "1.23 x 10¹ m/s", "123e-1 m/s", "123·10⁻¹ m/s"),
        *("12.2 m/s", "12.4 m/s"),
    ],
)
def test_right_speeds(answer):
    assert judge(answer).solved


@pytest.mark.parametrize(
    "answer", ["9.81 m/s^2", "9.81 m/s²", "9.81 m s^-2", "9.81 m/s/s", "9.81 m/(s s)", "9.81 m/s2"]
)
def test_right_accelerations(answer):
    assert judge(answer, FALL).solved


def test_words_for_powers():
    assert judge("9.81 meters per second squared", FALL).solved
    assert judge("9.81 metres per second per second", FALL).solved


@pytest.mark.parametrize(
    "answer", ["1,200 m", "1.2 km", "1.2e3 m", "120000 cm", "3937 ft", "1200 meter", "1200 metres"]
)
def test_right_lengths(answer):
    assert judge(answer, LENGTH).solved


@pytest.mark.parametrize(
    "answer",
    [
        "12.1 m/s",
        "12.5 m/s",
        "-12.3 m/s",
        "12.3 km/h",
        "12.3 m",
        "12.3 m/s^2",
        "12.3 s/m",
        "12.3 kg",
        "0 m/s",
    ],
)
def test_wrong_values_and_dimensions(answer):
    assert (judge(answer).reward, judge(answer).status) == (0.0, Status.OK)


def test_a_negative_reference_wants_its_sign():
    braking = {"value": -2.5, "unit": "m/s^2", "tolerance": 0.01}
    assert judge("−2.5 m/s²", braking).solved
    assert not judge("2.5 m/s^2", braking).solved


def test_the_unit_must_be_written_unless_none_is_asked():
    assert judge("12.3").reason == "the answer lacks a unit"
    ratio = {"value": 0.25, "unit": "", "tolerance": 0.01}
    assert judge("0.25", ratio).solved
    assert judge("25 %", ratio).solved
    assert not judge("25", ratio).solved


@pytest.mark.parametrize("text", NO_QUANTITIES)
def test_what_is_not_one_quantity_is_not_read(text):
    assert parse_quantity(text) is None
    assert judge(text).reward == 0.0


def test_huge_powers_of_prefixes_are_harmless():
    assert not judge("1200 Qm^4 Qm^4 Qm^4 qm^-4 qm^-4 qm^-3", LENGTH).solved
    assert not judge("1200 qm^4 qm^4 qm^4 Qm^-4 Qm^-4 Qm^-3", LENGTH).solved
    assert parse_quantity("1" * MAX_CHARS) is not None
    assert parse_quantity("1" * (MAX_CHARS + 1)) is None


@given(
    st.floats(-1e9, 1e9).filter(lambda x: abs(x) > 1e-9),
    st.sampled_from(["m", "m/s", "km/h", "m/s^2", "s", "N", "J/(kg K)"]),
)
def test_six_digits_and_the_unit_are_right(value, unit):
    reference = {"value": value, "unit": unit, "tolerance": 0.01}
    assert judge(f"{value:.6g} {unit}", reference).solved
    assert not judge(f"{value * 1.02:.6g} {unit}", reference).solved


@given(st.floats(0.1, 1000))
def test_conversion_goes_both_ways(kmh):
    assert judge(f"{kmh:.6f} km/h", {"value": kmh / 3.6, "unit": "m/s", "tolerance": 0.001}).solved
    assert judge(f"{kmh / 3.6:.6f} m/s", {"value": kmh, "unit": "km/h", "tolerance": 0.001}).solved


@given(st.text() | st.text(alphabet="0123456789.eE+-x×^*/()² mskh⁻", max_size=40))
def test_any_text_gets_the_same_verdict_twice(text):
    problem = Problem(prompt="", reference=SPEED)
    again = Problem(**json.loads(json.dumps(asdict(problem))))
    for response in (text, wrap(text)):
        verdict = same_quantity(problem, response)
        assert verdict.gradeable
        assert verdict == same_quantity(again, response)
