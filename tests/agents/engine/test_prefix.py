"""Prompts that rows share."""

import pytest
import torch

from prorl.agents.engine.prefix import Prefix, Prompts, places

HEADS, WIDTH = 2, 4


def layers_of(prompt, length):
    """Keys and values of a prompt in two layers."""
    draw = torch.Generator().manual_seed(prompt)
    return {layer: tuple(torch.randn(HEADS, length, WIDTH, generator=draw) for _ in range(2)) for layer in range(2)}


def held(prompts, prompt, layer=1):
    key, value = prompts.memory.first(len(prompts.number), layer)
    row, length = prompts.number[prompt], prompts.lengths[prompt]
    return key[row, :, :length], value[row, :, :length]


def test_places():
    assert places([0, 1, 0]) == ([0, 2, 1], 2)
    assert places([2, 2, 2]) == ([6, 7, 8], 3)


@pytest.mark.parametrize("order", [[(7, 4, 9), (4, 9), (9, 3, 5, 6), (6,), (6, 1)], [(1,), (2, 3), (1, 2), (4, 5, 6)]])
def test_prompts_come_and_go(order):
    prompts = Prompts()
    for names in order:
        layers = {name: layers_of(name, 10 * name) for name in names}
        prompts.keep(layers)
        assert sorted(prompts.number.values()) == list(range(len(names)))
        for name in names:
            for found, expected in zip(held(prompts, name), layers[name][1], strict=True):
                assert torch.equal(found, expected)


@pytest.mark.parametrize("rows", [(5, 5, 3, 3), (5, 3, 5, 3), (3,), (5, 3, 3, 3, 5), (3, 3)])
def test_every_row_sees_its_own_prompt(rows):
    layers = {5: layers_of(5, 40), 3: layers_of(3, 7)}
    prompts = Prompts()
    prompts.keep({name: layers[name] for name in dict.fromkeys(rows)})
    prefix = Prefix(prompts, rows)
    query_NKGD = torch.randn(len(rows), HEADS, 3, WIDTH, generator=torch.Generator().manual_seed(1))
    scores_NKGS = prefix.scores(1, query_NKGD)
    assert scores_NKGS.shape == (len(rows), HEADS, 3, 64 if 5 in rows else 32)
    values_NKGD = prefix.values(1, scores_NKGS)
    for row, name in enumerate(rows):
        key, value = layers[name][1]
        length = key.shape[1]
        assert prefix.length_N[row] == length
        expected = query_NKGD[row] @ key.transpose(1, 2)
        torch.testing.assert_close(scores_NKGS[row, ..., :length], expected)
        torch.testing.assert_close(values_NKGD[row], expected @ value)  # beyond its end a prompt has zeros
