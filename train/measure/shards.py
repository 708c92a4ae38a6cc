"""Files that grow by whole blocks and survive a kill at any instant.

A shard is what one process writes: `NAME.ledger.jsonl` and the data file that its first line names. The data file is
JSON Lines packed with gzip, one gzip member a block, so that `zcat` reads it too. A block counts once its line is in
the ledger: the data are on the disk by then. What a kill leaves behind, half a block or half a line, is cut off when
the shard is opened again. The ledger also says which samples of which items a block holds, so that resuming, and
reading item by item, unpack nothing that they do not need.
"""

import contextlib
import fcntl
import gzip
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from prorl.registry.errors import UserError
from prorl.train.measure.ranges import Ranges

FORMAT = "prorl-samples-1"
SUFFIX = ".ledger.jsonl"
LEVEL = 6
"""Of gzip."""
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One committed block."""

    start: int
    """Its first byte in the data file."""
    end: int
    """The byte after its last."""
    samples: Mapping[str, Ranges]
    """Item -> numbers of its samples that the block holds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """What a shard holds."""

    path: Path
    data: Path
    """The file of blocks."""
    blocks: tuple[Block, ...]
    bytes: int
    """Length of the whole lines of the ledger."""

    def read(self, number: int) -> list[Row]:
        """The rows of a block.

        Raises:
            UserError: if the data file is not what the ledger says.
        """
        block = self.blocks[number]
        try:
            with self.data.open("rb") as file:
                file.seek(block.start)
                packed = file.read(block.end - block.start)
            return [json.loads(line) for line in gzip.decompress(packed).splitlines()]
        except (OSError, EOFError, ValueError) as error:
            raise UserError(f"{self.data}: block {number} is damaged ({error}): restore the file") from error


def ledgers(folder: Path) -> tuple[Ledger, ...]:
    """The shards of a folder, by name."""
    return tuple(read_ledger(path) for path in sorted(folder.glob(f"*{SUFFIX}"))) if folder.is_dir() else ()


def read_ledger(path: Path) -> Ledger:
    """A ledger as far as it is whole: a torn last line, and blocks whose data are not all there, are left out.

    Raises:
        UserError: for a file that is no ledger.
    """
    text = path.read_bytes()
    lines = text.split(b"\n")[:-1]
    try:
        head, *rest = [json.loads(line) for line in lines]
        if head["format"] != FORMAT:
            raise ValueError(f"its format is {head['format']!r}, not {FORMAT!r}")
        data = path.parent / head["data"]
        blocks = list(_blocks(rest))
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path} is damaged or no ledger ({error}): restore it, or take the folder away") from error
    size = data.stat().st_size if data.exists() else 0
    while blocks and blocks[-1].end > size:
        blocks.pop()
    whole = sum(len(line) + 1 for line in lines[: len(blocks) + 1])
    return Ledger(path=path, data=data, blocks=tuple(blocks), bytes=whole)


def _blocks(rows: Iterable[Row]) -> Iterator[Block]:
    start = 0
    for row in rows:
        samples = {key: tuple((low, high) for low, high in pairs) for key, pairs in row["samples"].items()}
        yield Block(start=start, end=row["end"], samples=samples)
        start = row["end"]


class ShardWriter:
    """Adds blocks to a shard, and to no other process's: it holds a lock while it is open."""

    def __init__(self, folder: Path, name: str, generation: int = 0, pending: bool = False):
        """Open or make the shard.

        Args:
            folder: of all shards of a model.
            name: of the shard.
            generation: of the data file; the next one takes the place of this one.
            pending: write to a ledger beside, which counts when `replace` is called.

        Raises:
            UserError: if another process has it open.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(folder / f"{name}.lock", folder / name)
        self.path = folder / f"{name}{SUFFIX}"
        writing = self.path.with_suffix(".pending") if pending else self.path
        if pending or not _has_head(writing):
            data = folder / f"{name}.{generation}.jsonl.gz"
            data.write_bytes(b"")
            _write_whole(writing, json.dumps({"format": FORMAT, "data": data.name}) + "\n")
        ledger = read_ledger(writing)
        if not pending:
            _sweep(folder, name, ledger.data)
        self._writing = writing
        self._data = _cut(ledger.data, ledger.blocks[-1].end if ledger.blocks else 0)
        self._ledger = _cut(writing, ledger.bytes)

    def append(self, rows: Iterable[Row], samples: Mapping[str, Ranges]) -> None:
        """Add a block: all of it counts after this, or nothing of it."""
        text = "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows)
        self._data.write(gzip.compress(text.encode(), compresslevel=LEVEL, mtime=0))
        _to_disk(self._data)
        line = {"end": self._data.tell(), "samples": samples}
        self._ledger.write((json.dumps(line, separators=(",", ":")) + "\n").encode())
        _to_disk(self._ledger)

    def replace(self, old: Path) -> None:
        """Let a pending ledger take the place of the shard's, in one atomic move, and delete the old data file."""
        os.replace(self._writing, self.path)
        self._writing = self.path
        old.unlink(missing_ok=True)

    def close(self) -> None:
        """Let others open it."""
        for file in (self._data, self._ledger, self._lock):
            file.close()

    def __enter__(self) -> "ShardWriter":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _locked(path: Path, what: Path) -> IO[bytes]:
    file = path.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise UserError(f"another process is writing {what}: wait for it, or give each its own --shard I/N") from None
    return file


def _sweep(folder: Path, name: str, data: Path) -> None:
    """Delete what a kill during a replacement left behind."""
    for path in (*folder.glob(f"{name}.*.jsonl.gz"), *folder.glob(f"{name}.ledger.pending")):
        if path != data:
            path.unlink()


def _has_head(path: Path) -> bool:
    """False for a ledger that was killed before its first line was whole."""
    return path.exists() and b"\n" in path.read_bytes()[:4096]


def _cut(path: Path, size: int) -> IO[bytes]:
    """The file, cut to what counts, open for more."""
    file = path.open("r+b")
    file.truncate(size)
    file.seek(size)
    return file


def _to_disk(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _write_whole(path: Path, text: str) -> None:
    temporary = path.with_suffix(".tmp")
    temporary.write_text(text, encoding="utf-8")
    with contextlib.suppress(OSError), temporary.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(temporary, path)
