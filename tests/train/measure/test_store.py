import json

import pytest

from prorl.envs.task import Problem
from prorl.envs.verdict import Status, Verdict, right, unread
from prorl.registry.errors import UserError
from prorl.train.measure.items import Item
from prorl.train.measure.shards import ShardWriter
from prorl.train.measure.store import (
    Store,
    Stored,
    item_from,
    item_row,
    responses_of,
    stored_row,
    text_hash,
    verdict_from,
    verdict_row,
)
from prorl.train.measure.tally import Tally
from prorl.train.measure.tallying import tally_of

ITEM = Item(
    env_id="fake/x-v0",
    level=2,
    split="eval",
    seed=0,
    index=4,
    hash="9f2c01aa5be0d3f7",
    problem=Problem(prompt="6 + 6?", reference="12", metadata={"row": "r1"}),
)


def stored(text, verdict, samples, truncated=(), tokens=3):
    return Stored(
        hash=text_hash((text,)),
        text=(text,),
        verdict=verdict,
        verifier="x@1",
        samples=tuple(samples),
        tokens=(tokens,) * len(samples),
        logprobs=(-1.5,) * len(samples),
        truncated=frozenset(truncated),
        versions=(0,) * len(samples),
    )


TWELVE = stored("12", right("12"), (0, 2, 3))
SILENT = stored("well", unread(Status.NO_ANSWER, "none"), (1, 4), truncated=(4,), tokens=5)
LATER = stored("12", right("12"), (5, 6))
BROKEN = stored("boom", unread(Status.ERROR, "broke"), (7,))


@pytest.fixture
def folder(tmp_path):
    """One item in two shards and three blocks, eight samples of three texts."""
    with ShardWriter(tmp_path, "a") as writer:
        rows = [item_row(ITEM), stored_row(ITEM.key, TWELVE), stored_row(ITEM.key, SILENT)]
        writer.append(rows, {ITEM.key: ((0, 5),)})
        writer.append([stored_row(ITEM.key, LATER, known=True)], {ITEM.key: ((5, 7),)})
    with ShardWriter(tmp_path, "b") as writer:
        writer.append([item_row(ITEM), stored_row(ITEM.key, BROKEN)], {ITEM.key: ((7, 8),)})
    return tmp_path


def test_rows_and_back():
    assert item_from(json.loads(json.dumps(item_row(ITEM)))) == ITEM
    verdict = Verdict(reward=0.5, solved=False, extracted="a", parts={"case": 0.5}, reason="half")
    assert verdict_from(json.loads(json.dumps(verdict_row(verdict)))) == verdict
    assert "parts" not in verdict_row(right("a"))


def test_equal_texts_of_all_shards_are_one(folder):
    answered = Store(folder).answered(ITEM.key)
    assert answered.item == ITEM
    assert [(one.text, one.samples) for one in answered.responses] == [
        (("12",), (0, 2, 3, 5, 6)),
        (("well",), (1, 4)),
        (("boom",), (7,)),
    ]
    assert answered.responses[0].tokens == (3, 3, 3, 3, 3)
    assert answered.responses[1].truncated == frozenset({4})


def test_only_the_first_n_samples(folder):
    answered = Store(folder).answered(ITEM.key, 4)
    assert [(one.text, one.samples) for one in answered.responses] == [(("12",), (0, 2, 3)), (("well",), (1,))]


def test_what_is_there(folder):
    assert Store(folder).have() == {ITEM.key: ((0, 8),)}
    assert Store(folder).hashes(ITEM.key) == {text_hash((text,)) for text in ("12", "well", "boom")}
    assert len(Store(folder)) == 1
    assert len(Store(folder / "nowhere")) == 0


def test_a_sample_that_came_twice_counts_once(folder):
    with ShardWriter(folder, "c") as writer:
        writer.append([item_row(ITEM), stored_row(ITEM.key, TWELVE)], {ITEM.key: ((0, 4),)})
    numbers = [n for one in Store(folder).answered(ITEM.key).responses for n in one.samples]
    assert sorted(numbers) == list(range(8))


def test_a_shard_that_was_taken_away(folder):
    for path in folder.glob("a.*"):
        path.unlink()
    with ShardWriter(folder, "c") as writer:
        writer.append([item_row(ITEM), stored_row(ITEM.key, LATER, known=True)], {ITEM.key: ((5, 7),)})
    with pytest.raises(UserError, match="a file is missing"):
        Store(folder).answered(ITEM.key)


def test_single_samples(folder):
    found = list(responses_of(Store(folder).answered(ITEM.key), "tiny"))
    assert sorted(one.sample for one in found) == list(range(8))
    four = next(one for one in found if one.sample == 4)
    assert (four.model, four.item, four.text, four.tokens, four.truncated) == ("tiny", ITEM.hash, "well", 5, True)
    assert four.entropy == 0.3


def test_the_tally_of_an_item(folder):
    assert tally_of(Store(folder).answered(ITEM.key), None) == Tally(
        env_id="fake/x-v0",
        level=None,
        item="9f2c01aa5be0d3f7",
        judged=7,
        solved=5,
        truncated=1,
        ungradeable=1,
        no_answer=2,
        reward=5.0,
        tokens=5 * 3 + 2 * 5 + 3,
        surprisal=12.0,
        answers=(("12", 5, True),),
    )


def test_long_answers_are_counted_by_their_hash(tmp_path):
    long = [stored(text, right(text * 200), (number,)) for number, text in enumerate("ab")]
    with ShardWriter(tmp_path, "a") as writer:
        writer.append([item_row(ITEM), *(stored_row(ITEM.key, one) for one in long)], {ITEM.key: ((0, 2),)})
    answers = tally_of(Store(tmp_path).answered(ITEM.key), 2).answers
    assert [(len(answer), count) for answer, count, _ in answers] == [(17, 1), (17, 1)]
