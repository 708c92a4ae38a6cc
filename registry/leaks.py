"""Whether the prompt gives the answer away: a reader that knows one fixed place of it, and nothing else."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from prorl.envs.text_env import TextEnv
from prorl.registry.probes import Framed, Probe, take_apart

LEFTS, RIGHT = (8, 4, 2), 1
"""Characters before the answer, several because what stands there may vary, and after it."""
READERS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Copies what stands in the prompt between two fixed texts.

    Example: `Reader(left="nswer is ", right=")").read("Reverse abc (the answer is cba).") == "cba"`.
    """

    left: str
    """What comes before the answer, 8 characters at most."""
    right: str
    """What comes after it, one character, or "" at the end of the prompt."""

    def __str__(self) -> str:
        """For the report."""
        return f"between {self.left!r} and {self.right!r}"

    def read(self, prompt: str) -> str:
        """The first text at that place, "" if the place is not there."""
        end = re.escape(self.right) if self.right else r"\Z"
        found = re.search(f"{re.escape(self.left)}(.*?){end}", prompt, re.DOTALL)
        return found[1] if found else ""


def learn_readers(seen: Iterable[tuple[str, str]]) -> list[Reader]:
    """Where (prompt, answer) pairs show the answer: the 3 most common places for each length of context."""
    places = {length: Counter[tuple[str, str]]() for length in LEFTS}
    for prompt, answer in seen:
        starts = [found.start() for found in re.finditer(re.escape(answer), prompt)] if answer else []
        for length, counter in places.items():
            around = [(prompt[max(0, a - length) : a], prompt[a + len(answer) :][:RIGHT]) for a in starts]
            counter.update(list(dict.fromkeys(around)))  # once a prompt, in the prompt's order
    common = [place for counter in places.values() for place, _ in counter.most_common(READERS)]
    return [Reader(left=left, right=right) for left, right in dict.fromkeys(common)]


def reader_probes(seen: Sequence[tuple[str, str]]) -> list[Probe]:
    """Readers learned from (prompt, oracle response) pairs, as probes that answer in the task's format."""
    frame = take_apart(seen[0][1])
    learned = learn_readers((prompt, take_apart(response).answer.strip()) for prompt, response in seen)
    return [Probe(name=str(reader), respond=partial(_read_aloud, frame, reader)) for reader in learned]


def _read_aloud(frame: Framed, reader: Reader, env: TextEnv, seen: str) -> str:
    return frame.holding(reader.read(env.problem.prompt))
