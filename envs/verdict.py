"""The outcome of judging one response."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Status(StrEnum):
    """Whether a response could be judged. `TIMEOUT` and `ERROR` are missing data, not wrong answers."""

    OK = "ok"
    """Judged: an answer was read and is right or wrong."""
    NO_ANSWER = "no_answer"
    """Judged: the response holds no answer in the format that the prompt asks for."""
    INVALID = "invalid"
    """Judged: an answer is there but cannot be read as one (malformed, too long, contradictory)."""
    TIMEOUT = "timeout"
    """Not judged: the verifier (not the candidate) ran out of time. Masked out of training and counted."""
    ERROR = "error"
    """Not judged: the verifier failed. Masked out of training and counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a verifier says about one response. All fields are plain data, equal inputs give equal verdicts."""

    reward: float
    """In [0, 1]."""
    solved: bool
    """The strict success flag that pass@k and dynamic sampling use."""
    status: Status = Status.OK
    """Whether the response could be judged."""
    extracted: str = ""
    """What was read as the answer, "" if nothing."""
    parts: Mapping[str, float] = field(default_factory=dict)
    """Named components of the reward, e.g. one per constraint or test case."""
    reason: str = ""
    """One line for people."""

    def __post_init__(self) -> None:
        """Check our own verifiers: a reward outside [0, 1] or a NaN is a bug."""
        assert 0.0 <= self.reward <= 1.0, f"reward {self.reward} is outside [0, 1]"
        assert not self.solved or self.reward == 1.0, f"solved with reward {self.reward}"

    @property
    def gradeable(self) -> bool:
        """False for a verifier's own timeout or error: then the reward says nothing."""
        return self.status not in (Status.TIMEOUT, Status.ERROR)


def right(extracted: str, **parts: float) -> Verdict:
    """Full reward."""
    return Verdict(reward=1.0, solved=True, extracted=extracted, parts=parts, reason="correct")


def wrong(extracted: str, reason: str = "wrong answer", **parts: float) -> Verdict:
    """An answer was read and it is not right: reward 0."""
    return Verdict(reward=0.0, solved=False, extracted=extracted, parts=parts, reason=reason)


def unread(status: Status, reason: str, extracted: str = "") -> Verdict:
    """Reward 0 with a status other than OK."""
    return Verdict(reward=0.0, solved=False, status=status, extracted=extracted, reason=reason)
