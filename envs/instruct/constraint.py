"""One constraint on a text: what kind it is, its words and its numbers, and how prompts say it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from prorl.envs.task import Json

MIN_WORDS, MAX_WORDS = 25, 70
"""Bounds of every text, in words."""
MAX_REPEATS = 8
"""How often one word may stand in a text."""
MAX_COPIED = 7
"""How many words in a row may be the prompt's."""
GROUND_RULES = (
    f"Always: write {MIN_WORDS} to {MAX_WORDS} words of your own, at least half of them different and none "
    f"more than {MAX_REPEATS} times, without copying {MAX_COPIED + 1} words in a row from this task. "
    "A required word counts only in exactly the given form, in small or capital letters."
)
"""What holds for every text, as prompts say it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Constraint:
    """A kind and what fills it in.

    Example: `Constraint(kind="exactly", words=("orbit",), low=3)` reads 'Use the word "orbit" exactly 3
    times.'
    """

    kind: str
    """A key of `WORDINGS`."""
    words: tuple[str, ...] = ()
    """The words, the phrase, the letter or the number in digits that it is about."""
    low: int = 0
    """A number, or the lower of two."""
    high: int = 0
    """The higher of two numbers."""

    @property
    def wording(self) -> str:
        """The sentence of the prompt."""
        return WORDINGS[self.kind](self)

    def to_json(self) -> dict[str, Json]:
        """Plain data for `Problem.reference`."""
        return {**asdict(self), "words": list(self.words)}


def from_json(data: Any) -> Constraint:
    """The constraint that `to_json` was called on, before or after a JSON round trip."""
    return Constraint(kind=data["kind"], words=tuple(data["words"]), low=data["low"], high=data["high"])


WORDINGS: dict[str, Callable[[Constraint], str]] = {
    "keywords": lambda c: f'Use the words "{c.words[0]}" and "{c.words[1]}".',
    "exactly": lambda c: f'Use the word "{c.words[0]}" exactly {c.low} times.',
    "at_least": lambda c: f'Use the word "{c.words[0]}" at least {c.low} times.',
    "avoided": lambda c: f'Do not use the word "{c.words[0]}".',
    "length": lambda c: f"Write between {c.low} and {c.high} words.",
    "sentences": lambda c: f"Write exactly {c.low} sentences (each ends with . or ! or ? or with its line).",
    "sentence_length": lambda c: f"Let no sentence have more than {c.low} words.",
    "lower_case": lambda c: "Write everything in small letters.",
    "upper_case": lambda c: "Write everything in capital letters.",
    "no_commas": lambda c: "Do not use commas.",
    "first_word": lambda c: f'Begin with the word "{c.words[0]}".',
    "last_word": lambda c: f'Let the last word be "{c.words[0]}".',
    "ends_with": lambda c: f'End with exactly this phrase, full stop included: "{c.words[0]}"',
    "bullets": lambda c: f'Write exactly {c.low} bullet points, which are lines that start with "- ".',
    "paragraphs": lambda c: f"Write exactly {c.low} paragraphs with an empty line between neighbours.",
    "quoted": lambda c: "Put the whole text in double quotes.",
    "letter_avoided": lambda c: f'Do not use the letter "{c.words[0]}", small or capital.',
    "number": lambda c: f"Use the number {c.words[0]}, in digits.",
}
"""How each kind is said."""
