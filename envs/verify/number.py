"""Numeric answers: one plainly written number, read exactly and compared exactly.

Nothing is ever evaluated: a regular expression reads the text, `fractions.Fraction` holds the value.
"""

import re
from fractions import Fraction

from prorl.envs.answer import tagged
from prorl.envs.task import Problem
from prorl.envs.verdict import Status, Verdict, right, unread, wrong

MAX_CHARS = 80
"""Longest text that is read as a number, unit included."""

DECIMAL = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
"""A regular expression for digits with optional thousands separators and decimals, without a sign."""

MINUS = str.maketrans("−﹣－", "---")
"""Maps the Unicode minus signs to the ASCII one, for `str.translate`."""

_NUMBER = re.compile(rf"(?P<sign>[+-]?)(?P<digits>{DECIMAL})")
_LETTERS = "[A-Za-zÀ-ÖØ-öø-ÿµ]+"
_WORD = rf"{_LETTERS}(?:[-'’]{_LETTERS})*"
_AMOUNT = re.compile(
    rf"(?P<sign>[+-]?)(?:[$€£] ?(?P<late_sign>[+-]?))?(?P<digits>{DECIMAL})"
    rf"(?: ?%| ?(?P<unit>(?:(?:square|cubic) )?{_WORD}(?: per {_WORD})?))?\.?"
)
_NUMBER_WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety half halves third thirds
quarter quarters pair pairs dozen dozens score hundred hundreds thousand thousands million millions
billion billions trillion trillions k bn mn mil e i j x pi inf infinity nan plus minus times or and to
than over squared cubed factorial
"""
_NO_UNITS = frozenset(_NUMBER_WORDS.split())


def parse_number(text: str) -> Fraction | None:
    """The value of a text that is one number and nothing else; `None` for anything else.

    A sign, thousands separators and decimals may occur. Powers of ten, fractions and expressions may not.
    Examples: `parse_number("-1,250.50") == Fraction(-2501, 2)`; `parse_number("72.0") == 72`;
    `parse_number("1/2") is None`; `parse_number("1,25") is None`.
    """
    if len(text) > MAX_CHARS:
        return None
    match = _NUMBER.fullmatch(text.strip().translate(MINUS))
    return None if match is None else _value(match["sign"], match["digits"])


def parse_integer(text: str) -> int | None:
    """The value of a text that is one whole number; `None` for anything else.

    Examples: `parse_integer("−1,024") == -1024`; `parse_integer("7.0") == 7`; `parse_integer("7.5") is None`.
    """
    value = parse_number(text)
    return int(value) if value is not None and value.denominator == 1 else None


def parse_amount(text: str) -> Fraction | None:
    """As `parse_number`, and a leading `$`, `€` or `£`, a trailing `%`, unit or full stop are skipped.

    A unit is one word, which "square" or "cubic" may precede and "per" and another word may follow. Words
    that change the value ("dozen", "million", "half") or join numbers ("or", "plus") are no units.
    Examples: `parse_amount("$1,080.") == 1080`; `parse_amount("25 %") == 25`;
    `parse_amount("60 miles per hour") == 60`; `parse_amount("3 dozen") is None`.
    """
    if len(text) > MAX_CHARS:
        return None
    match = _AMOUNT.fullmatch(text.strip().translate(MINUS))
    if match is None or (match["sign"] and match["late_sign"]):
        return None
    words = re.split(r"[ \-]", (match["unit"] or "").casefold())
    if any(word in _NO_UNITS for word in words):
        return None
    return _value(match["sign"] or match["late_sign"] or "", match["digits"])


def _value(sign: str, digits: str) -> Fraction:
    """Example: `_value("-", "1,250.5") == Fraction(-2501, 2)`."""
    return Fraction(sign + digits.replace(",", ""))


def plain(value: Fraction) -> str:
    """The shortest decimal text of a value whose decimals end: `plain(Fraction(5, 2)) == "2.5"`."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
        assert places <= MAX_CHARS, f"{value} has no finite decimal form"
    digits = f"{abs(int(value * 10**places)):0{places + 1}d}"
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if value < 0 else text


def same_number(problem: Problem, response: str) -> Verdict:
    """Right if the answer has exactly the value of the reference, a text that `parse_number` reads."""
    answer = tagged(response)
    if answer.failure is not None:
        return answer.failure
    value = parse_amount(answer.text)
    if value is None:
        return unread(Status.INVALID, "the answer is not one plain number", answer.text[:MAX_CHARS])
    expected = parse_number(str(problem.reference))
    assert expected is not None, f"reference {problem.reference!r} is not a number"
    return right(answer.text) if value == expected else wrong(answer.text)
