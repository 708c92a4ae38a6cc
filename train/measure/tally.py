"""`Tally`: what all responses of one model to one item came to, as counts. Every statistic starts from these."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Answers = tuple[tuple[str, int, bool], ...]
"""(answer that was read, how many responses gave it, whether it is solved), most frequent first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """Counts over the responses of one model to one item.

    A response is *judged* if its verdict means something; the others (`Status.TIMEOUT`, `Status.ERROR`) are
    `ungradeable` and count nowhere else but in `truncated`, `tokens` and `surprisal`. A prompt that did not fit the
    context counts as judged, not solved and without an answer.

    Example: eight responses, one of which broke the verifier; three read "12" (right), three "13", one held no answer:
        Tally(env_id="prorl/add-v0", level=3, item="9f2c", judged=7, solved=3, ungradeable=1, no_answer=1,
              reward=3.0, tokens=160, answers=(("12", 3, True), ("13", 3, False)))
    """

    env_id: str
    """The environment."""
    level: int | None
    """Its level where the evaluation fixed one, else `None`."""
    item: str
    """Content hash of the item: the same item in two evaluations has the same one."""
    judged: int
    """n: responses that could be judged."""
    solved: int
    """c: how many of those solved the item, by the strict flag of the verdict."""
    truncated: int = 0
    """Responses, judged or not, that ran into the token limit."""
    ungradeable: int = 0
    """Responses that could not be judged."""
    no_answer: int = 0
    """Judged responses from which no answer could be read (`Status.NO_ANSWER` and `Status.INVALID`)."""
    reward: float = 0.0
    """Sum of the rewards of the judged responses: at least `solved` where solved means a reward of 1."""
    tokens: int = 0
    """Sampled tokens of all responses."""
    surprisal: float = 0.0
    """-sum of the log-probabilities of all sampled tokens in nats, of the distribution sampled from."""
    answers: Answers = ()
    """Answers of the judged responses that hold one, each with its number of responses; a (answer, solved) pair occurs
    once. Long answers may be digests: they are compared, and shown, but never judged again."""

    def __post_init__(self) -> None:
        """Check whoever counted."""
        assert 0 <= self.solved <= self.judged, f"{self.solved} solved of {self.judged} judged"
        assert 0 <= self.no_answer <= self.judged, f"{self.no_answer} without answer of {self.judged} judged"
        assert self.ungradeable >= 0, f"{self.ungradeable} ungradeable"
        assert 0 <= self.truncated <= self.sampled, f"{self.truncated} truncated of {self.sampled}"
        voted = sum(count for _, count, _ in self.answers)
        assert voted <= self.judged, f"{voted} answers of {self.judged} judged"

    @property
    def sampled(self) -> int:
        """All responses, judged or not."""
        return self.judged + self.ungradeable

    @property
    def answered(self) -> int:
        """Judged responses that hold an answer."""
        return self.judged - self.no_answer

    @property
    def name(self) -> str:
        """The environment as reports write it: `id`, or `id@level`."""
        return self.env_id if self.level is None else f"{self.env_id}@{self.level}"

    @property
    def key(self) -> tuple[str, str]:
        """(name, item): equal for the tallies of two models over the same item."""
        return self.name, self.item


def by_env(tallies: Iterable[Tally]) -> dict[str, tuple[Tally, ...]]:
    """The tallies of every environment, by name, names and items sorted.

    Raises:
        ValueError: for two tallies of the same item: join them with `joined` first.
    """
    found: dict[str, list[Tally]] = {}
    for tally in sorted(tallies, key=lambda tally: tally.key):
        row = found.setdefault(tally.name, [])
        if row and row[-1].item == tally.item:
            raise ValueError(f"item {tally.item} of {tally.name} is tallied twice: join its tallies first")
        row.append(tally)
    return {name: tuple(row) for name, row in found.items()}


def joined(parts: Iterable[Tally]) -> tuple[Tally, ...]:
    """One tally an item from those of several shards or rounds of sampling, in the order of `by_env`.

    Example: 4 judged, 1 solved and 4 judged, 2 solved of one item give 8 judged, 3 solved.
    """
    groups: dict[tuple[str, str], list[Tally]] = {}
    for tally in parts:
        groups.setdefault(tally.key, []).append(tally)
    return tuple(_sum(groups[key]) for key in sorted(groups))


def paired(first: Iterable[Tally], second: Iterable[Tally]) -> tuple[tuple[Tally, Tally], ...]:
    """The tallies of the items that both hold, (of first, of second), in the order of `by_env`."""
    left = {tally.key: tally for row in by_env(first).values() for tally in row}
    right = {tally.key: tally for row in by_env(second).values() for tally in row}
    return tuple((left[key], right[key]) for key in sorted(left.keys() & right.keys()))


def _sum(parts: Sequence[Tally]) -> Tally:
    counts: dict[tuple[str, bool], int] = {}
    for part in parts:
        for answer, count, solved in part.answers:
            counts[answer, solved] = counts.get((answer, solved), 0) + count
    answers = sorted(((answer, count, solved) for (answer, solved), count in counts.items()), key=_most_first)
    return Tally(
        env_id=parts[0].env_id,
        level=parts[0].level,
        item=parts[0].item,
        judged=sum(part.judged for part in parts),
        solved=sum(part.solved for part in parts),
        truncated=sum(part.truncated for part in parts),
        ungradeable=sum(part.ungradeable for part in parts),
        no_answer=sum(part.no_answer for part in parts),
        reward=sum(part.reward for part in parts),
        tokens=sum(part.tokens for part in parts),
        surprisal=sum(part.surprisal for part in parts),
        answers=tuple(answers),
    )


def _most_first(row: tuple[str, int, bool]) -> tuple[int, str, bool]:
    answer, count, solved = row
    return -count, answer, solved
