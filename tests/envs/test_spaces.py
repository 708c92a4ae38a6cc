import copy
import json
import pickle

import gymnasium as gym
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prorl.envs.spaces import MAX_TEXT, UnicodeText

SPACE = UnicodeText()


@pytest.mark.parametrize("text", ["", " ", "hello world", "é数🙂", "a\nb\x00", "x" * MAX_TEXT])
def test_contains_any_encodable_text(text):
    assert text in SPACE


@pytest.mark.parametrize("value", ["\ud800", "a\udfff", "x" * (MAX_TEXT + 1), b"bytes", 1, None, ["a"]])
def test_contains_nothing_else(value):
    assert value not in SPACE


@given(st.text())
def test_every_surrogate_free_text_is_inside(text):
    assert text in SPACE  # hypothesis draws no lone surrogates from st.text()


@given(st.text(alphabet=st.characters(categories=["Cs"]), min_size=1))
def test_every_lone_surrogate_is_outside(text):
    assert text not in SPACE


def test_samples_are_inside_short_and_repeatable():
    one, two = UnicodeText(seed=3), UnicodeText(seed=3)
    samples = [one.sample() for _ in range(200)]
    assert samples == [two.sample() for _ in range(200)]
    assert all(sample in SPACE and len(sample) <= 32 for sample in samples)
    assert len(set(samples)) > 150
    assert all(len(UnicodeText(max_length=2, seed=s).sample()) <= 2 for s in range(20))


@pytest.mark.parametrize("name", ["mask", "probability"])
def test_sample_refuses_masks(name):
    with pytest.raises(ValueError, match="neither a mask nor a probability"):
        SPACE.sample(**{name: np.ones(3)})


def test_equality_is_by_limit():
    assert UnicodeText() == UnicodeText(seed=1)
    assert hash(UnicodeText()) == hash(UnicodeText(seed=1))
    assert UnicodeText(max_length=5) != UnicodeText()
    assert UnicodeText() != gym.spaces.Text(5)


def test_json_pickle_and_copy():
    texts = ["", "é\n", "🙂"]
    assert SPACE.from_jsonable(json.loads(json.dumps(SPACE.to_jsonable(texts)))) == texts
    assert pickle.loads(pickle.dumps(SPACE)) == SPACE
    assert copy.deepcopy(SPACE) == SPACE
    assert repr(SPACE) == "UnicodeText(max_length=1000000)"
    assert not SPACE.is_np_flattenable
