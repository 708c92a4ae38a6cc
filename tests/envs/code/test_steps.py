"""Every step, on inputs whose results were worked out by hand."""

import re

import numpy as np
import pytest

from prorl.envs.code import number_steps as n
from prorl.envs.code import text_steps as t
from prorl.envs.code.pipeline import STEPS
from prorl.envs.code.step import KINDS, Step, StepKind

ROW = [3, -1, 4, -1, 5]
WORDS = ["oak", "Tea", "bee", "ox", "oak"]
EXPECTED = [
    (n.keep_greater, {"k": 3}, ROW, [4, 5]),
    (n.keep_less, {"k": 3}, ROW, [-1, -1]),
    (n.keep_even, {}, [0, 1, -2, -3], [0, -2]),
    (n.keep_odd, {}, [0, 1, -2, -3], [1, -3]),
    (n.drop_multiples, {"k": 3}, [0, 1, 3, -6, 7], [1, 7]),
    (n.add_to_each, {"k": 2}, [1, -2], [3, 0]),
    (n.multiply_each, {"k": 3}, [1, -2], [3, -6]),
    (n.square_each, {}, [3, -2], [9, 4]),
    (n.absolute_each, {}, [3, -2], [3, 2]),
    (n.remainder_each, {"k": 4}, [5, -1, 8], [1, 3, 0]),
    (n.divide_each, {"k": 2}, [5, -1, 8], [2, -1, 4]),
    (n.sort_up, {}, ROW, [-1, -1, 3, 4, 5]),
    (n.sort_down, {}, ROW, [5, 4, 3, -1, -1]),
    (n.sort_by_size, {}, [2, -3, -2, 0], [0, -2, 2, -3]),
    (n.keep_first_of_equals, {}, ROW, [3, -1, 4, 5]),
    (n.keep_last_of_equals, {}, ROW, [3, 4, -1, 5]),
    (n.running_sum, {}, ROW, [3, 2, 6, 5, 10]),
    (n.running_maximum, {}, ROW, [3, 3, 4, 4, 5]),
    (n.take_first, {"k": 2}, ROW, [3, -1]),
    (n.drop_first, {"k": 2}, ROW, [4, -1, 5]),
    (n.drop_last, {"k": 2}, ROW, [3, -1, 4]),
    (n.drop_last, {"k": 3}, [1, 2], []),
    (n.every_second, {}, ROW, [3, 4, 5]),
    (n.reverse_list, {}, ROW, [5, -1, 4, -1, 3]),
    (n.rotate_list, {"k": 2}, ROW, [4, -1, 5, 3, -1]),
    (n.rotate_list, {"k": 4}, [1, 2, 3], [2, 3, 1]),
    (n.rotate_list, {"k": 2}, [], []),
    (n.differences, {}, ROW, [-4, 5, -5, 6]),
    (n.differences, {}, [7], []),
    (n.clip_each, {"low": -2, "high": 4}, [-5, 0, 9], [-2, 0, 4]),
    (n.group_sums, {"k": 2}, ROW, [2, 3, 5]),
    (n.add_positions, {}, ROW, [3, 0, 6, 2, 9]),
    (n.append_mirror, {}, [1, 2], [1, 2, 2, 1]),
    (n.swap_pairs, {}, ROW, [-1, 3, -1, 4, 5]),
    (n.negate_every_second, {}, ROW, [3, 1, 4, 1, 5]),
    (n.subtract_smallest, {}, ROW, [4, 0, 5, 0, 6]),
    (n.subtract_smallest, {}, [], []),
    (n.total, {}, ROW, 10),
    (n.spread, {}, ROW, 6),
    (n.spread, {}, [], 0),
    (n.alternating_sum, {}, ROW, 14),
    (n.weighted_sum, {}, ROW, 34),
    (n.add_number, {"k": 5}, -2, 3),
    (n.multiply_number, {"k": 5}, -2, -10),
    (n.digit_sum, {}, -407, 11),
    (n.halve_or_triple, {}, -6, -3),
    (n.halve_or_triple, {}, -5, -14),
    (n.distance, {"k": 5}, -2, 7),
    (n.reverse_digits, {}, 120, 21),
    (n.reverse_digits, {}, -45, -54),
    (n.list_digits, {}, -407, [4, 0, 7]),
    (n.list_following, {"k": 3}, -1, [-1, 0, 1, 2]),
    (n.list_remainders, {"k": 5}, 11, [1, 2, 3, 1]),
    (t.reverse_text, {}, "ab c", "c ba"),
    (t.upper_case, {}, "aB c", "AB C"),
    (t.swap_case, {}, "aB c", "Ab C"),
    (t.remove_vowels, {}, "Ocean tea", "cn t"),
    (t.replace_letter, {"old": "a", "new": "*"}, "Abaca", "Ab*c*"),
    (t.double_each, {}, "a b", "aa  bb"),
    (t.shift_letters, {"k": 3}, "ayZ z", "dbZ c"),
    (t.rotate_text, {"k": 2}, "abcd", "cdab"),
    (t.rotate_text, {"k": 3}, "", ""),
    (t.sort_characters, {}, "b Aa", " Aab"),
    (t.first_of_equal_characters, {}, "abcab", "abc"),
    (t.every_second_character, {}, "abcde", "ace"),
    (t.drop_first_characters, {"k": 2}, "abc", "c"),
    (t.run_lengths, {}, "aabccc", "a2b1c3"),
    (t.run_lengths, {}, "", ""),
    (t.capitals_at_even_places, {}, "abcd", "AbCd"),
    (t.split_words, {}, " oak  tea ", ["oak", "tea"]),
    (t.letter_places, {}, "a Zz", [1, 26]),
    (t.positions_of, {"letter": "a"}, "Abaca", [2, 4]),
    (t.count_vowels, {}, "Ocean tea", 5),
    (t.sort_words, {}, WORDS, ["Tea", "bee", "oak", "oak", "ox"]),
    (t.sort_by_length, {}, WORDS, ["ox", "oak", "Tea", "bee", "oak"]),
    (t.sort_by_last_character, {}, ["ox", "", "Tea", "bee"], ["", "Tea", "bee", "ox"]),
    (t.reverse_words, {}, ["a", "b"], ["b", "a"]),
    (t.reverse_each_word, {}, ["oak", "ox"], ["kao", "xo"]),
    (t.keep_longer, {"k": 2}, WORDS, ["oak", "Tea", "bee", "oak"]),
    (t.keep_without, {"letter": "o"}, WORDS, ["Tea", "bee"]),
    (t.first_of_equal_words, {}, WORDS, ["oak", "Tea", "bee", "ox"]),
    (t.rotate_words, {"k": 2}, ["a", "b", "c"], ["c", "a", "b"]),
    (t.rotate_words, {"k": 2}, [], []),
    (t.capitalise_every_second, {}, ["a", "b", "c"], ["a", "B", "c"]),
    (t.cut_each, {"k": 2}, ["oak", "x"], ["oa", "x"]),
    (t.append_length, {}, ["oak", ""], ["oak3", "0"]),
    (t.join_neighbours, {}, ["a", "b", "c"], ["ab", "c"]),
    (t.join_words, {"separator": ", "}, ["a", "b"], "a, b"),
    (t.join_first_letters, {}, ["oak", "", "Tea"], "oT"),
    (t.word_lengths, {}, WORDS, [3, 3, 3, 2, 3]),
    (t.count_letter_in_words, {"letter": "o"}, ["oo", "Oo", "a"], [2, 1, 0]),
    (t.total_length, {}, WORDS, 14),
]


