r"""Reading groups, brackets and LaTeX commands: fractions, roots, functions, sets, sums."""

from prorl.envs.verify.math.grammar import Grammar
from prorl.envs.verify.math.numerals import written_number
from prorl.envs.verify.math.symbols import BLACKBOARD, FUNCTIONS, NAMES
from prorl.envs.verify.math.tokens import Token, Unreadable
from prorl.envs.verify.math.tree import Func, Many, Mul, Node, Pow, Rel, Seq, SetOf, Sym, number

_DECORATIONS = frozenset(
    "\\" + name
    for name in ["vec", "hat", "bar", "overline", "overrightarrow", "widehat", "tilde", "dot", "overset", "underset"]
)
_CLOSERS = {"(": (")", "]"), "[": ("]", ")"), "\\langle": ("\\rangle",), "\\lbrack": ("\\rbrack", ")")}
_BRACKET = {"(": "(", ")": ")", "[": "[", "]": "]", "\\langle": "<", "\\rangle": ">", "\\lbrack": "[", "\\rbrack": "]"}
_PAIRS = {
    "|": ("|", "abs"),
    "\\vert": ("\\vert", "abs"),
    "\\lvert": ("\\rvert", "abs"),
    "\\|": ("\\|", "norm"),
    "\\Vert": ("\\Vert", "norm"),
    "\\lVert": ("\\rVert", "norm"),
    "\\lfloor": ("\\rfloor", "floor"),
    "\\lceil": ("\\rceil", "ceil"),
}
_NAMED_GROUPS = frozenset(["boxed", "fbox", "mathopen", "mathclose", "mathrel", "overbrace", "underbrace"])
_INVERTED = frozenset(["sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh"])
"""Functions whose power -1 is the inverse function."""
MAX_CONDITIONS = 4
"""Most conditions of a set."""


