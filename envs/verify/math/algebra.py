"""Computer algebra for references that the reader does not know: integrals, limits, derivatives, infinite sums.

It runs in a worker process with a deadline. Only equality of expressions that both parse completely counts: there is no
rounding, no first number, no comparison of strings.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from prorl.envs.verdict import Status, Verdict, right, unread, wrong
from prorl.envs.verify.math.tree import Func, Node, Sym, Text, walk

DEADLINE_S = 2.0
"""Longest time for one comparison, in seconds."""
MAX_LENGTH = 400
"""Longest answer that is handed to computer algebra, in characters."""
_CALCULUS = re.compile(r"\\(?:int|iint|lim|sum|prod|frac\s*\{\s*d)")

_BARE = tuple(
    map(
        re.compile, (r"(\\frac)\s*([0-9a-zA-Z])", r"(\\frac\s*\{[^{}]*\})\s*([0-9a-zA-Z])", r"(\\sqrt)\s*([0-9a-zA-Z])")
    )
)
"""Where an argument stands without braces."""
_PI = re.compile(r"(?<![\\a-zA-Z])pi(?![a-zA-Z])")


def is_unread(reference: str, readings: Sequence[Node]) -> bool:
    """Whether a reference is mathematics that only computer algebra can compare."""
    return all(isinstance(node, Text) or _is_endless(node) for node in readings) and bool(_CALCULUS.search(reference))


def _is_endless(node: Node) -> bool:
    """Whether a sum or product in a tree runs to infinity."""
    series = (n for n in walk(node) if isinstance(n, Func) and n.name in ("sum", "prod"))
    return any(Sym("∞") in walk(end) for n in series for end in n.args[2:])


def by_algebra(given: str, reference: str, shown: str) -> Verdict:
    """The verdict of computer algebra; `timeout` where it takes too long."""
    if max(len(given), len(reference)) > MAX_LENGTH:
        return wrong(shown)
    from prorl.envs.verify.pool import VerifierError, VerifierTimeout, guarded

    try:
        equal = guarded(Comparer(), given, reference, deadline_s=DEADLINE_S)
    except VerifierTimeout:
        return unread(Status.TIMEOUT, "computer algebra ran out of time", shown)
    except VerifierError as error:
        return unread(Status.ERROR, f"computer algebra failed: {str(error)[:100]}", shown)
    return right(shown) if equal else wrong(shown)


@dataclass(frozen=True, slots=True)
class Comparer:
    """`same_expression` as an item of the pool: a worker that unpickles it loads computer algebra at once.

    What it loads is then not part of the item's deadline, which one cold start on a busy machine would use up.
    """

    def __call__(self, given: str, reference: str) -> bool:
        """Whether two LaTeX expressions are equal."""
        return same_expression(given, reference)

    def __reduce__(self) -> tuple[Callable[[], "Comparer"], tuple[()]]:
        """Unpickle with `warmed`."""
        return warmed, ()


def warmed() -> Comparer:
    """A comparer, in a process that has built the parser's tables and imported what integrals and limits need."""
    same_expression(r"\int_0^1 x dx", r"\frac{1}{2}")
    same_expression(r"\lim_{x \to 0} x", "0")
    same_expression(r"\sum_{n=1}^{\infty} \frac{1}{2^n}", "1")
    return Comparer()


def braced(text: str) -> str:
    r"""LaTeX with the braces that may be left out: `braced("\\frac13 \\sqrt2") == "\\frac{1}{3} \\sqrt{2}"`."""
    for pattern in _BARE:
        text = pattern.sub(r"\1{\2}", text)
    return _PI.sub(r"\\pi ", text)


def same_expression(given: str, reference: str) -> bool:
    """Whether two LaTeX expressions are equal for computer algebra.

    False for what it cannot read. For worker processes only.
    """
    import sympy
    from latex2sympy2_extended import latex2sympy

    try:
        a, b = latex2sympy(braced(given)), latex2sympy(braced(reference))
        if not (isinstance(a, sympy.Expr) and isinstance(b, sympy.Expr)) or a.free_symbols != b.free_symbols:
            return False
        return bool(a == b or sympy.simplify(a.doit() - b.doit()) == 0)
    except Exception:
        return False
