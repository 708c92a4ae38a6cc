"""Prompts that are read once give every row what it has by itself."""

from dataclasses import replace

import pytest
import torch

from prorl.agents.records import Group
from prorl.registry.errors import UserError
from prorl.train.config import Config, MemoryConfig
from prorl.train.layout import Layout, layout_of
from prorl.train.logprobs import frozen_logprobs, token_logprobs
from prorl.train.shared_prompts import can_share, prompt_numbers, shared_feed


def tensors(rows, targets):
    return torch.tensor(rows), torch.tensor(targets) > 0


def test_two_rows_of_one_prompt():
    feed = shared_feed(*tensors([[5, 6, 7, 2], [5, 6, 8, 4]], [[0, 0, 1, 1], [0, 0, 1, 1]]))
    inputs = {name: value.tolist() for name, value in feed.inputs.items()}
    assert inputs == {
        "prompt_ids": [[5, 6]],
        "prompt_R": [0, 0],
        "rest_ids": [[7], [8]],
        "position_RS": [[2], [2]],
        "seen": [[1, 1, 1], [1, 1, 1]],
    }
    assert feed.places_N.tolist() == [1, 2, 1, 3]
    assert feed.targets_N.tolist() == [7, 2, 8, 4]


def test_prompts_of_unequal_length_and_a_turn_of_the_environment():
    """The second row's prompt is 9 alone; of its rest 1 3 4 the 3 is the environment's; 0 is padding."""
    feed = shared_feed(*tensors([[5, 6, 7, 2, 0], [9, 1, 3, 4, 8]], [[0, 0, 1, 1, 0], [0, 1, 0, 1, 1]]))
    assert feed.inputs["prompt_ids"].tolist() == [[5, 6], [9, 1]]
    assert feed.inputs["seen"].tolist() == [[1, 1, 1, 1, 1], [1, 0, 1, 1, 1]]
    assert feed.inputs["position_RS"].tolist() == [[2, 3, 4], [1, 2, 3]]
    assert feed.inputs["rest_ids"].tolist() == [[7, 2, 0], [1, 3, 4]]
    assert feed.places_N.tolist() == [1, 4, 2, 4 + 3 + 1, 4 + 3 + 2]
    assert feed.targets_N.tolist() == [7, 2, 1, 4, 8]


def test_numbers_of_prompts():
    ids = torch.tensor([[5, 6, 1], [5, 7, 1], [5, 6, 2], [5, 6, 1]])
    assert prompt_numbers(ids, torch.tensor([2, 2, 2, 1])) == [0, 1, 0, 2]


@pytest.fixture
def batch(episode, pack):
    """Two groups of four, each with one prompt; answers of 1 to 9 tokens, one row in two turns."""
    rng = torch.Generator().manual_seed(0)

    def draw(count):
        return torch.randint(0, 256, (count,), generator=rng).tolist()

    groups = []
    for length in (6, 3):
        prompt = draw(length)
        answers = [draw(count) for count in (1, 4, 9)]
        rows = [episode(n / 2, (prompt, answer, [-5.0] * len(answer))) for n, answer in enumerate(answers)]
        first, second = draw(2), draw(3)
        turns = (prompt, first, [-5.0] * 2), (prompt + first + draw(2), second, [-5.0] * 3)
        groups.append(Group(episodes=(*rows, episode(0.25, *turns))))
    return pack(groups)


def outcome(model, batch, layout):
    model.zero_grad()
    total = 0.0
    for rows in batch.passes(layout):
        logprobs, _ = token_logprobs(model, rows, 0.7, layout)
        loss = (logprobs * (1 + rows.input_ids % 3)).sum()
        loss.backward()
        total += loss.item()
    return total, torch.cat([p.grad.flatten() for p in model.parameters()])


@pytest.mark.parametrize("rows", [2, 3, 100])
def test_values_and_gradients_are_those_of_whole_rows(model, batch, rows):
    expected, slope = outcome(model, batch, Layout(rows=100))
    found, shared = outcome(model, batch, Layout(rows=rows, shared=True, block=5))
    assert found == pytest.approx(expected, rel=1e-6)
    torch.testing.assert_close(shared, slope, atol=1e-4, rtol=1e-4)
    assert slope.norm() > 1


def test_without_gradients(model, batch):
    expected = frozen_logprobs(model, batch, 0.7, Layout(rows=3))
    torch.testing.assert_close(frozen_logprobs(model, batch, 0.7, Layout(rows=3, shared=True, block=7)), expected)


def test_float64_to_twelve_digits(model, batch):
    model.double()
    batch = replace(batch, old_logprobs=batch.old_logprobs.double())
    expected = frozen_logprobs(model, batch, 1.0, Layout(rows=100))
    found = frozen_logprobs(model, batch, 1.0, Layout(rows=3, shared=True, block=7))
    torch.testing.assert_close(found, expected, atol=1e-12, rtol=0)


def test_a_window_of_attention_is_left_alone(model):
    assert can_share(model)
    model.config.sliding_window = 4
    assert not can_share(model)


def settings(**memory):
    return replace(Config(), memory=MemoryConfig(**memory))


@pytest.mark.parametrize(
    ("memory", "shared"),
    [
        ({}, True),
        ({"shared_prompts": "off"}, False),
        ({"packing": "on"}, False),
        ({"checkpointing": True}, False),
    ],
)
def test_settings(model, memory, shared):
    assert layout_of(settings(**memory), model).shared == shared


def test_refused_with_layers_that_run_again(model):
    with pytest.raises(UserError, match="shared_prompts = 'on' does not work"):
        layout_of(settings(shared_prompts="on", checkpointing=True), model)
