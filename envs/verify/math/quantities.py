"""Values with units, percentages, degrees, and ratios.

* A unit on one side only does not count; two known units must measure the same, and are converted: 1 km is 1000 m, 5
  kJ is
  not 5 J. Words that are no known unit do not count.
* 50% is 50%, 50 and 0.5: references are written in all three ways.
* 90° is 90, and π/2.
"""

from collections.abc import Callable
from fractions import Fraction

from prorl.envs.verify.math.decimals import ends
from prorl.envs.verify.math.equal import same_value
from prorl.envs.verify.math.exact import Inexact, exact
from prorl.envs.verify.math.tree import (
    Expression,
    Func,
    Mul,
    Node,
    Num,
    Pow,
    Quantity,
    Ratio,
    Sym,
    number,
    symbols,
    walk,
)
from prorl.envs.verify.math.units import conversion

_SYNONYMS = {"degree": "deg", "°": "deg", "rad": "radian"}
_LETTERS = frozenset("msghJNWVL")
"""Letters that are units behind a number where the other side has a unit too; elsewhere they are variables."""
Same = Callable[[Node, Node], bool]


def _split(node: Node) -> tuple[Node, str]:
    """The value and the unit, "" for none."""
    if isinstance(node, Quantity):
        return node.value, _SYNONYMS.get(node.unit, node.unit)
    match node:
        case Mul((*factors, Sym(letter))) if letter in _LETTERS and not symbols(Mul(tuple(factors))):
            return (factors[0] if len(factors) == 1 else Mul(tuple(factors))), letter.casefold()
        case Mul((*factors, Pow(Sym(letter), Num(power)))) if letter in _LETTERS and not symbols(Mul(tuple(factors))):
            return (factors[0] if len(factors) == 1 else Mul(tuple(factors))), f"{letter.casefold()}^{power}"
    return node, ""


def same_quantity(a: Node, b: Node, same: Same) -> bool:
    """Whether two quantities are the same, at least one with a unit."""
    (value, unit), (other, wanted) = _split(_clock(a)), _split(_clock(b))
    if unit == wanted:
        return same(value, other) or (unit.startswith("mod ") and _congruent(value, other, int(unit[4:])))
    if "%" in (unit, wanted):
        return _same_percentage(value, unit, other, wanted, same)
    if {unit, wanted} == {"deg", "radian"}:
        return _same_angle(value, unit, other)
    if "" in (unit, wanted):
        return (
            same(value, other)
            or (unit + wanted in ("am", "pm") and same(_split(a)[0], _split(b)[0]))
            or ("deg" in (unit, wanted) and _holds_pi(value, other) and _same_angle(value, unit, other))
        )
    factor = conversion(unit, wanted)
    if factor is None or not (isinstance(value, Expression) and isinstance(other, Expression)):
        return factor == 1 and same(value, other)
    return same(value, other) if factor == 1 else bool(same_value(Mul((number(factor), value)), other))


def _congruent(value: Node, other: Node, modulus: int) -> bool:
    """Whether two numbers are of one class: 10 and 3 modulo 7."""
    try:
        gap = exact(value) - exact(other)
    except Inexact:
        return False
    return modulus > 0 and gap % modulus == 0


def _clock(node: Node) -> Node:
    """A time in the afternoon on the 24-hour clock.

    8:34 pm is 20:34, kept as it is next to a time without am or pm below 13.
    """
    if (
        isinstance(node, Quantity)
        and node.unit in ("am", "pm")
        and isinstance(node.value, Num)
        and not node.value.digits
    ):
        node = Quantity(Ratio((node.value, number(0))), node.unit)
    if isinstance(node, Quantity) and isinstance(node.value, Ratio) and node.unit in ("am", "pm"):
        hour = _parts(node.value)
        if hour and 1 <= hour[0] <= 12:
            shifted = hour[0] % 12 + (12 if node.unit == "pm" else 0)
            return Quantity(Ratio((number(shifted), *node.value.parts[1:])), node.unit)
    return node


def _same_percentage(value: Node, unit: str, other: Node, wanted: str, same: Same) -> bool:
    """A percentage against a number: of percent or of one."""
    if not ({unit, wanted} <= {"%", ""}):
        return False
    percent, plain = (value, other) if unit == "%" else (other, value)
    if same(percent, plain) and not _is_small_fraction(plain):
        return True
    return isinstance(percent, Expression) and bool(same_value(Mul((number(Fraction(1, 100)), percent)), plain))


def _is_small_fraction(node: Node) -> bool:
    """Whether a node is written as a fraction below 1: 1/2 is 50%, not 0.5%."""
    try:
        endless = isinstance(node, Num) and not ends(node.value)
        return (endless or isinstance(node, Mul)) and abs(exact(node)) < 1
    except Inexact:
        return False


def _same_angle(value: Node, unit: str, other: Node) -> bool:
    """Degrees against radians."""
    degrees, radians = (value, other) if unit == "deg" else (other, value)
    if not isinstance(degrees, Expression) or not isinstance(radians, Expression):
        return False
    return bool(same_value(Func("deg", (degrees,)), radians))


def _holds_pi(*nodes: Node) -> bool:
    """Whether π stands in an angle: then a number without a unit is in radians."""
    return any(part == Sym("π") for node in nodes for part in walk(node))


def same_ratio(a: Node, b: Node) -> bool:
    """Whether two ratios are the same.

    A ratio without zeros may be scaled, 12:00 and 1:00 differ; a fraction may be a ratio of two.
    """
    left, right = _parts(a), _parts(b)
    if left is None or right is None:
        return False
    if {len(left), len(right)} == {2, 3}:
        left, right = (parts[:2] if parts[2:] == [0] else parts for parts in (left, right))
    if len(left) != len(right):
        return False
    if left == right:
        return True
    if 0 in left or 0 in right:
        return False
    return all(x * right[0] == y * left[0] for x, y in zip(left, right, strict=True))


def _parts(node: Node) -> list[Fraction] | None:
    """The exact parts of a ratio; a number is its ratio to 1."""
    try:
        if isinstance(node, Ratio):
            return [exact(part) for part in node.parts]
        return [exact(node), Fraction(1)] if isinstance(node, Mul | Num) else None
    except Inexact:
        return None
