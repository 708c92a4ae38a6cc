"""Two models on the same items: exact tests against SciPy and enumeration."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from prorl.train.measure.paired import compare, mcnemar, sign_flip_test
from prorl.train.measure.tally import Tally


def model(solved, judged=1, env="prorl/a-v0"):
    return [
        Tally(env_id=env, level=None, item=f"{number:03}", judged=judged, solved=count)
        for number, count in enumerate(solved)
    ]


def test_single_responses_are_mcnemars_table():
    first, second = model([0] * 9 + [1] + [1] * 5), model([1] * 9 + [0] + [1] * 5)
    found = compare(first, second)["prorl/a-v0"]
    assert (found.better, found.worse, found.items, found.left_out) == (9, 1, 15, 0)
    assert (found.first, found.second) == pytest.approx((6 / 15, 14 / 15))
    assert found.difference.value == pytest.approx(8 / 15)
    assert (found.sign_p_value, found.p_value, mcnemar(1, 9)) == pytest.approx((22 / 1024,) * 3)


def test_the_interval_is_the_paired_t_interval():
    first, second = [0, 1, 3, 4, 2, 2], [2, 4, 3, 3, 4, 4]
    theirs = stats.ttest_rel([c / 4 for c in second], [c / 4 for c in first]).confidence_interval()
    found = compare(model(first, 4), model(second, 4))["mean"].difference
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))


@given(st.lists(st.integers(-4, 4), min_size=2, max_size=7))
@settings(max_examples=30)
def test_sign_flips_are_scipys_permutation_test(gaps):
    gaps = np.array(gaps, dtype=np.float64)
    theirs = stats.permutation_test(
        (gaps, np.zeros(len(gaps))),
        lambda first, second: np.mean(first - second),
        permutation_type="samples",
        n_resamples=np.inf,
        vectorized=False,
    ).pvalue
    assert sign_flip_test({"a": gaps}) == pytest.approx(min(theirs, 1.0))


def test_sign_flips_by_hand():
    assert sign_flip_test({"a": np.array([1.0, 1.0, 1.0])}) == 0.25
    assert sign_flip_test({"a": np.zeros(5)}) == 1
    weighted = {"a": np.array([1.0]), "b": np.array([1.0, 1.0])}
    assert sign_flip_test(weighted) == 0.25
    assert sign_flip_test({"a": np.array([0.3]), "b": np.array([1.0, 1.0])}) == 0.25


def test_drawn_flips_are_near_the_exact_ones_and_never_zero():
    gaps = np.array([1.0] * 15 + [-1.0] * 6)
    assert sign_flip_test({"a": gaps}) == pytest.approx(stats.binomtest(15, 21).pvalue, abs=0.01)
    assert sign_flip_test({"a": np.ones(100)}) == 1 / 10_001


def test_environments_count_once_and_items_of_one_side_are_left_out():
    first = model([0] * 4, 2) + model([2], 2, env="prorl/b-v0")
    second = model([1] * 3, 2) + model([2, 2], 2, env="prorl/b-v0")
    found = compare(first, second)
    assert found["mean"].difference.value == pytest.approx(0.25)
    assert [found[name].left_out for name in ("prorl/a-v0", "prorl/b-v0", "mean")] == [1, 1, 2]
    assert compare(first, second, 2)["prorl/a-v0"].difference.value == 1
    assert compare(model([1]), model([1], env="prorl/c-v0")) == {}


def test_two_samples_of_one_model_are_rarely_told_apart():
    """Size of both at 5 %: of 60 pairs, 1 to 8 would be below by chance (99 %); seeds are fixed."""
    rng = np.random.default_rng(5)
    apart = np.zeros(2, dtype=int)
    for _ in range(60):
        rates = rng.beta(0.3, 1, 40)
        first, second = (model(rng.binomial(64, rates), 64) for _ in range(2))
        found = compare(first, second, 16)["mean"]
        apart += [not found.difference.spans_zero, found.p_value < 0.05]
    assert (apart <= 8).all()
