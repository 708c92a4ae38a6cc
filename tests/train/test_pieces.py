import pytest

from prorl.train.layout import Layout
from prorl.train.pieces import RowSize, cost, divide


def rows(*sizes):
    return [RowSize(prompt=prompt, start=start, end=end) for prompt, start, end in sizes]


LENGTHS = rows((0, 1, 8), (0, 1, 2), (0, 1, 7), (0, 1, 3))


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        (Layout(rows=2), [[1, 3], [2, 0]]),
        (Layout(rows=3), [[1, 3, 2], [0]]),
        (Layout(tokens=16), [[1, 3], [2, 0]]),
        (Layout(tokens=16, packed=True), [[1, 3, 2], [0]]),
        (Layout(tokens=1), [[1], [3], [2], [0]]),
        (Layout(rows=9), [[1, 3, 2, 0]]),
    ],
)
def test_rows_of_similar_length_lie_together(layout, expected):
    assert divide(LENGTHS, layout) == expected


@pytest.mark.parametrize(
    ("layout", "tokens"), [(Layout(packed=True), 17), (Layout(), 21), (Layout(shared=True), 4 + 3 * 3)]
)
def test_cost(layout, tokens):
    assert cost(rows((0, 4, 5), (0, 4, 5), (0, 4, 7)), layout) == tokens


def test_two_prompts_are_read_twice_padded_to_the_longer():
    assert cost(rows((0, 4, 5), (1, 6, 9)), Layout(shared=True)) == 2 * 6 + 2 * 3


def test_rows_of_one_prompt_lie_together_where_less_is_read_that_way():
    """Long prompts, short rests of the same two lengths: by length 2·(2·20 + 2·2), by prompt 2·(20 + 2·2)."""
    four = rows((0, 20, 21), (1, 20, 21), (0, 20, 22), (1, 20, 22))
    assert divide(four, Layout(rows=2, shared=True)) == [[0, 2], [1, 3]]
    assert divide(four, Layout(rows=2)) == [[0, 1], [2, 3]]


def test_rows_of_similar_length_lie_together_where_the_prompt_is_short():
    """By length (2·2 + 2·1) + (2·2 + 2·30) = 70 tokens, by prompt 2·(2 + 2·30) = 124."""
    four = rows((0, 2, 3), (1, 2, 3), (0, 2, 32), (1, 2, 32))
    assert divide(four, Layout(rows=2, shared=True)) == [[0, 1], [2, 3]]


def test_no_rows():
    assert divide([], Layout()) == []
