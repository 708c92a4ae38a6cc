"""The one space of all observations and actions: text."""

from typing import Any

import gymnasium as gym
import numpy as np

MAX_TEXT = 1_000_000
"""Longest text in the space, in characters."""
_SAMPLE_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789 <>/{}\\=+-.\nÄéß数🙂"


class UnicodeText(gym.Space[str]):
    """All strings that UTF-8 can encode, up to `max_length` characters, the empty one included.

    Gymnasium's own `Text` needs a character set (its default lacks the blank) and its shared-memory vector
    environments return zeros for it. All prorl environments share one equal space, so that they can be mixed.
    """

    def __init__(self, max_length: int = MAX_TEXT, seed: int | np.random.Generator | None = None):
        self.max_length = max_length
        super().__init__(shape=None, dtype=None, seed=seed)

    def contains(self, x: Any) -> bool:
        """True for a `str` of legal length without lone surrogates."""
        return isinstance(x, str) and len(x) <= self.max_length and _encodable(x)

    def sample(self, mask: None = None, probability: None = None) -> str:
        """Up to 32 characters of printable ASCII and a few others, from the space's own generator."""
        if mask is not None or probability is not None:
            raise ValueError("UnicodeText.sample takes neither a mask nor a probability")
        length = int(self.np_random.integers(0, min(32, self.max_length) + 1))
        picks = self.np_random.integers(0, len(_SAMPLE_ALPHABET), size=length)
        return "".join(_SAMPLE_ALPHABET[i] for i in picks)

    @property
    def is_np_flattenable(self) -> bool:
        """Text has no flat numeric form."""
        return False

    def to_jsonable(self, sample_n: Any) -> list[str]:
        """Strings are JSON already."""
        return list(sample_n)

    def from_jsonable(self, sample_n: list[Any]) -> list[str]:
        """Strings are JSON already."""
        return list(sample_n)

    def __eq__(self, other: object) -> bool:
        """Spaces are equal if their limits are."""
        return isinstance(other, UnicodeText) and other.max_length == self.max_length

    def __hash__(self) -> int:
        return hash(("UnicodeText", self.max_length))

    def __repr__(self) -> str:
        return f"UnicodeText(max_length={self.max_length})"


def _encodable(text: str) -> bool:
    """False if the text holds half a surrogate pair, which no file or tokenizer can take."""
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
