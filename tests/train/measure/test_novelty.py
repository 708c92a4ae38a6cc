"""Novelty by position and by length, uniqueness of spans, against counting by hand and brute force."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prorl.train.measure.ngrams import reference
from prorl.train.measure.novelty import (
    EDGES,
    Written,
    creativity_index,
    matched_difference,
    novelty,
    uniqueness,
)


def written(text, item="i", times=1):
    return Written(item=item, text=text, times=times)


def test_by_hand():
    found = novelty([written("abxcd")], reference(["abcd"], 2, "characters"))
    assert found.share.value == 0.5
    assert (found.by_position[0].grams, found.by_position[0].novel) == (4, 2)
    assert (found.by_length[0].grams, found.by_length[0].share) == (4, 0.5)
    assert found.responses == 1


def test_a_loop_counts_once_and_copies_count_each():
    corpus = reference(["abcd"], 2, "characters")
    assert novelty([written("xyxyxyxyxy")], corpus).by_position[0].grams == 2
    found = novelty([written("ab", times=3), written("xy", times=1)], corpus)
    assert (found.share.value, found.responses) == (0.25, 4)


def test_positions_and_lengths_have_buckets():
    text = "".join(chr(256 + i) for i in range(40))
    found = novelty([written(text)], reference([text[:17]], 2, "characters"))
    assert [(b.start, b.stop, b.grams, b.novel) for b in found.by_position[:4]] == [
        (0, 16, 16, 0),
        (16, 32, 16, 16),
        (32, 64, 7, 7),
        (64, 128, 0, 0),
    ]
    assert [bucket.grams for bucket in found.by_length[:3]] == [0, 0, 39]
    assert found.by_position[-1].stop is None
    assert math.isnan(found.by_position[-1].share)


def test_the_share_is_over_n_grams_and_the_interval_over_items():
    corpus = reference(["aaab"], 1, "characters")
    found = novelty([written("ab", "1"), written("xyzv", "2"), written("a", "3")], corpus)
    assert found.share.value == pytest.approx(4 / 7)
    assert found.share.low < 4 / 7 < found.share.high
    assert found.items == ("1", "2", "3")


def test_nothing_to_look_at():
    assert math.isnan(novelty([], reference([], 2)).share.value)
    assert math.isnan(novelty([written("a")], reference(["a b"], 2)).share.value)


def test_longer_responses_are_compared_at_equal_positions():
    """Both models copy the first 16 characters and invent the rest; the second writes four times as much."""
    head = "".join(chr(300 + i) for i in range(16))
    corpus = reference([head], 1, "characters")
    tails = [["".join(chr(1000 * (i + 1) + j) for j in range(size)) for i in range(6)] for size in (16, 100)]
    short, long = (novelty([written(head + tail, str(i)) for i, tail in enumerate(side)], corpus) for side in tails)
    assert long.share.value - short.share.value > 0.3
    found = matched_difference(short, long)
    assert (found.value, found.low, found.high) == pytest.approx((0, 0, 0), abs=1e-9)


def test_a_real_difference_at_equal_positions():
    corpus = reference(["abcdefgh"], 1, "characters")
    first = novelty([written("abcd", str(i)) for i in range(5)], corpus)
    second = novelty([written("abxy" if i % 2 else "axyz", str(i)) for i in range(5)], corpus)
    found = matched_difference(first, second)
    assert found.value == pytest.approx((3 * 3 + 2 * 2) / 20)
    assert found.low > 0
    with pytest.raises(ValueError, match="no item in common"):
        matched_difference(first, novelty([written("a", "z")], corpus))


def spans(text, corpus_text, shortest):
    """Share of characters in no substring of at least `shortest` characters that the corpus text holds."""
    covered = set()
    for start in range(len(text)):
        for stop in range(start + shortest, len(text) + 1):
            if text[start:stop] in corpus_text:
                covered.update(range(start, stop))
    return 1 - len(covered) / len(text)


@given(st.text("ab", min_size=3, max_size=14), st.text("ab", max_size=14))
@settings(max_examples=40)
def test_uniqueness_by_brute_force(text, corpus_text):
    corpora = [reference([corpus_text], n, "characters") for n in (1, 2, 3)]
    assert uniqueness(text, corpora) == pytest.approx([spans(text, corpus_text, n) for n in (1, 2, 3)])


def test_a_text_shorter_than_the_span_has_no_uniqueness():
    assert np.isnan(uniqueness("ab", [reference(["abc"], 3, "characters")])).all()


def test_a_thinned_reference_is_refused():
    thin = reference([f"{i}" * 3 for i in range(100)], 2, "characters", limit=4)
    with pytest.raises(ValueError, match="higher limit"):
        uniqueness("abc", [thin])


def test_the_creativity_index():
    corpora = [reference(["abcd"], n, "characters") for n in (1, 2)]
    found = creativity_index([written("abxcd", "1"), written("abcd", "2", times=9), written("z", "3")], corpora)
    assert found.value == pytest.approx((0.2 + 0.2 + 0) / 2)
    copies = creativity_index([written("abxcd", "1"), written("abcd", "1", times=3)], corpora)
    assert copies.value == pytest.approx(0.1)
    assert math.isnan(creativity_index([written("z")], corpora).value)


def test_buckets_begin_at_zero_and_double():
    assert EDGES[0] == 0
    assert all(after == 2 * before for before, after in pairwise(EDGES[1:]))
