"""Answer entropy and distinct answers against closed forms, SciPy and subsets."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from prorl.train.measure.diversity import answer_spread, distinct_at, diversity
from prorl.train.measure.tally import Tally


def answering(counts, item="i", env="prorl/a-v0", judged=None, **more):
    answers = tuple((str(number), count, False) for number, count in enumerate(counts))
    return Tally(env_id=env, level=None, item=item, judged=judged or sum(counts), solved=0, answers=answers, **more)


COUNTS = st.lists(st.integers(1, 6), min_size=1, max_size=5)


def test_by_hand():
    spread = answer_spread(answering([2, 2]))
    assert (spread.votes, spread.distinct, spread.effective, spread.coverage) == (4, 2, 3.0, 1.0)
    assert spread.entropy == pytest.approx(math.log(2) + 1 / 8)
    assert answer_spread(answering([4])).entropy == 0
    assert answer_spread(answering([3, 1])).coverage == 0.75


@given(COUNTS)
@settings(max_examples=40)
def test_the_plug_in_part_is_scipys(counts):
    spread = answer_spread(answering(counts))
    correction = (len(counts) - 1) / (2 * sum(counts))
    assert spread.entropy - correction == pytest.approx(stats.entropy(counts), abs=1e-12)


def test_the_correction_takes_most_of_the_bias_away():
    """Mean over 2,000 samples of 20 from eight equally likely answers; the truth is log 8 = 2.079."""
    drawn = np.random.default_rng(0).multinomial(20, [1 / 8] * 8, size=2000)
    spreads = [answer_spread(answering([int(c) for c in row if c])) for row in drawn]
    plain = np.mean([spread.entropy - (spread.distinct - 1) / 40 for spread in spreads])
    assert plain < 1.92
    assert np.mean([spread.entropy for spread in spreads]) == pytest.approx(math.log(8), abs=0.05)


def test_the_effective_number_is_unbiased_in_its_inverse():
    drawn = np.random.default_rng(0).multinomial(6, [1 / 4] * 4, size=4000)
    inverse = [1 / answer_spread(answering([int(c) for c in row if c])).effective for row in drawn if max(row) > 1]
    assert sum(inverse) / len(drawn) == pytest.approx(1 / 4, abs=0.005)


@given(COUNTS, st.data())
@settings(max_examples=40)
def test_rarefaction_over_all_subsets(counts, data):
    counts = counts[:3]
    votes = [number for number, count in enumerate(counts) for _ in range(min(count, 3))]
    k = data.draw(st.integers(1, len(votes)))
    subsets = list(combinations(votes, k))
    expected = sum(len(set(subset)) for subset in subsets) / len(subsets)
    assert distinct_at(answering([min(count, 3) for count in counts]), k) == pytest.approx(expected)


def test_no_answers():
    spread = answer_spread(answering([], judged=4))
    assert spread.votes == 0
    assert math.isnan(spread.entropy)
    assert math.isnan(distinct_at(answering([1]), 2))
    assert math.isnan(answer_spread(answering([1, 1])).effective)


def test_one_text_with_two_verdicts_is_one_answer():
    seen = Tally(
        env_id="prorl/a-v0", level=None, item="i", judged=4, solved=1, answers=(("7", 3, False), ("7", 1, True))
    )
    assert answer_spread(seen).distinct == 1


def test_environments_and_their_mean():
    tallies = [
        answering([2, 2], "1", tokens=10, surprisal=5.0),
        answering([4], "2", tokens=10, surprisal=1.0),
        answering([1], "3", tokens=99, surprisal=99.0),
        answering([1, 1], "1", env="prorl/b-v0"),
    ]
    found = diversity(tallies, 2)
    assert found["prorl/a-v0"].items == 2
    assert found["prorl/a-v0"].entropy.value == pytest.approx((math.log(2) + 1 / 8) / 2)
    assert found["prorl/a-v0"].distinct.value == pytest.approx((5 / 3 + 1) / 2)
    assert found["prorl/a-v0"].token_entropy == pytest.approx(0.3)
    assert math.isnan(found["prorl/b-v0"].token_entropy)
    assert found["mean"].distinct.value == pytest.approx((4 / 3 + 2) / 2)
    assert diversity(tallies, 9) == {}
