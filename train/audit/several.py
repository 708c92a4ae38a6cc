"""Winning responses that give several answers."""

import re

from prorl.envs.answer import after_thinking
from prorl.train.audit.finding import FEWEST, Check, Finding, Severity
from prorl.train.audit.shares import WonSo
from prorl.train.audit.visits import Given, Visit
from prorl.train.audit.watcher import Place

RARELY = 0.05
"""Share of the won items up to which several answers are left alone."""
SHORT = 80
"""Characters of an answer in which alternatives are looked for."""
FREE_TEXT = ("code", "instruct")
"""Domains whose answers are programs and prose."""
_BOXED = re.compile(r"\\boxed\s*\{([^{}]*)\}")
_EITHER = re.compile(r"\w\)?\s*(?:\bor\b|\band/or\b)\s*\(?\w", re.IGNORECASE)


class Several:
    """Two kinds of several answers, each in more than a twentieth of the won items.

    *Marked*: after the thinking the response holds two or more different answers in tags or boxes. *Joined*: the answer
    that was read, of at most 80 characters, joins two with "or". Both occur honestly: a model corrects itself, an
    equation has two roots.
    """

    def __init__(self, place: Place):
        """Watch a place."""
        self._place = place
        self._marked, self._joined = WonSo(), WonSo()

    def see(self, visit: Visit) -> None:
        """Look at the winners of an item."""
        free = self._place.domain in FREE_TEXT
        self._marked.see(visit, [one for one in visit.winners if not free and len(marked(one)) > 1])
        self._joined.see(visit, [one for one in visit.winners if not free and is_joined(one.extracted)])

    def findings(self) -> list[Finding]:
        """At most two."""
        kinds = {
            "mark two or more different answers": self._marked,
            "join alternatives in one answer": self._joined,
        }
        return [
            Finding(
                check=Check.SEVERAL,
                severity=Severity.LOOK,
                where=self._place.where,
                env=self._place.env_id,
                evidence=f"on {seen.so} of {seen.won} won items winning responses {words}",
                numbers=seen.numbers,
                examples=seen.shown.examples,
            )
            for words, seen in kinds.items()
            if seen.won >= FEWEST and seen.more_than(RARELY)
        ]


def marked(given: Given) -> set[str]:
    r"""The different answers that the last turn marks after its thinking.

    Example: `<answer>4</answer> <answer>5</answer>` gives {"4", "5"}; `\boxed{4}` twice gives {"4"}.
    """
    visible = after_thinking(given.turns[-1])
    opened = (part.rpartition("<answer>") for part in visible.split("</answer>")[:-1])
    tagged = [text for _, tag, text in opened if tag and not _BOXED.search(text)]
    return {text.strip(" $\n") for text in (*tagged, *_BOXED.findall(visible))} - {""}


def is_joined(answer: str) -> bool:
    """Whether a short answer joins two: `is_joined("4 or 5")`, but not `is_joined("orange")`."""
    return len(answer) <= SHORT and _EITHER.search(answer) is not None
