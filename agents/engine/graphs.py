"""CUDA graphs of decoding: one launch a step in place of one a kernel.

A graph is captured for a number of rows and an arrangement of the memory, the first time these come up, and replayed
from then on; it reads the weights where they lie, so it stays right when they are trained. Rows beyond those in use are
computed too and write to slots that nobody holds.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch

from prorl.agents.engine.memory import KeyValues

Decoding = Callable[[KeyValues, torch.Tensor, torch.Tensor], torch.Tensor]
WARM_UP = 3
"""Passes before a capture, in which libraries set themselves up."""


def bucket(rows: int) -> int:
    """How many rows a graph has that serves so many.

    Example: 1, 2, 4, ..., 64, then multiples of 64: 5 is served by 8, 65 by 128, 130 by 192.
    """
    return 1 << (rows - 1).bit_length() if rows <= 64 else -(-rows // 64) * 64


@dataclass(frozen=True, kw_only=True, slots=True)
class _Captured:
    graph: torch.cuda.CUDAGraph
    token_R: torch.Tensor
    position_R: torch.Tensor
    logits_RV: torch.Tensor


class Graphs:
    """Decoding through graphs. On a device without CUDA it must not be used."""

    def __init__(self, decode: Decoding):
        """Nothing is captured yet."""
        self._decode = decode
        self._captured: dict[tuple[int, int, int], _Captured] = {}

    def decode(self, memory: KeyValues, token_N: torch.Tensor, position_N: torch.Tensor) -> torch.Tensor:
        """Logits [N, V], as the decoder gives them; good until the next call."""
        rows = min(bucket(len(token_N)), memory.rows)
        key = (rows, memory.rows, memory.columns)
        if key not in self._captured:
            self._forget_other(memory)
            self._captured[key] = self._capture(memory, rows, token_N.device)
        captured = self._captured[key]
        for held_R, new_N in ((captured.token_R, token_N), (captured.position_R, position_N)):
            held_R[: len(new_N)] = new_N
            held_R[len(new_N) :] = 0
        captured.graph.replay()
        return captured.logits_RV[: len(token_N)]

    def _forget_other(self, memory: KeyValues) -> None:
        """Drop graphs of arrangements that the memory no longer has."""
        arrangement = (memory.rows, memory.columns)
        self._captured = {key: graph for key, graph in self._captured.items() if key[1:] == arrangement}

    def _capture(self, memory: KeyValues, rows: int, device: torch.device) -> _Captured:
        """Rows in use keep what they hold: a pass writes at positions that the next one writes again."""
        token_R = torch.zeros(rows, dtype=torch.int64, device=device)
        position_R = torch.full_like(token_R, memory.columns - 1)
        side = torch.cuda.Stream(device)
        side.wait_stream(torch.cuda.current_stream(device))
        with torch.cuda.stream(side):
            for _ in range(WARM_UP):
                self._decode(memory, token_R, position_R)
        torch.cuda.current_stream(device).wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            logits_RV = self._decode(memory, token_R, position_R)
        return _Captured(graph=graph, token_R=token_R, position_R=position_R, logits_RV=logits_RV)
