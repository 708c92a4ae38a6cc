from dataclasses import replace
from types import SimpleNamespace

import pytest
import torch

from prorl.agents.records import Group
from prorl.train.advantage import grpo
from prorl.train.batch import Batch, collate
from prorl.train.config import LossConfig
from prorl.train.logprobs import frozen_logprobs, token_logprobs
from prorl.train.loss import clipped_surrogate

CONFIG = LossConfig(kl="k3", kl_coef=0.1)


class Ladder(torch.nn.Module):
    """After token i it gives token i + 1 three times the probability of either other token (of three)."""

    def forward(self, input_ids, use_cache, logits_to_keep):
        following = (input_ids[:, -logits_to_keep:] + 1) % 3
        return SimpleNamespace(logits=torch.nn.functional.one_hot(following, 3) * torch.tensor(3.0).log())


def batch_of(groups):
    return collate(groups, grpo, 263, torch.device("cpu"))


def whole(model, batch, temperature):
    """The same by the whole log-softmax of every place."""
    logprobs = (model(input_ids=batch.input_ids).logits.float() / temperature).log_softmax(-1)
    naive, entropy = torch.zeros(batch.input_ids.shape), torch.zeros(batch.input_ids.shape)
    for row, column in batch.loss_mask.nonzero().tolist():
        naive[row, column] = logprobs[row, column - 1, batch.input_ids[row, column]]
        entropy[row, column] = -(logprobs[row, column - 1].exp() * logprobs[row, column - 1]).sum()
    return naive, entropy


def test_token_t_is_predicted_from_the_tokens_before_it(episode):
    """0 -> 1 is on the ladder (3/5), 1 -> 0 is not (1/5), 0 -> 1 again, and the prompt counts nothing."""
    batch = batch_of([Group(episodes=(episode(1.0, ([2, 0], [1, 0, 1], [-1.0] * 3)),))])
    logprobs, entropy = token_logprobs(Ladder(), batch, 1.0)
    high, low = torch.tensor(0.6).log().item(), torch.tensor(0.2).log().item()
    assert logprobs.tolist()[0] == pytest.approx([0, 0, high, low, high], abs=1e-5)
    assert entropy.tolist()[0] == pytest.approx([0, 0] + 3 * [-(0.6 * high + 0.4 * low)], abs=1e-5)


def test_temperature_divides_the_logits(episode):
    """At temperature .5 the odds 3 : 1 : 1 become 9 : 1 : 1."""
    batch = batch_of([Group(episodes=(episode(1.0, ([0], [1], [-1.0])),))])
    logprobs, _ = token_logprobs(Ladder(), batch, 0.5)
    assert float(logprobs[0, 1].exp()) == pytest.approx(9 / 11, abs=1e-5)


@pytest.mark.parametrize("temperature", [1.0, 0.7])
def test_equals_the_whole_log_softmax(model, random_groups, temperature):
    batch = batch_of(random_groups(2))
    logprobs, entropy = token_logprobs(model, batch, temperature)
    expected, expected_entropy = whole(model, batch, temperature)
    torch.testing.assert_close(logprobs, expected, atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(entropy, expected_entropy, atol=1e-5, rtol=1e-5)
    assert not entropy.requires_grad


@pytest.mark.parametrize("rows_per_pass", [1, 3, 100])
def test_frozen_is_the_same_in_pieces(model, random_groups, rows_per_pass):
    batch = batch_of(random_groups(2))
    frozen = frozen_logprobs(model, batch, 0.7, rows_per_pass)
    torch.testing.assert_close(frozen, token_logprobs(model, batch, 0.7)[0].detach(), atol=1e-5, rtol=1e-5)
    assert not frozen.requires_grad


class TestInvariance:
    """Loss and gradient of an optimizer step do not depend on how its rows are laid out."""

    @staticmethod
    def prepared(model, groups):
        """Old and reference log-probabilities that differ from the present ones, so that every term has a gradient."""
        batch = batch_of(groups)
        now, rng = frozen_logprobs(model, batch, 1.0, 100), torch.Generator().manual_seed(1)
        shift_old, shift_ref = (torch.randn(now.shape, generator=rng) * 0.3 * batch.loss_mask for _ in range(2))
        return replace(batch, old_logprobs=now + shift_old, ref_logprobs=now + shift_ref)

    @staticmethod
    def gradient(model, batch, rows_per_pass):
        model.zero_grad()
        total = 0.0
        for rows in batch.passes(rows_per_pass):
            out = clipped_surrogate(*token_logprobs(model, rows, 1.0), rows, batch.num_targets, CONFIG)
            out.loss.backward()
            total += out.loss.item()
        return total, torch.cat([p.grad.flatten() for p in model.parameters()])

    @pytest.fixture
    def batch(self, model, random_groups):
        return self.prepared(model, random_groups(3))

    @pytest.fixture
    def expected(self, model, batch):
        loss, gradient = self.gradient(model, batch, 100)
        assert gradient.norm() > 1e-2
        return loss, gradient

    def same(self, model, batch, rows_per_pass, expected):
        loss, gradient = self.gradient(model, batch, rows_per_pass)
        assert loss == pytest.approx(expected[0], abs=1e-5)
        torch.testing.assert_close(gradient, expected[1], atol=1e-5, rtol=1e-4)

    @pytest.mark.parametrize("rows_per_pass", [1, 2, 5])
    def test_rows_per_pass(self, model, batch, expected, rows_per_pass):
        self.same(model, batch, rows_per_pass, expected)

    def test_order_of_rows(self, model, batch, expected):
        order = torch.randperm(len(batch.input_ids), generator=torch.Generator().manual_seed(2))
        assert order.tolist() != sorted(order.tolist())
        self.same(model, batch.take(order), 5, expected)

    def test_padding(self, model, batch, expected):
        """Seven more columns of padding, not cut away by `passes`."""

        def wider(array, value=0):
            return torch.nn.functional.pad(array, (0, 7), value=value)

        padded = Batch(
            input_ids=wider(batch.input_ids, 263),
            **{name: wider(getattr(batch, name)) for name in Batch.__slots__ if name != "input_ids"},
        )
        model.zero_grad()
        out = clipped_surrogate(*token_logprobs(model, padded, 1.0), padded, batch.num_targets, CONFIG)
        out.loss.backward()
        assert out.loss.item() == pytest.approx(expected[0], abs=1e-5)
        gradient = torch.cat([p.grad.flatten() for p in model.parameters()])
        torch.testing.assert_close(gradient, expected[1], atol=1e-5, rtol=1e-4)
