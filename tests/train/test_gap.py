import math

import pytest
import torch

from prorl.train.aggregate import Counts
from prorl.train.batch import Batch
from prorl.train.config import MismatchConfig
from prorl.train.gap import gap_maxima, gap_metrics, gap_sums, is_of_a_gap

X = 9.0
"""Stands where nothing must be read."""
SAMPLED = [[X, -1.0, -2.0, -1.0], [X, -3.0, -1.0, X]]
W = [[X, 1.0, 6.0, 0.4], [X, 2.0, 1.0, X]]
"""Ratios trainer / sampler of five tokens."""
MASK = [[False, True, True, True], [False, True, True, False]]


def found(lag=(0, 0), ratios=W, **mismatch):
    """The metrics of the fixture in one pass."""
    sampled = torch.tensor(SAMPLED)
    batch = Batch(
        input_ids=torch.zeros(2, 4).long(),
        loss_mask=torch.tensor(MASK),
        advantages=torch.zeros(2, 4),
        sampled_logprobs=sampled,
        old_logprobs=torch.full((2, 4), X),
        lag=None if lag is None else torch.tensor(lag),
    )
    trainer = (sampled + torch.tensor(ratios).log()).requires_grad_()
    counts = Counts(tokens=5, sequences=2, constant=3)
    sums = gap_sums(trainer, batch, counts, MismatchConfig(**mismatch))
    maxima = gap_maxima(trainer, batch)
    assert not any(value.requires_grad for value in (sums | maxima).values())
    return gap_metrics({name: float(value) for name, value in (sums | maxima).items()})


def test_literal():
    """w - 1 - log w of (1, 6, 0.4, 2, 1) is (0, 3.208241, 0.316291, 0.306853, 0), |log w| (0, 1.791759, 0.916291,
    0.693147, 0); 6 and 0.4 are outside [0.5, 5], the default bounds, though there is no correction."""
    assert found() == {
        "policy/mismatch_kl": pytest.approx((3.208241 + 0.316291 + 0.306853) / 5, abs=1e-5),
        "policy/mismatch_mean": pytest.approx((1.791759 + 0.916291 + 0.693147) / 5, abs=1e-5),
        "policy/mismatch_outside": pytest.approx(0.4),
        "policy/mismatch_max": pytest.approx(1.791759, abs=1e-5),
    }
    assert found(lag=None) == found()


def test_older_weights_have_a_gap_of_their_own():
    """The first row was sampled three optimizer steps earlier: its three tokens are the behaviour's, two remain."""
    assert found(lag=(3, 0)) == {
        "policy/mismatch_kl": pytest.approx(0.306853 / 2, abs=1e-5),
        "policy/mismatch_mean": pytest.approx(0.693147 / 2, abs=1e-5),
        "policy/mismatch_outside": 0.0,
        "policy/mismatch_max": pytest.approx(0.693147, abs=1e-5),
        "policy/behaviour_kl": pytest.approx((3.208241 + 0.316291) / 3, abs=1e-5),
        "policy/behaviour_mean": pytest.approx((1.791759 + 0.916291) / 3, abs=1e-5),
        "policy/behaviour_outside": pytest.approx(2 / 3),
        "policy/behaviour_max": pytest.approx(1.791759, abs=1e-5),
    }


def test_nothing_is_said_of_a_gap_without_tokens():
    assert {name.rpartition("_")[0] for name in found(lag=(4, 4))} == {"policy/behaviour"}


@pytest.mark.parametrize(
    ("mismatch", "outside"),
    [
        ({"correction": "tis"}, 0.4),
        ({"correction": "icepop", "high": 6.1}, 0.2),
        ({"correction": "tis", "low": 0.4 - 1e-6, "high": 6.0 + 1e-5}, 0.0),
        ({"correction": "seq_mask"}, 0.0),
        ({"correction": "seq_mask", "low": 1.4}, 0.6),
        ({"correction": "seq_mask", "low": 0.999, "high": 1.002}, 1.0),
    ],
)
def test_outside_goes_by_the_correction(mismatch, outside):
    """Geometric means of the rows: 2.4^(1/3) = 1.33887 and 2^(1/2) = 1.41421."""
    assert found(**mismatch)["policy/mismatch_outside"] == pytest.approx(outside)


@pytest.mark.parametrize("bad", [math.nan, math.inf, 0.0])
def test_what_is_no_number_is_outside_and_nowhere_else(bad):
    """Ratio 0 is a token that the trainer gives no chance at all."""
    metrics = found(ratios=[[X, 1.0, bad, 1.0], [X, 2.0, 1.0, X]])
    assert metrics["policy/mismatch_outside"] == pytest.approx(0.2)
    assert metrics["policy/mismatch_max"] == pytest.approx(0.693147, abs=1e-5)
    assert metrics["policy/mismatch_kl"] == pytest.approx(0.306853 / 5, abs=1e-5)


def test_names():
    mine = "policy/mismatch_kl policy/mismatch_share policy/behaviour_max policy/behaviour_outside"
    others = "policy/mismatch_dropped policy/kl_ref loss/kl policy/behaviour"
    assert all(map(is_of_a_gap, mine.split()))
    assert not any(map(is_of_a_gap, others.split()))
