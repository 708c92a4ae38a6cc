"""Answers that need no skill: what a policy could find instead of learning the task.

A probe is put inside the task's own answer format, which is read off the oracle's responses.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from prorl.envs.text_env import TextEnv
from prorl.registry.episodes import Respond

CONSTANTS = (
    *("0", "1", "2", "-1", "yes", "no", "True", "False", "A", "B", "C", "D", "[]", "{}", "None"),
    *("nan", "inf", "-inf", "1e999"),
)
"""Said to every item."""
MOST_COMMON = 3
"""So many of the most common oracle answers are said to every item too."""
FENCE = re.compile(r"(?P<open>```[^\n`]*\n)(?P<inside>.*?)(?P<close>\n?```)", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Framed:
    """A response taken apart. Example: `so <answer>12</answer>` is `<answer>`, `12`, `</answer>`."""

    before: str
    """Opens the answer: a tag, the first line of a fence, `\\boxed{`, or "" where there is no format."""
    answer: str
    """What stands inside; the whole response where there is no format."""
    after: str
    """Closes the answer."""

    def holding(self, answer: str) -> str:
        """The same format with another answer inside."""
        return f"{self.before}{answer}{self.after}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Probe:
    """A named policy without skill."""

    name: str
    """For the report, e.g. `constant '0'`."""
    respond: Respond
    """(environment, observation) -> response."""


def take_apart(response: str) -> Framed:
    r"""The last answer of a response: in tags, else in a code fence, else in `\boxed{…}`, else all of it."""
    end = response.rfind("</answer>")
    start = response.rfind("<answer>", 0, max(end, 0))
    if start >= 0:
        return Framed(before="<answer>", answer=response[start + len("<answer>") : end], after="</answer>")
    fences = list(FENCE.finditer(response))
    if fences:
        last = fences[-1]
        return Framed(before=last["open"], answer=last["inside"], after=last["close"])
    start = response.rfind("\\boxed{")
    end = _closing_brace(response, start + len("\\boxed{")) if start >= 0 else -1
    if end >= 0:
        return Framed(before="\\boxed{", answer=response[start + len("\\boxed{") : end], after="}")
    return Framed(before="", answer=response, after="")


def _closing_brace(text: str, start: int) -> int:
    """Where the brace that was opened before `start` closes, -1 if nowhere."""
    depth = 1
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return place
    return -1


def level_probes(oracles: Sequence[str]) -> list[Probe]:
    """All probes of a level, from oracle responses to other items of it."""
    frame = take_apart(oracles[0])
    common = [answer for answer, _ in Counter(take_apart(o).answer for o in oracles).most_common(MOST_COMMON)]
    probes = [Probe(name="empty", respond=lambda env, seen: "")]
    probes += [_constant("empty answer", frame.holding(""))]
    names = _names((*common, *CONSTANTS))
    probes += [_constant(f"constant {name}", frame.holding(answer)) for answer, name in names.items()]
    probes += _prompt_copies(frame)
    if frame.before in ("<answer>", "\\boxed{"):
        probes += [_two_answers(joint, common) for joint in (" ", ", ", "\n", " or ")]
    return probes


def _constant(name: str, response: str) -> Probe:
    return Probe(name=name, respond=lambda env, seen: response)


def _prompt_copies(frame: Framed) -> list[Probe]:
    return [
        Probe(name="prompt copied", respond=lambda env, seen: env.problem.prompt),
        Probe(name="prompt as answer", respond=lambda env, seen: frame.holding(env.problem.prompt)),
        Probe(name="first line as answer", respond=lambda env, seen: frame.holding(_lines(env)[0])),
        Probe(name="last line as answer", respond=lambda env, seen: frame.holding(_lines(env)[-1])),
    ]


def _lines(env: TextEnv) -> list[str]:
    return env.problem.prompt.strip().splitlines() or [""]


def _two_answers(joint: str, others: Sequence[str]) -> Probe:
    """The oracle's answer and a wrong one in one place; an empty response where no other answer is wrong."""

    def respond(env: TextEnv, seen: str) -> str:
        own = take_apart(env.oracle())
        for other in (*others, "0", "1"):
            if other.strip() != own.answer.strip() and _is_wrong(env, own.holding(other)):
                return own.holding(f"{own.answer}{joint}{other}")
        return ""

    return Probe(name=f"two answers joined by {joint!r}", respond=respond)


def _is_wrong(env: TextEnv, response: str) -> bool:
    """Whether a response earns nothing; true in multi-turn tasks, where one turn decides nothing."""
    return env.task.reply is not None or env.task.verify(env.problem, response).reward == 0.0


def _names(answers: Iterable[str]) -> dict[str, str]:
    """Answer -> a name of its own, since what is earned is counted by name.

    Example: three programs that begin alike are `'import sys...'`, `'import sys...' (2)` and `'import sys...' (3)`.
    """
    names: dict[str, str] = {}
    met: Counter[str] = Counter()
    for answer in dict.fromkeys(answers):
        met[_short(answer)] += 1
        number = met[_short(answer)]
        names[answer] = _short(answer) + (f" ({number})" if number > 1 else "")
    return names


def _short(text: str) -> str:
    return repr(text if len(text) <= 24 else text[:21] + "...")
