"""What is kept of every response: each different response to an item once, with its verdict and who gave it.

A block of a shard (see `shards.py`) holds two kinds of rows:

    {"item": "prorl/add-v0#9f2c…", "env_id": .., "level": .., "split": .., "seed": .., "index": .., "problem": {..}}
    {"of": "prorl/add-v0#9f2c…", "hash": .., "text": [..], "verdict": {..}, "verifier": .., "samples": [0, 5, 6],
     "tokens": [12, 12, 13], "logprobs": [-3.1, -3.2, -4.0], "truncated": [5], "versions": [0, 0, 0]}

The first stands before the first response to an item in a shard. `text` has one entry a turn. A response that was
stored in an earlier block has neither text nor verdict: the hash says which one it is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from prorl.envs.seeding import Split, digest
from prorl.envs.task import Problem
from prorl.envs.verdict import Status, Verdict
from prorl.registry.errors import UserError
from prorl.train.measure.items import Item
from prorl.train.measure.ranges import Ranges, union
from prorl.train.measure.shards import Row, ledgers

CACHED_BLOCKS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """One different response to an item, and all samples that gave it."""

    hash: str
    text: tuple[str, ...]
    """One a turn; empty where the prompt left no room for a response."""
    verdict: Verdict
    verifier: str
    """That gave the verdict, `"name@version"`."""
    samples: tuple[int, ...]
    tokens: tuple[int, ...]
    """Of each of the samples."""
    logprobs: tuple[float, ...]
    """Sums over the tokens of each of the samples, nats."""
    truncated: frozenset[int]
    """The samples that ran into the token limit."""
    versions: tuple[int, ...]
    """Optimizer steps that the weights of each of the samples had seen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """An item with all that one model answered."""

    item: Item
    responses: tuple[Stored, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """One sample."""

    model: str
    env_id: str
    level: int
    split: Split
    seed: int
    index: int
    item: str
    """Content hash."""
    sample: int
    text: str
    """All turns, a line break between them."""
    text_hash: str
    tokens: int
    logprob_sum: float
    """Nats, of the distribution sampled from."""
    truncated: bool
    verdict: Verdict
    verifier: str
    version: int
    """Optimizer steps that the weights had seen."""

    @property
    def entropy(self) -> float:
        """-log-probability a token, nats: an unbiased estimate of the mean token entropy; 0 without tokens."""
        return -self.logprob_sum / self.tokens if self.tokens else 0.0


def text_hash(text: Sequence[str]) -> str:
    """Sixteen hex digits that name a response within its item."""
    return f"{digest('response', *text):032x}"[:16]


def item_row(item: Item) -> Row:
    """The row that stands before the first response to an item."""
    row = {"item": item.key, "env_id": item.env_id, "level": item.level, "split": item.split}
    return row | {"seed": item.seed, "index": item.index, "problem": asdict(item.problem)}


def item_from(row: Mapping[str, Any]) -> Item:
    """The way back."""
    return Item(
        env_id=row["env_id"],
        level=row["level"],
        split=row["split"],
        seed=row["seed"],
        index=row["index"],
        hash=row["item"].rpartition("#")[2],
        problem=Problem(**row["problem"]),
    )


def stored_row(key: str, stored: Stored, known: bool = False) -> Row:
    """The row of a response; `known`: an earlier block has its text and verdict."""
    row: Row = {"of": key, "hash": stored.hash}
    if not known:
        row |= {"text": list(stored.text), "verdict": verdict_row(stored.verdict), "verifier": stored.verifier}
    row |= {"samples": list(stored.samples), "tokens": list(stored.tokens), "versions": list(stored.versions)}
    row["logprobs"] = [round(value, 5) for value in stored.logprobs]
    return row | {"truncated": sorted(stored.truncated)}


def verdict_row(verdict: Verdict) -> Row:
    """As JSON; parts only where there are some."""
    row = asdict(verdict) | {"status": str(verdict.status)}
    return row if verdict.parts else {name: value for name, value in row.items() if name != "parts"}


def verdict_from(row: Mapping[str, Any]) -> Verdict:
    """The way back."""
    return Verdict(**(dict(row) | {"status": Status(row["status"])}))


class Store:
    """All shards of one model, to be read."""

    def __init__(self, folder: Path):
        """Read the ledgers; the data are unpacked when they are needed.

        Raises:
            UserError: if a ledger is damaged.
        """
        self.folder = folder
        self.ledgers = ledgers(folder)
        self._places: dict[str, list[tuple[int, int]]] = {}
        for number, ledger in enumerate(self.ledgers):
            for block, held in enumerate(ledger.blocks):
                for key in held.samples:
                    self._places.setdefault(key, []).append((number, block))
        self._read = lru_cache(maxsize=CACHED_BLOCKS)(self._grouped)

    def __len__(self) -> int:
        return len(self._places)

    def keys(self) -> tuple[str, ...]:
        """The items, in an order in which neighbours lie in the same block."""
        return tuple(self._places)

    def have(self) -> dict[str, Ranges]:
        """The samples of every item."""
        found: dict[str, list[Ranges]] = {}
        for ledger in self.ledgers:
            for block in ledger.blocks:
                for key, ranges in block.samples.items():
                    found.setdefault(key, []).append(ranges)
        return {key: union(*parts) for key, parts in found.items()}

    def hashes(self, key: str) -> set[str]:
        """Of the different responses to an item."""
        return {row["hash"] for row in self._rows(key) if "of" in row}

    def answered(self, key: str, n: int | None = None) -> Answered:
        """An item and all different responses to it, in order of their first samples.

        Args:
            key: of the item.
            n: only samples under this number.

        Raises:
            UserError: if the files do not belong together.
        """
        rows = self._rows(key)
        item = next((item_from(row) for row in rows if "item" in row), None)
        if item is None:
            raise UserError(f"{self.folder}: no shard describes {key}: a file is missing")
        return Answered(item=item, responses=tuple(_joined(self.folder, rows, n)))

    def all_answered(self, keys: Iterable[str] | None = None, n: int | None = None) -> Iterator[Answered]:
        """Item after item; one item and a few blocks are in memory at a time."""
        wanted = None if keys is None else set(keys)
        for key in self._places:
            if wanted is None or key in wanted:
                yield self.answered(key, n)

    def _rows(self, key: str) -> list[Row]:
        return [row for place in self._places.get(key, ()) for row in self._read(*place).get(key, ())]

    def _grouped(self, number: int, block: int) -> dict[str, list[Row]]:
        """The rows of a block by item."""
        found: dict[str, list[Row]] = {}
        for row in self.ledgers[number].read(block):
            found.setdefault(row["of"] if "of" in row else row["item"], []).append(row)
        return found


def _joined(folder: Path, rows: Iterable[Row], n: int | None) -> Iterator[Stored]:
    """Rows of the same response as one; a sample that came twice counts once, and so do its numbers."""
    whole: dict[str, Row] = {}
    samples: dict[str, dict[int, tuple[int, float, bool, int]]] = {}
    seen: set[int] = set()
    for row in rows:
        if "of" in row:
            if "verdict" in row:
                whole.setdefault(row["hash"], row)
            samples.setdefault(row["hash"], {}).update(_fresh(row, n, seen))
    for name, given in samples.items():
        if name not in whole:
            raise UserError(f"{folder}: no shard holds response {name}: a file is missing")
        if given:
            yield _stored(whole[name], given)


def _fresh(row: Row, n: int | None, seen: set[int]) -> dict[int, tuple[int, float, bool, int]]:
    cut = set(row["truncated"])
    found = {}
    for sample, tokens, logprob, version in zip(
        row["samples"], row["tokens"], row["logprobs"], row["versions"], strict=True
    ):
        if (n is None or sample < n) and sample not in seen:
            seen.add(sample)
            found[sample] = (tokens, logprob, sample in cut, version)
    return found


def _stored(row: Row, given: Mapping[int, tuple[int, float, bool, int]]) -> Stored:
    samples = tuple(sorted(given))
    return Stored(
        hash=row["hash"],
        text=tuple(row["text"]),
        verdict=verdict_from(row["verdict"]),
        verifier=row["verifier"],
        samples=samples,
        tokens=tuple(given[s][0] for s in samples),
        logprobs=tuple(given[s][1] for s in samples),
        truncated=frozenset(s for s in samples if given[s][2]),
        versions=tuple(given[s][3] for s in samples),
    )


def responses_of(answered: Answered, model: str) -> Iterator[Response]:
    """Every single sample of an item, response by response."""
    item = answered.item
    for stored in answered.responses:
        for place, sample in enumerate(stored.samples):
            yield Response(
                model=model,
                env_id=item.env_id,
                level=item.level,
                split=item.split,
                seed=item.seed,
                index=item.index,
                item=item.hash,
                sample=sample,
                text="\n".join(stored.text),
                text_hash=stored.hash,
                tokens=stored.tokens[place],
                logprob_sum=stored.logprobs[place],
                truncated=sample in stored.truncated,
                verdict=stored.verdict,
                verifier=stored.verifier,
                version=stored.versions[place],
            )
