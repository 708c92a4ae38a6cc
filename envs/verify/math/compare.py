"""Whether two trees are the same answer. The second is the reference.

The order matters only where a docstring says so.
"""

from collections.abc import Sequence
from fractions import Fraction

from prorl.envs.verify.math.absolute import opened
from prorl.envs.verify.math.alternatives import expanded, ungrouped
from prorl.envs.verify.math.basis import components, padded
from prorl.envs.verify.math.equal import is_variable, same_value
from prorl.envs.verify.math.exact import Inexact, exact
from prorl.envs.verify.math.families import family, same_family
from prorl.envs.verify.math.lists import grouped, is_tuple, items_of, names_of, tuple_items, values_of
from prorl.envs.verify.math.matrices import multiplied_out, transposed
from prorl.envs.verify.math.names import alike, is_numbered, named, same_name
from prorl.envs.verify.math.quantities import same_quantity, same_ratio
from prorl.envs.verify.math.realset import is_set, pieces, same_pieces, variable
from prorl.envs.verify.math.relations import FLIPPED, scaled
from prorl.envs.verify.math.tree import (
    Add,
    Based,
    Expression,
    Func,
    Many,
    Matrix,
    Mul,
    Node,
    Pow,
    Quantity,
    Ratio,
    Rel,
    Seq,
    SetOf,
    SetOp,
    Sym,
    Text,
    walk,
)  # fmt: skip

MAX_PAIRED = 24
"""Longest list whose items are tried one against another; longer lists must be rational numbers or alike."""
MAX_WORK = 3_000
"""Most nodes that the items of a list may have together, times their number, to be tried one against another."""


def equivalent(a: Node, b: Node) -> bool:
    """Whether two whole answers are equivalent: a set of one element counts as that element.

    Examples: `(1, 2)` and `(2, 1)` are not, `{1, 2}` and `{2, 1}` are, `x > 2` and `(2, ∞)` are, `x = 3` and `3` are,
    `x = 3` and `y = 3` are not.
    """
    return same_answer(ungrouped(a), ungrouped(b))


def same_answer(a: Node, b: Node) -> bool:
    """Whether two answers, or two parts of answers, are the same."""
    a, b = _prepared(a), _prepared(b)
    if a == b:
        return True
    if isinstance(a, Many) or isinstance(b, Many):
        families = family(a), family(b)
        if families[0].parameters or families[1].parameters:
            return same_family(*families, same_answer)
    if is_set(a) or is_set(b):
        verdict = _same_set(a, b)
        if verdict is not None:
            return verdict
    if isinstance(a, Many | SetOf) or isinstance(b, Many | SetOf):
        return _same_lists(a, b)
    if isinstance(a, Rel) or isinstance(b, Rel):
        return _same_relations(a, b)
    return _same_kind(a, b)


def _prepared(node: Node) -> Node:
    """A tree with ± written out, matrix arithmetic done and distances as bounds."""
    return opened(multiplied_out(transposed(expanded(node))))


def _same_kind(a: Node, b: Node) -> bool:
    """Whether two answers that are neither lists nor relations are the same."""
    if isinstance(a, Quantity) or isinstance(b, Quantity):
        return same_quantity(a, b, same_answer)
    if isinstance(a, Ratio) or isinstance(b, Ratio):
        return same_ratio(a, b)
    if isinstance(a, Based) or isinstance(b, Based) or isinstance(a, Text) or isinstance(b, Text):
        return a == b
    vectors = _as_vector(a), _as_vector(b)
    if isinstance(a, Seq | Matrix) or isinstance(b, Seq | Matrix):
        return _same_containers(a, b, vectors) or _same_components(a, b)
    if isinstance(a, Expression) and isinstance(b, Expression):
        return _same_expressions(a, b) or _same_components(a, b)
    if type(a) is type(b) and isinstance(a, SetOp):
        return a.op == b.op and _paired(a.items, b.items)  # type: ignore[union-attr]
    return False


def _same_expressions(a: Node, b: Node) -> bool:
    """Whether two expressions are the same; single letters in any case are."""
    if isinstance(a, Sym) and isinstance(b, Sym):
        return a.name == b.name
    verdict = same_value(a, b)
    return bool(verdict) if verdict is not None else _same_form(a, b)


