import math
from dataclasses import replace

import pytest
import torch

from prorl.train.aggregate import Counts
from prorl.train.batch import Batch
from prorl.train.config import KlConfig, LossConfig, MismatchConfig
from prorl.train.loss import Objective, policy_objective

BOUNDS = {"clip_low": 0.2, "clip_high": 0.27}
X = 9.0
"""Stands where nothing must be read."""
RATIOS = [[X, 1.0, 1.5, 0.7], [X, 0.5, 4.0, X]]
ADVANTAGES = [[0.0, 1.0, 1.0, 1.0], [0.0, -1.0, -1.0, 0.0]]
MASK = [[False, True, True, True], [False, True, True, False]]
D = [[X, 0.1, -0.2, 0.0], [X, 1.0, -0.5, X]]


def batch_of(ratios, advantages, mask, d=None):
    """A batch whose old log-probabilities are 0, and the log-probabilities that give the ratios."""
    logprobs = torch.tensor(ratios).log()
    zeros = torch.zeros_like(logprobs)
    batch = Batch(
        input_ids=zeros.long(),
        loss_mask=torch.tensor(mask),
        advantages=torch.tensor(advantages),
        sampled_logprobs=zeros,
        old_logprobs=zeros,
        ref_logprobs=None if d is None else logprobs - torch.tensor(d),
    )
    return batch, logprobs.requires_grad_()


def objective(loss=None, kl=None, **mismatch):
    """The clip bounds of the fixture, no KL and no correction unless said otherwise."""
    return Objective(
        loss=LossConfig(**(BOUNDS | (loss or {}))),
        kl=KlConfig(**({"coef": 0.0} | (kl or {}))),
        mismatch=MismatchConfig(**mismatch),
    )


def fixture(of=None, tokens=5, d=None, w=None):
    """The loss of fixture B and its gradient; `w` are the engine's ratios."""
    batch, logprobs = batch_of(RATIOS, ADVANTAGES, MASK, d)
    if w is not None:
        batch = replace(batch, sampled_logprobs=-torch.tensor(w).log())
    counts = Counts(tokens=tokens, sequences=2, constant=3)
    out = policy_objective(logprobs, torch.full((2, 4), 2.0), batch, counts, of or objective())
    out.loss.backward()
    return out, logprobs.grad


def token(ratio, advantage, of=None):
    """Loss of one token and its derivative by the log-probability."""
    batch, logprobs = batch_of([[X, ratio]], [[0.0, advantage]], [[False, True]])
    counts = Counts(tokens=1, sequences=1, constant=3)
    out = policy_objective(logprobs, torch.zeros(1, 2), batch, counts, of or objective())
    out.loss.backward()
    return out.loss.item(), float(logprobs.grad[0, 1])


@pytest.mark.parametrize(
    ("advantage", "ratio", "loss", "moves"),
    [
        (1.0, 0.5, -0.5, True),
        (1.0, 0.81, -0.81, True),
        (1.0, 1.26, -1.26, True),
        (1.0, 1.28, -1.27, False),
        (1.0, 1.5, -1.27, False),
        (1.0, 4.0, -1.27, False),
        (-1.0, 0.5, 0.8, False),
        (-1.0, 0.79, 0.8, False),
        (-1.0, 0.81, 0.81, True),
        (-1.0, 1.28, 1.28, True),
        (-1.0, 4.0, 4.0, True),
    ],
)
def test_clip_table(advantage, ratio, loss, moves):
    value, slope = token(ratio, advantage)
    assert value == pytest.approx(loss, abs=1e-5)
    assert slope == pytest.approx(-advantage * ratio if moves else 0.0, abs=1e-5)


def test_first_update_is_the_policy_gradient():
    """At ratio 1 both sides of the minimum are equal, and the gradient is still the whole one."""
    assert token(1.0, 1.0) == pytest.approx((-1.0, -1.0), abs=1e-5)
    assert token(1.0, -0.5) == pytest.approx((0.5, 0.5), abs=1e-5)


def test_mean_over_all_tokens():
    """(-1 - 1.27 - .7 + .8 + 4) / 5 = .366."""
    out, _ = fixture()
    assert out.loss.item() == pytest.approx(0.366, abs=1e-5)
    assert float(out.metrics["loss/policy"]) == pytest.approx(0.366, abs=1e-5)


