import gzip
import subprocess
import sys

import pytest

from prorl.registry.errors import UserError
from prorl.train.measure.shards import ShardWriter, ledgers, read_ledger

BLOCKS = (
    ([{"of": "a", "text": "one"}], {"a": ((0, 4),)}),
    ([{"of": "a", "text": "zwei ö \u2028 \ud800"}, {"of": "b"}], {"a": ((4, 6),), "b": ((0, 2),)}),
    ([{"of": "b", "text": ""}], {"b": ((2, 3), (5, 6))}),
)


@pytest.fixture
def shard(tmp_path):
    """A folder whose shard "s" has three blocks."""
    with ShardWriter(tmp_path, "s") as writer:
        for rows, samples in BLOCKS:
            writer.append(rows, samples)
    return tmp_path


def content(folder):
    (ledger,) = ledgers(folder)
    return [(ledger.read(number), dict(block.samples)) for number, block in enumerate(ledger.blocks)]


def test_what_is_written_is_read(shard):
    assert content(shard) == [(rows, samples) for rows, samples in BLOCKS]
    assert len(gzip.decompress((shard / "s.0.jsonl.gz").read_bytes()).splitlines()) == 4


def test_a_ledger_torn_at_any_byte_loses_only_the_last_blocks(shard):
    whole = (shard / "s.ledger.jsonl").read_bytes()
    ends = [place + 1 for place, byte in enumerate(whole) if byte == 10]
    for cut in range(ends[0], len(whole) + 1):
        (shard / "s.ledger.jsonl").write_bytes(whole[:cut])
        kept = sum(end <= cut for end in ends) - 1
        assert content(shard) == list(BLOCKS[:kept])


def test_data_torn_at_any_byte_lose_only_the_last_blocks(shard):
    whole = (shard / "s.0.jsonl.gz").read_bytes()
    ends = [block.end for block in ledgers(shard)[0].blocks]
    for cut in range(len(whole)):
        (shard / "s.0.jsonl.gz").write_bytes(whole[:cut])
        assert content(shard) == list(BLOCKS[: sum(end <= cut for end in ends)])


def test_it_goes_on_after_a_kill(shard):
    """Half a block and half a line are there: both go, and the block that is added next is whole."""
    for name, rest in (("s.0.jsonl.gz", b"\x1f\x8b half"), ("s.ledger.jsonl", b'{"end": 99')):
        with (shard / name).open("ab") as file:
            file.write(rest)
    assert content(shard) == list(BLOCKS)
    with ShardWriter(shard, "s") as writer:
        writer.append([{"of": "c"}], {"c": ((0, 1),)})
    assert content(shard) == [*BLOCKS, ([{"of": "c"}], {"c": ((0, 1),)})]


def test_a_kill_before_the_first_line(tmp_path):
    (tmp_path / "s.ledger.jsonl").write_bytes(b'{"form')
    with ShardWriter(tmp_path, "s") as writer:
        writer.append(*BLOCKS[0])
    assert content(tmp_path) == [BLOCKS[0]]


def test_a_replacement_counts_all_at_once(shard):
    old = read_ledger(shard / "s.ledger.jsonl").data
    with ShardWriter(shard, "s", 1, pending=True) as writer:
        writer.append([{"of": "a", "text": "new"}], {"a": ((0, 4),)})
        assert content(shard) == list(BLOCKS)
        writer.replace(old)
    assert content(shard) == [([{"of": "a", "text": "new"}], {"a": ((0, 4),)})]
    assert sorted(path.name for path in shard.iterdir()) == ["s.1.jsonl.gz", "s.ledger.jsonl", "s.lock"]


def test_a_killed_replacement_leaves_the_old_and_is_swept(shard):
    with ShardWriter(shard, "s", 1, pending=True) as writer:
        writer.append([{"of": "a", "text": "new"}], {"a": ((0, 4),)})
    assert content(shard) == list(BLOCKS)
    ShardWriter(shard, "s").close()
    assert content(shard) == list(BLOCKS)
    assert sorted(path.name for path in shard.iterdir()) == ["s.0.jsonl.gz", "s.ledger.jsonl", "s.lock"]


def test_one_writer_at_a_time(shard):
    code = (
        "import sys; from pathlib import Path; from prorl.train.measure.shards import ShardWriter\n"
        "ShardWriter(Path(sys.argv[1]), 's')"
    )
    with ShardWriter(shard, "s"):
        done = subprocess.run([sys.executable, "-c", code, str(shard)], capture_output=True, text=True)
    assert "another process is writing" in done.stderr.splitlines()[-1]
    ShardWriter(shard, "s").close()


@pytest.mark.parametrize(
    "text", ["[]\n", '{"format": "x", "data": "y"}\n', "no json\n", '{"format": "prorl-samples-1"}\n']
)
def test_files_that_are_no_ledgers(tmp_path, text):
    (tmp_path / "s.ledger.jsonl").write_text(text)
    with pytest.raises(UserError, match="damaged or no ledger"):
        ledgers(tmp_path)


def test_a_damaged_block_is_named(shard):
    data = bytearray((shard / "s.0.jsonl.gz").read_bytes())
    data[20] ^= 255
    (shard / "s.0.jsonl.gz").write_bytes(data)
    with pytest.raises(UserError, match="block 0 is damaged"):
        content(shard)
