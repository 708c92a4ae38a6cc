"""Phrases around values, in the notation that the reader knows: `3 \text{ to } 2` is `3:2`."""

import re

from prorl.envs.verify.math.compound import added
from prorl.envs.verify.math.restrictions import with_modulus, without_exceptions
from prorl.envs.verify.math.symbols import NUMBER_WORDS

_ROUGH = r"(?:\\text\s*\{)?\s*(?:or\s+)?(?:approximately|approx\.?|about|roughly)\s*\}?"
_ROUGHLY_ASIDE = re.compile(rf"(?<=[\w)}}%])\s*\(\s*(?:{_ROUGH}|\\approx)[^()]*\)$")
_ROUGHLY = re.compile(rf"(?<=[\w)}}%])\s*,?\s*{_ROUGH}\s*(?=[-\d\\])")
_TO = re.compile(r"^(\d+)\s*(?:\\text\s*\{\s*to\s*\}|\bto\b)\s*(\d+)$")
_BASE = re.compile(r"^(\d+)\s*(?:\\text\s*\{)?\s*\(?(?:in\s+)?base[-\s]*\}?\s*(\d{1,2}|[a-z]{3,8})[)}\s]*$")
_SPELLED = re.compile(r"(\d+)\s*\(([a-z]+(?:[- ][a-z]+)?)\)")
_FIGURED = re.compile(r"([a-z]+(?:[- ][a-z]+)?)\s*\((\d+)\)")
_EQUALLY = re.compile(
    r"\s*,?\s*(?:\\text\s*\{[\s,]*)?(?:i\.e\.|that is|or equivalently|equivalently),?\s*\}?\s*(?=[-\d\\(])"
)
_OPERATION = re.compile(r"\\(?:lim|i{0,2}int|oint|sum|prod)(?![a-z])")
_NAMED = re.compile(
    r"(?:\\deg\s*\(?[A-Za-z](?:\([a-z]\))?\)?|\|[A-Z](?:\s*\\(?:cup|cap|setminus)\s*[A-Z])*\||\(\s*[a-z]\s*\\circ\s*[a-z]\s*\)\s*\(\w\)"
    r"|[A-Z](?:\s*\\(?:cup|cap|setminus)\s*[A-Z])+|\\complement_\{?\w+\}?\s*[A-Z]|[a-zA-Z]\s*\^\s*\{?-1\}?\s*\(\w\)|[A-Z]\s*\^\s*\{-1\}|[a-z]\([a-z](?:,\s*[a-z])+\)"
    r"|\\(?:operatorname|mathrm)\s*\{(?:Re|Im|rank|tr)\}\s*\(?\s*[A-Za-z]\s*\)?|\\vec\s*\{?\s*[a-z]\s*\}?\s*\\cdot\s*\\vec\s*\{?\s*[a-z]\s*\}?)\s*=(?=[^=<>]+$)"
)
_TITLED = re.compile(r"^[a-zA-Z]\s*:\s*(?=[^:=]*[a-z][^:=]*=[^:]*$)")
_ONLY = re.compile(r"\s*\\text\s*\{\s*only\s*\}$|^\\text\s*\{\s*only\s*\}\s*")
_ALL = re.compile(
    r"^(?:\\text\s*\{\s*(?:for\s+)?all\s*\}|all)\s*(?=[a-z]\s*(?:\\[gl]eq?(?![a-z])|[<>]|\\in(?![a-z])|\\ne))"
)
_FUNCTION = re.compile(
    r"\\(?:operatorname|mathrm|text|textrm|textbf)\s*\{\s*[A-Za-z]{3,}(?:[ -][A-Za-z]+){0,3}\s*\}\s*"
    r"(?:\\left)?\([^()=<>]*\)\s*=(?=[^=<>]+$)"
)
_NOON = re.compile(r"(?<=[\d\s{])([aApP])\.\s?[mM]\.?(?=[\s}]*$)")
_CURRENCY = re.compile(r"(?<=\d)\s?(?:\\text\s*\{\s*)?(?:USD|EUR|GBP)\s*\}?$")
_ENDS = r"\s*([^\[\],;()]{1,60})\s*[,;]\s*([^\[\],;()]{1,60}?)\s*(?:\\right\s*)?"
_ENDLESS = re.compile(r"(?<![\d.,])(\d{1,9})\.(\d{2,40})\s?(?:\.{3}|\\[lc]?dots[bc]?)(?=[\s.})%]*$)")
_UNIT_NAME = r"\{\s*\\(?:text|mathrm)\s*\{\s*([a-zA-Z]{1,12})\s*\}\s*(\^\s*\{?\s*\d\s*\}?)?\s*\}"
_UNIT = re.compile(rf"(?<=[\d\s,}}])\\frac\s*{_UNIT_NAME}\s*{_UNIT_NAME}$")
_FRENCH = re.compile(rf"(?:\\left\s*)?(?:(\]){_ENDS}([\[\]])|(\[){_ENDS}(\[)(?!\d))")
_PROBABILITY = re.compile(
    r"(?:\\Pr|(?:\\(?:mathbb|mathrm|operatorname|text)\s*\{?\s*)?(?:Pr|P|E|Var)\}?)\s*(?:\\left\s*)?[(\[]([^=<>|()\[\]]*[=<>|\\][^()\[\]]*|[A-Z])"
    r"(?:\\right\s*)?[)\]]\s*=(?=[^=<>]+$)"
)


