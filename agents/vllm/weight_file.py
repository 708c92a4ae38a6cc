"""A safetensors file in shared memory that is written in place, once for every new version of the weights.

Readers map it: nothing is copied but once from the trainer into the file and once from there into the engine.
"""

import json
import os
from math import prod
from pathlib import Path

import torch

from prorl.agents.vllm.weights import TrainerWeights
from prorl.registry.errors import UserError

_CODES = {torch.float32: "F32", torch.bfloat16: "BF16", torch.float16: "F16"}


class WeightFile:
    """The file of one model. Its header never changes; `write` brings the data up to date."""

    def __init__(self, path: Path, weights: TrainerWeights):
        """Make the file, with nothing in it yet.

        Raises:
            UserError: if there is no room for it.
        """
        self.path, self._weights = path, weights
        head, self._spans, size = _laid_out(weights)
        _reserve(path, len(head) + size)
        with path.open("r+b") as file:
            file.write(head)
        data = torch.from_file(str(path), shared=True, size=len(head) + size, dtype=torch.uint8)
        self._data = data[len(head) :]

    def write(self) -> None:
        """Put the weights of this moment into the file, cast to its type."""
        with torch.no_grad():
            for name, weight in self._weights:
                start, end = self._spans[name]
                self._data[start:end].view(self._weights.dtype).view(weight.shape).copy_(weight)


def _laid_out(weights: TrainerWeights) -> tuple[bytes, dict[str, tuple[int, int]], int]:
    """Header, (start, end) of each tensor in the data in bytes, and the size of all data.

    The header is the length of its JSON in 8 bytes and the JSON, filled up with spaces to a multiple of 8.
    """
    spans, size = {}, 0
    entries: dict[str, object] = {"__metadata__": {"format": "pt"}}
    for name, shape in weights.shapes().items():
        end = size + prod(shape) * weights.dtype.itemsize
        spans[name] = (size, end)
        entries[name] = {"dtype": _CODES[weights.dtype], "shape": list(shape), "data_offsets": [size, end]}
        size = end
    text = json.dumps(entries, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text, spans, size


def _reserve(path: Path, size: int) -> None:
    """Take the room now: a mapped file that the disk has no room for would kill the process that writes to it."""
    try:
        with path.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, size)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise UserError(f"no room for {size / 1e6:.0f} MB of weights in {path.parent}: {error.strerror}") from error
