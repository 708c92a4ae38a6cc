"""Prompts that rows begin with: held once, whatever the number of rows, and read by all of them in one product.

The G samples of a group have the same prompt. Beside every row's own tokens, which differ, there is one block of keys
and values for each prompt; queries of its rows are put together, so that keys are read once for all of them. Letters:
N rows, P prompts, M rows of a prompt at most, S columns of the prompts, K key-value heads, G heads that share one, D
width of a head.
"""

from collections.abc import Mapping, Sequence

import torch

from prorl.agents.engine.memory import KeyValues, Layers


class Prompts:
    """Keys and values of the prompts in use, in the first rows of a memory of their own."""

    def __init__(self, dtype: torch.dtype | None = None):
        """No prompt yet; `dtype` is what they are held in, if not their own."""
        self.memory = KeyValues(dtype)
        self.number: dict[int, int] = {}
        """Of each prompt its row."""
        self.lengths: dict[int, int] = {}
        """Tokens of each prompt."""

    def keep(self, prompts: Mapping[int, Layers]) -> None:
        """Hold these prompts, keys and values [K, T, D] of each layer, at least one, and no others.

        Those that are held already stay as they are; what is new takes the rows of what has gone.
        """
        gone = sorted(row for prompt, row in self.number.items() if prompt not in prompts)
        self.number = {prompt: row for prompt, row in self.number.items() if prompt in prompts}
        new, held = [prompt for prompt in prompts if prompt not in self.number], len(self.number)
        free = gone + list(range(held + len(gone), len(prompts)))
        lengths = {prompt: _length(layers) for prompt, layers in prompts.items()}
        self._reserve(len(prompts), max(lengths.values()), used=held + len(gone))
        for prompt, row in zip(new, free, strict=False):
            self.memory.put([row], prompts[prompt])
            self.number[prompt] = row
        self._close_up(free[len(new) :])
        self.lengths = lengths

    def _reserve(self, rows: int, columns: int, used: int) -> None:
        grown = 3 * self.memory.rows // 2 if rows > self.memory.rows else 0
        self.memory.reserve(max(rows, grown), columns, used=used)

    def _close_up(self, holes: list[int]) -> None:
        """The last prompts move into the holes."""
        last = sorted(((row, prompt) for prompt, row in self.number.items() if row >= len(self.number)), reverse=True)
        moves = dict(zip((hole for hole in holes if hole < len(self.number)), last, strict=True))
        if moves:
            self.memory.move([row for row, _ in moves.values()], list(moves))
        self.number |= {prompt: hole for hole, (_, prompt) in moves.items()}


def _length(layers: Layers) -> int:
    return int(next(iter(layers.values()))[0].shape[1])


def places(numbers: Sequence[int]) -> tuple[list[int], int]:
    """A place for each row in an array [P, M], counted through, where each row stands with those of its prompt; and M.

    Example: rows of the prompts 0, 1, 0 have the places 0, 2 and 1 in an array of 2 times 2.
    """
    counts: dict[int, int] = {}
    members = []
    for number in numbers:
        members.append(counts.get(number, 0))
        counts[number] = members[-1] + 1
    most = max(counts.values())
    return [number * most + member for number, member in zip(numbers, members, strict=True)], most


class Prefix:
    """What each of the rows in use begins with; on the CPU."""

    def __init__(self, prompts: Prompts, rows: Sequence[int]):
        """`rows` are the prompts of the rows, by the names that `prompts` has for them; at least one row."""
        slots, self._most = places([prompts.number[row] for row in rows])
        self._memory, self._count, self.columns = prompts.memory, len(prompts.number), prompts.memory.columns
        self._slot_N = torch.tensor(slots)
        self._row_S = torch.zeros(self._count * self._most, dtype=torch.int64)
        self._row_S[self._slot_N] = torch.arange(len(slots))
        self._is_straight = slots == list(range(len(self._row_S)))
        self.length_N = torch.tensor([prompts.lengths[row] for row in rows])
        """int64, tokens of each row's prompt."""

    def scores(self, layer: int, query_NKGD: torch.Tensor) -> torch.Tensor:
        """Products of each row's queries with its prompt's keys, [N, K, G, S], whatever stands beyond its end."""
        key_PKSD, _ = self._memory.first(self._count, layer)
        products = torch.bmm(self._together(query_NKGD), key_PKSD.flatten(0, 1).transpose(1, 2))
        return self._apart(products, query_NKGD)

    def values(self, layer: int, weights_NKGS: torch.Tensor) -> torch.Tensor:
        """What each row takes from its prompt, [N, K, G, D]."""
        _, value_PKSD = self._memory.first(self._count, layer)
        return self._apart(torch.bmm(self._together(weights_NKGS), value_PKSD.flatten(0, 1)), weights_NKGS)

    def _together(self, x_NKGC: torch.Tensor) -> torch.Tensor:
        """All rows of a prompt side by side, [P * K, M * G, C]."""
        _, _, share, width = x_NKGC.shape
        full = x_NKGC if self._is_straight else x_NKGC.index_select(0, self._row_S)
        side = full.unflatten(0, (-1, self._most)).transpose(1, 2)
        return side.reshape(-1, self._most * share, width)

    def _apart(self, x_PC: torch.Tensor, like_NKG: torch.Tensor) -> torch.Tensor:
        """The rows again, [N, K, G, C]."""
        _, heads, share, _ = like_NKG.shape
        side = x_PC.view(-1, heads, self._most, share, x_PC.shape[-1]).transpose(1, 2)
        full = side.reshape(-1, heads, share, x_PC.shape[-1])
        return full if self._is_straight else full.index_select(0, self._slot_N)
