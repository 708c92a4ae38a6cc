"""What the audit says: findings, each with its weight, its evidence, a few responses and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

ALPHA = 0.001
"""Chance of a wrong alarm of each test, in each environment."""
LOOK_ALPHA = 0.01
"""Likewise of trends that are worth a look, which have to be large besides."""
FEWEST = 8
"""Items, or points in time, below which nothing is tested."""
SHOWN = 3
"""Example responses of a finding."""
LONGEST_EXAMPLE = 20_000
"""Characters that are kept of each of their texts."""


class Severity(StrEnum):
    """How sure it is."""

    WRONG = "wrong"
    """It contradicts what is declared, or has p < 0.001."""
    LOOK = "look"
    """It has an honest explanation too."""


class Check(StrEnum):
    """What was looked for."""

    REWARD_GAP = "reward rises, success does not"
    HELD_OUT_GAP = "training rises, held-out does not"
    FALLS = "success falls"
    GUESSING = "no better than guessing"
    CONSTANT = "a constant answer wins"
    ONE_ANSWER = "one answer carries the wins"
    COPY = "copies of the prompt win"
    SHORTEST = "the shortest responses win"
    SEVERAL = "several answers at once"
    CODE = "code that plays with its tests"
    INJECTION = "responses aimed at the verifier"
    VERDICT = "verdicts do not hold"
    SECOND = "a second verifier disagrees"
    TRUNCATED = "truncation rises"
    UNGRADEABLE = "responses without a verdict"
    DIVERSITY = "answers become fewer"
    ENTROPY = "entropy collapses"
    LENGTH = "response length drifts"
    CARRIED = "one environment carries the reward"
    COUNTS = "counts that chance does not give"


ADVICE: Mapping[Check, str] = {
    Check.REWARD_GAP: "Train on the strict reward (scoring=strict), or take the partial credit out of the verifier.",
    Check.HELD_OUT_GAP: "Compare training items with held-out ones: few different items, another level, or a verifier "
    "that the policy has learnt to please.",
    Check.FALLS: "See whether others of the mixture gain at its cost; raise its weight or the KL coefficient.",
    Check.GUESSING: "Read the responses: an answer that ignores the item earns as much. Try easier levels first.",
    Check.CONSTANT: "Try the verifier with this answer and with nonsense (`prorl check ID`); declare a higher floor "
    "only if the prior of the right answers gives it.",
    Check.ONE_ANSWER: "Read the responses: a policy that has stopped looking at the item earns the floor, no more.",
    Check.COPY: "Make the verifier refuse what the prompt says already; `prorl check ID` tries the prompt back.",
    Check.SHORTEST: "Read the short winners beside longer losers of the same item.",
    Check.SEVERAL: "See whether the verifier takes the best of several answers; two at once should earn 0.",
    Check.CODE: "Read the programs; run them with other tests than those they were judged by.",
    Check.INJECTION: "Read the responses, and add them to the verifier's cases if one of them won for its text.",
    Check.VERDICT: "Read the differing responses: the run's verifier was another one, or the installed one is wrong. "
    "`prorl-eval FOLDER --rescore` judges all of an evaluation again.",
    Check.SECOND: "Read the examples: either of the two verifiers may be wrong.",
    Check.TRUNCATED: "Raise rollout.max_new_tokens, or shape by length; truncated responses lose whatever they know.",
    Check.UNGRADEABLE: "These responses are left out of the loss, hardly at random: look at their reasons and at the "
    "verifier's deadline.",
    Check.DIVERSITY: "Sample more, raise the temperature or the KL coefficient, or stop earlier.",
    Check.ENTROPY: "Raise loss.clip_high or the KL coefficient, or reset the reference to an earlier policy.",
    Check.LENGTH: "Compare responses of the two ends, by environment; see whether length alone is rewarded.",
    Check.CARRIED: "Look at single environments, not at the mean reward; change weights or levels of the mixture.",
    Check.COUNTS: "See docs/measuring.md, findings.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """One response, as it was recorded."""

    step: int | None
    prompt: str
    response: str
    extracted: str
    reward: float
    reason: str

    def cut(self, most: int) -> "Example":
        """With no text longer than so many characters."""
        texts = {name: getattr(self, name)[:most] for name in ("prompt", "response", "extracted", "reason")}
        return replace(self, **texts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that speaks against the rewards."""

    check: Check
    severity: Severity
    where: str
    """Which records: "training", "validation", or the name of an evaluation and of its model."""
    env: str
    """The environment, "" where it is the whole run."""
    evidence: str
    """One or two sentences with the numbers."""
    numbers: Mapping[str, float] = field(default_factory=dict)
    """The same for machines."""
    examples: tuple[Example, ...] = ()

    @property
    def advice(self) -> str:
        """What to do."""
        return ADVICE[self.check]


def quoted(text: str, most: int = 40) -> str:
    """A short text in quotes: `quoted("yes") == "'yes'"`."""
    return repr(text if len(text) <= most else text[: most - 3] + "...")
