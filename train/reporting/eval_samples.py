"""The samples of an evaluation, out of its store: each different response to an item once."""

import copy
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from prorl.envs.data_file import DataError
from prorl.envs.seeding import digest
from prorl.envs.text_env import TextEnv
from prorl.registry.errors import UserError
from prorl.train.measure.evaluation import Evaluation
from prorl.train.measure.items import Item, open_env
from prorl.train.measure.store import Answered, Stored
from prorl.train.reporting.choosing import Choice
from prorl.train.reporting.samples import BUDGET, MOST_SAMPLES, Sample, Samples, shortened


def eval_samples(evaluation: Evaluation, most: int = MOST_SAMPLES) -> Samples:
    """An even choice over targets, models and outcomes; the store is read once, in bounded memory."""
    targets = _targets(evaluation)
    choice: Choice[tuple[Item, Sample]] = Choice(most)
    outcomes: Counter[tuple[str, str]] = Counter()
    for model in evaluation.plan.models:
        for answered in evaluation.answered(model.label):
            item, target = answered.item, targets[answered.item.key]
            for stored, sample in _samples(answered, target, model.label):
                outcomes[target, sample.outcome] += sample.times
                key = digest("sample", model.label, item.key, stored.hash)
                choice.add((target, model.label, sample.outcome), key, (item, sample))
    replies = _Replies(evaluation)
    chosen = choice.chosen(lambda pair: pair[1].size, BUDGET)
    return Samples(
        shown=tuple(_shown(item, sample, replies) for item, sample in chosen),
        total=choice.total,
        given=sum(outcomes.values()),
        outcomes=tuple((target, name, count) for (target, name), count in outcomes.items()),
        unit="different responses",
    )


def _targets(evaluation: Evaluation) -> dict[str, str]:
    """Item -> the first of the targets that it belongs to."""
    found: dict[str, str] = {}
    for item in evaluation.items:
        found.setdefault(item.key, item.target)
    return found


def _samples(answered: Answered, target: str, model: str) -> Iterator[tuple[Stored, Sample]]:
    item = answered.item
    for stored in answered.responses:
        verdict = stored.verdict
        yield (
            stored,
            Sample(
                env=target,
                model=model,
                level=item.level,
                item=item.hash,
                prompt=shortened(item.problem.prompt),
                turns=stored.text if len(stored.text) > 1 else tuple(map(shortened, stored.text)),
                extracted=shortened(verdict.extracted),
                reason=shortened(verdict.reason),
                status=str(verdict.status),
                solved=verdict.solved,
                reward=verdict.reward,
                tokens=round(sum(stored.tokens) / max(len(stored.tokens), 1)),
                truncated=bool(stored.truncated),
                times=len(stored.samples),
            ),
        )


def _shown(item: Item, sample: Sample, replies: "_Replies") -> Sample:
    """With the environment's answers between the responses."""
    turns: list[str] = []
    said = replies.of(item, sample.turns)
    for place, response in enumerate(sample.turns):
        turns.append(shortened(response))
        turns += [shortened(reply) for reply in said[place : place + 1]]
    return replace(sample, turns=tuple(turns))


class _Replies:
    """What the environments say between the responses; it follows from the item and the responses."""

    def __init__(self, evaluation: Evaluation):
        self._targets = {target.env_id: target for target in evaluation.plan.targets}
        self._envs: dict[str, TextEnv | None] = {}

    def of(self, item: Item, responses: Sequence[str]) -> tuple[str, ...]:
        """One for each response but the last; "" where the environment cannot be opened any more."""
        if len(responses) < 2:
            return ()
        if item.env_id not in self._envs:
            self._envs[item.env_id] = self._opened(item.env_id)
        env = copy.copy(self._envs[item.env_id])
        if env is None or env.task.reply is None:
            return ("",) * (len(responses) - 1)
        return tuple(_reply(env, item, responses[: place + 1]) for place in range(len(responses) - 1))

    def _opened(self, env_id: str) -> TextEnv | None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # without its data set an environment can still answer
                return open_env(replace(self._targets[env_id], level=None))
        except (UserError, DataError):
            return None


def _reply(env: TextEnv, item: Item, responses: Sequence[str]) -> str:
    """What the environment says now; "" where it fails, as one of another version may with a stored item."""
    assert env.task.reply is not None
    try:
        return env.task.reply(item.problem, *responses) or ""
    except Exception:
        return ""
