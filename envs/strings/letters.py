"""Random strings."""

import numpy as np

ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def random_string(rng: np.random.Generator, length: int, alphabet: str = ALPHABET) -> str:
    """`length` letters, each drawn independently."""
    return "".join(alphabet[i] for i in rng.integers(0, len(alphabet), size=length))
