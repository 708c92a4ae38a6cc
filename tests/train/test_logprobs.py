from dataclasses import replace
from types import SimpleNamespace

import pytest
import torch

from prorl.agents.records import Group
from prorl.train.layout import Layout
from prorl.train.logprobs import _feed, frozen_logprobs, token_logprobs
from prorl.train.recompute import enable_recompute


class Ladder(torch.nn.Module):
    """After token i it gives token i + 1 three times the probability of either other token (of three)."""

    def forward(self, input_ids, use_cache, logits_to_keep):
        following = (input_ids[:, -logits_to_keep:] + 1) % 3
        return SimpleNamespace(logits=torch.nn.functional.one_hot(following, 3) * torch.tensor(3.0).log())


def whole(model, batch, temperature):
    """The same by the whole log-softmax of every place."""
    logprobs = (model(input_ids=batch.input_ids).logits.float() / temperature).log_softmax(-1)
    naive, entropy = torch.zeros(batch.input_ids.shape), torch.zeros(batch.input_ids.shape)
    for row, column in batch.loss_mask.nonzero().tolist():
        naive[row, column] = logprobs[row, column - 1, batch.input_ids[row, column]]
        entropy[row, column] = -(logprobs[row, column - 1].exp() * logprobs[row, column - 1]).sum()
    return naive, entropy


def test_token_t_is_predicted_from_the_tokens_before_it(episode, pack):
    """0 -> 1 is on the ladder (3/5), 1 -> 0 is not (1/5), 0 -> 1 again, and the prompt counts nothing."""
    batch = pack([Group(episodes=(episode(1.0, ([2, 0], [1, 0, 1], [-1.0] * 3)),))])
    logprobs, entropy = token_logprobs(Ladder(), batch, 1.0)
    high, low = torch.tensor(0.6).log().item(), torch.tensor(0.2).log().item()
    assert logprobs.tolist()[0] == pytest.approx([0, 0, high, low, high], abs=1e-5)
    assert entropy.tolist()[0] == pytest.approx([0, 0] + 3 * [-(0.6 * high + 0.4 * low)], abs=1e-5)


def test_temperature_divides_the_logits(episode, pack):
    """At temperature .5 the odds 3 : 1 : 1 become 9 : 1 : 1."""
    batch = pack([Group(episodes=(episode(1.0, ([0], [1], [-1.0])),))])
    logprobs, _ = token_logprobs(Ladder(), batch, 0.5)
    assert float(logprobs[0, 1].exp()) == pytest.approx(9 / 11, abs=1e-5)


@pytest.mark.parametrize("temperature", [1.0, 0.7])
def test_equals_the_whole_log_softmax(model, random_groups, temperature, pack):
    batch = pack(random_groups(2))
    logprobs, entropy = token_logprobs(model, batch, temperature)
    expected, expected_entropy = whole(model, batch, temperature)
    torch.testing.assert_close(logprobs, expected, atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(entropy, expected_entropy, atol=1e-5, rtol=1e-5)
    assert not entropy.requires_grad


LAYOUTS = {
    "block of 1": Layout(block=1),
    "block of 7": Layout(block=7),
    "one block": Layout(block=1000),
    "packed": Layout(packed=True),
    "packed, block of 7": Layout(packed=True, block=7),
    "recompute": Layout(recompute=True, block=7),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_layouts_equal_the_whole_log_softmax(model, random_groups, layout, pack):
    batch = pack(random_groups(2))
    for found, expected in zip(token_logprobs(model, batch, 0.7, layout), whole(model, batch, 0.7), strict=True):
        torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-5)


def test_feed_of_two_rows(episode, pack):
    """Rows (5, 6, 7, 2) and (5, 6, 8, pad), targets 7, 2 and 8, predicted from 6, 7 and 6."""
    rows = (episode(1.0, ([5, 6], [7, 2], [-1.0] * 2)), episode(0.0, ([5, 6], [8], [-1.0])))
    batch = pack([Group(episodes=rows)], pad=9)
    padded, packed = _feed(batch, Layout()), _feed(batch, Layout(packed=True))
    assert padded.inputs["input_ids"].tolist() == [[5, 6, 7], [5, 6, 8]]
    assert packed.inputs["input_ids"].tolist() == [[5, 6, 7, 5, 6]]
    assert packed.inputs["position_ids"].tolist() == [[0, 1, 2, 0, 1]]
    assert padded.places_N.tolist() == [1, 2, 4]
    assert packed.places_N.tolist() == [1, 2, 4]
    assert padded.targets_N.tolist() == packed.targets_N.tolist() == [7, 2, 8]


@pytest.mark.parametrize("layout", [Layout(), Layout(block=7), Layout(packed=True, block=7)])
def test_without_targets_every_weight_has_a_gradient_of_zero(model, random_groups, layout, pack):
    """So that processes which wait for each other's gradients all have one."""
    batch = pack(random_groups(1))
    batch = replace(batch, loss_mask=torch.zeros_like(batch.loss_mask))
    logprobs, entropy = token_logprobs(model, batch, 1.0, layout)
    logprobs.sum().backward()
    assert logprobs.abs().sum() == entropy.abs().sum() == 0
    assert all(p.grad is not None and not p.grad.any() for p in model.parameters())


def test_never_more_logits_than_a_block(model, random_groups, pack, monkeypatch):
    """The output layer sees at most 7 targets at a time, forward and backward, and no masked place."""
    batch, seen = pack(random_groups(2)), []
    model.lm_head.register_forward_hook(lambda module, args, out: seen.append(args[0].shape[1]))
    logprobs, _ = token_logprobs(model, batch, 1.0, Layout(block=7))
    assert max(seen) == 7
    assert sum(seen) == batch.num_targets
    logprobs.sum().backward()
    assert max(seen) == 7
    assert sum(seen) == 2 * batch.num_targets


def test_matrix_products_in_bfloat16_on_float32_weights(model, random_groups, pack):
    """Log-probabilities, entropies and gradients are float32; the former are near those without."""
    batch = pack(random_groups(2))
    exact, _ = token_logprobs(model, batch, 1.0, Layout(block=7))
    rough, entropy = token_logprobs(model, batch, 1.0, Layout(block=7, autocast=True))
    rough.sum().backward()
    assert rough.dtype == entropy.dtype == model.lm_head.weight.grad.dtype == torch.float32
    assert 1e-4 < float((rough - exact).detach().abs().max()) < 1.0


def test_layers_keep_only_their_input_where_they_run_again(model, random_groups, pack):
    """With gradient each layer runs twice, without once, and the model stays in evaluation mode."""
    enable_recompute(model)
    batch, runs = pack(random_groups(1)), []
    model.model.layers[0].input_layernorm.register_forward_hook(lambda *_: runs.append(1))
    logprobs, _ = token_logprobs(model, batch, 1.0, Layout(recompute=True))
    assert not any(module.training for module in model.modules())
    logprobs.sum().backward()
    assert len(runs) == 2
    frozen_logprobs(model, batch, 1.0, Layout(rows=100, recompute=True))
    assert len(runs) == 3


@pytest.mark.parametrize("rows_per_pass", [1, 3, 100])
def test_frozen_is_the_same_in_pieces(model, random_groups, rows_per_pass, pack):
    batch = pack(random_groups(2))
    frozen = frozen_logprobs(model, batch, 0.7, Layout(rows=rows_per_pass))
    torch.testing.assert_close(frozen, token_logprobs(model, batch, 0.7)[0].detach(), atol=1e-5, rtol=1e-5)
    assert not frozen.requires_grad
