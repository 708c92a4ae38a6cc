r"""Several values in one: `1 \pm \sqrt{2}` stands for two answers."""

from collections.abc import Sequence
from itertools import product

from prorl.envs.verify.math.equal import is_variable
from prorl.envs.verify.math.families import declaration, family
from prorl.envs.verify.math.names import named
from prorl.envs.verify.math.tree import Func, Many, Node, Rel, Seq, SetOf, Sym, children, negate, rebuilt, walk

MAX_SIGNS = 5
"""Most coordinates of a point whose signs are combined freely."""

_IMPLIES = frozenset("⇒⇔")


def expanded(node: Node) -> Node:
    r"""The tree with every ± written out: `x = \pm 2` becomes `x = 2, x = -2`; `\mp` takes the other sign of `\pm`."""
    if not any(isinstance(n, Func) and n.name in ("±", "∓") for n in walk(node)):
        return node
    if isinstance(node, Many | SetOf):
        items = [expanded(item) for item in node.items]
        return rebuilt(node, tuple(p for item in items for p in (item.items if isinstance(item, Many) else (item,))))
    if isinstance(node, Seq):
        return Many(tuple(Seq(node.opening, items, node.closing) for items in _combined(node)), either=True)
    return Many((_signed(node, 1), _signed(node, -1)), either=True)


def _combined(node: Seq) -> list[tuple[Node, ...]]:
    r"""The coordinates with every sign: `(\pm 3, \pm 2)` is four points, `(\pm 3, \mp 2)` two."""
    signs = [{n.name for n in walk(item) if isinstance(n, Func) and n.name in ("±", "∓")} for item in node.items]
    if any("∓" in found for found in signs) or sum(map(bool, signs)) > MAX_SIGNS:
        return [tuple(_signed(item, sign) for item in node.items) for sign in (1, -1)]
    choices = [
        (_signed(item, 1), _signed(item, -1)) if found else (item,)
        for item, found in zip(node.items, signs, strict=True)
    ]
    return list(product(*choices))


def _signed(node: Node, sign: int) -> Node:
    """The tree with + or - for ±."""
    if isinstance(node, Func) and node.name in ("±", "∓"):
        inner = _signed(node.args[0], sign)
        return inner if (node.name == "±") == (sign > 0) else negate(inner)
    below = children(node)
    return rebuilt(node, tuple(_signed(child, sign) for child in below)) if below else node


def _are_one(ops: tuple[str, ...], variables: Sequence[Node]) -> bool:
    """Whether a chain says that several variables have one value: `x = y = 0`."""
    return len(set(variables)) == len(variables) > 1 and set(ops) == {"="} and all(map(is_variable, variables))


def _is_derived(ops: tuple[str, ...]) -> bool:
    """Whether a chain derives an equation from others: `3x = 12 \\Rightarrow x = 4`."""
    return not _IMPLIES.isdisjoint(ops) and ops[-1] == ops[0] == "=" and _IMPLIES.union("=").issuperset(ops)


def ungrouped(node: Node) -> Node:
    """A set of one element as that element.

    The last equation of a derivation, and relations that list values as those values: `x \\in \\{1, 2\\}` is `{1, 2}`.
    """
    if isinstance(node, Rel) and node.ops == ("∈",) and isinstance(node.sides[1], SetOf):
        return ungrouped(node.sides[1])
    match node:
        case Rel(ops, sides) if _is_derived(ops):
            last = max(i for i, op in enumerate(ops) if op in _IMPLIES) + 1
            return Rel(ops[last:], sides[last:])
        case Rel(ops, (*variables, value)) if _are_one(ops, variables) and not isinstance(value, Sym):
            return Many(tuple(Rel(("=",), (name, value)) for name in variables))
        case Func("such that", (first, condition)) if not isinstance(first, Sym) and declaration(condition):
            return Many((first, condition))
        case Func("such that", (Sym() as first, Many() as conditions)):
            found = family(conditions)
            if len(found.items) == 1 and found.parameters and named(found.items[0])[0] == first:
                return conditions
    if isinstance(node, SetOf | Many) and len(node.items) == 1 and not isinstance(node.items[0], SetOf):
        return node.items[0]
    return node
