"""n-grams as 64-bit numbers, and bounded sets of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Unit = Literal["words", "characters"]
Hashes = NDArray[np.uint64]

LIMIT = 32_000_000
"""Different n-grams that a reference keeps: 256 MB, and twice that while it is made."""
_BUFFER = 1_000_000
_WORD = re.compile(r"\w+|[^\w\s]")
_ODD, _FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """The n-grams of a corpus.

    If there are more than the limit, only those whose number is below 2**(64 - halvings) are kept, here and in what is
    looked up: a random part of all n-grams, the same one every time, so memory is bounded, shares unbiased. Where
    few n-grams make up much of the text they are noisier than their intervals say: raise the limit if `halvings` > 0.
    """

    n: int
    unit: Unit
    hashes: Hashes
    """Sorted, each once."""
    halvings: int

    def sampled(self, hashes: Hashes) -> NDArray[np.bool_]:
        """Which of the n-grams belong to the part that is looked at; all if `halvings` is 0."""
        return (hashes >> np.uint64(64 - self.halvings)) == 0 if self.halvings else np.ones(len(hashes), dtype=bool)

    def holds(self, hashes: Hashes) -> NDArray[np.bool_]:
        """Which of the n-grams are in the corpus; means something for sampled ones only."""
        if not len(self.hashes):
            return np.zeros(len(hashes), dtype=bool)
        places = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return self.hashes[places] == hashes


def reference(texts: Iterable[str], n: int, unit: Unit = "words", *, limit: int = LIMIT) -> Reference:
    """The n-grams of all texts; none goes over the border of two texts.

    Args:
        texts: gone through once.
        n: units in an n-gram, >= 1.
        unit: words (runs of letters, digits and "_", and every other sign that is no blank; case counts) or characters.
        limit: most n-grams to keep.

    Raises:
        ValueError: for n < 1 or limit < 1.
    """
    if n < 1 or limit < 1:
        raise ValueError(f"an n-gram has at least one unit and a reference room for one, got n = {n}, limit = {limit}")
    kept, halvings = np.zeros(0, dtype=np.uint64), 0
    buffer: list[Hashes] = []
    waiting = 0
    for text in texts:
        buffer.append(_units(text, unit))
        waiting += len(buffer[-1])
        if waiting >= _BUFFER:
            kept, halvings = _merged(kept, _within(buffer, n), halvings, limit)
            buffer, waiting = [], 0
    kept, halvings = _merged(kept, _within(buffer, n), halvings, limit)
    return Reference(n=n, unit=unit, hashes=kept, halvings=halvings)


def ngrams(text: str, n: int, unit: Unit = "words") -> Hashes:
    """A number for the n-gram at every position, [max(0, units - n + 1)], the same in every process.

    Two n-grams share a number by accident once in 2**64 pairs: looking up one in 32 million errs once in 6·10**11.
    """
    return _hashed(_units(text, unit), n)


def length(text: str, unit: Unit = "words") -> int:
    """Units of a text.

    Example: length("x = 3.5") is 5 words (x, =, 3, ., 5) and 7 characters.
    """
    return len(text) if unit == "characters" else len(_WORD.findall(text))


def _hashed(units: Hashes, n: int) -> Hashes:
    positions = max(0, len(units) - n + 1)
    hashes = np.full(positions, n, dtype=np.uint64)
    for offset in range(n):
        hashes = _mixed(hashes * _ODD + units[offset : offset + positions])
    return hashes


def _within(texts: list[Hashes], n: int) -> Hashes:
    """The n-grams of many texts at once, without those that begin in one text and end in another."""
    if not texts:
        return np.zeros(0, dtype=np.uint64)
    ends = np.repeat(np.cumsum([len(units) for units in texts]), [len(units) for units in texts])
    hashes = _hashed(np.concatenate(texts), n)
    return hashes[np.arange(len(hashes)) + n <= ends[: len(hashes)]]


def _units(text: str, unit: Unit) -> Hashes:
    if unit == "characters":
        return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    return np.array([_word_number(word) for word in _WORD.findall(text)], dtype=np.uint64)


@lru_cache(maxsize=1 << 16)
def _word_number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _mixed(numbers: Hashes) -> Hashes:
    """The finaliser of splitmix64: every bit of the input moves every bit of the output."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * _FIRST
    numbers = (numbers ^ (numbers >> np.uint64(27))) * _SECOND
    return numbers ^ (numbers >> np.uint64(31))


def _merged(kept: Hashes, more: Hashes, halvings: int, limit: int) -> tuple[Hashes, int]:
    kept = np.unique(np.concatenate([kept, more]))
    while True:
        if halvings:
            kept = kept[: np.searchsorted(kept, np.uint64(1) << np.uint64(64 - halvings))]
        if len(kept) <= limit:
            return kept, halvings
        halvings += 1
