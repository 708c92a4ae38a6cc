"""From stored responses to one `Tally` an item."""

from collections import Counter
from collections.abc import Iterable, Iterator

from prorl.envs.seeding import digest
from prorl.envs.verdict import Status
from prorl.train.measure.store import Answered, Stored
from prorl.train.measure.tally import Tally

LONGEST_ANSWER = 80
"""Characters; longer answers, programs say, are counted by their hash."""
ANSWERLESS = (Status.NO_ANSWER, Status.INVALID)


def tally_of(answered: Answered, level: int | None) -> Tally:
    """Counts over all samples of an item.

    Args:
        answered: the item and its responses.
        level: the level that the evaluation fixed, `None` for the environment's mix.

    Example: two samples gave a response that is right and one a response without an answer: judged 3, solved 2,
    no_answer 1, answers (("12", 2, True),).
    """
    judged = [stored for stored in answered.responses if stored.verdict.gradeable]
    return Tally(
        env_id=answered.item.env_id,
        level=level,
        item=answered.item.hash,
        judged=_samples(judged),
        solved=_samples(s for s in judged if s.verdict.solved),
        truncated=sum(len(s.truncated) for s in answered.responses),
        ungradeable=_samples(s for s in answered.responses if not s.verdict.gradeable),
        no_answer=_samples(s for s in judged if s.verdict.status in ANSWERLESS),
        reward=sum(s.verdict.reward * len(s.samples) for s in judged),
        tokens=sum(sum(s.tokens) for s in answered.responses),
        surprisal=-sum(sum(s.logprobs) for s in answered.responses),
        answers=_answers(judged),
    )


def _samples(stored: Iterable[Stored]) -> int:
    return sum(len(one.samples) for one in stored)


def _answers(judged: Iterable[Stored]) -> tuple[tuple[str, int, bool], ...]:
    counts: Counter[tuple[str, bool]] = Counter()
    for stored in judged:
        if stored.verdict.status not in ANSWERLESS:
            counts[_short(stored.verdict.extracted), stored.verdict.solved] += len(stored.samples)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((answer, count, solved) for (answer, solved), count in ordered)


def _short(answer: str) -> str:
    return answer if len(answer) <= LONGEST_ANSWER else f"#{digest('answer', answer):032x}"[:17]


def tallies(many: Iterable[Answered], level: int | None) -> Iterator[Tally]:
    """One an item, in order."""
    return (tally_of(answered, level) for answered in many)
