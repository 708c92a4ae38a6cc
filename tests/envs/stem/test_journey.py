import re

import numpy as np
import pytest

from prorl.envs.stem.journey import journey, keep_for_distance, keep_for_time, slow_down, speed_up, stages

STAGE = re.compile(
    r"speeds up at (?P<up>[\d.]+) m/s\^2 for (?P<up_time>\d+) s"
    r"|slows down at (?P<down>[\d.]+) m/s\^2 until it moves at (?P<end>\d+) m/s"
    r"|keeps its speed for (?P<time>\d+) s|keeps its speed for (?P<distance>\d+) m"
)


def retrace(question: str) -> tuple[int, float, float]:
    """(stages, distance, time) from the text, with the mean speed of each stage."""
    speed = distance = time = 0.0
    found = list(STAGE.finditer(question))
    for stage in found:
        told = {name: float(text) for name, text in stage.groupdict().items() if text}
        end = speed
        if "up" in told:
            lasts, end = told["up_time"], speed + told["up"] * told["up_time"]
        elif "down" in told:
            lasts, end = (speed - told["end"]) / told["down"], told["end"]
        else:
            lasts = told["time"] if "time" in told else told["distance"] / speed
        distance, time, speed = distance + (speed + end) / 2 * lasts, time + lasts, end
    return len(found), distance, time


@pytest.mark.parametrize("count", [3, 4, 6, 20])
def test_the_text_leads_to_the_answer(count):
    rng = np.random.default_rng(count)
    for _ in range(40):
        exercise = journey(rng, count)
        told, distance, time = retrace(exercise.question)
        assert told == count
        assert exercise.value == pytest.approx({"m": distance, "s": time, "m/s": distance / time}[exercise.unit])


def test_no_answer_is_a_sum_of_given_numbers():
    rng = np.random.default_rng(1)
    for _ in range(60):
        exercise = journey(rng, 4)
        kept = re.findall(r"keeps its speed for \d+ (\w+)", exercise.question)
        assert len(kept) == 2
        if exercise.unit in ("m", "s"):
            assert exercise.unit not in kept


def test_stages_go_on_where_the_last_one_ended():
    rng = np.random.default_rng(3)
    journeys = [stages(rng, 9, (keep_for_time, keep_for_distance)) for _ in range(50)]
    assert all(stage.speed > 0 and stage.time > 0 and stage.distance > 0 for done in journeys for stage in done)
    assert all(done[i].speed == done[i + 1].speed for done in journeys for i in (0, 2, 4, 6))


def test_single_stages():
    rng = np.random.default_rng(0)
    faster, slower = speed_up(rng, 5), slow_down(rng, 12.5)
    assert faster.distance == pytest.approx((5 + faster.speed) / 2 * faster.time)
    assert slower.distance == pytest.approx((12.5 + slower.speed) / 2 * slower.time)
    assert 1 <= slower.speed <= 10
