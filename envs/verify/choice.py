"""Multiple choice: which one of the options a free-form response names, by letter or by the option's own text.

The rules, where there is a choice:

* The last box or answer tag decides; without one the last statement ("The answer is A... wait, B" is B), then the
  last line if it is a letter or an option's text.
* A letter with a text behind it ("B. Paris") is wrong if the text is another option's, else the letter counts.
* An option's text counts if it is the whole answer, apart from blanks, capitals, dollar signs, quotes, a leading
  article and a full stop. An option that begins another one is no match for it. If two options match, none does.
* Without any letter, a last sentence that ends in an option's text behind a verb ("It is mitosis.") names it, if
  it denies nothing and mentions no other option (`choice_sentences`).
* A number, formula or quantity that is no option's text literally is compared with each of them in value; a bare number
  is taken in the option's unit. Two quantities with units are compared as such only: 0.5 g is not 0.5 mol.
* Two options at once, all options listed, a letter that is asked, hedged ("maybe B"), conditional ("B if ...") or
  somebody else's ("many people choose B"), and a refusal earn nothing.
* The words for "the answer is" are known in ten other languages too.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from string import ascii_uppercase

from prorl.envs.answer import after_thinking
from prorl.envs.verdict import Status, Verdict, right, unread, wrong
from prorl.envs.verify.choice_options import (
    EDGES,
    MAX_ANSWER,
    Options,
    begins,
    by_text,
    folded,
    key,
    mentioned,
    two_led,
    undressed,
    with_unit_outside,
    without_own_texts,
)
from prorl.envs.verify.choice_sentences import by_sentence, confirmed, ends_otherwise
from prorl.envs.verify.choice_statements import MAX_TEXT, Statement, rejected, statements
from prorl.envs.verify.final import Place, final_answer, last_match

MAX_TAIL = 300
"""How much of a response's end is searched for a last sentence that is a letter."""
MAX_VALUE_BEHIND = 60
"""Longest text behind a letter whose value is compared with the options' values."""

