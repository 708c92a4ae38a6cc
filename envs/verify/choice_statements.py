"""Finding the statements of a response that name an option by its letter.

Every letter of the options that stands alone is looked at, and what stands before and behind it decides:

* after "the answer is", "I choose", "therefore", "wait," and the like, or before "is correct", it is a statement;
* a capital A before a small word is the article; a small letter counts only in brackets or at the end of its line;
* "not A", "if B is correct" and "B is wrong" state nothing;
* "A or B", "A and B", "A/B" state two answers at once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

MAX_TEXT = 20_000
"""How many characters at the end of a response are searched for statements."""
MAX_LETTERS = 300
"""How many letters at the end of that text are looked at."""
_BEFORE, _BEHIND = 140, 80

_MARKS = r"[\s*_\"“'‘`:(\[]*"
_FILLERS = (
    r"(?:\b(?:definitely|clearly|therefore|most likely|probably|likely|indeed|thus|then|also|still|really|actually|"
    r"simply|just|to be|for sure|surely|certainly|obviously|without (?:a )?doubt|the|correct|right|best|final"
    r"|answer|option|choice|letter|response|is|it['’]?s|it is|with)\b[,:]?" + _MARKS + ")*$"
)
_ABROAD = (
    r"(?:\b(?:r[ée]ponse|respuesta|resposta|risposta|antwort|antwoord|ответ|jawaban|đáp án|lựa chọn|pilihan)\b"
    r"(?: (?:correcte|correcta|correta|corretta|đúng|yang benar|yang tepat))?"
    r"\s*(?::|\b(?:est|es|é|è|ist|lautet|is|là|adalah)\b:?|-)"
    r"|(?:正确)?答案\s*(?:是|为|:)|(?:正解|答え)は|정답은)"
)
"""The words for "the answer is" in some other languages."""
_CUE = re.compile(
    r"(?:(?<![A-Za-z])(?:answers?|ans|options?|choices?|results?|solutions?|letters?|responses?|selections?|decisions?|verdicts?)\b"
    r"(?:\s+(?:choice|option|letter|here|selected|chosen|picked|(?:to|for) (?:this|the) (?:question|problem)))?"
    r"[\s*_\"'.]*"
    r"(?:\b(?:is|are|(?:(?:would|should|must|will|can only|has to|have to) )+be|to be)\b|:|=|->|→|\s[–—-](?=[\s(\[]))"
    r"|\banswer['’]s\b|\bcorrect:|\b(?:final|conclusion):|" + _ABROAD + ")" + _MARKS + _FILLERS + r"|#{4}\s*$",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"(?:\b(?:choose|choosing|chose|select|selecting|pick|picking|go(?:ing)? (?:with|for)|opt(?:ing)? for|"
    r"(?:i|we) (?:think|believe|prefer|would prefer)|(?:i|we)(?:['’]ll| will|['’]d| would) answer|"
    r"leav(?:es|ing)(?: only| us with)?|confident in|antwoord|keuze|optie|(?:ik )?kies(?: voor)?|"
    r"i['’]?d say|i would say|it['’]?s|it is|it (?:must|should|has to) be|that['’]?s|therefore|thus|hence|so|"
    r"conclusion|in conclusion|finally)\b"
    r"|\b(?:corresponds? to|corresponding to|i\.?e\.?|namely|matches|option|choice|is|are)\b|选[择项]?|→|⇒|[-=]>)"
    r"[,:.…]{0,3}" + _MARKS + _FILLERS,
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"(?:\b(?:wait|actually|no,|sorry|correction|rather|i mean|i meant|make that|on second thou?ght|instead|"
    r"scratch that)|\bnot\b[^.\n]{0,30}\bbut)(?![a-z])[,:.…—– -]*"
    + _MARKS
    + r"(?:(?:no|wait|actually)[,.…]*\s*)*"
    + _FILLERS,
    re.IGNORECASE,
)
_IN_SUBCLAUSE = re.compile(
    r"\b(?:if|because|since|although|though|while|unless|whether|why|when|suppose|assuming|neither|nor)\b[^.,;!?\n]{0,60}$",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:\bnot|\bnon|\bniet|\bnicht|\bpas|不是|不|n['’]t(?: be)?|\bcannot(?: be)?|\bnever|\bneither|\bexcludes?"
    r"|\beliminat(?:e|es|ing)|\brul(?:e|es|ing) out|\bunlike|\bexcept)"
    + _MARKS
    + r"(?:(?:the|an?|option|choice|answer|letter|is|be|choose|pick|select|go with|opt for|say|recommend)\b"
    + _MARKS
    + ")*$",
    re.IGNORECASE,
)
_DOUBTED = re.compile(
    r"\b(?:perhaps|maybe|possibly|might be|may be|could be)[\s,*_(\[]*"
    r"(?:the |option |choice |answer |letter )*[(\[*_]*$"
    r"|\b(?:people|students?|candidates|others|many|some|someone|everyone|they|textbook|friend)\b[^.;!?\n]{0,30}"
    r"\b(?:choos|chose|pick|select|say|said|answer|think|thought|believe|go)[^.;!?\n]{0,20}$"
    r"|(?:n['’]t (?:think|believe|say|agree|know)|\bdoubt"
    r"|\bnot (?:think|believe|sure|certain|know|convinced)|\bdisagree|\bclaims?\b)[^.;!?\n]{0,60}$",
    re.IGNORECASE,
)
_CONFIRMED = re.compile(
    r"[\s*_\"”'’,):.\]-]*(?:\bit is(?=[.!*\s]*(?:$|\n))|\b(?:is|must be|should be|would be|has to be"
    r"|(?:stands|comes) out as|turns out to be|proves to be|remains)\s+"
    r"(?:clearly |therefore |indeed |thus |definitely )?(?:the\s+)?"
    r"(?:only |most |single |one )*(?:correct|right|best|answer|(?:better|true) (?:answer|option|choice)"
    r"|one (?:that|which) (?:explains|fits|matches|satisfies|works|is (?:correct|right)))\b"
    r"(?!\s+(?:only\s+)?(?:if|unless)\b))",
    re.IGNORECASE,
)
_REJECTED = re.compile(
    r"[ \t*_\"”'’)\]]*(?:\([^()\n]{1,60}\)[\s*_]*)?"
    r"(?:\b(?:is|are|would be|seems|looks|was|can|could|cannot|must|does)\b(?:n['’]t)?\s+)"
    r"(?:(?:not|never|also|clearly|definitely|be|therefore|thus|ruled|eliminated)\b|\w*(?:wrong|incorrect|false|out|impossible|possible|excluded|tempting))",
    re.IGNORECASE,
)
_ASKED = re.compile(r"[*_)\]\"”' ]*(?:\?|\s(?:only )?(?:if|unless|provided)\b)")
"""A letter that is asked or holds on a condition: "B?" and "B if the gas is ideal"."""
_SENTENCE_ENDS = re.compile(
    r"[*_\"”'’)\]]*(?:\s+(?:here|overall|in this case|for (?:this|that) (?:one|question)"
    r"|as (?:the|my) (?:\w+ )?(?:answer|choice)))?"
    r"(?:\s*(?:$|[.,;:!?)…—–-]|\n|\()|\s+(?:over|instead of|rather than)\b)"
)
_CLAUSE_GOES_ON = re.compile(
    r"[*_\"”'’)\]]*\s+(?:because|since|as|is|with|which|for|due|given|based|where|not|rather|wait|actually|or|and|I|was|would|but|then)\b"
)


_HEDGE = r"(?:it )?(?:maybe|perhaps|possibly|could|might|may)(?: well)?(?: also)?(?: be)? "
_COUNTERFACTUAL = re.compile(
    r"\bif\b(?:[^.!?\n]{0,100}\b(?:were|was|had)"
    r"|[^.!?\n]{0,30}\b(?:questions?|problems?|it|they|you|we) (?:had )?(?:asked|meant|wanted|said|stated|required))\b"
    r"[^.!?\n]{0,100}\b(?:would|could|might)\b(?:(?!\bbut\b|\bhowever\b)[^.!?\n])*$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:out of|of|between|among|comparing|considering|from) (?:the )?(?:options? |choices? )?"
    r"[(*]*[A-Z][)*]*(?:(?:\s*,\s*|\s*,?\s+(?:and|or|vs\.?|versus)\s+)[(*]*[A-Z][)*]*){1,9}\s*,\s*[(\[*_]*$",
    re.IGNORECASE,
)
"""Options between which one is chosen: "Out of A and C, C is the better answer"."""
_UNSETTLED = re.compile(
    r"[^.!?…\n]{0,60}?\b(?:but|however)\b,? (?:now |first )?(?:let(?:['’]s| me| us)"
    r"|i (?:should|need to|must|have to))\b[^.!?…\n]*[.!?…]*\s*\Z",
    re.IGNORECASE,
)
"""The end of a response that states a letter and means to check it: "A is correct but let me look at B..."."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One statement of an answer."""

    letter: str
    """The option it names, "" for two options at once."""
    end: int
    """Where the letter ends."""
    firm: bool
    """True after "the answer is" and for corrections and confirmations, False after "so" or "I choose"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Letters:
    """Patterns for one set of letters."""

    one: re.Pattern[str]
    joined_behind: re.Pattern[str]
    joined_before: re.Pattern[str]
    rival_behind: re.Pattern[str]


@lru_cache(maxsize=64)
def _letters(letters: str) -> _Letters:
    capital, small = f"[{re.escape(letters)}]", f"[{re.escape(letters.lower())}]"
    single = (
        rf"(?:(?<![\w'’.\\^/-]){capital}(?![\w'’^²]|[.]\d|-[A-Za-z])"
        rf"|(?<=[(\[]){small}(?=[)\]])|(?<![\w'’\\]){small}(?=[.)]?[*_]*\s*$))"
    )
    join = r"\s*(?:,\s*)?(?:\bor\b|\band\b|\band/or\b|\bnor\b|[/&,+])\s*"
    soft = r"(?:(?:maybe|possibly|perhaps|also|even|either|option|choice|answer)\s+)*[(\[*_]*"
    return _Letters(
        one=re.compile(single, re.MULTILINE),
        joined_behind=re.compile(
            rf"[)\]*_.]*{join}{soft}{capital}(?![\w'’])(?!\s+[a-z]+\s+[a-z])|[)\]*_]*{join}{soft}(?<=[(\[]){small}(?=[)\]])"
        ),
        joined_before=re.compile(rf"(?<![\w'’]){capital}[)\]*_]*{join}{soft}$|(?<=[(\[]){small}[)\]]{join}{soft}$"),
        rival_behind=re.compile(
            rf"[)\]*_]*,?\s*(?:but|or|although|though|while|and)\s+(?:{_HEDGE}{soft}{capital}(?![\w'’])"
            rf"|{soft}{capital}[)\]*_]*\s+(?:is|seems|looks|would be|could be|might be)\s+"
            r"(?:just as|equally|also|as|another)\b)"
        ),
    )


def statements(text: str, letters: str) -> Iterator[Statement]:
    """All statements of a text in their order.

    Examples with "ABCD": "The answer is A... wait, B." states A, then B; "A or B is correct" states two at once;
    "A dog is not a cat." states nothing.
    """
    patterns = _letters(letters)
    for match in [*patterns.one.finditer(text)][-MAX_LETTERS:]:
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        behind = text[match.end() : match.end() + _BEHIND]
        firm = _stated(match[0], before, behind)
        if firm is not None and not _UNSETTLED.match(text, match.end()):
            two = patterns.joined_behind.match(behind) or patterns.rival_behind.match(behind)
            if not _COMPARED.search(before):
                two = two or patterns.joined_before.search(before)
            yield Statement(letter="" if two else match[0].upper(), end=match.end(), firm=firm)


def rejected(behind: str) -> bool:
    """True if what stands behind a letter says that it is wrong: " (Paris) is incorrect"."""
    return _REJECTED.match(behind) is not None


def _stated(letter: str, before: str, behind: str) -> bool | None:
    """Whether a letter is a firm statement, a weak one (False) or none (`None`)."""
    if (
        _REJECTED.match(behind)
        or _ASKED.match(behind)
        or any(pattern.search(before) for pattern in (_NEGATED, _DOUBTED, _COUNTERFACTUAL))
    ):
        return None
    confirmed = _CONFIRMED.match(behind) is not None
    if confirmed and not _IN_SUBCLAUSE.search(before):
        return True
    ends = _SENTENCE_ENDS.match(behind) is not None
    goes_on = ends or _CLAUSE_GOES_ON.match(behind) is not None
    if _CUE.search(before) and (goes_on or letter not in "AI"):
        return True
    if _CORRECTION.search(before) and goes_on:
        return True
    return False if _CHOICE.search(before) and ends else None