def phrased(text: str) -> str:
    r"""A plain text with the phrases replaced that say how values belong together.

    Examples: `phrased("3 \\text{ to } 2") == "3:2"`; `phrased("13 base 5") == "13_{\\text{5}}"`;
    `phrased("P(X=3) = 0.5") == "P = 0.5"`; `phrased("1/3 (about 0.33)") == "1/3"`.
    """
    text = _respelled(without_exceptions(with_modulus(text)))
    if text[:1].isdigit() or text[:1] == "-":
        text = added(text)
    text = _said_twice(text) if text.endswith(")") else text
    if "=" in text:
        text = _unnamed(text)
    if "only" in text or "all" in text[:12]:
        text = _ALL.sub("", _ONLY.sub("", text))
    if "i.e." in text or "that is" in text or "equivalently" in text:
        text = _EQUALLY.sub(" = ", text)
    if "to" in text:
        text = _TO.sub(r"\1:\2", text)
    if "base" in text:
        text = _BASE.sub(r"\1_{\\text{\2}}", text)
    if "approx" in text or "about" in text or "roughly" in text:
        text = _ROUGHLY.sub(r" \\approx ", _ROUGHLY_ASIDE.sub("", text))
    return text


def _respelled(text: str) -> str:
    """Other notations of intervals, endless decimals, times of day and money in the usual one."""
    text = _UNIT.sub(r"\\text{ \1\2/\3\4}", _FRENCH.sub(_interval, text))
    if "..." in text or "dots" in text:
        text = _ENDLESS.sub(_repeated, text)
    return _CURRENCY.sub(" dollars", _NOON.sub(r"\1m", text)) if text[-1:] in "mMDPR}" else text


def _repeated(match: re.Match[str]) -> str:
    r"""A decimal that goes on for ever with its period: `0.1666...` as `0.166\overline{6}`; others lose the dots."""
    whole, digits = match.groups()
    for length in (1, 2, 3, 6):
        if digits.endswith(2 * digits[-length:]) and len(digits) >= 2 * length:
            return rf"{whole}.{digits[:-length]}\overline{{{digits[-length:]}}}"
    return f"{whole}.{digits}" if len(whole.lstrip("0") + digits) > 4 else match.group()


def _interval(match: re.Match[str]) -> str:
    """An interval whose open ends are brackets turned outwards, with round ones: `]1, 2]` as `(1, 2]`."""
    opening, low, high, closing = match.groups()[:4] if match.group(1) else match.groups()[4:]
    return f"{'(' if opening == ']' else '['}{low}, {high}{')' if closing == '[' else ']'}"


def _said_twice(text: str) -> str:
    """A number in figures and in words as the figures: `5 (five)`, `five (5)`."""
    match = _SPELLED.fullmatch(text)
    if match is not None and str(NUMBER_WORDS.get(match.group(2))) == match.group(1):
        return match.group(1)
    spelled = _FIGURED.fullmatch(text)
    return spelled.group(2) if spelled and str(NUMBER_WORDS.get(spelled.group(1))) == spelled.group(2) else text


def _unnamed(text: str) -> str:
    r"""The value of a statement like `P(X=3) = 0.5`, `|A \cup B| = 12`, `f^{-1}(x) = 2x` and `C: x + y = 1`."""
    if "=" in text and ("P" in text or "E" in text or "V" in text):
        text = _PROBABILITY.sub("P =", text, count=1) if _PROBABILITY.match(text) else text
    if "=" in text and (text[0] in "\\(|" or "^" in text[:4] or "(" in text[:2] or "\\c" in text[:4]):
        named = _NAMED.match(text) or _FUNCTION.match(text)
        text = _result(text if named is None else ("y =" if "(" in named.group() else "") + text[named.end() :])
    if ":" in text[:3]:
        text = _TITLED.sub("", text)
    return text


def _result(text: str) -> str:
    r"""What a statement about an integral, a limit or a sum says it is: `\int_0^1 x dx = 1/2` is `1/2`."""
    if not _OPERATION.match(text):
        return text
    depth, last = 0, -1
    for i, c in enumerate(text):
        depth += (c == "{") - (c == "}")
        if c == "=" and depth == 0:
            last = i
    return text if last < 0 else text[last + 1 :].strip()
