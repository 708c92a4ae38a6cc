import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from transformers import AutoTokenizer

from prorl.agents.bundled.tokenizer import ASSISTANT, CHAT_TEMPLATE, END, PAD, TAGS, USER, byte_tokenizer

TOKENIZER = byte_tokenizer()
"""Shared by the property tests, which only read it."""


def test_has_a_token_for_every_byte_tag_and_marker():
    assert len(TOKENIZER) == 264
    assert TOKENIZER("AZ az").input_ids == [32, 57, 220, 64, 89]  # "!" is 0; blanks come after the printable bytes
    assert TOKENIZER("é").input_ids == [127, 102]  # bytes C3 A9
    assert TOKENIZER.convert_tokens_to_ids([*TAGS, USER, ASSISTANT, END, PAD]) == list(range(256, 264))
    assert (TOKENIZER.eos_token_id, TOKENIZER.pad_token_id) == (262, 263)


@given(st.text())
@example("")
@example("  leading,  double , and 's trailing blanks  \n\t\r\n ")
@example("\x00\x7f\u00ad\u2028\ufeff e\u0301 🙂 \U0010ffff")
@example("<answer>1</answer><think></think><answer><")
def test_any_text_survives(text):
    ids = TOKENIZER(text).input_ids
    assert TOKENIZER.decode(ids) == text
    assert len(ids) <= len(text.encode())


@given(st.text(alphabet=st.characters(exclude_characters="<", exclude_categories=["Cs"])))
def test_plain_text_costs_one_token_a_byte(text):
    assert len(TOKENIZER(text).input_ids) == len(text.encode())


@given(st.lists(st.integers(0, 263), max_size=20))
@example([127])
def test_any_tokens_can_be_decoded(ids):
    text = TOKENIZER.decode(ids, skip_special_tokens=True)
    assert text.encode().decode() == text


def test_half_a_character_becomes_a_replacement_character():
    assert TOKENIZER.decode([64, 127, 64]) == "a\ufffda"


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_is_one_visible_token(tag):
    ids = TOKENIZER(f"a {tag} b").input_ids
    assert len(ids) == 5
    assert TOKENIZER.decode(ids, skip_special_tokens=True) == f"a {tag} b"


@pytest.mark.parametrize("marker", [USER, ASSISTANT, END, PAD])
def test_a_marker_is_one_token_that_decoding_drops(marker):
    ids = TOKENIZER(f"a {marker} b").input_ids
    assert len(ids) == 5
    assert TOKENIZER.decode(ids, skip_special_tokens=True) == "a  b"


def test_no_marker_is_added_around_a_text():
    assert TOKENIZER("a").input_ids == TOKENIZER("a", add_special_tokens=False).input_ids == [64]


def test_a_conversation_is_framed_by_markers():
    turns = [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}, {"role": "user", "content": "R"}]
    text = TOKENIZER.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
    assert text == "<|user|>Q<|assistant|>A<|end|><|user|>R<|assistant|>"


def test_is_the_same_after_saving_and_loading(tmp_path):
    TOKENIZER.save_pretrained(tmp_path)
    loaded = AutoTokenizer.from_pretrained(tmp_path)
    text = "  <think> x , y 's </think><answer>é🙂\n</answer><|end|> "
    assert loaded(text).input_ids == TOKENIZER(text).input_ids
    assert loaded.decode(loaded(text).input_ids) == text
    assert loaded.decode(loaded(text).input_ids, skip_special_tokens=True) == text.replace(END, "")
    assert (len(loaded), loaded.eos_token_id, loaded.pad_token_id) == (264, 262, 263)
    assert loaded.chat_template == CHAT_TEMPLATE
    assert loaded.model_max_length == 512
