"""Inequalities about the distance from a number: `|x - 3| < 2` is `1 < x < 5`."""

from fractions import Fraction

from prorl.envs.verify.math.exact import Inexact, exact
from prorl.envs.verify.math.tree import Func, Many, Node, Num, Rel, Sym, substituted, symbols

_FLIPPED = {"<": ">", "≤": "≥", ">": "<", "≥": "≤"}


def opened(node: Node) -> Node:
    """An inequality between |mx + c|, linear in one variable, and a positive number as bounds of the variable.

    Other trees, |x| < 2 with nothing but the variable included, stay as they are.
    """
    match node:
        case Rel((op,), (Func("abs", (inner,)), bound)) if op in _FLIPPED:
            return _bounds(inner, op, bound) or node
        case Rel((op,), (bound, Func("abs", (inner,)))) if op in _FLIPPED:
            return _bounds(inner, _FLIPPED[op], bound) or node
    return node


def _bounds(inner: Node, op: str, bound: Node) -> Node | None:
    """The bounds of the variable; `None` where the inner side is not linear with rational numbers."""
    names = symbols(inner)
    if len(names) != 1 or isinstance(inner, Sym):
        return None
    name = Sym(next(iter(names)))
    try:
        start, next_, after = (exact(substituted(inner, name, Num(Fraction(k)))) for k in range(3))
        width = exact(bound)
    except Inexact:
        return None
    slope = next_ - start
    if slope == 0 or after - next_ != slope or width <= 0:
        return None
    low, high = (Num(end) for end in sorted(((-width - start) / slope, (width - start) / slope)))
    if op in ("<", "≤"):
        return Rel((op, op), (low, name, high))
    return Many((Rel((_FLIPPED[op],), (name, low)), Rel((op,), (name, high))), either=True)
