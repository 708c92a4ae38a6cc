"""Whether two expressions have the same value: exactly where that is cheap, else to many digits at several points."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice
from typing import Any

from prorl.envs.verify.math.decimals import as_decimal, rounds_to
from prorl.envs.verify.math.exact import Inexact, exact
from prorl.envs.verify.math.numeric import Numeric, Unvalued
from prorl.envs.verify.math.tree import Func, Node, Num, Pow, Sym, negate, symbols, walk

BITS = 230
"""Working precision; numbers that stand in the expressions add their own length."""
MORE_BITS = 3
"""How many times the precision of a second look."""
MAX_EXTRA_BITS = 600
"""Most bits that the numbers of an expression add."""
MAX_NODES = 1_500
"""Largest tree that is computed, in nodes."""
_POINTS = 6
_POSITIVE_POINTS = 3


def points(names: frozenset[str], whole: frozenset[str] = frozenset()) -> Iterator[Mapping[str, Fraction]]:
    """Where expressions in these variables are compared: at three positive points and three others.

    The variables in `whole` are whole numbers from 5 on.
    """
    for k in range(_POINTS):
        yield {
            name: Fraction(5 + k + 2 * i) if name in whole else _coordinate(k, i)
            for i, name in enumerate(sorted(names))
        }


def _ends_of_sums(node: Node) -> frozenset[str]:
    """The variables that sums and products run from or to: n of 1 + 2 + … + n."""
    ends = [n.args[2:] for n in walk(node) if isinstance(n, Func) and n.name in ("sum", "prod")]
    return frozenset[str]().union(*(symbols(end) for pair in ends for end in pair))


def _coordinate(k: int, i: int) -> Fraction:
    """The value of the i-th variable at the k-th point: from 0.15 to 3.2, without a pattern.

    At the last three points all, or every other, are negative.
    """
    scrambled = ((k * 40_503 + i * 30_011 + i * i * 7_919 + 12_345) * 2_654_435_761) % (1 << 32)
    value = Fraction(50 + scrambled % 1009, 331)
    negative = (False, False, False, True, i % 2 == 0, i % 2 == 1)[k]
    return -value if negative else value


def same_value(a: Node, b: Node) -> bool | None:
    """Whether two expressions are equal wherever both are defined; `None` if that cannot be told.

    Examples: `(x+1)^2` and `x^2+2x+1` are; `|x|` and `x` are not; a decimal equals a value that it is the rounding of
    (see `decimals`).
    """
    if a == b:
        return True
    if _is_large(a) or _is_large(b):
        return None
    names = symbols(a) | symbols(b)
    if not names:
        return _same_constant(a, b)
    if "∞" in names:
        return _same_infinity(a, b)
    whole = _ends_of_sums(a) | _ends_of_sums(b)
    verdicts = [_same_at(a, b, values, k) for k, values in enumerate(points(names, whole))]
    if False in verdicts:
        return False
    return True if True in verdicts[:_POSITIVE_POINTS] else None


def _is_large(node: Node) -> bool:
    """Whether a tree has too many nodes to be computed."""
    return next(islice(walk(node), MAX_NODES, None), None) is not None


def _same_infinity(a: Node, b: Node) -> bool:
    """Whether two infinite ends are one: ∞ and -∞ are the only values with ∞ in them."""
    ends = {Sym("∞"): 1, negate(Sym("∞")): -1}
    return a in ends and ends[a] == ends.get(b)


def _same_at(a: Node, b: Node, values: Mapping[str, Fraction], k: int) -> bool | None:
    """Whether two expressions are equal at a point; `None` where one has no value, or one that depends on a branch."""
    try:
        return exact(a, values) == exact(b, values)
    except Inexact:
        pass
    try:
        return close(a, b, values, real=k >= _POSITIVE_POINTS)
    except Unvalued:
        return None


def _same_constant(a: Node, b: Node) -> bool | None:
    """Whether two constants are equal; decimals follow their own rule."""
    left, right = _exact_or_none(a), _exact_or_none(b)
    if left is not None and right is not None:
        return left == right or rounds_to(a, right) or rounds_to(b, left)
    try:
        if close(a, b, {}):
            return True
        return _rounded(a, b) or _rounded(b, a)
    except Unvalued:
        return None


def _exact_or_none(node: Node) -> Fraction | None:
    """The exact value, if it has one."""
    try:
        return exact(node)
    except Inexact:
        return None


def _rounded(decimal: Node, node: Node) -> bool:
    """Whether a decimal is the rounding of an irrational constant."""
    if as_decimal(decimal) is None:
        return False
    numeric = Numeric({}, BITS)
    value = numeric.value(node)
    if numeric.mp.im(value) != 0:
        return False
    scaled = numeric.mp.re(value) * 2**200
    if numeric.magnitude(scaled) > 2_000:
        return False
    return rounds_to(decimal, Fraction(int(numeric.mp.floor(scaled)), 2**200), irrational=True)


def close(a: Node, b: Node, values: Mapping[str, Fraction], *, real: bool = False) -> bool | None:
    """Whether two expressions agree to all the digits that are computed.

    `None` where `real` values are asked for and they are not, or where they depend on which root is taken.

    Raises:
        Unvalued: If one has no value there.
    """
    log_base = _log_base(a, b)
    bits = BITS + _extra_bits(a) + _extra_bits(b)
    numeric = Numeric(values, bits, log_base)
    left, right = numeric.value(a), numeric.value(b)
    if real and not _both_real(numeric, left, right):
        return None
    sizes = numeric.magnitude(left), numeric.magnitude(right)
    gap = numeric.magnitude(left - right)
    if gap <= max(sizes) - bits + 60:
        return True
    if max(sizes) > -100 and gap > max(sizes) - 20:
        return None if numeric.branched else False
    return _second_look(a, b, values, (left, right), (bits, log_base))


def _second_look(
    a: Node, b: Node, values: Mapping[str, Fraction], first: tuple[Any, Any], how: tuple[int, int | None]
) -> bool:
    """Compare at a higher precision; what shrinks with the precision was zero."""
    bits = MORE_BITS * how[0]
    numeric = Numeric(values, bits, how[1])
    before = [numeric.magnitude(v) for v in first]
    left, right = numeric.value(a), numeric.value(b)
    sizes = [numeric.magnitude(left), numeric.magnitude(right)]
    if all(size < then - bits // 2 or size <= -1_000_000 for size, then in zip(sizes, before, strict=True)):
        return True
    return numeric.magnitude(left - right) <= max(sizes) - bits // 2


def _both_real(numeric: Numeric, left: Any, right: Any) -> bool:
    """Whether two values are real, up to the last digits."""
    return all(v.imag == 0 or numeric.magnitude(v.imag) < numeric.magnitude(v) - 150 for v in (left, right))


def _extra_bits(node: Node) -> int:
    """How many bits the numbers in a tree need beyond the working precision."""
    bits = 0
    for n in walk(node):
        if isinstance(n, Num):
            bits += n.value.numerator.bit_length() + n.value.denominator.bit_length() - 2
        elif isinstance(n, Pow) and isinstance(n.exponent, Num) and isinstance(n.base, Num):
            bits += min(int(abs(n.exponent.value)), MAX_EXTRA_BITS) * n.base.value.numerator.bit_length()
        if bits > MAX_EXTRA_BITS:
            return MAX_EXTRA_BITS
    return 0 if bits < 60 else bits


def _log_base(a: Node, b: Node) -> int | None:
    """10 for a logarithm without a base where the other expression has one to the base 10, else e."""
    bases = {
        n.args[1] if len(n.args) > 1 else None
        for tree in (a, b)
        for n in walk(tree)
        if isinstance(n, Func) and n.name == "log"
    }
    named = {n.name for tree in (a, b) for n in walk(tree) if isinstance(n, Func)}
    return 10 if (Num(Fraction(10)) in bases or "lg" in named) and None in bases else None


def is_sign_of(a: Node, b: Node) -> int:
    """1 or -1 where a is a positive or negative multiple of b everywhere, else 0.

    How equations and inequalities compare.
    """
    names = symbols(a) | symbols(b)
    ratio: Fraction | Any = None
    for k, values in enumerate(points(names)):
        here = _ratio_at(a, b, values)
        if here is None and k < _POSITIVE_POINTS:
            return 0
        if here is None:
            continue
        if ratio is None:
            ratio = here
        elif isinstance(ratio, Fraction) and isinstance(here, Fraction):
            if ratio != here:
                return 0
        elif abs(here - ratio) > abs(ratio) * Fraction(1, 10**40):
            return 0
    return 0 if ratio is None or ratio == 0 else 1 if ratio > 0 else -1


def _ratio_at(a: Node, b: Node, values: Mapping[str, Fraction]) -> Fraction | None:
    """a / b at a point, exactly or to 200 bits; `None` where it is not real or not defined."""
    try:
        bottom = exact(b, values)
        return None if bottom == 0 else exact(a, values) / bottom
    except Inexact:
        pass
    try:
        numeric = Numeric(values, BITS + 80, _log_base(a, b))
        top, under = numeric.value(a), numeric.value(b)
    except Unvalued:
        return None
    if numeric.branched or numeric.magnitude(under) < -150 or numeric.magnitude(top) < -150:
        return None
    ratio = top / under
    if abs(numeric.magnitude(ratio)) > 500 or numeric.magnitude(numeric.mp.im(ratio)) > numeric.magnitude(ratio) - 150:
        return None
    return Fraction(int(numeric.mp.floor(numeric.mp.re(ratio) * 2**220)), 2**220)


def is_variable(node: Node) -> bool:
    """Whether a node is a single variable."""
    return isinstance(node, Sym) and bool(symbols(node))
