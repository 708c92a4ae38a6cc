"""Sentences that name an option by its text: "The process is mitosis." and "**True.** The sun is a star."

Nothing is taken from a sentence that mentions the text of a second option, or that doubts or denies.
"""

import re

from prorl.envs.verify.choice_options import MAX_ANSWER, Options, by_text, key, mentioned

_END = re.compile(r"(?<=[.!?])(?<! v\.)(?<! vs\.)(?<![DM]r\.)(?<!Mrs\.)(?<! St\.)[*_\"”’)]*\s+(?=[A-Z\"“*(\\$])|\n+")
_LISTED = re.compile(r"[\s>*_#(\[-]*(?:option |choice )?\w[).:\]*]", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:(?:^|\s)(?:is|are|was|were|be|will|would|should|must|called|it's|that's|as|in|on|at|during|by|perform|performs|so|therefore|thus|hence|becomes?|represents?|gives?|chooses?|causes|produces|"
    r"undergoes|means|equals|forms|shows|has|have|contains|had|suffered|experienced|caused|showed|produced|became|remains|yields|indicates|implies|describes|exhibits|creates|appears?|appeared|turns?|turned|=|:"
    r"|(?:example|case|type|kind|form|instance) of)|\s\S+,"
    r"|(?:^|[ ,])(?:so|thus|therefore|hence),? (?:the|its|this) \w+(?: \w+)?"
    r"|\b(?:answer|option|choice|statement|explanation|reason|conclusion) is that)"
    r"(?: (?:the|an?|therefore|thus|then|most likely|probably|always|clearly|definitely|called|actually|just|simply))*$"
)
_DOUBT = re.compile(
    r"\b(?:not|never|no|cannot|if|unless|except|neither|nor|or|could|might|may|than|whether|wrong|incorrect|false|excluded|eliminated|unlike"
    r"|rather|instead|either|maybe|perhaps|possibly|sure|unlikely|why|hardly|tempting|wait)\b|n['’]t\b|\?"
)
_TRUE = re.compile(
    r"\b(?:[Oo]nly|[Ss]tatement|[Oo]ption|[Cc]hoice)(?: (?:statement|option))? \(?([A-Z])\)? is (?:true|correct)\b"
    r"|\b([A-Z])\)? is true[;,.] (?:and )?(?:the|all)(?: the)? (?:others?|rest)\b"
)
_SUBJECT = re.compile(r"(?:it|they|this|that|(?:the|its|this|their) \w+|\w+)", re.IGNORECASE)
_CONFIRMED = re.compile(
    r"(?: \([^()]{1,20}\))? (?:is|are|must be|would be) (?:therefore |thus |clearly )?(?:the )?"
    r"(?:correct|right|best|answer|most likely|most probable|most appropriate)"
    r"(?: (?:answer|choice|option|one|diagnosis|treatment|term|explanation|cause))?"
)
_INTRODUCED = re.compile(
    r"\s*(?:(?:so|thus|therefore|hence),?\s+|(?:based on|given|according to|considering|from) [^,.;!?]{1,80}, )+",
    re.IGNORECASE,
)
_EQUATES = re.compile(
    r"^(?!.*\b(?:because|since|as|which)\b).*(?:\b(?:is|are|was|were|equals)|=)(?: (?:the|an?|called))*$"
)
_BECAUSE = re.compile(r",? (?:because|since|as|based on|given|for) .+")
_QUOTES = re.compile(r"[\"“”]|(?<=\s)['‘](?=\w)")
_FIRST = re.compile(
    r"\s*(?P<bold>\*{0,2})(?P<text>[^\n.,;:!*–—]{1,120})(?:[.,;:!–—]|\s-\s|\n|\*\*)\**\s*(?P<rest>.+)", re.DOTALL
)


def by_sentence(text: str, options: Options) -> str | None:
    """The option that the last sentence ends with, or that stands alone before an explanation.

    Examples with Rome and Paris: "It lies in France. So the capital is Paris." and "Paris, because it is the capital of
    France." name Paris; "It is not Paris." and "The capital is Rome or Paris." name nothing.
    """
    if len(text) > 10 * MAX_ANSWER:
        return None
    sentences = [part for part in _END.split(text.strip()) if any(map(str.isalnum, part))]
    if not sentences:
        return None
    alone = (_subject(sentences[0], options) if len(sentences) == 1 else None) or _only_true(text, options)
    return alone or _ending(sentences[-1], options) or _last(sentences, options) or _opening(text, options)


def _last(sentences: list[str], options: Options) -> str | None:
    """The option that the last sentence is, literally, if no other option is mentioned before it."""
    own = key(sentences[-1])
    letters = [letter for letter, text in options.keys.items() if text == own != ""]
    before = key(" ".join(sentences[:-1]))
    told = len(sentences) > 1 and len(key(sentences[-2]).split()) > 2 and not sentences[-1].rstrip("*_ ").endswith("?")
    doubted = not told or _DOUBT.search(before) or (letters and _mentions(before, options, letters[0]))
    return letters[0] if len(letters) == 1 and not doubted else None


def _subject(sentence: str, options: Options) -> str | None:
    """The option that the only sentence confirms: "Paris is the correct answer"."""
    own = key(_INTRODUCED.sub("", sentence, count=1))
    letter = _begun(own, options)
    rest = _CONFIRMED.match(own, len(options.keys[letter])) if letter else None
    tail = own[rest.end() :] if rest else "?"
    clear = not _DOUBT.search(own) and (not tail or _BECAUSE.fullmatch(tail))
    return letter if letter and clear and not _mentions(tail, options, letter) else None


def confirmed(sentence: str, options: Options) -> str | None:
    """The option with whose text a sentence starts to call it right: "Paris is the correct answer, (A)"."""
    return _begun(key(_INTRODUCED.sub("", sentence, count=1)), options)


def ends_otherwise(text: str, letter: str, options: Options) -> bool:
    """True if a text behind a letter says that it is another option: "(A) The capital is Paris."."""
    own = key(text)
    ends = [other for other, told in options.keys.items() if told and own.endswith(f" {told}")]
    heads = [own.removesuffix(options.keys[other]).rstrip() for other in ends if other != letter]
    return letter not in ends and any(_EQUATES.search(head) and not _DOUBT.search(head) for head in heads)


def _begun(own: str, options: Options) -> str | None:
    """The one option that a sentence in the compared spelling confirms at its start."""
    starts = [
        letter
        for letter, text in options.keys.items()
        if text and own.startswith(text) and _CONFIRMED.match(own, len(text))
    ]
    return starts[0] if len(starts) == 1 else None


def _ending(sentence: str, options: Options) -> str | None:
    """The option whose text ends a sentence behind a verb."""
    if len(sentence) > MAX_ANSWER or _LISTED.match(sentence):
        return None
    own = _QUOTES.sub("", key(sentence))
    ends = [letter for letter, text in options.keys.items() if text and own.endswith(f" {text}")]
    letter = max(ends, key=lambda letter: len(options.keys[letter]), default=None)
    if letter is None or [*options.keys.values()].count(options.keys[letter]) > 1:
        return None
    head = own.removesuffix(options.keys[letter]).rstrip().replace(":", " :")
    clear = (_LEAD.search(head) or _SUBJECT.fullmatch(head)) and not _DOUBT.search(head)
    return letter if clear and not _mentions(head, options, letter) else None


def _opening(text: str, options: Options) -> str | None:
    """The option whose text stands alone at the start, before its reason."""
    match = _FIRST.fullmatch(text[:MAX_ANSWER])
    if match is None or len(text) > MAX_ANSWER:
        return None
    letter = by_text(match["text"], options)
    return letter if letter and not _mentions(key(match["rest"]), options, letter) else None


def _mentions(text: str, options: Options, letter: str) -> bool:
    """True if a text has that of another option, as whole words."""
    return any(options.keys[other] != options.keys[letter] for other in mentioned(text, options) - {letter})


def _only_true(text: str, options: Options) -> str | None:
    """The one letter of "Only B is true", "Statement B is true" and "B is true; the others are false"."""
    if re.search(r"\b(?:if|not|whether)\b", text):
        return None
    found = {match[1] or match[2] for match in _TRUE.finditer(text[-MAX_ANSWER:])}
    return found.pop() if len(found) == 1 and found <= set(options.texts) else None