def test_gradient_by_token():
    """Zero where clipped and outside the mask; -A r / 5 elsewhere."""
    _, gradient = fixture()
    assert gradient.flatten().tolist() == pytest.approx([0, -0.2, 0, -0.14, 0, 0, 0.8, 0], abs=1e-5)


def test_every_scale_is_the_number_of_targets():
    """The same rows as a share of ten tokens count half."""
    out, gradient = fixture(tokens=10)
    assert out.loss.item() == pytest.approx(0.183, abs=1e-5)
    assert gradient.flatten().tolist() == pytest.approx([0, -0.1, 0, -0.07, 0, 0, 0.4, 0], abs=1e-5)


W = [[X, 1.0, 6.0, 0.4], [X, 2.0, 1.0, X]]


@pytest.mark.parametrize(
    ("loss", "mismatch", "value"),
    [
        ({}, {}, 0.366),
        ({"dual_clip": 3.0}, {}, 0.166),
        ({"aggregate": "sequence-mean"}, {}, 0.705),
        ({"aggregate": "sequence-mean", "dual_clip": 3.0}, {}, 0.455),
        ({"aggregate": "sequence-sum"}, {}, 0.915),
        ({"aggregate": "sequence-sum", "dual_clip": 3.0}, {}, 0.415),
        ({"aggregate": "constant-length"}, {}, 0.305),
        ({}, {"correction": "icepop"}, 0.92),
        ({}, {"correction": "tis"}, -0.42),
        ({}, {"correction": "tis", "low": 0.0, "high": 2.0}, 0.356),
        ({}, {"correction": "seq_mask"}, -0.66),
        ({}, {"correction": "seq_mask", "low": 0.999, "high": 1.002}, 0.0),
        ({"policy": "gspo"}, {}, 0.198909),
    ],
)
def test_denominators_and_corrections(loss, mismatch, value):
    """GSPO's sequence ratios are (1.5 · 0.7)^(1/3) = 1.016396 and 2^(1/2): (1.414214 - 1.016396) / 2."""
    out, _ = fixture(objective(loss, **mismatch), w=W)
    assert out.loss.item() == pytest.approx(value, abs=1e-5)


@pytest.mark.parametrize(
    ("dual_clip", "ratio", "loss", "slope"),
    [(0.0, 4.0, 4.0, 4.0), (3.0, 4.0, 3.0, 0.0), (10.0, 4.0, 4.0, 4.0), (3.0, 2.9, 2.9, 2.9), (10.0, 12.0, 10.0, 0.0)],
)
def test_dual_clip(dual_clip, ratio, loss, slope):
    found = token(ratio, -1.0, objective({"dual_clip": dual_clip}))
    assert found == pytest.approx((loss, slope), abs=1e-5)
    assert token(ratio, 1.0, objective({"dual_clip": dual_clip}))[0] == pytest.approx(-1.27, abs=1e-5)


@pytest.mark.parametrize(("limit", "loss", "slope"), [(20.0, math.exp(20), 0.0), (0.0, math.exp(25), math.exp(25))])
def test_log_ratio_limit(limit, loss, slope):
    """A log ratio of 25 with negative advantage: the loss grows without bound unless it is cut."""
    batch, _ = batch_of([[1.0, 1.0]], [[0.0, -1.0]], [[False, True]])
    logprobs = torch.tensor([[0.0, 25.0]], requires_grad=True)
    counts = Counts(tokens=1, sequences=1, constant=3)
    out = policy_objective(logprobs, torch.zeros(1, 2), batch, counts, objective({"log_ratio_limit": limit}))
    out.loss.backward()
    assert out.loss.item() == pytest.approx(loss, rel=1e-5)
    assert float(logprobs.grad[0, 1]) == pytest.approx(slope, rel=1e-5)


def test_a_ratio_that_overflows_leaves_no_nan():
    batch, _ = batch_of([[1.0, 1.0]], [[0.0, 1.0]], [[False, True]])
    logprobs = torch.tensor([[0.0, 200.0]], requires_grad=True)
    out = policy_objective(logprobs, torch.zeros(1, 2), batch, Counts(tokens=1, sequences=1, constant=3), objective())
    out.loss.backward()
    assert out.loss.item() == pytest.approx(-1.27)
    assert logprobs.grad.tolist() == [[0.0, 0.0]]


