r"""A modulus and left out numbers, in words or signs, in the notation that the reader knows."""

import re

_WORD = r"(?:\\(?:mathrm|text|textrm|operatorname|rm)\s*\{\s*mod(?:ulo)?\s*\}|\\?b?mod(?:ulo)?\b)"
_MODULUS = re.compile(
    rf"(?:\\left\s*)?\(\s*{_WORD}(?:\\[ ,;:!]|[~\s])*(?:\{{(\w+)\}}|(\w+))\s*(?:\\right\s*)?\)"
    r"|\\text\s*\{\s*\(\s*mod(?:ulo)?\s*\}\s*(?:\{(\w+)\}|(\w+))\s*\)"
    r"|\\(?:text|mathrm)\s*\{\s*\(\s*mod(?:ulo)?\s+(\w+)\s*\)\s*\}"
)
_BARE_MODULUS = re.compile(r"(\\equiv\s*-?\w+)\s+mod(?:ulo)?\s+(\d+)$")
_EXCEPT = re.compile(
    r"^(?:\\text\s*\{\s*)?(?:the set of )?all (?:real numbers|reals|real values)(?: of)?(?: (?:\}\s*)?\$?[a-z]\$?)?,?"
    r"\s*(?:\\text\s*\{\s*)?(?:except|but|other than|excluding)(?: for| when| where)?\b\s*\}?\s*"
    r"(?:[a-z]\s*(?:=|\\neq?)\s*)?((?:\\[a-z]+|\\[^a-zA-Z]|[^a-zA-Z\\]|\b(?:and|or)\b)+)$"
)
_JOINED = re.compile(r",?\s*(?:\\text\s*\{\s*(?:and|or)\s*\}|\b(?:and|or)\b)\s*")


def with_modulus(text: str) -> str:
    r"""A modulus in one spelling.

    Example: `with_modulus("x \\equiv 3 (mod 7)") == "x \\equiv 3 \\pmod{7}"`.
    """
    if "mod" not in text:
        return text
    text = _MODULUS.sub(lambda match: rf"\pmod{{{next(filter(None, match.groups()))}}}", text)
    return _BARE_MODULUS.sub(r"\1 \\pmod{\2}", text)


def without_exceptions(text: str) -> str:
    r"""All real numbers but some as a difference of sets.

    Example: `without_exceptions("all real numbers except 2 and 3") == "\\mathbb{R} \\setminus \\{2, 3\\}"`.
    """
    return _EXCEPT.sub(_left_out, text) if "all re" in text[:30] else text


def _left_out(match: re.Match[str]) -> str:
    """The difference that the words of `_EXCEPT` describe."""
    return rf"\mathbb{{R}} \setminus \{{{_JOINED.sub(', ', match.group(1))}\}}"
