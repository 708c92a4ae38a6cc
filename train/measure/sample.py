"""Sampling what is missing: n responses to every item, block by block, each block stored before the next begins."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from prorl.envs.text_env import TextEnv
from prorl.train.measure.items import Item
from prorl.train.measure.playing import Player, Said, Task, play
from prorl.train.measure.ranges import Ranges, count, missing
from prorl.train.measure.shards import Row, ShardWriter
from prorl.train.measure.store import Store, item_row, stored_row


@dataclass(frozen=True, kw_only=True, slots=True)
class Shard:
    """This process's share of the items: those whose number is `index` modulo `count`."""

    index: int = 0
    count: int = 1

    @property
    def name(self) -> str:
        """Of its files."""
        return f"shard-{self.index:05d}-of-{self.count:05d}"

    def own(self, items: Sequence[Item]) -> Sequence[Item]:
        """This process's items."""
        return items[self.index :: self.count]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is to be sampled, and where it goes."""

    folder: Path
    """Of all shards of the model."""
    items: Sequence[Item]
    """Of all processes."""
    envs: Mapping[str, TextEnv]
    """By id."""
    n: int
    """Samples of each item."""
    shard: Shard
    block: int
    """Responses that are played, judged and stored at a time: what a kill loses at most."""


def sample_missing(player: Player, wanted: Wanted, said: Said) -> None:
    """Sample what no shard of the model holds yet.

    A response depends on the item, the number of the sample and the model: which samples are there already, how many
    processes share the work and how large a block is do not matter, up to rounding in the engine.

    Raises:
        UserError: if another process writes the same shard, or a file is damaged.
        EngineCrash: if the engine fails; all blocks before are stored.
    """
    with ShardWriter(wanted.folder, wanted.shard.name) as writer:
        store = Store(wanted.folder)
        described = _described(store, wanted.shard.name)
        known = _Known(store)
        for chunk in _chunks(wanted, store.have()):
            tasks = [
                Task(item=item, env=wanted.envs[item.env_id], samples=ranges, known=known.of(item.key))
                for item, ranges in chunk
            ]
            rows: list[Row] = []
            tokens = 0
            for task, stored in zip(tasks, play(player, tasks), strict=True):
                if task.item.key not in described:
                    described.add(task.item.key)
                    rows.append(item_row(task.item))
                rows += [stored_row(task.item.key, one, one.hash in task.known) for one in stored]
                tokens += sum(sum(one.tokens) for one in stored)
            known.keep(tasks[-1].item.key, {row["hash"] for row in rows if row.get("of") == tasks[-1].item.key})
            writer.append(rows, {task.item.key: task.samples for task in tasks})
            said(sum(count(task.samples) for task in tasks), tokens)


def _described(store: Store, name: str) -> set[str]:
    """Items whose row is in this shard already."""
    own = [ledger for ledger in store.ledgers if ledger.path.name.startswith(f"{name}.")]
    return {key for ledger in own for block in ledger.blocks for key in block.samples}


class _Known:
    """The different responses to the items of a block; only its last item can go on in the next one."""

    def __init__(self, store: Store):
        self._store = store
        self._last: tuple[str, frozenset[str]] = ("", frozenset())

    def of(self, key: str) -> frozenset[str]:
        """Hashes of all that is stored of an item."""
        last, hashes = self._last
        return hashes if key == last else frozenset(self._store.hashes(key))

    def keep(self, key: str, more: set[str]) -> None:
        """The last item of the block, and what was stored of it just now."""
        self._last = (key, self.of(key) | more)


def _chunks(wanted: Wanted, have: Mapping[str, Ranges]) -> Iterator[list[tuple[Item, Ranges]]]:
    """Items with the samples that they lack, `block` samples at a time."""
    chunk: list[tuple[Item, Ranges]] = []
    room = wanted.block
    for item in wanted.shard.own(wanted.items):
        lacking = missing(have.get(item.key, ()), wanted.n)
        while lacking:
            now, lacking = _cut(lacking, room)
            chunk.append((item, now))
            room -= count(now)
            if not room:
                yield chunk
                chunk, room = [], wanted.block
    if chunk:
        yield chunk


def _cut(ranges: Ranges, size: int) -> tuple[Ranges, Ranges]:
    """The first `size` numbers and the others: `_cut(((0, 4), (6, 9)), 5) == (((0, 4), (6, 7)), ((7, 9),))`."""
    first: list[tuple[int, int]] = []
    rest: list[tuple[int, int]] = []
    for low, high in ranges:
        middle = min(high, low + size)
        size -= middle - low
        if low < middle:
            first.append((low, middle))
        if middle < high:
            rest.append((middle, high))
    return tuple(first), tuple(rest)
