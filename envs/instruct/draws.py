"""Drawing constraints that can all hold at once.

Each kind fills one slot, and kinds that exclude one another share a slot. Words are drawn without overlap,
numbers from ranges in which `writer.py` finds room for everything, and the avoided word and letter last, from
what no other constraint needs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from prorl.envs.instruct.constraint import Constraint
from prorl.envs.instruct.topics import TOPICS
from prorl.envs.instruct.writer import SENTENCES_BY_DEFAULT, WORDS_BY_DEFAULT, bank, sentence_lengths

FIRST_WORDS = bank("today sometimes often perhaps now here soon maybe")
LAST_WORDS = bank("again tomorrow forever tonight instead alone everywhere afterwards")
PHRASES = (
    "that is the whole story.",
    "this is how it ends.",
    "nobody knows what comes next.",
    "we will see each other again.",
    "so it goes on and on.",
    "it all began like this.",
)
AVOIDED_WORDS = bank("the and is are of to in with it that very people about they")
LETTERS = tuple("bcfgjkmpqvwxyz")
MOST_TIMES = 3
"""The most that a word is asked for `exactly` or `at_least` so often."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """The constraints so far."""

    words: tuple[str, ...]
    """Keywords that are still free, in random order."""
    drawn: tuple[Constraint, ...]
    """In the order of drawing."""

    def find(self, kind: str) -> Constraint | None:
        """The constraint of a kind, if there is one."""
        return next((constraint for constraint in self.drawn if constraint.kind == kind), None)

    def needed(self) -> str:
        """All words that the text must hold."""
        kept = [c for c in self.drawn if c.kind not in ("avoided", "letter_avoided")]
        return " ".join(word for constraint in kept for word in constraint.words)


Draw = Callable[[np.random.Generator, Draft], Constraint]


def draw_constraints(rng: np.random.Generator, topic: str, count: int) -> list[Constraint]:
    """The keywords and `count - 1` more, in the order of `SLOTS`; the first keyword is of the topic.

    Raises:
        AssertionError: for more constraints than there are slots.
    """
    assert 1 <= count <= len(SLOTS) + 1
    while True:
        draft = _draw_once(rng, topic, count)
        letter = draft.find("letter_avoided")
        if letter is None or letter.words[0] not in draft.needed().lower():
            return list(draft.drawn)


def _draw_once(rng: np.random.Generator, topic: str, count: int) -> Draft:
    others = [word for name, words in TOPICS.items() if name != topic for word in words]
    free = tuple(others[i] for i in rng.permutation(len(others))[:8])
    draft = Draft(words=free[1:], drawn=(Constraint(kind="keywords", words=(_pick(rng, TOPICS[topic]), free[0])),))
    chosen = sorted(rng.permutation(len(SLOTS))[: count - 1])
    for slot in chosen:
        constraint = SLOTS[slot](rng, draft)
        draft = replace(draft, words=draft.words[1:], drawn=(*draft.drawn, constraint))
    return draft


def _pick(rng: np.random.Generator, options: Sequence[str]) -> str:
    return options[int(rng.integers(len(options)))]


def _exactly(rng: np.random.Generator, draft: Draft) -> Constraint:
    return Constraint(kind="exactly", words=draft.words[:1], low=int(rng.integers(2, MOST_TIMES + 1)))


def _at_least(rng: np.random.Generator, draft: Draft) -> Constraint:
    return Constraint(kind="at_least", words=draft.words[:1], low=int(rng.integers(2, MOST_TIMES + 1)))


def _number(rng: np.random.Generator, draft: Draft) -> Constraint:
    return Constraint(kind="number", words=(str(rng.integers(13, 1000)),))


def _case(rng: np.random.Generator, draft: Draft) -> Constraint:
    return Constraint(kind=_pick(rng, ("lower_case", "upper_case")))


def _no_commas(rng: np.random.Generator, draft: Draft) -> Constraint:
    return Constraint(kind="no_commas")


def _quoted(rng: np.random.Generator, draft: Draft) -> Constraint:
    return Constraint(kind="quoted")


def _first_word(rng: np.random.Generator, draft: Draft) -> Constraint:
    return Constraint(kind="first_word", words=(_pick(rng, FIRST_WORDS),))


def _ending(rng: np.random.Generator, draft: Draft) -> Constraint:
    """A last word or a closing phrase, in the case that the text has."""
    if rng.random() < 0.5:
        return Constraint(kind="last_word", words=(_pick(rng, LAST_WORDS),))
    phrase = _pick(rng, PHRASES)
    if draft.find("upper_case"):
        phrase = phrase.upper()
    return Constraint(kind="ends_with", words=(phrase,))


def _length(rng: np.random.Generator, draft: Draft) -> Constraint:
    middle, reach = int(rng.integers(50, 59)), int(rng.integers(3, 8))
    return Constraint(kind="length", low=middle - reach, high=middle + reach)


def _sentences(rng: np.random.Generator, draft: Draft) -> Constraint:
    return Constraint(kind="sentences", low=int(rng.integers(4, 7)))


def _sentence_length(rng: np.random.Generator, draft: Draft) -> Constraint:
    """At least what even sentences need."""
    length, count, closing = draft.find("length"), draft.find("sentences"), draft.find("ends_with")
    words = (length.low + length.high) // 2 if length else WORDS_BY_DEFAULT
    sentences = count.low if count else SENTENCES_BY_DEFAULT
    least = max(sentence_lengths(words, sentences, len(closing.words[0].split()) if closing else 0))
    return Constraint(kind="sentence_length", low=least + int(rng.integers(0, 4)))


def _layout(rng: np.random.Generator, draft: Draft) -> Constraint:
    return Constraint(kind=_pick(rng, ("bullets", "paragraphs")), low=int(rng.integers(2, 5)))


def _avoided(rng: np.random.Generator, draft: Draft) -> Constraint:
    needed = draft.needed().lower().replace(".", " ").split()
    return Constraint(kind="avoided", words=(_pick(rng, [w for w in AVOIDED_WORDS if w not in needed]),))


def _letter_avoided(rng: np.random.Generator, draft: Draft) -> Constraint:
    """A letter that no needed word has, or any if they have them all: then everything is drawn again."""
    needed = draft.needed().lower()
    free = [letter for letter in LETTERS if letter not in needed]
    return Constraint(kind="letter_avoided", words=(_pick(rng, free or LETTERS),))


SLOTS: tuple[Draw, ...] = (
    *(_exactly, _at_least, _number, _case, _no_commas, _quoted, _first_word, _ending),
    *(_length, _sentences, _sentence_length, _layout, _avoided, _letter_avoided),
)
"""In this order: later ones look at earlier ones."""
