"""One value in two units: `5 feet 6 inches` is 66 inches."""

import re
from fractions import Fraction

from prorl.envs.verify.math.units import UNITS, conversion, unit_key

_WORDS = r"\s*(?:\\text\s*\{)?\s*([a-zA-Z]{1,12})\.?\s*\}?"
_COMPOUND = re.compile(
    rf"(-?\d{{1,9}}){_WORDS}\s*,?\s*(?:(?:\\text\s*\{{\s*)?and\s*\}}?)?\s*(\d{{1,6}}(?:\.\d{{1,9}})?){_WORDS}",
    re.IGNORECASE,
)
_FEET = re.compile(r"(\d{1,9})\s*(?:'|\^\s*\{?\\prime\}?)\s*(\d{1,2})\s*(?:''|\"|\^\s*\{?\\prime\s*\\prime\}?)")


_ARC = re.compile(
    r"(\d{1,4})\s*(?:\^\s*\{?\\circ\s*\}?|\\degree)\s*(\d{1,2})\s*(?:'|\^\s*\{?\\prime\s*\}?)"
    r"(?:\s*(\d{1,2}(?:\.\d{1,6})?)\s*(?:''|\"|\^\s*\{?\\prime\s*\\prime\}?))?"
)


def added(text: str) -> str:
    r"""A plain text that says one value in two units, in the smaller of them; other texts as they are.

    Examples: `added("5 feet 6 inches") == "66 \\text{ inches}"`; `added("2 hours and 30 minutes") == "150 \\text{
    minutes}"`; `added("5'6''") == "66 \\text{ inches}"`; `added("5 m 7 cm") == "507 \\text{ cm}"`.
    """
    arc = _ARC.fullmatch(text)
    if arc is not None:
        return _in_degrees(*arc.groups())
    feet = _FEET.fullmatch(text)
    if feet is not None:
        return _sum(feet.group(1), "feet", feet.group(2), "inches") or text
    match = _COMPOUND.fullmatch(text)
    return text if match is None else _sum(*match.groups()) or text


def _in_degrees(degrees: str, minutes: str, seconds: str | None) -> str:
    r"""`_in_degrees("45", "30", None) == "\\frac{91}{2}^\\circ"`."""
    value = int(degrees) + Fraction(int(minutes), 60) + Fraction(seconds or 0) / 3600
    return rf"\frac{{{value.numerator}}}{{{value.denominator}}}^\circ"


def _sum(first: str, unit: str, second: str, smaller: str) -> str | None:
    """The value in the smaller unit; `None` where the units do not fit or the second is not below one of the first."""
    big, small = unit_key(unit), unit_key(smaller)
    if big not in UNITS or small not in UNITS or UNITS[big][0] != UNITS[small][0]:
        return None
    factor = conversion(big, small)
    rest = Fraction(second)
    if factor is None or factor <= 1 or factor.denominator != 1 or rest >= factor:
        return None
    whole = int(first) * int(factor)
    value = Fraction(whole) - rest if first.startswith("-") else whole + rest
    places = len(second.partition(".")[2])
    shown = f"{value.numerator / value.denominator:.{places}f}" if places else str(value)
    return f"{shown} \\text{{ {smaller}}}"
