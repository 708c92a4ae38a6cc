r"""Sets of real numbers as pieces from one end to another, to compare intervals, inequalities and unions.

`x \le 2`, `(-\infty, 2]`, `\{x \mid x \le 2\}` and `(-\infty, 0) \cup [0, 2]` are one set.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from prorl.envs.verify.math.names import is_name
from prorl.envs.verify.math.numeric import Numeric, Unvalued
from prorl.envs.verify.math.tree import (
    Func,
    Many,
    Node,
    Num,
    Rel,
    Seq,
    SetOf,
    SetOp,
    Sym,
    negate,
    number,
    symbols,
    walk,
)

MAX_PIECES = 200
"""Most pieces of a set."""
_INFINITY = Sym("∞")
_FLIPPED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤", "≠": "≠", "=": "="}


@dataclass(frozen=True, slots=True)
class End:
    """An end of a piece: where it is, what stands there, whether it belongs to the piece."""

    at: float
    node: Node
    closed: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """All numbers between two ends."""

    low: End
    high: End


Pieces = tuple[Piece, ...]
_MINUS = End(-math.inf, negate(_INFINITY), False)
_PLUS = End(math.inf, _INFINITY, False)
_ALL: Pieces = (Piece(_MINUS, _PLUS),)


def is_set(node: Node) -> bool:
    """Whether a node can only be a set of numbers: a union, an inequality, an interval with an infinite end."""
    match node:
        case SetOp() | Sym("ℝ"):
            return True
        case Rel(ops, _):
            return all(op in _FLIPPED or op == "∈" for op in ops) and ops != ("=",)
        case Seq(opening, items, closing):
            return len(items) == 2 and (opening + closing in ("(]", "[)") or any(_is_infinite(i) for i in items))
        case Func("such that", _):
            return True
        case Many(items):
            return any(isinstance(item, Rel) and is_set(item) for item in items) or all(
                isinstance(i, SetOp) for i in items
            )
        case _:
            return False


def _is_infinite(node: Node) -> bool:
    """Whether a node is ∞ or -∞."""
    return node == _INFINITY or node == negate(_INFINITY)


def variable(node: Node) -> Node | None:
    """The variable that a set is described with: x in `x > 2` and in `x \\in (2, \\infty)`, else `None`."""
    match node:
        case Rel(("∈",), (name, _)):
            return name
        case Rel(_, sides):
            found = next((side for side in sides if is_name(side)), None)
            return found.args[0] if isinstance(found, Func) and found.name == "abs" else found
        case Many(items):
            return variable(items[0])
        case Func("such that", (first, *_)):
            return first.sides[0] if isinstance(first, Rel) else first
        case _:
            return None


def pieces(node: Node) -> Pieces | None:
    """A set of real numbers as separate pieces in order, `None` if it is not one that is known."""
    match node:
        case Sym("ℝ"):
            return _ALL
        case Seq("(" | "[", (low, high), ")" | "]"):
            return _interval(low, node.opening == "[", high, node.closing == "]")
        case SetOf(items) if len(items) <= MAX_PIECES:
            return _union([_interval(item, True, item, True) for item in items])
        case SetOp():
            return _operation(node)
        case Rel():
            return _relation(node)
        case Func("such that", (element, condition)):
            real = isinstance(element, Sym) or (isinstance(element, Rel) and element.sides[1:] == (Sym("ℝ"),))
            return pieces(condition) if real else None
        case Many(items, either) if len(items) <= MAX_PIECES:
            parts = [pieces(item) for item in items]
            return _union(parts) if either else _several(parts)
        case _:
            return None


def _operation(node: SetOp) -> Pieces | None:
    """A union, a difference of two sets or what two sets share."""
    if len(node.items) > MAX_PIECES:
        return None
    parts = [pieces(item) for item in node.items]
    if node.op == "∪":
        return _union(parts)
    if len(parts) != 2:
        return None
    return _minus(*parts) if node.op == "∖" else _common(*parts)


def _end(node: Node, closed: bool) -> End | None:
    """An end at a constant or at infinity."""
    if _is_infinite(node):
        return _PLUS if node == _INFINITY else _MINUS
    if symbols(node) or any(isinstance(n, Func) and n.name.endswith("()") for n in walk(node)):
        return None
    try:
        numeric = Numeric({}, 80)
        value = numeric.value(node)
        if numeric.magnitude(numeric.mp.im(value)) > -60 or numeric.magnitude(value) > 900:
            return None
        return End(float(numeric.mp.re(value)), node, closed)
    except Unvalued:
        return None


def _interval(low: Node, low_closed: bool, high: Node, high_closed: bool) -> Pieces | None:
    """One piece; nothing if the ends are not in order."""
    start, stop = _end(low, low_closed), _end(high, high_closed)
    if (
        start is None
        or stop is None
        or start.at > stop.at
        or (start.at == stop.at and not (low_closed and high_closed))
    ):
        return None
    return (Piece(start, stop),)


def _union(parts: list[Pieces | None]) -> Pieces | None:
    """All pieces of several sets, merged where they meet."""
    if any(part is None for part in parts):
        return None
    found: list[Piece] = []
    for piece in sorted((p for part in parts for p in part or ()), key=lambda p: (p.low.at, not p.low.closed)):
        last = found[-1] if found else None
        if last is not None and (piece.low.at < last.high.at or _touch(last.high, piece.low)):
            high = last.high if (last.high.at, last.high.closed) >= (piece.high.at, piece.high.closed) else piece.high
            found[-1] = Piece(last.low, high)
        else:
            found.append(piece)
    return tuple(found)


def _touch(a: End, b: End) -> bool:
    """Whether nothing lies between two ends at one place."""
    return _same_place(a.at, b.at) and (a.closed or b.closed)


def _same_place(a: float, b: float) -> bool:
    """Whether two ends are at one place."""
    return a == b or (math.isfinite(a) and math.isfinite(b) and abs(a - b) <= 1e-13 * max(abs(a), abs(b)))


def _complement(whole: Pieces) -> Pieces:
    """What is missing to the whole line."""
    found: list[Piece] = []
    low = _MINUS
    for piece in whole:
        high = End(piece.low.at, piece.low.node, not piece.low.closed)
        if low.at < high.at or (low.at == high.at and low.closed and high.closed):
            found.append(Piece(low, high))
        low = End(piece.high.at, piece.high.node, not piece.high.closed)
    if low.at < math.inf:
        found.append(Piece(low, _PLUS))
    return tuple(found)


def _common(a: Pieces | None, b: Pieces | None) -> Pieces | None:
    """What two sets share."""
    if a is None or b is None:
        return None
    together = _union([_complement(a), _complement(b)])
    return None if together is None else _complement(together)


def _minus(a: Pieces | None, b: Pieces | None) -> Pieces | None:
    """What the first set has and the second has not."""
    return None if b is None else _common(a, _complement(b))


def _several(parts: list[Pieces | None]) -> Pieces | None:
    """Inequalities side by side, without an "or".

    Bounds that would leave nothing out together (`x > 1, x < 3`) hold at once, others are choices.
    """
    joined = _union(parts)
    if joined is None or joined != _ALL or len(parts) < 2:
        return joined
    common: Pieces | None = _ALL
    for part in parts:
        common = _common(common, part)
    return common


def _relation(node: Rel) -> Pieces | None:
    """The numbers for which `x` in a relation makes it true."""
    if node.ops == ("∈",):
        return pieces(node.sides[1]) if is_name(node.sides[0]) else None
    found: Pieces | None = _ALL
    for op, left, right in zip(node.ops, node.sides, node.sides[1:], strict=False):
        found = _common(found, _bound(op, left, right))
    return found


def _bound(op: str, left: Node, right: Node) -> Pieces | None:
    """The numbers that one relation between a name and a constant allows."""
    if op not in _FLIPPED:
        return None
    if not _names(left):
        op, left, right = _FLIPPED[op], right, left
    if not _names(left) or symbols(right) - {"∞"}:
        return None
    if isinstance(left, Func) and left.name == "abs" and isinstance(left.args[0], Sym):
        return _absolute(op, right)
    return _half(op, right)


def _names(node: Node) -> bool:
    """Whether a side is the variable."""
    return is_name(node) and node != _INFINITY


def _half(op: str, bound: Node) -> Pieces | None:
    """`x < bound` and the like."""
    match op:
        case "<" | "≤":
            return _interval(negate(_INFINITY), False, bound, op == "≤")
        case ">" | "≥":
            return _interval(bound, op == "≥", _INFINITY, False)
        case "=":
            return _interval(bound, True, bound, True)
    point = _interval(bound, True, bound, True)
    return None if point is None else _complement(point)


def _absolute(op: str, bound: Node) -> Pieces | None:
    """`|x| < bound` and the like: between -bound and bound, or outside."""
    inside = op in ("<", "≤")
    closed = op in ("≤", "≥")
    if op not in ("<", "≤", ">", "≥"):
        return None
    middle = _interval(_minus_of(bound), closed == inside, bound, closed == inside)
    return middle if inside or middle is None else _complement(middle)


def _minus_of(bound: Node) -> Node:
    """The bound on the other side of 0."""
    return number(-bound.value) if isinstance(bound, Num) else negate(bound)


def same_pieces(a: Pieces, b: Pieces, same: Callable[[Node, Node], bool]) -> bool:
    """Whether two sets are one, end by end."""
    return len(a) == len(b) and all(
        _same_end(p.low, q.low, same) and _same_end(p.high, q.high, same) for p, q in zip(a, b, strict=True)
    )


def _same_end(a: End, b: End, same: Callable[[Node, Node], bool]) -> bool:
    """Whether two ends are one."""
    if a.closed != b.closed:
        return False
    return a.at == b.at if math.isinf(a.at) or math.isinf(b.at) else same(a.node, b.node)
