"""Constraints on a text, checked by counting words, sentences and lines.

* The text is what stands in the answer tags. If it starts and ends with a double quote, every check but
  `quoted` sees it without that pair.
* A **word** is a run of letters and digits, with single apostrophes or hyphens inside: "it's" and
  "well-known" are one word each, "3.5" is two. Capitals do not matter. "orbits" is not the word "orbit".
* A **sentence** ends after one or more of . ! ? that are followed by a blank or the end (closing quotes and
  brackets may stand between), or at the end of its line. Only pieces that hold a word are counted: "e.g.
  this" is two.
* A **bullet point** is a line that starts with "- " and holds a word. A **paragraph** is a block of lines
  that holds a word; blocks are separated by lines with nothing but blanks.
* Commas are "," and its wide forms. Small letters: no character is a capital. Capital letters: no character
  is small.

The ground rules hold for every text: 25 to 70 words, at least half of them different, none more than 8 times,
and no 8 words in a row that stand in the prompt. They keep out the prompt itself and the endless repetition
of keywords; a list of unrelated words passes them, since nothing here reads for sense.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from prorl.envs.answer import tagged
from prorl.envs.instruct.constraint import (
    MAX_COPIED,
    MAX_REPEATS,
    MAX_WORDS,
    MIN_WORDS,
    Constraint,
    from_json,
)
from prorl.envs.task import Problem
from prorl.envs.verdict import Verdict, right, wrong

VERIFIER = "keywords@1"
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
SENTENCE_END = re.compile(r"(?<![.!?])[.!?]++[\"'”’)\]]*+(?=\s|$)|\n")
BLANK_LINES = re.compile(r"\n[^\S\n]*\n")
COMMAS = frozenset(",，、﹐")


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A text taken apart once for all checks."""

    whole: str
    """As it was given."""
    body: str
    """Without one pair of double quotes around it."""
    words: tuple[str, ...]
    """All words, without capitals."""
    sentences: tuple[int, ...]
    """The number of words of each sentence."""

    def times(self, word: str) -> int:
        """How often a word stands in the text."""
        return self.words.count(word.casefold())


def take_apart(whole: str) -> Text:
    """The parts of a text.

    Example: `take_apart("It's 3.5 m. Really?")` has the words it's, 3, 5, m, really and
    sentences of 4 and 1 words.
    """
    quoted = len(whole) > 1 and whole[0] == whole[-1] == '"'
    body = whole[1:-1].strip() if quoted else whole
    counts = (len(words_of(piece)) for piece in SENTENCE_END.split(body))
    return Text(whole=whole, body=body, words=words_of(body), sentences=tuple(n for n in counts if n))


def words_of(text: str) -> tuple[str, ...]:
    """Example: `words_of("It's a well-known X_y.") == ("it's", "a", "well-known", "x", "y")`."""
    return tuple(word.casefold() for word in WORD.findall(text))


def _ends_with(text: Text, phrase: str) -> bool:
    before = text.body.removesuffix(phrase)
    return before != text.body and not before[-1:].isalnum()


def _bullets(text: Text) -> int:
    return sum(line.startswith("- ") and bool(words_of(line)) for line in text.body.split("\n"))


def _paragraphs(text: Text) -> int:
    return sum(bool(words_of(block)) for block in BLANK_LINES.split(text.body.replace("\r", "")))


CHECKS: dict[str, Callable[[Text, Constraint], bool]] = {
    "keywords": lambda text, c: all(text.times(word) > 0 for word in c.words),
    "exactly": lambda text, c: text.times(c.words[0]) == c.low,
    "at_least": lambda text, c: text.times(c.words[0]) >= c.low,
    "avoided": lambda text, c: text.times(c.words[0]) == 0,
    "length": lambda text, c: c.low <= len(text.words) <= c.high,
    "sentences": lambda text, c: len(text.sentences) == c.low,
    "sentence_length": lambda text, c: max(text.sentences, default=0) <= c.low,
    "lower_case": lambda text, c: not any(map(str.isupper, text.body)),
    "upper_case": lambda text, c: not any(map(str.islower, text.body)),
    "no_commas": lambda text, c: COMMAS.isdisjoint(text.body),
    "first_word": lambda text, c: text.words[:1] == (c.words[0].casefold(),),
    "last_word": lambda text, c: text.words[-1:] == (c.words[0].casefold(),),
    "ends_with": lambda text, c: _ends_with(text, c.words[0]),
    "bullets": lambda text, c: _bullets(text) == c.low,
    "paragraphs": lambda text, c: _paragraphs(text) == c.low,
    "quoted": lambda text, c: len(text.whole) > 1 and text.whole[0] == text.whole[-1] == '"',
    "letter_avoided": lambda text, c: c.words[0] not in text.body.casefold(),
    "number": lambda text, c: text.times(c.words[0]) > 0,
}
"""Whether a text satisfies a constraint, for each kind."""


def satisfies_all(problem: Problem, response: str) -> Verdict:
    """Right if the ground rules and all constraints of `problem.reference` hold.

    The verdict's `parts` say 1.0 or 0.0 for `ground_rules` and for each constraint by its kind; the reason
    names the first that does not hold.
    """
    answer = tagged(response)
    if answer.failure is not None:
        return answer.failure
    assert isinstance(problem.reference, list)
    text = take_apart(answer.text)
    broken = broken_ground_rule(text, problem.prompt)
    parts, reason = {"ground_rules": float(not broken)}, broken
    for constraint in map(from_json, problem.reference):
        holds = CHECKS[constraint.kind](text, constraint)
        parts[constraint.kind] = float(holds)
        reason = reason or ("" if holds else f"broken: {constraint.wording}")
    return wrong(answer.text, reason, **parts) if reason else right(answer.text, **parts)


def broken_ground_rule(text: Text, prompt: str) -> str:
    """What is wrong with a text whatever it was asked for; "" if nothing is."""
    if not MIN_WORDS <= len(text.words) <= MAX_WORDS:
        return f"the text has {len(text.words)} words, not {MIN_WORDS} to {MAX_WORDS}"
    counts = Counter(text.words)
    if 2 * len(counts) < len(text.words):
        return f"only {len(counts)} of {len(text.words)} words are different"
    if max(counts.values()) > MAX_REPEATS:
        return f"a word stands there more than {MAX_REPEATS} times"
    if _runs(text.words) & _runs(words_of(prompt)):
        return f"{MAX_COPIED + 1} words in a row are copied from the task"
    return ""


def _runs(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """All runs of one word more than may be copied."""
    length = MAX_COPIED + 1
    return {words[i : i + length] for i in range(len(words) - length + 1)}
