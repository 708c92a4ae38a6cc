"""Winning responses that say back what the prompt says."""

import re

from prorl.train.audit.finding import FEWEST, Check, Finding, Severity
from prorl.train.audit.shares import WonSo
from prorl.train.audit.visits import Given, Visit
from prorl.train.audit.watcher import Place

N = 5
"""Words in a row that count as copied."""
LONG_ANSWER = 8
"""Words of an answer from which on copying it is no accident."""
NEARLY_ALL = 0.8
RARELY = 0.05
"""Share of the won items up to which copied answers are left alone."""
MOST_CHARACTERS = 100_000
_WORD = re.compile(r"\w+|[^\w\s]")


class Copies:
    """Two kinds of copies among the winners.

    *The prompt itself*: four fifths of the response's runs of five words are the prompt's, and four fifths of the
    prompt's are the response's. The declared floor covers the prompt as an answer, so more items won so than the floor
    allows are `wrong`. *A part of it*: the answer has eight words or more and four fifths of its runs of five words are
    the prompt's; in more than a twentieth of the won items that is worth a look (tasks that quote or rewrite do it
    honestly).
    """

    def __init__(self, place: Place):
        """Watch a place."""
        self._place = place
        self._whole, self._part = WonSo(), WonSo()

    def see(self, visit: Visit) -> None:
        """Compare the winners of an item with its prompt."""
        prompt = runs(visit.prompt) if visit.winners else set()
        enough = NEARLY_ALL / 2 * len(visit.prompt)
        whole = [one for one in visit.winners if len(one.text) >= enough and _is_prompt(one, prompt)]
        self._whole.see(visit, whole)
        self._part.see(visit, [one for one in visit.winners if one not in whole and _is_quoted(one, prompt)])

    def findings(self) -> list[Finding]:
        """At most two."""
        found = []
        whole, part = self._whole, self._part
        if whole.items >= FEWEST and (whole.above_floor(self._place.floor) or whole.more_than(RARELY)):
            severity = Severity.WRONG if whole.above_floor(self._place.floor) else Severity.LOOK
            floor = "" if self._place.floor is None else f"; the declared floor allows a share of {self._place.floor:g}"
            evidence = f"the prompt said back wins on {whole.so} of {whole.items} items{floor}"
            found.append(self._finding(severity, evidence, whole))
        if part.items >= FEWEST and part.more_than(RARELY):
            evidence = f"on {part.so} of {part.won} won items the winning answer is a passage of the prompt"
            found.append(self._finding(Severity.LOOK, evidence, part))
        return found

    def _finding(self, severity: Severity, evidence: str, seen: WonSo) -> Finding:
        return Finding(
            check=Check.COPY,
            severity=severity,
            where=self._place.where,
            env=self._place.env_id,
            evidence=evidence,
            numbers=seen.numbers,
            examples=seen.shown.examples,
        )


def runs(text: str) -> set[tuple[str, ...]]:
    """All runs of five words, small letters: `runs("Sort a b c d e.")` has three with "." as the last word."""
    words = _WORD.findall(text[:MOST_CHARACTERS].lower())
    return {tuple(words[i : i + N]) for i in range(len(words) - N + 1)}


def _is_prompt(given: Given, prompt: set[tuple[str, ...]]) -> bool:
    own = runs(given.text)
    shared = len(own & prompt)
    return bool(prompt) and shared >= NEARLY_ALL * len(own) and shared >= NEARLY_ALL * len(prompt)


def _is_quoted(given: Given, prompt: set[tuple[str, ...]]) -> bool:
    if not prompt or len(_WORD.findall(given.extracted[:MOST_CHARACTERS])) < LONG_ANSWER:
        return False
    own = runs(given.extracted)
    return len(own & prompt) >= NEARLY_ALL * len(own)