@pytest.mark.parametrize(("function", "parameters", "value", "expected"), EXPECTED)
def test_results(function, parameters, value, expected):
    before = repr(value)
    result = function(value, **parameters)
    assert (result, type(result)) == (expected, type(expected))
    assert repr(value) == before


def test_every_step_is_tried_above():
    assert {kind.function for kind in STEPS} == {row[0] for row in EXPECTED}
    assert len(STEPS) == len({kind.function.__name__ for kind in STEPS}) == 81


@pytest.mark.parametrize("kind", STEPS, ids=lambda kind: kind.function.__name__)
def test_kinds_are_known_and_wordings_are_complete(kind: StepKind):
    assert kind.takes in KINDS
    assert kind.gives in KINDS
    step = kind.draw(np.random.default_rng(0))
    assert set(step.parameters) == set(kind.function.__annotations__) - {"x", "return"}
    assert re.fullmatch(r"[A-Z][^{}\n]*\.", step.wording)


def test_wording_call_and_source():
    kind = next(kind for kind in STEPS if kind.function is t.join_words)
    step = Step(kind=kind, parameters={"separator": ", "})
    assert step.wording == 'Join the strings to one string with ", " between neighbours.'
    assert step.call == "join_words(x, separator=', ')"
    assert step.source.startswith("def join_words(x: list[str], separator: str) -> str:\n")
