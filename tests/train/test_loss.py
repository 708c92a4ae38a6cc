from dataclasses import replace

import pytest
import torch

from prorl.train.batch import Batch
from prorl.train.config import LossConfig
from prorl.train.loss import clipped_surrogate

BOUNDS = LossConfig(clip_low=0.2, clip_high=0.27, kl_coef=0.0)
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


def fixture(config=BOUNDS, num_targets=5, d=None):
    batch, logprobs = batch_of(RATIOS, ADVANTAGES, MASK, d)
    out = clipped_surrogate(logprobs, torch.full((2, 4), 2.0), batch, num_targets, config)
    out.loss.backward()
    return out, logprobs.grad


def token(ratio, advantage):
    """Loss of one token and its derivative by the log-probability."""
    batch, logprobs = batch_of([[X, ratio]], [[0.0, advantage]], [[False, True]])
    out = clipped_surrogate(logprobs, torch.zeros(1, 2), batch, 1, BOUNDS)
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
    out, gradient = fixture(num_targets=10)
    assert out.loss.item() == pytest.approx(0.183, abs=1e-5)
    assert gradient.flatten().tolist() == pytest.approx([0, -0.1, 0, -0.07, 0, 0, 0.4, 0], abs=1e-5)


def test_rows_one_by_one_add_up_to_the_whole():
    config = LossConfig(clip_low=0.2, clip_high=0.27, kl="k3", kl_coef=0.5)
    whole, _ = fixture(config, d=D)
    total = 0.0
    for row in range(2):
        batch, logprobs = batch_of(*([rows[row]] for rows in (RATIOS, ADVANTAGES, MASK, D)))
        total += clipped_surrogate(logprobs, torch.zeros(1, 4), batch, 5, config).loss.item()
    assert total == pytest.approx(float(whole.loss), abs=1e-5)


@pytest.mark.parametrize(("name", "value"), [("k1", 0.08), ("k2", 0.13), ("k3", 0.108568)])
def test_kl_term(name, value):
    out, _ = fixture(LossConfig(clip_low=0.2, clip_high=0.27, kl=name, kl_coef=0.5), d=D)
    assert float(out.metrics["loss/kl"]) == pytest.approx(value, abs=1e-5)
    assert float(out.metrics["policy/kl_ref"]) == pytest.approx(0.108568, abs=1e-5)
    assert out.loss.item() == pytest.approx(0.366 + 0.5 * value, abs=1e-5)


def test_gradient_of_the_kl_term():
    """With k2 and coefficient 1 every token gains d / 5; the clipped ones have nothing else."""
    _, gradient = fixture(LossConfig(clip_low=0.2, clip_high=0.27, kl="k2", kl_coef=1.0), d=D)
    expected = [0, -0.2 + 0.02, -0.04, -0.14, 0, 0.2, 0.8 - 0.1, 0]
    assert gradient.flatten().tolist() == pytest.approx(expected, abs=1e-5)


def test_other_metrics():
    """One of five tokens is clipped below, one above; the entropy is 2 everywhere; the engine agrees with us."""
    metrics = fixture()[0].metrics
    assert float(metrics["policy/clip_low"]) == pytest.approx(0.2)
    assert float(metrics["policy/clip_high"]) == pytest.approx(0.2)
    assert float(metrics["policy/entropy"]) == pytest.approx(2.0)
    assert float(metrics["policy/mismatch_kl"]) == 0.0
    assert not any(value.requires_grad for value in metrics.values())
    assert "loss/kl" not in metrics


def test_mismatch_is_between_engine_and_trainer():
    """The engine reported a log-probability that is 1 lower than ours: k3(1) = .367879."""
    batch, logprobs = batch_of([[X, 1.0]], [[0.0, 1.0]], [[False, True]])
    batch = replace(batch, sampled_logprobs=torch.tensor([[0.0, -1.0]]))
    out = clipped_surrogate(logprobs, torch.zeros(1, 2), batch, 1, BOUNDS)
    assert float(out.metrics["policy/mismatch_kl"]) == pytest.approx(0.367879, abs=1e-5)