def _same_components(a: Node, b: Node) -> bool:
    """Whether two vectors are the same, at least one of them written with unit vectors."""
    parts = components(a), components(b)
    one, two = parts[0] or _as_vector(a), parts[1] or _as_vector(b)
    if parts == (None, None) or one is None or two is None or "[" in (one.opening, two.opening):
        return False
    one, two = (
        padded(x, len(y.items)) if part else x for x, y, part in zip((one, two), (two, one), parts, strict=True)
    )
    return len(one.items) == len(two.items) and all(map(same_answer, one.items, two.items))


def _same_form(a: Node, b: Node) -> bool:
    """Whether expressions without a value are built alike: `\\mathbf{a} + …` in any order of terms."""
    if type(a) is not type(b) or isinstance(a, Sym):
        return a == b
    match a, b:
        case Pow(x, m), Pow(y, n):
            return same_answer(x, y) and same_answer(m, n)
        case (Add(x), Add(y)) | (Mul(x), Mul(y)):
            return len(x) <= MAX_PAIRED and _paired(x, y)
        case Func("piecewise", x), Func("piecewise", y):
            return len(x) <= MAX_PAIRED and _paired(x, y)
        case Func(f, x), Func(g, y):
            return f == g and len(x) == len(y) and all(map(same_answer, x, y))
    return a == b


def _same_containers(a: Node, b: Node, vectors: tuple[Seq | None, Seq | None]) -> bool:
    """Whether tuples, intervals, vectors and matrices are the same."""
    if isinstance(a, Matrix) and isinstance(b, Matrix):
        rows = [len(row) for row in a.rows] == [len(row) for row in b.rows]
        return rows and all(
            same_answer(x, y) for p, q in zip(a.rows, b.rows, strict=True) for x, y in zip(p, q, strict=True)
        )
    one, two = vectors
    if one is None or two is None or len(one.items) != len(two.items):
        return False
    loose = "<" in (one.opening, two.opening) or len(one.items) > 2
    if not loose and (one.opening, one.closing) != (two.opening, two.closing):
        return False
    return all(map(same_answer, one.items, two.items))


def _as_vector(node: Node) -> Seq | None:
    """A tuple as it is; a matrix of one row or column as a vector; nested tuples of equal length are no vector."""
    if isinstance(node, Seq):
        return node
    if isinstance(node, Matrix) and (len(node.rows) == 1 or len(node.rows[0]) == 1):
        return Seq("<", tuple(cell for row in node.rows for cell in row), ">")
    if isinstance(node, Matrix):
        return Seq("<", tuple(Seq("<", row, ">") for row in node.rows), ">")
    return None


def _same_set(a: Node, b: Node) -> bool | None:
    """Whether two sets of real numbers are one; `None` if one is not such a set."""
    names = variable(a), variable(b)
    if names[0] is not None and names[1] is not None and not same_name(*names):
        return None if isinstance(a, Rel) and isinstance(b, Rel) else False
    one, two = pieces(a), pieces(b)
    if one is None or two is None:
        return None
    return same_pieces(one, two, same_answer)


def _same_lists(a: Node, b: Node) -> bool:
    """Whether two lists of answers are the same in any order; a tuple or named values keep their order."""
    if is_tuple(a) or is_tuple(b):
        values = [values_of(x) if isinstance(x, Many) else tuple_items(x) for x in (a, b)]
        plain_set = any(isinstance(x, SetOf) or (isinstance(x, Many) and x.either) for x in (a, b))
        if not plain_set and len(values[0]) == len(values[1]) and all(map(same_answer, *values)):
            return True
    if (isinstance(a, SetOf) and isinstance(b, Expression)) or (isinstance(b, SetOf) and isinstance(a, Expression)):
        return False
    x, y = grouped(items_of(a)), grouped(items_of(b))
    if len(x) != len(y):
        return _same_once(a, b, x, y)
    names = [names_of(items) for items in (x, y)]
    if is_numbered(*names) or is_numbered(*reversed(names)):
        return _paired([named(item)[1] for item in x], [named(item)[1] for item in y])
    if any(names) and not all(names) and len(set(names[0] or names[1])) == len(x) > 1:
        return all(same_answer(named(p)[1], named(q)[1]) for p, q in zip(x, y, strict=True))
    return _paired(x, y)


