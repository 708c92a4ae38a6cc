r"""Vectors in components: `3\mathbf{i} - 2\mathbf{j} + \mathbf{k}` is `(3, -2, 1)`."""

from fractions import Fraction

from prorl.envs.verify.math.equal import same_value
from prorl.envs.verify.math.tree import ZERO, Add, Expression, Mul, Node, Seq, Sym, number, substituted, walk

_LETTERS = "ijk"
_MARKED = {f"{mark} {written}": letter for mark in ("hat", "vec", "bar", "overrightarrow", "widehat")
           for letter in _LETTERS for written in (letter, f"\\{letter}math")}  # fmt: skip


def components(node: Node) -> Seq | None:
    r"""The components of a vector that is written with the unit vectors i, j and k, two without a k.

    `None` for what is no sum of multiples of them. Unit vectors without hat, arrow or bold type count if there is a j
    besides an i or a k, since an i alone is the imaginary unit.
    """
    if not isinstance(node, Expression):
        return None
    names = {n.name for n in walk(node) if isinstance(n, Sym)}
    used = {_MARKED[name]: name for name in names if name in _MARKED}
    if not used and "j" in names and names & {"i", "k"}:
        used = {letter: letter for letter in _LETTERS if letter in names}
    if not used:
        return None
    here = [used.get(letter, letter) for letter in (_LETTERS if "k" in used else "ij")]
    found = [_at(node, here, [k == i for k in range(len(here))]) for i in range(len(here))]
    return Seq("<", tuple(found), ">") if _is_linear(node, here, found) else None


def _at(node: Node, names: list[str], values: list[int]) -> Node:
    """The tree with numbers for the unit vectors."""
    for name, value in zip(names, values, strict=True):
        node = substituted(node, Sym(name), number(Fraction(value)))
    return node


def _is_linear(node: Node, names: list[str], found: list[Node]) -> bool:
    """Whether a tree is the sum of its components times the unit vectors."""
    at = [2, 3, 5][: len(names)]
    total = Add(tuple(Mul((number(value), part)) for value, part in zip(at, found, strict=True)))
    zero = _at(node, names, [0] * len(names))
    return bool(same_value(zero, ZERO)) and bool(same_value(_at(node, names, at), total))


def padded(vector: Seq, length: int) -> Seq:
    """A vector in the plane as one in space: `(3, 4)` to `(3, 4, 0)`."""
    missing = length - len(vector.items)
    return Seq(vector.opening, vector.items + (ZERO,) * max(0, missing), vector.closing)
