"""Keys and values of all rows, in place: one block of memory a layer, laid anew only as rows get longer or more.

A row's tokens are at columns 0, 1, ...; the columns after them hold zeros and are masked in attention. The first rows
always form one contiguous block, which matrix products take without a copy. Letters: R rows, K key-value heads, T
columns, D width of a head.
"""

from collections.abc import Sequence

import torch

COLUMNS = 32
"""Columns come in multiples of this."""

Layers = dict[int, tuple[torch.Tensor, torch.Tensor]]
"""Keys and values of each layer."""


def rounded(columns: int) -> int:
    """The next multiple of `COLUMNS`.

    Example: 1 and 32 are 32, 33 is 64.
    """
    return -(-columns // COLUMNS) * COLUMNS


def runs(rows: list[int]) -> list[tuple[int, int]]:
    """Neighbouring numbers as ranges, the ends excluded.

    Example: 3, 4, 5, 9 are (3, 6), (9, 10).
    """
    ranges: list[tuple[int, int]] = []
    for row in rows:
        if ranges and ranges[-1][1] == row:
            ranges[-1] = (ranges[-1][0], row + 1)
        else:
            ranges.append((row, row + 1))
    return ranges


def nothing_of(layers: Layers) -> Layers:
    """Of each layer no column."""
    return {layer: (key[:, :0], value[:, :0]) for layer, (key, value) in layers.items()}


class KeyValues:
    """Keys and values of all layers."""

    def __init__(self, dtype: torch.dtype | None = None):
        """Nothing is allocated before the first row is put in; `dtype` is that of the first keys unless given."""
        self.rows = self.columns = 0
        self._dtype = dtype
        self._layers: Layers = {}

    def put(self, rows: list[int], prompt: Layers) -> None:
        """Let rows begin with a prompt, keys and values [K, T, D] of each layer. There must be room (`reserve`)."""
        for layer, pair in prompt.items():
            for held_RKTD, new_KTD in zip(self._of(layer, pair), pair, strict=True):
                length = new_KTD.shape[1]
                for first, last in runs(rows):
                    held_RKTD[first:last, :, :length] = new_KTD
                    held_RKTD[first:last, :, length:] = 0

    def _of(self, layer: int, like: tuple[torch.Tensor, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
        if layer not in self._layers:
            key, value = (
                x.new_empty((self.rows, x.shape[0], self.columns, x.shape[2]), dtype=self._dtype) for x in like
            )
            self._layers[layer] = (key, value)
        return self._layers[layer]

    def reserve(self, rows: int, columns: int, used: int) -> None:
        """Make room for so many rows and columns; only the first `used` rows hold something, others may go."""
        if rows <= self.rows and columns <= self.columns:
            return
        kept = self.columns
        self.rows, self.columns = max(rows, used), max(rounded(columns), self.columns)
        for layer, (key, value) in self._layers.items():
            self._layers[layer] = (self._larger(key, kept, used), self._larger(value, kept, used))

    def _larger(self, held_RKTD: torch.Tensor, kept: int, used: int) -> torch.Tensor:
        larger = held_RKTD.new_empty((self.rows, held_RKTD.shape[1], self.columns, held_RKTD.shape[3]))
        larger[:used, :, :kept] = held_RKTD[:used]
        larger[:used, :, kept:] = 0
        return larger

    def append(
        self, layer: int, key_NKD: torch.Tensor, value_NKD: torch.Tensor, place: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Write one token of each of the first N rows; returns what these rows hold, [N, K, T, D] twice.

        Args:
            layer: number of the layer.
            key_NKD: its new keys.
            value_NKD: its new values.
            place: int64 [N * K], from `places`.
        """
        held = self._layers[layer]
        for held_RKTD, new_NKD in zip(held, (key_NKD, value_NKD), strict=True):
            flat = held_RKTD.view(-1, held_RKTD.shape[-1])
            flat.index_copy_(0, place, new_NKD.reshape(len(place), -1).to(flat.dtype))
        return self.first(len(key_NKD), layer)

    def first(self, rows: int, layer: int) -> tuple[torch.Tensor, torch.Tensor]:
        """What the first rows hold in a layer, [N, K, T, D] twice."""
        key, value = self._layers[layer]
        return key[:rows], value[:rows]

    def places(self, position_N: torch.Tensor, heads: int) -> torch.Tensor:
        """Where the heads' vectors of the first N rows lie if all vectors are counted through, int64 [N * K].

        Example: with 32 columns and 2 heads, position 5 of row 1 is at 2 * 32 + 5 = 69 and 3 * 32 + 5 = 101.
        """
        lane_NK = torch.arange(len(position_N) * heads, device=position_N.device).view(-1, heads)
        return (lane_NK * self.columns + position_N.unsqueeze(-1)).flatten()

    def move(self, source: Sequence[int], target: Sequence[int]) -> None:
        """Copy whole rows."""
        from_R, to_R = list(source), list(target)
        for pair in self._layers.values():
            for held_RKTD in pair:
                held_RKTD[to_R] = held_RKTD[from_R]