def _same_once(a: Node, b: Node, x: tuple[Node, ...], y: tuple[Node, ...]) -> bool:
    """Lists of different lengths.

    The elements of a set and points count once, and one value said several times is that value.
    """
    if (isinstance(a, SetOf) and isinstance(b, SetOf)) or all(isinstance(item, Seq) for item in (*x, *y)):
        x, y = _distinct(x), _distinct(y)
        return len(x) == len(y) and _paired(x, y)
    few, many = (x, y) if len(x) < len(y) else (y, x)
    return (
        len(few) == 1
        and len(many) <= MAX_PAIRED
        and not isinstance(few[0], Seq)
        and all(same_answer(m, n) for n in (few[0], many[0]) for m in many)
    )


def _distinct(items: tuple[Node, ...]) -> tuple[Node, ...]:
    """The items without repetitions."""
    found: list[Node] = []
    for item in items[: 10 * MAX_PAIRED]:
        if item not in found and not (len(items) <= MAX_PAIRED and any(same_answer(item, other) for other in found)):
            found.append(item)
    return tuple(found)


def _paired(x: Sequence[Node], y: Sequence[Node]) -> bool:
    """Whether every item of one list has its own equal in the other."""
    if len(x) != len(y):
        return False
    sorted_values = _rational(x), _rational(y)
    if sorted_values[0] is not None and sorted_values[1] is not None:
        return sorted_values[0] == sorted_values[1] or (len(x) <= MAX_PAIRED and _matched(x, y))
    if len(x) > MAX_PAIRED or len(x) * _size((*x, *y)) > MAX_WORK:
        return all(map(same_answer, x, y)) if len(x) <= 10 * MAX_PAIRED else list(x) == list(y)
    return _matched(x, y)


def _size(items: Sequence[Node]) -> int:
    """How many nodes some trees have."""
    return sum(1 for item in items for _ in walk(item))


def _rational(items: Sequence[Node]) -> list[Fraction] | None:
    """The values of a list of rational numbers in order."""
    try:
        return sorted(exact(item) for item in items)
    except Inexact:
        return None


def _matched(x: Sequence[Node], y: Sequence[Node]) -> bool:
    """Pair items off, one after another."""
    left = list(y)
    for item in x:
        for other in left:
            if item == other or same_answer(item, other):
                left.remove(other)
                break
        else:
            return False
    return True


def _same_relations(a: Node, b: Node) -> bool:
    """Whether equations or inequalities say the same: sides exchanged, all terms on one side, scaled by a constant."""
    if isinstance(a, Rel) and isinstance(b, Rel) and ("≡" in a.ops) != ("≡" in b.ops):
        return False
    (name, value), (other_name, other_value) = named(a), named(b)
    if not isinstance(a, Rel) or not isinstance(b, Rel) or not (isinstance(value, Rel) or isinstance(other_value, Rel)):
        if isinstance(value, Rel) or isinstance(other_value, Rel):
            return False
        if (name is None) != (other_name is None) and is_variable(value):
            return False
        if not same_name(name, other_name) and not scaled(a, b):
            return False
        return same_answer(*alike(name, value, other_name, other_value)) or scaled(a, b)
    return _same_chain(a, b) or scaled(a, b)


def _same_chain(a: Rel, b: Rel) -> bool:
    """Whether two chains have the same relations between the same sides, maybe read from the other end."""
    if len(a.ops) != len(b.ops):
        return False
    if a.ops == b.ops and all(map(same_answer, a.sides, b.sides)):
        return True
    turned = tuple(FLIPPED.get(op, op) for op in reversed(a.ops))
    symmetric = all(op in FLIPPED or op in "=≠≡≈" for op in a.ops)
    return symmetric and turned == b.ops and all(map(same_answer, reversed(a.sides), b.sides))