class CommandReader(Grammar):
    """The part of the reader that reads commands and groups."""

    def _paired(self) -> Node:
        """`|x|`, floors and ceilings."""
        closing, name = _PAIRS[self.take().text]
        inner = self.sum()
        self.need(closing)
        return Func(name, (inner,))

    def _command(self) -> Node:
        """A LaTeX command."""
        token = self.next
        name = token.text[1:]
        if token.text in _PAIRS:
            return self._paired()
        if token.text in _CLOSERS:
            return self.bracketed()
        self.take()
        if token.text == "\\{" or name == "lbrace":
            return self._set()
        if name.startswith("begin{"):
            return self.environment(name[6:-1])
        if token.text in _DECORATIONS:
            return self._decorated(name)
        if name in FUNCTIONS and name != "sqrt":
            return self.function(FUNCTIONS[name])
        return self._construct(name)

    def _construct(self, name: str) -> Node:
        r"""Named symbols, groups, sets, sums, and what `_fraction` reads."""
        match name:
            case "sqrt":
                return self.root()
            case "sum" | "prod":
                return self._series(name)
            case "mathbb" | "mathcal" | "Bbb":
                letter = self.index()
                return self.indexed(BLACKBOARD.get(letter, letter))
            case "emptyset" | "varnothing":
                return SetOf(())
        if name in _NAMED_GROUPS:
            return self.group()
        return self.indexed(NAMES[name]) if name in NAMES else self._fraction(name)

    def _fraction(self, name: str) -> Node:
        r"""`\frac`, `\binom` and `\pmod`, which take groups."""
        if name == "frac":
            top, bottom = self.group_or_token(), self.group_or_token()
            if top == Sym("d") and isinstance(bottom, Mul) and bottom.factors[0] == top:
                raise Unreadable("a derivative")
            return Mul((top, Pow(bottom, number(-1))))
        if name in ("binom", "dbinom", "tbinom"):
            return Func("binom", (self.group_or_token(), self.group_or_token()))
        if name in ("pmod", "mod", "bmod"):
            return Func("mod", (self.group_or_token() if self.at("{") else self.product(),))
        raise Unreadable(f"unknown command \\{name[:20]}")

    def _series(self, name: str) -> Node:
        r"""`\sum_{k=1}^{n} k`, behind the name: (term, index, first, last)."""
        self.need("_")
        self.need("{")
        start = self.items("}")
        self.need("}")
        self.need("^")
        last = self.group_or_token()
        match start:
            case (Rel(("=",), (Sym() as index, first)),):
                return Func(name, (self.product(), index, first, last))
        raise Unreadable("a sum without a first index")

    def _set(self) -> Node:
        r"""`\{1, 2\}`, behind the opening."""
        found = self.items("\\}", "\\rbrace", "|", "\\mid", ":")
        if not self.skip("\\}", "\\rbrace"):
            if len(found) != 1:
                raise Unreadable("a set with several elements and a condition")
            first = found[0]
            self.take()
            found = self.items("\\}", "\\rbrace")
            self.need("\\}", "\\rbrace")
            if not found or len(found) > MAX_CONDITIONS:
                raise Unreadable("a set with an unusual condition")
            return Func("such that", (first, found[0] if len(found) == 1 else Many(found)))
        return SetOf(found)

    def _decorated(self, name: str) -> Node:
        r"""`\vec{v}`, `\overline{AB}`: a name of its own."""
        inner = self.index() if self.at("{") else self.take().text
        is_segment = name == "overline" and len(inner) > 1 and inner.isalpha() and inner.isupper()
        return self.indexed(inner if is_segment else f"{name} {inner}")

    def root(self) -> Node:
        r"""`\sqrt{x}`, `\sqrt[3]{x}`, `\sqrt2`, behind the name."""
        degree: Node = number(2)
        if self.skip("["):
            degree = self.sum()
            self.need("]")
        token = self.next
        if token.kind == "number":
            self.take()
            return Func("root", (written_number(token.text), degree))
        inner = self.group_or_token()
        return Func("root", (inner, degree))

    def function(self, name: str) -> Node:
        """A function behind its name: index (base), exponent, argument."""
        base: tuple[Node, ...] = ()
        exponent: Node | None = None
        if name == "sqrt":
            return self.root()
        if self.skip("_"):
            base = (self.group_or_token(),)
        if self.skip("^"):
            exponent = self.group_or_token()
        if not base and self.skip("_"):
            base = (self.group_or_token(),)
        arguments = self.argument(name)
        if exponent == number(-1) and name in _INVERTED:
            return Func("arc" + name, arguments)
        node: Node = Func(name, arguments + base)
        return node if exponent is None else Pow(node, exponent)

    def group(self) -> Node:
        """`{ }`, which only keeps things together; with commas a set typed without backslashes."""
        self.need("{")
        found = self.items("}")
        if len(found) == 1 and self.skip("|", "\\mid"):
            found = (Func("such that", (found[0], *self.items("}"))),)
        self.need("}")
        if not found:
            raise Unreadable("empty braces")
        return found[0] if len(found) == 1 else SetOf(found)

    def bracketed(self) -> Node:
        """`( )` and `[ ]`: a group of one item, or a sequence."""
        opening = self.take().text
        closers = _CLOSERS[opening]
        found = self.items(*closers)
        closing = self.next.text
        self.need(*closers)
        if len(found) == 1 and _BRACKET[opening] + _BRACKET[closing] in ("()", "[]"):
            return found[0]
        if len(found) < 2:
            raise Unreadable("brackets that do not match" if found else "empty brackets")
        return Seq(_BRACKET[opening], found, _BRACKET[closing])

    def group_or_token(self) -> Node:
        r"""What `\frac`, `^` or `_` takes: a group, one digit, one letter or one command."""
        token = self.next
        if token.kind == "number" and token.text.isdigit():
            self.take()
            if len(token.text) > 1:
                self.tokens[self.position : self.position] = [Token("number", token.text[1:])]
            return written_number(token.text[0])
        if token.kind == "letters" and len(token.text) > 1:
            self.take()
            self.tokens[self.position : self.position] = [Token("letters", token.text[1:])]
            return Sym(token.text[0])
        if token.kind == "mark" and token.text in "+-":
            raise Unreadable("a sign without braces")
        return self.atom()

    def index(self) -> str:
        """An index as text."""
        if not self.skip("{"):
            return self.take().text
        parts: list[str] = []
        depth = 1
        while self.next.kind != "end":
            depth += self.at("{") - self.at("}")
            token = self.take()
            if depth == 0:
                return "".join(parts)
            parts.append(token.text.strip())
        raise Unreadable("an index does not end")

    def indexed(self, name: str) -> Node:
        """A symbol with its index and primes: `x_{1}` is `Sym("x_1")`."""
        if self.at("_"):
            self.take()
            name += "_" + self.index()
        while self.skip("'"):
            name += "'"
        return Sym(name)
