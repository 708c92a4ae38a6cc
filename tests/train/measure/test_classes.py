"""Classes of curves, by their table and by planted checkpoints."""

import numpy as np
import pytest

from prorl.train.measure.classes import Change, Kind, class_k, classify, kind_of, usual
from prorl.train.measure.tally import Tally

RISE, STAY, FALL = (Change(value=value, margin=0.05) for value in (0.2, 0.05, -0.2))


def model(solved, judged=64, env="prorl/a-v0"):
    return [
        Tally(env_id=env, level=None, item=f"{number:03}", judged=judged, solved=count)
        for number, count in enumerate(solved)
    ]


@pytest.mark.parametrize(
    ("total", "late", "first", "kind"),
    [
        (FALL, RISE, RISE, Kind.DIMINISH),
        (FALL, STAY, FALL, Kind.DIMINISH),
        (STAY, RISE, RISE, Kind.DIMINISH),
        (STAY, RISE, STAY, Kind.UNCHANGED),
        (STAY, STAY, FALL, Kind.UNCHANGED),
        (RISE, RISE, RISE, Kind.SUSTAINED),
        (RISE, STAY, FALL, Kind.PLATEAU),
        (RISE, FALL, RISE, Kind.RECEDING),
    ],
)
def test_the_table(total, late, first, kind):
    assert kind_of(total, late, first) == kind


def test_a_change_has_to_leave_the_margin():
    assert [Change(value=value, margin=0.05).sign for value in (0.05, 0.051, -0.05, -0.051, 0.0)] == [0, 1, 0, -1, 0]


@pytest.mark.parametrize(("n", "k"), [(4, 1), (7, 1), (8, 2), (100, 16), (256, 64), (512, 128), (4096, 128)])
def test_k_is_at_most_a_quarter_of_n(n, k):
    assert class_k(n) == k


def test_n_is_what_nine_in_ten_items_have():
    assert usual([256] * 30 + [3, 3]) == 256
    assert usual([256] * 17 + [3, 3]) == 3
    assert usual([3]) == 3


def test_an_item_with_few_responses_is_left_out():
    short = model([0], judged=4)
    sides = [[*short, *model([0, count] * 10)[1:]] for count in (4, 30, 30)]
    (found,) = classify(*sides)
    assert (found.k, found.items) == (16, 19)


@pytest.mark.parametrize(
    ("base", "middle", "final", "kind"),
    [
        ([24] * 40, [30] * 40, [60] * 40, Kind.DIMINISH),
        ([2] * 20 + [0] * 20, [2] * 30 + [0] * 10, [3] * 40, Kind.SUSTAINED),
        ([0] * 40, [30, 40] * 20, [40, 30] * 20, Kind.PLATEAU),
        ([0] * 40, [30] * 40, [30] * 20 + [0] * 20, Kind.RECEDING),
        ([5, 9] * 20, [9, 5] * 20, [9, 5] * 20, Kind.UNCHANGED),
        ([8] * 40, [8] * 40, [60] * 10 + [0] * 30, Kind.DIMINISH),
    ],
)
def test_planted_checkpoints(base, middle, final, kind):
    (found,) = classify(model(base), model(middle), model(final))
    assert (found.kind, found.k, found.items) == (kind, 16, 40)


def test_the_margin_is_two_standard_errors():
    rng = np.random.default_rng(0)
    base, final = rng.integers(0, 9, 30), rng.integers(0, 9, 30)
    (found,) = classify(model(base, 8), model(base, 8), model(final, 8))
    gaps = (final - base) / 8
    assert found.first.value == pytest.approx(gaps.mean())
    assert found.first.margin == pytest.approx(2 * gaps.std(ddof=1) / 30**0.5)
    assert found.late.value == found.total.value


def test_one_item_has_no_class_of_change():
    (found,) = classify(model([0]), model([64]), model([64]))
    assert found.kind == Kind.UNCHANGED
    assert classify(model([0], 2), model([1], 2), model([2], 2)) == ()


def test_two_samples_of_one_model_are_seldom_classified():
    """Two of 40 null comparisons at two standard errors, in either of two changes, would be 4; seeds are fixed."""
    rng = np.random.default_rng(3)
    kinds = []
    for _ in range(40):
        rates = rng.beta(0.5, 0.5, 50)
        kinds += [item.kind for item in classify(*(model(rng.binomial(64, rates)) for _ in range(3)))]
    assert kinds.count(Kind.UNCHANGED) >= 30
