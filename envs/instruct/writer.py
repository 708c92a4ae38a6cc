"""Writing a text that satisfies given constraints, in sentences of subject, verb and prepositional phrases.

A sentence of n words is a subject, a verb, an adverb if n is odd, and as many phrases of two words as it
takes, e.g. "Friends talk gladly about violin near home." Required words stand in the phrases; a first or last
word and a closing phrase have their own places; everything else comes from lists of words that no constraint
asks for.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, cycle, pairwise

from prorl.envs.instruct.constraint import Constraint
from prorl.envs.seeding import digest


def bank(words: str) -> tuple[str, ...]:
    """Words that stand in one string with blanks between them."""
    return tuple(words.split())


SUBJECTS = bank("friends people children parents visitors strangers cousins twins guests adults")
VERBS = bank("talk walk dream sing wait smile listen laugh wander gather rest meet")
ADVERBS = bank("quietly slowly happily calmly gladly rarely together")
PREPOSITIONS = bank("about with near without beside before after around behind past under from")
FILLERS = bank("home joy noon dawn dusk rain hope ease pride luck sunlight shade kindness laughter warmth")
WORDS_BY_DEFAULT, SENTENCES_BY_DEFAULT = 50, 5


def write(constraints: Sequence[Constraint]) -> str:
    """A text that satisfies the constraints, if they came from `draws.py`; always the same one."""
    by_kind = {constraint.kind: constraint for constraint in constraints}
    sentences = _sentences(by_kind)
    text = _layout(sentences, by_kind)
    if "lower_case" in by_kind:
        text = text.lower()
    if "upper_case" in by_kind:
        text = text.upper()
    return f'"{text}"' if "quoted" in by_kind else text


def sentence_lengths(words: int, sentences: int, closing: int) -> list[int]:
    """Words of each sentence but the closing phrase, as even as possible.

    Examples: `sentence_lengths(50, 4, 0) == [13, 13, 12, 12]`; `sentence_lengths(50, 4, 5) == [15, 15, 15]`.
    """
    own = sentences - bool(closing)
    short, longer = divmod(words - closing, own)
    return [short + (i < longer) for i in range(own)]


def _sentences(by_kind: dict[str, Constraint]) -> list[str]:
    """All sentences, each with its full stop."""
    first, last = (list(_words(by_kind, kind)) for kind in ("first_word", "last_word"))
    closing = list(_words(by_kind, "ends_with"))
    lengths = _lengths(by_kind, len(closing[0].split()) if closing else 0)
    bodies = _bodies(by_kind, [n - (i == 0) * len(first) for i, n in enumerate(lengths)], len(last))
    bodies[0] = [*first, *bodies[0]]
    bodies[-1] = [*bodies[-1], *last]
    texts = [" ".join(body) + "." for body in bodies]
    return [text[0].upper() + text[1:] for text in texts] + closing


def _lengths(by_kind: dict[str, Constraint], closing: int) -> list[int]:
    length, count, longest = (by_kind.get(kind) for kind in ("length", "sentences", "sentence_length"))
    words = (length.low + length.high) // 2 if length else WORDS_BY_DEFAULT
    if count:
        return sentence_lengths(words, count.low, closing)
    sentences = SENTENCES_BY_DEFAULT
    while longest and max(sentence_lengths(words, sentences, closing)) > longest.low:
        sentences += 1
    return sentence_lengths(words, sentences, closing)


def _bodies(by_kind: dict[str, Constraint], lengths: list[int], reserved: int) -> list[list[str]]:
    """The words of each sentence; `reserved` words are left free at the very end."""
    start = digest("writer", *by_kind.values())
    subjects, verbs, adverbs, prepositions, fillers = (
        cycle(_usable(bank, by_kind, start)) for bank in (SUBJECTS, VERBS, ADVERBS, PREPOSITIONS, FILLERS)
    )
    lengths = [*lengths[:-1], lengths[-1] - reserved]
    objects = chain(_spread(_required(by_kind), sum((n - 2) // 2 for n in lengths), fillers), fillers)
    bodies = []
    for length in lengths:
        adverb = [next(adverbs)] if length % 2 else []
        phrases = [(next(prepositions), next(objects)) for _ in range((length - 2) // 2)]
        bodies.append([next(subjects), next(verbs), *adverb, *chain(*phrases)])
    return bodies


def _usable(bank: Sequence[str], by_kind: dict[str, Constraint], start: int) -> list[str]:
    """The words of a list that no constraint rules out, from some place on."""
    avoided, letters = set(_words(by_kind, "avoided")), set(_words(by_kind, "letter_avoided"))
    turned = [*bank[start % len(bank) :], *bank[: start % len(bank)]]
    return [word for word in turned if word not in avoided and not letters & set(word)]


def _required(by_kind: dict[str, Constraint]) -> list[str]:
    """Every word that must stand somewhere, as often as it must."""
    once = [*_words(by_kind, "keywords"), *_words(by_kind, "number")]
    several = [by_kind[kind] for kind in ("exactly", "at_least") if kind in by_kind]
    rounds = max((constraint.low for constraint in several), default=0)
    return once + [c.words[0] for i in range(rounds) for c in several if i < c.low]


def _spread(required: Sequence[str], places: int, fillers: Iterator[str]) -> Iterable[str]:
    """The required words over so many places with fillers in between, each in its order."""
    assert len(required) <= places, f"{len(required)} required words for {places} places"
    taken = 0
    for place in range(places):
        if taken < len(required) and taken * places <= place * len(required):
            yield required[taken]
            taken += 1
        else:
            yield next(fillers)


def _words(by_kind: dict[str, Constraint], kind: str) -> tuple[str, ...]:
    return by_kind[kind].words if kind in by_kind else ()


def _layout(sentences: list[str], by_kind: dict[str, Constraint]) -> str:
    """The sentences in bullet points, in paragraphs, or in one line."""
    if "bullets" in by_kind:
        return "\n".join(f"- {group}" for group in _groups(sentences, by_kind["bullets"].low))
    if "paragraphs" in by_kind:
        return "\n\n".join(_groups(sentences, by_kind["paragraphs"].low))
    return " ".join(sentences)


def _groups(sentences: list[str], count: int) -> list[str]:
    """The sentences in so many groups, none of them empty."""
    bounds = [len(sentences) * i // count for i in range(count + 1)]
    return [" ".join(sentences[start:end]) for start, end in pairwise(bounds)]
