"""Whether the items of benchmarks occur in what a mixture trains on: whole, or as runs of words.

Texts are compared as sequences of words: runs of letters and digits, in lower case. The answer format is left out: the
paragraphs, and the runs of five words, that more than a tenth of the texts of an environment share. An item is found by

* `exact`: a training text has the same words;
* `13-gram`: it shares 13 words in a row with a training text (Brown et al., arXiv 2005.14165, appendix C); a run that
  more than ten training texts share counts as a phrase and not as a find, as there;
* `8-gram`: at least 70 % of its runs of 8 words occur in the training texts (Chowdhery et al., arXiv 2204.02311,
  section 8).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

LONG, SHORT = 13, 8
PHRASE = 10
"""Training texts that may share a run of 13 words before it counts as a phrase."""
ENOUGH = 0.7
"""Share of an item's runs of 8 words."""
FORMAT_SHARE, FORMAT_COUNT = 0.1, 3
"""What more than this share of the texts have, and more than so many, belongs to the format."""
FORMAT_RUN, FORMAT_TEXTS = 5, 500
"""Words of a run of the format; texts, evenly spread, that are looked at for it."""
RULES = ("exact", "13-gram", "8-gram")
_WORD = re.compile(r"[^\W_]+")
Words = tuple[tuple[str, ...], ...]
"""Of a text, cut into pieces where the answer format is left out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Find:
    """An item of a benchmark that training may have seen."""

    item: str
    """Content hash."""
    text: str
    """Its prompt."""
    rules: tuple[str, ...]
    """By which it was found."""
    source: str
    """Environment of the first training text that has it; "" for `8-gram` alone, where many texts add up."""
    training: str
    """That text."""
    share: float
    """Of its runs of 8 words that occur in training."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Contamination:
    """What was found of one benchmark."""

    suite: str
    items: int
    finds: tuple[Find, ...]

    def count(self, rule: str) -> int:
        """Items found by a rule."""
        return sum(rule in find.rules for find in self.finds)


@dataclass(kw_only=True, slots=True)
class _Runs:
    """Runs of words of all benchmarks, and which training texts have them."""

    known: set[int]
    """Hashes of the runs that matter."""
    seen: Counter[int] = field(default_factory=Counter)
    """Run -> training texts that have it."""
    first: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Run -> environment and text of the first."""

    def look(self, runs: Iterable[int], source: str, text: str) -> None:
        """Take in the runs of one training text."""
        for run in self.known.intersection(runs):
            self.seen[run] += 1
            self.first.setdefault(run, (source, text))


def contamination(
    training: Mapping[str, Sequence[str]], benchmarks: Mapping[str, Mapping[str, str]]
) -> list[Contamination]:
    """Look for the items of benchmarks in training texts.

    Args:
        training: environment -> its prompts.
        benchmarks: name -> item hash -> prompt.

    Returns:
        One for each benchmark, in order.

    Example: the item "What is two plus two? Say it." is found as `exact` in "what is TWO plus two -- say it".
    """
    words = {name: words_of(list(items.values())) for name, items in benchmarks.items()}
    every = [item for row in words.values() for item in row]
    whole = _Runs(known={_hash(item) for item in every})
    long = _Runs(known={run for item in every for run in _grams(item, LONG)})
    short = _Runs(known={run for item in every for run in _grams(item, SHORT)})
    for source, texts in training.items():
        for text, sequence in zip(texts, words_of(texts), strict=True):
            whole.look([_hash(sequence)], source, text)
            long.look(_grams(sequence, LONG), source, text)
            short.look(_grams(sequence, SHORT), source, text)
    return [
        Contamination(
            suite=name,
            items=len(items),
            finds=tuple(
                find
                for (item, text), sequence in zip(items.items(), words[name], strict=True)
                if (find := _find(item, text, sequence, (whole, long, short))) is not None
            ),
        )
        for name, items in benchmarks.items()
    ]


def _find(item: str, text: str, sequence: Words, runs: tuple[_Runs, _Runs, _Runs]) -> Find | None:
    whole, long, short = runs
    exact = [_hash(sequence)] if any(sequence) and whole.seen[_hash(sequence)] else []
    shared = [run for run in _grams(sequence, LONG) if 0 < long.seen[run] <= PHRASE]
    eights = _grams(sequence, SHORT)
    share = sum(short.seen[run] > 0 for run in eights) / len(eights) if eights else 0.0
    found = dict(zip(RULES, (bool(exact), bool(shared), share >= ENOUGH), strict=True))
    if not any(found.values()):
        return None
    source, seen = whole.first[exact[0]] if exact else long.first[shared[0]] if shared else ("", "")
    rules = tuple(rule for rule, holds in found.items() if holds)
    return Find(item=item, text=text, rules=rules, source=source, training=seen, share=share)


def words_of(texts: Sequence[str]) -> list[Words]:
    """The words of every text of one source, without the answer format that they share."""
    shown = texts[:: max(len(texts) // FORMAT_TEXTS, 1)]
    most = max(FORMAT_SHARE * len(shown), FORMAT_COUNT)
    paragraphs = _frequent((set(_paragraphs(text)) for text in shown), most)
    bare = [[word for part in _paragraphs(text) if part not in paragraphs for word in _split(part)] for text in texts]
    few = bare[:: max(len(texts) // FORMAT_TEXTS, 1)]
    runs = _frequent((set(_runs(words, FORMAT_RUN)) for words in few), most)
    return [_pieces(words, runs) for words in bare]


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n")]


def _split(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _frequent(sets: Iterable[set[Any]], most: float) -> set[Any]:
    """Members of more than `most` of the sets."""
    counts = Counter(one for members in sets for one in members)
    return {one for one, count in counts.items() if count > most}


def _pieces(words: Sequence[str], runs: set[tuple[str, ...]]) -> Words:
    """The words that no run of the format covers, cut where one did.

    Example: words a b c d e f g and the run (c, d, e, f, g): the one piece (a, b).
    """
    covered = [False] * len(words)
    for start, run in enumerate(_runs(words, FORMAT_RUN)):
        if run in runs:
            covered[start : start + FORMAT_RUN] = [True] * FORMAT_RUN
    kept = groupby(zip(words, covered, strict=True), key=lambda pair: pair[1])
    return tuple(tuple(word for word, _ in group) for hidden, group in kept if not hidden)


def _runs(words: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[start : start + size]) for start in range(len(words) - size + 1))


def _grams(sequence: Words, size: int) -> list[int]:
    """Hashes of all different runs of so many words within the pieces, in order."""
    return list(dict.fromkeys(hash(run) for piece in sequence for run in _runs(piece, size)))


def _hash(sequence: Words) -> int:
    """Of all words, whatever the cuts. Hashes are compared within this process alone."""
    return hash(tuple(word for piece in sequence for word in piece))
