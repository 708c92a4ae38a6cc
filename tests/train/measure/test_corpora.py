"""Reference corpora: the bundled policy's training text and files of the user's."""

import itertools

import pytest

from prorl.registry.errors import UserError
from prorl.train.measure.corpora import bundled_texts, file_texts


def test_the_bundled_text_is_what_the_policy_was_trained_on():
    from prorl.agents.bundled.make import PHASES, batches

    expected = [trace.response for trace in next(batches(PHASES[0]))]
    assert list(itertools.islice(bundled_texts(), 64)) == expected
    assert "<answer>" in expected[0]


def test_lines_of_json(tmp_path):
    path = tmp_path / "corpus.jsonl"
    path.write_text('{"text": "one two", "id": 1}\n\n"three"\n', encoding="utf-8")
    assert list(file_texts(path)) == ["one two", "three"]
    path.write_text('{"body": "b"}\n', encoding="utf-8")
    assert list(file_texts(path, "body")) == ["b"]
    with pytest.raises(UserError, match=r"corpus.jsonl:1 holds no text under 'text'"):
        list(file_texts(path))


def test_any_other_file_is_one_text(tmp_path):
    path = tmp_path / "book.txt"
    path.write_bytes(b"one\ntwo \xff")
    assert list(file_texts(path)) == ["one\ntwo \ufffd"]


@pytest.mark.parametrize("content", [None, b"{broken"])
def test_unreadable_files(tmp_path, content):
    path = tmp_path / "corpus.jsonl"
    if content:
        path.write_bytes(content)
    with pytest.raises(UserError, match="cannot read the reference corpus"):
        list(file_texts(path))
