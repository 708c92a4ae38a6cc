"""n-grams as numbers, and references that stay within bounds."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prorl.train.measure import ngrams as module
from prorl.train.measure.ngrams import length, ngrams, reference

TEXTS = st.lists(st.text(alphabet="ab \n\ud800é", max_size=12), max_size=6)


def windows(text, n):
    return [text[start : start + n] for start in range(len(text) - n + 1)]


@given(TEXTS, st.integers(1, 4))
@settings(max_examples=40)
def test_a_reference_holds_the_n_grams_of_its_texts_and_no_others(texts, n):
    corpus = reference(texts, n, "characters")
    known = {window for text in texts for window in windows(text, n)}
    assert len(corpus.hashes) == len(known)
    for probe in ("abab", "ba\n é", *texts):
        assert corpus.holds(ngrams(probe, n, "characters")).tolist() == [w in known for w in windows(probe, n)]


def test_words():
    assert length("x = 3.5") == 5
    assert length("x = 3.5", "characters") == 7
    corpus = reference(["The cat sat.", "on the mat"], 2)
    assert len(corpus.hashes) == 5
    assert corpus.holds(ngrams("cat   sat . on the mat The cat", 2)).tolist() == [
        True, True, False, True, True, False, True,
    ]  # fmt: skip


def test_order_and_length_count():
    numbers = {int(ngrams(text, n, "characters")[0]) for text, n in [("ab", 2), ("ba", 2), ("a", 1), ("aa", 2)]}
    assert len(numbers) == 4


def test_short_and_empty_texts():
    assert len(ngrams("ab", 3, "characters")) == 0
    assert len(reference(["", "a"], 2, "characters").hashes) == 0
    assert reference([], 2).holds(ngrams("one two", 2)).tolist() == [False]
    with pytest.raises(ValueError, match="at least one unit"):
        reference([], 0)


def test_the_same_numbers_in_every_process():
    code = "from prorl.train.measure.ngrams import ngrams; print(ngrams('one two three', 2).tolist())"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONHASHSEED": "1"}, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{ngrams('one two three', 2).tolist()}\n"


def test_many_small_buffers_give_the_same_reference(monkeypatch):
    texts = [f"{i} {i * i} {i % 7}" for i in range(200)]
    whole = reference(texts, 2)
    monkeypatch.setattr(module, "_BUFFER", 16)
    assert reference(texts, 2).hashes.tolist() == whole.hashes.tolist()


def test_a_full_reference_is_thinned_and_shares_stay_right():
    texts = [f"{i} {i + 1}" for i in range(8000)]
    thin = reference(texts, 2, limit=500)
    assert 200 < len(thin.hashes) <= 500
    assert thin.halvings in (4, 5)
    known = np.concatenate([ngrams(text, 2) for text in texts[:4000]])
    new = np.concatenate([ngrams(f"{i} x", 2) for i in range(4000)])
    both = np.concatenate([known, new])
    looked_at = both[thin.sampled(both)]
    assert len(looked_at) == pytest.approx(8000 / 2**thin.halvings, rel=0.15)
    assert thin.holds(looked_at).mean() == pytest.approx(0.5, abs=0.06)
    assert thin.holds(known[thin.sampled(known)]).all()
