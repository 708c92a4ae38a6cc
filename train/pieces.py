"""Which rows of a batch share a pass. Letters: B rows, numbered from 0."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from prorl.train.layout import Layout


@dataclass(frozen=True, kw_only=True, slots=True)
class RowSize:
    """What a row costs."""

    prompt: int
    """Rows with the same number begin with the same prompt."""
    start: int
    """Tokens before the first target: the prompt."""
    end: int
    """Tokens before the last target: all that is read."""


def divide(rows: Sequence[RowSize], layout: Layout) -> list[list[int]]:
    """Rows of each pass, as large as the layout allows.

    Rows of similar length lie together. Where a pass reads a prompt once for all its rows, those of one prompt lie
    together instead if less is read that way.

    Example: rows of 8, 2, 7 and 3 tokens with at most 16 tokens in a pass: padded (1, 3), (2, 0), for 2·3 and 2·8
    tokens; packed (1, 3, 2), (0), for 12 and 8.
    """
    by_length = _filled(sorted(range(len(rows)), key=lambda b: rows[b].end), rows, layout)
    if not layout.shared:
        return by_length
    order = sorted(range(len(rows)), key=lambda b: (rows[b].start, rows[b].prompt, rows[b].end))
    by_prompt = _filled(order, rows, layout)
    return min(by_length, by_prompt, key=lambda pieces: _total(pieces, rows, layout))


def _total(pieces: Iterable[Sequence[int]], rows: Sequence[RowSize], layout: Layout) -> int:
    return sum(cost([rows[b] for b in piece], layout) for piece in pieces)


def cost(rows: Sequence[RowSize], layout: Layout) -> int:
    """Tokens that a pass reads, padding included.

    Example: two rows of 5 tokens and one of 7, all after the same prompt of 4: packed 17, padded 3·7 = 21, with the
    prompt read once 4 + 3·3 = 13.
    """
    if layout.packed:
        return sum(row.end for row in rows)
    if not layout.shared:
        return len(rows) * max(row.end for row in rows)
    prompts = {row.prompt: row.start for row in rows}
    return len(prompts) * max(prompts.values()) + len(rows) * max(row.end - row.start for row in rows)


def _filled(order: Sequence[int], rows: Sequence[RowSize], layout: Layout) -> list[list[int]]:
    """Rows in this order, each pass filled up before the next begins."""
    pieces: list[list[int]] = []
    for b in order:
        if not pieces or _is_full(pieces[-1], b, rows, layout):
            pieces.append([])
        pieces[-1].append(b)
    return pieces


def _is_full(piece: Sequence[int], b: int, rows: Sequence[RowSize], layout: Layout) -> bool:
    if not layout.tokens:
        return len(piece) == layout.rows
    return cost([rows[other] for other in (*piece, b)], layout) > layout.tokens
