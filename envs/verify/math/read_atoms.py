"""Reading atoms: numbers, digits in a base, names, words."""

import re
from fractions import Fraction

from prorl.envs.verify.math.numerals import written_number
from prorl.envs.verify.math.read_commands import CommandReader
from prorl.envs.verify.math.symbols import FUNCTIONS, NAMES, NUMBER_WORDS, WORD_SYMBOLS
from prorl.envs.verify.math.tokens import Token, Unreadable, tokenize
from prorl.envs.verify.math.tree import Based, Func, Node, Num, Sym, number

_APPLIED = frozenset("fgh")
_PREFIXES = (
    "arcsin", "arccos", "arctan", "sqrt", "sinh", "cosh", "tanh", "sin", "cos", "tan", "sec", "csc", "cot",
    "log", "exp", "ln", "pi",
)  # fmt: skip
_CAPITALS = {"LCM": "lcm", "GCD": "gcd", "HCF": "gcd", "GCF": "gcd"}
"""Functions whose names are written in capitals."""
_WORDISH = re.compile(r"[a-z]{4,}|[A-Z][a-z]{2,}|No|If|Is|It|In|Or|On|At|To|Up|So|By|As|An|Of")


class AtomReader(CommandReader):
    """The part of the reader that reads one atom."""

    def atom(self) -> Node:
        """One atom.

        Raises:
            Unreadable: If none stands here.
        """
        token = self.next
        if token.kind == "number":
            return self._number()
        self.deeper()
        if token.kind == "letters":
            node = self._letters()
        elif token.kind == "text":
            node = self._text_atom()
        elif token.kind == "command":
            node = self._command()
        elif token.text in ("(", "["):
            node = self.bracketed()
        elif token.text == "{":
            node = self.group()
        elif token.text == "|":
            node = self._paired()
        else:
            raise Unreadable(f"cannot start with {token.text[:20]!r}")
        self.shallower()
        return node

    def _number(self) -> Node:
        """A number, a repeating decimal or digits in a base."""
        token = self.take()
        if self.at("_") and "." not in token.text:
            return self.based(token.text)
        if self.at("\\overline", "\\bar", "\\dot") and "." in token.text:
            return self._repeating(token.text)
        return written_number(token.text)

    def based(self, digits: str) -> Node:
        """Digits with their base, at the index."""
        self.need("_")
        base = self.group_or_token()
        if isinstance(base, Num) and base.value.denominator == 1 and 2 <= base.value <= 36:
            if base.value == 10 and digits.isdigit():
                return written_number(digits)
            return Based(digits.upper().lstrip("0") or "0", int(base.value))
        raise Unreadable("a number with an index that is no base")

    def _repeating(self, start: str) -> Node:
        r"""`0.1\overline{6}` is 1/6."""
        self.take()
        self.skip("{")
        cycle = self.take().text
        self.skip("}")
        if not cycle.isdigit() or len(cycle) > 60:
            raise Unreadable("an unknown repeating decimal")
        head = written_number(start + "0" if start.endswith(".") else start)
        places = len(start.partition(".")[2])
        return number(head.value + Fraction(int(cycle), (10 ** len(cycle) - 1) * 10**places))

    def _letters(self) -> Node:
        """A name: a function, a symbol, or letters multiplied with one another."""
        word = self.take().text
        if word in FUNCTIONS:
            return self.function(FUNCTIONS[word])
        if word in WORD_SYMBOLS:
            return self.indexed(NAMES[word])
        if len(word) == 1:
            return self._one_letter(word)
        return self.indexed(word) if word.isupper() else self._run(word)

    def _run(self, word: str) -> Node:
        """Letters without gaps: a function name with letters before or behind it, or a product of variables.

        Raises:
            Unreadable: If they are rather a word.
        """
        prefix = next((name for name in _PREFIXES if word.startswith(name)), "")
        if prefix:
            return self._split(word, len(prefix))
        suffix = next((name for name in _PREFIXES if word.endswith(name)), "")
        before = word.removesuffix(suffix)
        if suffix and len(before) <= 2 and self.at("("):
            self.tokens[self.position : self.position] = [Token("letters", suffix)]
            return Sym(before) if len(before) == 1 else self._split(before, 1)
        if _WORDISH.fullmatch(word):
            raise Unreadable(f"{word[:20]!r} is a word")
        return self._split(word, 1)

    def _split(self, word: str, length: int) -> Node:
        """Read the first letters of a run of letters, the others next."""
        self.tokens[self.position : self.position] = [Token("letters", word[length:])]
        head = word[:length]
        if head in FUNCTIONS:
            return self.function(FUNCTIONS[head])
        return Sym(NAMES.get(head, head))

    def _one_letter(self, letter: str) -> Node:
        """A variable, or `f`, `g`, `h` applied to something."""
        if letter == "C" and self.at("(") and not self.next.gap and self._is_choice():
            self.take()
            return Func("binom", self._arguments())
        if self.at("(") and not self.next.gap and (letter in _APPLIED or self._is_defined()):
            self.take()
            return Func(letter + "()", self._arguments())
        return self.indexed(letter)

    def _arguments(self) -> tuple[Node, ...]:
        """What a function in brackets is applied to, behind the opening."""
        arguments = self.items(")")
        self.need(")")
        return arguments

    def _is_choice(self) -> bool:
        """Whether `C(10,3)` counts choices: whole numbers, the first not smaller."""
        n, comma, k, closing = (self.peek(i) for i in range(1, 5))
        if (comma.text, closing.text) != (",", ")") or not (n.text.isdigit() and k.text.isdigit()):
            return False
        return len(n.text) < 6 and len(k.text) < 6 and int(n.text) >= int(k.text)

    def _is_defined(self) -> bool:
        """Whether a bracket and a relation follow: `P(x) =`."""
        return (
            self.peek().kind in ("letters", "number") and self.peek(2).text == ")" and self.peek(3).kind == "relation"
        )

    def _text_atom(self) -> Node:
        r"""`\text{...}` where a value must stand: letters in a base, or a name."""
        token = self.take()
        inner = token.text.strip()
        if self.at("_") and inner.isalnum():
            return self.based(inner)
        name = FUNCTIONS.get(inner, _CAPITALS.get(inner))
        if name is not None:
            return self.function(name)
        if len(inner) == 1 and inner.isalpha():
            return Sym(inner)
        if inner[:1].isdigit() or inner.lower() in NUMBER_WORDS:
            spelled = NUMBER_WORDS.get(inner.lower())
            self.tokens[self.position : self.position] = tokenize(inner if spelled is None else str(spelled))
            return self.atom()
        raise Unreadable("words where a value is expected")