_ALONE = re.compile(
    r"(?:(?:just|clearly|definitely|obviously|certainly|surely|ans|option|choice|answer|letter|response)s?\s*[.:]?\s*){0,3}[(\[]{0,2}\s*(\w)\s*[)\]]{0,2}[.:]?"
    r"(?:\s+(?:it is|is (?:the )?(?:correct|right)(?: \w+)?))?",
    re.I,
)
_LETTERED = re.compile(
    r"(?:(?:option|choice|answer)\s*:?\s*)?"
    r"(?:[(\[]\s*(\w)\s*[)\]]\s*[.:–—-]?|(\w)\s*(?:[):]|\.(?!\d))|(\w)\*\*\s*[:.–—-]?|(\w)\s+[–—-]\s|(\w),\s|(\w)\s+(?=\())\s*(?P<text>.+)",
    re.I | re.DOTALL,
)
_LETTER_LAST = re.compile(r"(?P<text>.+?)\s*[,–—-]?\s*[(\[](?:option |choice )?(\w)[)\]]", re.I)
_CUED_TEXT = re.compile(
    r"\b(?:answer|option|choice|result|solution)\b(?:\s+(?:choice|option|here))?[\s*_]*"
    r"(?:\bis\b|\bwould be\b|\bshould be\b|\bmust be\b|:|=)[\s*_:]*|####\s*",
    re.IGNORECASE,
)
_LETTER_BEHIND = re.compile(r"\s*\((?:option |choice )?(\w)\)[.\s*_]*$", re.I)
_CONNECTED = re.compile(
    r"(?P<text>.+?)[ ,;:–—-]+(?:(?:i\.?e\.?|namely|which is|that is|so|thus|which corresponds to|corresponding to),? )?"
    r"(?:(?:option|choice|answer) )?\w",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:>\s*)*(?:[-*+•]|\d{1,2}[.)])\s+(?=[*_`]{1,2}\(?\w)")
_LAST_LETTER = re.compile(
    r"(?:(?<![\w.])(?!(?:fig|eq|vs|approx|ans|opt|etc|no)\.)[A-Za-z]{2,}|(?:\bnot|n['’]t) [(\[]?[A-Za-z][)\]]?)"
    r"[.!]\s+[*_(\[]{0,3}(\w)[*_)\]]{0,3}[.!]?\s*\Z"
    r"|(?:\A|[.!\n]\s*)(?:after|based on|looking at|given|considering|upon)\b[^.!?\n,]{1,80},"
    r" [*_(\[]{0,3}(\w)[*_)\]]{0,3}[.!]?\s*\Z",
    re.IGNORECASE,
)
_RIVAL = re.compile(r"\b(?:could|might|may)(?: also| well| equally)* be (?:option |answer )?[*_(\[]*([A-Z])\b(?!['’])")
_REASON_BEHIND = re.compile(r"\s*(?:because|since|reason|explanation|as |this is because)", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\([^()]{2,80}\)[.\s*_]*$")
_REASON = re.compile(r"(?:,|;|\s)\s*(?:because|since|as|which|due to|for)\b|[.!?](?:\s|$)|\n", re.IGNORECASE)


def grade(response: str, gold_letter: str, options: Mapping[str, str] | Sequence[str]) -> Verdict:
    """Whether a response names the option `gold_letter`, and it alone.

    Args:
        response: What a model wrote.
        gold_letter: The right option's letter.
        options: Texts by letter, or in the order A, B, C, …; letters and digits may be keys, texts may be empty.

    Returns:
        A verdict whose `extracted` is the letter that was named; status `no_answer` where none was, and `error` where
        `gold_letter` is none of the options.

    Examples: with the options `["Rome", "Paris"]`, `grade("The answer is (B).", "B", options)`,
    `grade("\\boxed{\\text{Paris}}", "B", options)` and `grade("B) Paris", "B", options)` are solved;
    `grade("A or B", "B", options)` and `grade("B. Rome", "B", options)` are not.
    """
    table = _options(options)
    gold = gold_letter.strip().strip("().").upper()
    if table is None or gold not in table.texts:
        return unread(Status.ERROR, "the gold is none of the options")
    letter = named(response, table)
    if letter is None:
        return unread(Status.NO_ANSWER, "the response names no option, or more than one")
    return right(letter) if letter == gold else wrong(letter)


def _options(options: Mapping[str, str] | Sequence[str]) -> Options | None:
    pairs = options.items() if isinstance(options, Mapping) else zip(ascii_uppercase, options, strict=False)
    texts = {str(letter).strip().strip("().").upper(): str(text) for letter, text in pairs}
    if not texts or any(len(letter) != 1 or not letter.isalnum() for letter in texts):
        return None
    return Options(texts=texts, keys={letter: key(text) for letter, text in texts.items()})


def named(response: str, options: Options) -> str | None:
    """The letter of the one option that a response names, `None` for none or several."""
    visible = folded(after_thinking(response)[-MAX_TEXT:])
    found = final_answer(visible)
    if found.place in (Place.BOX, Place.TAG):
        inside = with_unit_outside(found.text, found.after)
        return None if found.torn else _whole(inside, options) or _stated(inside, options)
    return _unmarked(visible.strip(), options)


def _unmarked(text: str, options: Options) -> str | None:
    whole = _whole(text, options) if len(text) <= MAX_ANSWER else None
    if whole is not None:
        return whole
    spelled = without_own_texts(undressed(text), options)
    stated = _last([*statements(spelled, options.letters)])
    cued = _cued_text(spelled, options, after=stated.end if stated else -1)
    if cued is not None:
        return cued
    if stated is not None:
        return _unless_contradicted(stated, spelled, options)
    return _lone_line(text, options) or by_sentence(text, options) or _last_letter(spelled, options)


def _last_letter(text: str, options: Options) -> str | None:
    """The letter that is the last sentence by itself, behind one in words: "A is wrong. D"."""
    tail = _LAST_LETTER.search(text[-MAX_TAIL:])
    return _first(tail, options)


def _last(found: list[Statement]) -> Statement | None:
    """The last firm statement, else the last weak one."""
    firm = [statement for statement in found if statement.firm]
    best = firm or found
    return best[-1] if best else None


def _unless_contradicted(stated: Statement, text: str, options: Options) -> str | None:
    """The statement's letter, `None` if the text of another option stands behind it."""
    rest = text[stated.end : stated.end + MAX_ANSWER].split("\n", 1)[0]
    rest = re.sub(r"^[\s).:\]*_–—-]+", "", rest)
    behind = {key(rest), key(rest.strip("() ."))}
    glued = re.match(r"[\s*_.)]*[(:–—-]", text[stated.end : stated.end + 20]) is not None
    others = [
        letter
        for letter, own in options.keys.items()
        if own and (own in behind or (glued and any(begins(start, own) for start in behind)))
    ]
    value = by_text(rest.rstrip(" ."), options) if len(rest) <= MAX_VALUE_BEHIND else None
    sentence = re.split(r"[.!?]\s|\n", text[max(0, stated.end - MAX_ANSWER) : stated.end])[-1]
    others += filter(None, [value, _told_before(stated, text, options), confirmed(sentence, options)])
    return None if others and stated.letter not in others else stated.letter or None


def _told_before(stated: Statement, text: str, options: Options) -> str | None:
    """The option whose text stands between "the answer is" and the letter: "the answer is Rome, i.e. (B)"."""
    line = text[max(0, stated.end - MAX_ANSWER) : stated.end].rsplit("\n", 1)[-1]
    cue = last_match(_CUED_TEXT, line)
    told = _CONNECTED.fullmatch(re.sub(r"[\s*_(\[]+", " ", line[cue.end() :])) if cue else None
    return by_text(told["text"], options) if told else None


def _stated(text: str, options: Options) -> str | None:
    """The letter that a box or tag states in words."""
    spelled = undressed(text[:MAX_ANSWER])
    stated = _last([*statements(spelled, options.letters)])
    return _unless_contradicted(stated, spelled, options) if stated else None


def _cued_text(text: str, options: Options, after: int) -> str | None:
    """The option whose text follows the last "the answer is", if no letter is stated behind it."""
    last = last_match(_CUED_TEXT, text)
    if last is None or last.end() <= after:
        return None
    line = text[last.end() : last.end() + MAX_ANSWER].lstrip().split("\n", 1)[0]
    reasons = [line[: match.start()] for match in _REASON.finditer(line)]
    starts = [line, _LETTER_BEHIND.sub("", line), _ASIDE.sub("", line), *reasons]
    told = next(filter(None, (by_text(start, options) for start in starts[:12])), None)
    letter = _LETTER_BEHIND.search(line)
    contradicted = letter is not None and letter[1].upper() in options.texts.keys() - {told}
    return None if contradicted else told


def _lone_line(text: str, options: Options) -> str | None:
    """The option that the last or the first line is, unless other lines are other options."""
    lines = [line for line in text.splitlines() if line.strip() and len(line) <= MAX_ANSWER]
    if not lines:
        return None
    between = [_lone(line, options) for line, after in pairwise(lines) if _REASON_BEHIND.match(after)]
    between += [_led_line(after, lines, options) for line, after in pairwise(lines) if line.rstrip(" *_").endswith(":")]
    candidates = [_whole(lines[-1], options), _lone(lines[0], options), *between]
    named_by_line = next(filter(None, candidates), None)
    return named_by_line if {_lone(line, options) for line in lines} <= {None, named_by_line} else None


def _led_line(line: str, lines: list[str], options: Options) -> str | None:
    """The option of a line behind a colon, unless another line starts with another letter: a list of the options."""
    starts = [re.match(r"[\s*_>-]*[(\[]?(\w)[)\].:]", other) for other in lines]
    letters = {match[1].upper() for match in starts if match} & options.texts.keys()
    letter = _whole(line, options)
    return letter if letters <= {letter} else None


def _lone(line: str, options: Options) -> str | None:
    """The letter of a line that is a letter or an option with its letter."""
    spelled = undressed(line).strip(EDGES + "#>-")
    alone = _letter(_ALONE, spelled, options)
    if alone is not None:
        return None if _asked(line, options) else alone
    match = _LETTERED.fullmatch(spelled)
    letter = _first(match, options)
    return letter if match and letter and key(match["text"]) == options.keys[letter] else None


def _own(text: str, spelled: str, options: Options) -> str | None:
    """The option that a text is, literally or in value; `None` if it has that value and states another letter."""
    own = by_text(text, options)
    if own is None or key(text) == options.keys[own]:
        return own
    stated = {statement.letter for statement in statements(spelled, options.letters)}
    return own if stated <= {own} else None


def _asked(text: str, options: Options) -> bool:
    """True for a text that ends in a question mark as none of the options does: "Rome?"."""
    questions = [text, *options.texts.values()]
    return [own.rstrip("*_$ )]").endswith("?") for own in questions] == [True, *[False] * len(options.texts)]


def _whole(text: str, options: Options) -> str | None:
    """The option that a text is as a whole: "B", "(b)", "B. Paris", "Paris"."""
    text = _ITEM.sub("", text)
    spelled = undressed(text).strip(EDGES)
    own = _own(text, spelled, options)
    alone = _letter(_ALONE, spelled, options)
    if _asked(text, options):
        return None
    if alone is not None:
        return alone if own is None or len(spelled) <= 3 else own
    if own is not None:
        return own
    match = _LETTERED.fullmatch(spelled)
    letter = _first(match, options)
    if match is not None and letter is not None and "\n" not in spelled:
        return _agreeing(letter, match["text"], options)
    match = _LETTER_LAST.fullmatch(f"{spelled})" if spelled.count("(") > spelled.count(")") else spelled)
    letter = match[2].upper() if match else None
    if match is None or letter not in options.texts:
        return None
    agrees = by_text(match["text"], options) == letter or mentioned(match["text"], options) == {letter}
    return letter if agrees else None


def _agreeing(letter: str, text: str, options: Options) -> str | None:
    """The letter before a text, `None` if the text is another option's or names another letter."""
    if rejected(text) or two_led(letter, text, options) or ends_otherwise(text, letter, options):
        return None
    own = by_text(text.strip("()[]"), options) or by_text(text, options)
    if own is not None:
        return letter if own == letter else None
    others = [statement.letter for statement in statements(text, options.letters)]
    second = re.match(r"\s*(?:or|and|then|[,/&])?\s*[(\[]?(\w)(?:[)\].,]|$|\s+(?:and|or)\b)", text)
    rivals = {match[1].upper() for match in _RIVAL.finditer(text)} & options.texts.keys()
    if rivals - {letter}:
        return None
    if second and second[1].upper() in options.texts and second[1].upper() != letter:
        return None
    return letter if set(others) <= {letter} else None


def _letter(pattern: re.Pattern[str], text: str, options: Options) -> str | None:
    match = pattern.fullmatch(text)
    return match[1].upper() if match and match[1].upper() in options.texts else None


def _first(match: re.Match[str] | None, options: Options) -> str | None:
    """The first group of a match that took part, if it is an option's letter."""
    letter = next(filter(None, match.groups()), "").upper() if match else ""
    return letter if letter in options.texts else None
