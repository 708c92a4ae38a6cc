"""Detectors that look at one response after the other; each has one environment in one place, and bounded memory."""

from dataclasses import dataclass
from typing import Protocol

from prorl.train.audit.finding import LONGEST_EXAMPLE, SHOWN, Example, Finding
from prorl.train.audit.visits import Given, Visit


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """What a detector watches."""

    where: str
    env_id: str
    domain: str
    """Of the environment, "" if it is not installed."""
    floor: float | None
    """Declared: the highest mean reward of an answer that ignores the item; `None` if it is not known."""


class Watcher(Protocol):
    """A detector."""

    def see(self, visit: Visit) -> None:
        """Look at an item and the responses to it."""
        ...

    def findings(self) -> list[Finding]:
        """What it has found so far."""
        ...


class Shown:
    """The first few examples, from different items."""

    def __init__(self) -> None:
        """None so far."""
        self._examples: list[Example] = []

    def keep(self, visit: Visit, given: Given) -> None:
        """Keep a response if there is room."""
        if len(self._examples) < SHOWN:
            self._examples.append(visit.example(given).cut(LONGEST_EXAMPLE))

    @property
    def examples(self) -> tuple[Example, ...]:
        """What was kept."""
        return tuple(self._examples)