@pytest.mark.parametrize(("ratio", "weight"), [(0.5, 0.8), (1.0, 1.0), (1.5, 1.27), (4.0, 1.27)])
def test_cispo_keeps_the_gradient_of_every_token(ratio, weight):
    loss, slope = token(ratio, 1.0, objective({"policy": "cispo"}))
    assert slope == pytest.approx(-weight, abs=1e-5)
    assert loss == pytest.approx(-weight * math.log(ratio), abs=1e-5)


def test_rows_one_by_one_add_up_to_the_whole():
    of = objective(kl={"estimator": "k3", "coef": 0.5})
    whole, _ = fixture(of, d=D)
    total = 0.0
    for row in range(2):
        batch, logprobs = batch_of(*([rows[row]] for rows in (RATIOS, ADVANTAGES, MASK, D)))
        counts = Counts(tokens=5, sequences=2, constant=3)
        total += policy_objective(logprobs, torch.zeros(1, 4), batch, counts, of).loss.item()
    assert total == pytest.approx(float(whole.loss), abs=1e-5)


@pytest.mark.parametrize(("name", "value"), [("k1", 0.08), ("k2", 0.13), ("k3", 0.108568)])
def test_kl_term(name, value):
    out, _ = fixture(objective(kl={"estimator": name, "coef": 0.5}), d=D)
    assert float(out.metrics["loss/kl"]) == pytest.approx(value, abs=1e-5)
    assert float(out.metrics["policy/kl_ref"]) == pytest.approx(0.108568, abs=1e-5)
    assert float(out.metrics["policy/kl_clamped"]) == 0.0
    assert out.loss.item() == pytest.approx(0.366 + 0.5 * value, abs=1e-5)


def test_kl_in_the_reward_is_not_in_the_loss_too():
    out, _ = fixture(objective(kl={"coef": 0.5, "place": "reward"}), d=D)
    assert out.loss.item() == pytest.approx(0.366, abs=1e-5)
    assert float(out.metrics["loss/kl"]) == pytest.approx(0.13, abs=1e-5)


def test_kl_is_not_weighted_by_the_engine_correction():
    out, _ = fixture(objective(kl={"coef": 1.0}, correction="icepop"), d=D, w=W)
    assert out.loss.item() == pytest.approx(0.92 + 0.13, abs=1e-5)


def test_share_of_clamped_kl():
    """Of five tokens one is 1.0 away."""
    out, _ = fixture(objective(kl={"coef": 1.0, "limit": 0.9}), d=D)
    assert float(out.metrics["policy/kl_clamped"]) == pytest.approx(0.2)


def test_gradient_of_the_kl_term():
    """With k2 and coefficient 1 every token gains d / 5; the clipped ones have nothing else."""
    _, gradient = fixture(objective(kl={"estimator": "k2", "coef": 1.0}), d=D)
    expected = [0, -0.2 + 0.02, -0.04, -0.14, 0, 0.2, 0.8 - 0.1, 0]
    assert gradient.flatten().tolist() == pytest.approx(expected, abs=1e-5)


def test_other_metrics():
    """One of five tokens is clipped below, one above; the entropy is 2 everywhere; nothing is dropped."""
    metrics = fixture()[0].metrics
    assert float(metrics["policy/clip_low"]) == pytest.approx(0.2)
    assert float(metrics["policy/clip_high"]) == pytest.approx(0.2)
    assert float(metrics["policy/entropy"]) == pytest.approx(2.0)
    assert float(metrics["policy/mismatch_dropped"]) == 0.0
    assert not any(value.requires_grad for value in metrics.values())
    assert "loss/kl" not in metrics


def test_mismatch_is_between_engine_and_trainer():
    """The engine reported a log-probability that is 1 lower than ours: e - 1 - 1 = .718282."""
    batch, logprobs = batch_of([[X, 1.0]], [[0.0, 1.0]], [[False, True]])
    batch = replace(batch, sampled_logprobs=torch.tensor([[0.0, -1.0]]))
    out = policy_objective(logprobs, torch.zeros(1, 2), batch, Counts(tokens=1, sequences=1, constant=3), objective())
    assert float(out.metrics["policy/mismatch_kl"]) == pytest.approx(0.718282, abs=1e-5)
    assert float(out.maxima["policy/mismatch_max"]) == pytest.approx(1.0)


def test_share_that_the_correction_dropped():
    """Of five tokens two are outside [0.5, 5]."""
    out, _ = fixture(objective(correction="icepop"), w=W)
    assert float(out.metrics["policy/mismatch_dropped"]) == pytest.approx(0.4)
