"""What a relation says of what: `x = 3` names 3 as x."""

from itertools import pairwise

from prorl.envs.verify.math.equal import same_value
from prorl.envs.verify.math.tree import (
    CONSTANTS,
    Func,
    Mul,
    Node,
    Num,
    Pow,
    Quantity,
    Ratio,
    Rel,
    Seq,
    Sym,
    substituted,
    symbols,
)

_ARGUMENT = Sym("·")
_TRIGONOMETRIC = frozenset(["sin", "cos", "tan", "cot", "sec", "csc"])
_NAMING = frozenset(["abs", "norm", "arg", "deg", "det"])
"""Functions whose values are named by them: `\\cos A = 0.5` is 0.5."""
_EQUAL = ("=", "≈", "≡", "→", "⇒")


def is_name(node: Node) -> bool:
    r"""Whether a left side only names what stands right.

    `x`, `f(x)`, `P(n)`, `|AB|`, `AB:CD`, `\frac{NO}{BO}`, `(x, y)`, `\angle A`.
    """
    match node:
        case Sym(name):
            return name not in CONSTANTS and name not in ("∞", "ℝ")
        case Func(name, args):
            return (
                name in _TRIGONOMETRIC
                or name.endswith(("()", "'"))
                or (name in _NAMING and len(args) == 1 and is_name(args[0]))
            )
        case Pow(Sym("sigma"), Num()):
            return True
        case Mul():
            return _is_named_product(node)
        case Seq(_, items, _) | Ratio(items):
            return all((isinstance(item, Sym) and is_name(item)) or _is_segment(item) for item in items)
        case _:
            return False


def _is_named_product(node: Mul) -> bool:
    r"""Whether a product is a name: `P(n)`, `f'(x)`, `\angle A`, `\nabla f`, `dy/dx`, `AB/CD`."""
    match node:
        case Mul((Sym("∇"), Sym() | Func())) | Mul((Sym("∠" | "△"), _)) | Mul((Sym("m"), Sym("∠"), _)):
            return True
        case Mul((Sym(head), Sym() | Num())) if head.endswith("'"):
            return True
        case Mul((Sym(head), Sym(argument))):
            return len(head.split("_")[0]) == 1 and head.isupper() and argument.islower()
        case Mul((top, Pow(bottom, _))):
            return (_is_segment(top) and _is_segment(bottom)) or (_is_differential(top) and _is_differential(bottom))
        case Mul((Sym(head), Seq())):
            return head.isupper()
    return False


def _is_segment(node: Node) -> bool:
    """Whether a node is the name of a line segment or an area: `AB`, `S_{ABC}`."""
    return isinstance(node, Sym) and node.name[0].isupper() and node.name not in ("ℝ",)


def _is_differential(node: Node) -> bool:
    """Whether a node is `dy` or `d`."""
    head = node.factors[0] if isinstance(node, Mul) and len(node.factors) == 2 else node
    head = head.base if isinstance(head, Pow) and isinstance(head.exponent, Num) else head
    return head in (Sym("d"), Sym("∂"))


def named(node: Node) -> tuple[Node | None, Node]:
    r"""The name and the value of a statement; the name is `None` where there is none.

    `x = 5 + 6 = 11` is (x, 11); `x + y = 5 + 6 = 11` is (None, 11); `\frac{1}{3} \approx 0.33` is (None, 1/3);
    `x > 2` and `2x + y = 1` have no name and are themselves.
    """
    if not isinstance(node, Rel):
        return None, node
    if not all(op in _EQUAL for op in node.ops):
        return None, node
    first, *others = node.sides
    exact_sides = [first, *[side for op, side in zip(node.ops, others, strict=True) if op != "≈"]]
    if (
        is_name(first)
        and len(others) > 1
        and all(isinstance(side, Num) for side in others)
        and len(set(exact_sides)) > 2
    ):
        return None, node
    if is_name(first) or first == Sym("e"):
        return first, exact_sides[-1] if len(exact_sides) > 1 else others[0]
    if len(others) == 1 and is_name(others[0]) and node.ops == ("=",):
        return others[0], first
    worked = exact_sides[1:] if len(exact_sides) > 2 and not symbols(Rel((), tuple(exact_sides[1:]))) else exact_sides
    if len(worked) > 1 and all(same_value(a, b) for a, b in pairwise(map(_of_one, worked))):
        return None, worked[-1]
    if not symbols(node) and len(exact_sides) == 1:
        return None, first
    return None, node


def _of_one(node: Node) -> Node:
    """A percentage as the number that it is."""
    return Func("%", (node.value,)) if isinstance(node, Quantity) and node.unit == "%" else node


def same_name(a: Node | None, b: Node | None) -> bool:
    """Whether two names name the same: y and f(x) may both stand for a function, f(n) and f(x) are one."""
    if a == b or a is None or b is None:
        return True
    if isinstance(a, Sym) and isinstance(b, Sym) and (_extreme(a) == b.name or _extreme(b) == a.name):
        return True
    heads = _head(a), _head(b)
    if heads[0] == heads[1] or heads in (("y", "f"), ("f", "y")):
        return True
    return isinstance(a, Seq) and isinstance(b, Seq) and same_names(a.items, b.items)


def _extreme(name: Sym) -> str:
    r"""What a name is the largest or smallest of: `k_{\min}` of k; the name itself for others."""
    base, _, index = name.name.partition("_")
    return base if index.lstrip("\\") in ("min", "max") else name.name


def is_numbered(names: tuple[Node, ...], others: tuple[Node, ...]) -> bool:
    """Whether names number the values of one variable that the others do not number: x_1, x_2 for x, x."""
    split = [name.name.partition("_") for name in names if isinstance(name, Sym)]
    if len(split) != len(names) or len(split) < 2 or len({base for base, _, _ in split}) > 1:
        return False
    base = split[0][0]
    if not all(index.isdigit() for _, _, index in split):
        return False
    return set(others) == {Sym(base)} if others else base in ("x", "z", "lambda")


def alike(name: Node | None, value: Node, other_name: Node | None, other: Node) -> tuple[Node, Node]:
    """The values of two functions with one argument name: `f(n) = n^2` and `f(x) = x^2` become `t^2` twice."""
    match name, other_name:
        case Func(_, (Sym() as x,)), Func(_, (Sym() as y,)) if x != y:
            return substituted(value, x, _ARGUMENT), substituted(other, y, _ARGUMENT)
    return value, other


def same_names(a: tuple[Node, ...], b: tuple[Node, ...]) -> bool:
    """Whether two tuples of names agree, one by one."""
    return len(a) == len(b) and all(map(same_name, a, b))


def _head(node: Node) -> object:
    """The function that is named, or the node itself."""
    match node:
        case Func(name, _) if name.endswith("()"):
            return name[:-2]
        case Mul((Sym(head), Sym())):
            return head
        case Sym(name):
            return name
        case _:
            return node
