import pytest
import torch

from prorl.agents.engine.memory import KeyValues, rounded, runs


def prompt_of(length, value, layers=(0,)):
    """Keys full of the value, values full of its negative; 2 heads of width 3."""
    return {layer: (torch.full((2, length, 3), value), torch.full((2, length, 3), -value)) for layer in layers}


@pytest.mark.parametrize(("columns", "expected"), [(1, 32), (32, 32), (33, 64), (300, 320)])
def test_columns_come_in_multiples(columns, expected):
    assert rounded(columns) == expected


def test_neighbouring_rows_are_ranges():
    assert runs([3, 4, 5, 9, 0]) == [(3, 6), (9, 10), (0, 1)]
    assert runs([]) == []


def test_rows_begin_with_their_prompt_and_go_on_where_it_ends():
    memory = KeyValues()
    memory.reserve(3, 5, used=0)
    memory.put([0, 2], prompt_of(4, 1.0))
    memory.put([1], prompt_of(2, 7.0))
    position_N = torch.tensor([4, 2, 4])
    new = torch.arange(18.0).view(3, 2, 3) + 100
    key, value = memory.append(0, new, -new, memory.places(position_N, 2))
    assert key.shape == value.shape == (3, 2, 32, 3)
    assert key[:, 0, :6, 0].tolist() == [[1, 1, 1, 1, 100, 0], [7, 7, 106, 0, 0, 0], [1, 1, 1, 1, 112, 0]]
    assert key[1, 1, 2].tolist() == [109, 110, 111]
    assert torch.equal(value, -key)
    assert key.flatten(0, 1).is_contiguous()


def test_places_count_all_vectors_through():
    memory = KeyValues()
    memory.reserve(2, 1, used=0)
    assert memory.places(torch.tensor([0, 5]), 2).tolist() == [0, 32, 69, 101]


def test_growing_keeps_what_is_used():
    memory = KeyValues()
    memory.reserve(2, 60, used=0)
    memory.put([0, 1], prompt_of(60, 2.0, layers=(0, 1)))
    memory.reserve(4, 65, used=2)
    memory.put([3], prompt_of(65, 3.0, layers=(0, 1)))
    key, _ = memory.append(1, torch.ones(2, 2, 3), torch.ones(2, 2, 3), memory.places(torch.tensor([60, 60]), 2))
    assert (memory.rows, memory.columns) == (4, 96)
    assert key[:, 1, 58:63, 2].tolist() == [[2, 2, 1, 0, 0]] * 2


def test_a_slot_that_is_used_again_forgets():
    memory = KeyValues()
    memory.reserve(1, 9, used=0)
    memory.put([0], prompt_of(9, 2.0))
    memory.put([0], prompt_of(1, 3.0))
    key, _ = memory.append(0, torch.ones(1, 2, 3), torch.ones(1, 2, 3), memory.places(torch.tensor([1]), 2))
    assert key[0, 0, :4, 0].tolist() == [3, 1, 0, 0]


def test_rows_move_together():
    memory = KeyValues()
    memory.reserve(5, 1, used=0)
    for row in range(5):
        memory.put([row], prompt_of(1, float(row)))
    memory.move((3, 4), (0, 1))
    key, value = memory.append(0, torch.zeros(3, 2, 3), torch.zeros(3, 2, 3), memory.places(torch.tensor([1, 1, 1]), 2))
    assert key[:, 1, 0, 0].tolist() == [3, 4, 2]
    assert value[:, 1, 0, 0].tolist() == [-3, -4, -2]


def test_the_type_can_be_given():
    memory = KeyValues(torch.bfloat16)
    memory.reserve(1, 1, used=0)
    memory.put([0], prompt_of(1, 2.0))
    key, _ = memory.append(0, torch.ones(1, 2, 3), torch.ones(1, 2, 3), memory.places(torch.tensor([1]), 2))
    assert key.dtype == torch.bfloat16
