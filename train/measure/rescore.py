"""Judging stored responses again, with the verifiers of today, without sampling: block by block, in bounded memory."""

import copy
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from prorl.envs.batch import judge_all
from prorl.envs.text_env import TextEnv
from prorl.envs.verdict import Verdict
from prorl.registry.errors import UserError
from prorl.train.measure.items import Item
from prorl.train.measure.shards import Ledger, Row, ShardWriter, ledgers
from prorl.train.measure.store import item_from, verdict_from, verdict_row

MOST_ITEMS = 256
"""Problems kept in memory."""


@dataclass(kw_only=True, slots=True)
class Changes:
    """What judging again came to."""

    responses: int = 0
    """Different responses that were judged."""
    samples: int = 0
    """Samples that gave them, or gave one that was judged in an earlier block."""
    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(environment, how its verdict changed) -> how many different responses."""
    verifiers: dict[str, dict[str, None]] = field(default_factory=dict)
    """Environment -> names of the verifiers that had judged before, then of the one that does now."""


def rescore(folder: Path, envs: Mapping[str, TextEnv], said: Callable[[int], None] | None = None) -> Changes:
    """Judge all responses of a model again; each shard's verdicts change all at once, or not at all.

    Args:
        folder: of the model's shards.
        envs: by id: they judge.
        said: told how many samples are done, block after block.

    Raises:
        UserError: if a response belongs to another environment, a shard is being written, or a file is damaged.
    """
    changes = Changes()
    for ledger in ledgers(folder):
        name = ledger.path.name.partition(".")[0]
        generation = int(ledger.data.name.removeprefix(f"{name}.").partition(".")[0])
        with ShardWriter(folder, name, generation + 1, pending=True) as writer:
            judge = _Judge(ledger, envs, changes)
            for number, block in enumerate(ledger.blocks):
                before = changes.samples
                writer.append(judge.block(number), block.samples)
                if said is not None:
                    said(changes.samples - before)
            writer.replace(ledger.data)
    return changes


class _Judge:
    """Judges the blocks of one shard."""

    def __init__(self, ledger: Ledger, envs: Mapping[str, TextEnv], changes: Changes):
        self._ledger, self._envs, self._changes = ledger, envs, changes
        self._items: dict[str, Item] = {}

    def block(self, number: int) -> list[Row]:
        """The rows of a block with new verdicts."""
        rows = self._ledger.read(number)
        for row in rows:
            if "item" in row:
                self._keep(item_from(row))
        old = [row for row in rows if "text" in row]
        judged = [row for row in old if row["text"]]
        envs = list(self._asked(judged))
        for row, env, verdict in zip(judged, envs, judge_all(envs), strict=True):
            self._count(row, env, verdict)
            row["verdict"], row["verifier"] = verdict_row(verdict), env.task.verifier
        self._changes.responses += len(old)
        self._changes.samples += sum(len(row["samples"]) for row in rows if "of" in row)
        return rows

    def _asked(self, rows: list[Row]) -> Iterator[TextEnv]:
        """An environment for each response, after its last turn."""
        for row in rows:
            item = self._item(row["of"])
            env = copy.copy(self._envs[item.env_id])
            env.resume(item.problem, item.level, row["text"], [""] * (len(row["text"]) - 1))
            yield env

    def _count(self, row: Row, env: TextEnv, verdict: Verdict) -> None:
        was = verdict_from(row["verdict"])
        self._changes.verifiers.setdefault(env.env_id, {}).update({row["verifier"]: None, env.task.verifier: None})
        if verdict.solved != was.solved:
            self._changes.verdicts[env.env_id, "solved now" if verdict.solved else "no longer solved"] += 1
        elif (verdict.status, verdict.reward) != (was.status, was.reward):
            self._changes.verdicts[env.env_id, "with another status or reward"] += 1

    def _keep(self, item: Item) -> None:
        if item.env_id not in self._envs:
            raise UserError(f"{self._ledger.path}: responses to {item.env_id}, which the evaluation does not have")
        while len(self._items) >= MOST_ITEMS:
            del self._items[next(iter(self._items))]
        self._items[item.key] = item

    def _item(self, key: str) -> Item:
        """An item, read again from the block that describes it if it was let go."""
        if key not in self._items:
            first = next(number for number, block in enumerate(self._ledger.blocks) if key in block.samples)
            self._keep(next(item_from(row) for row in self._ledger.read(first) if row.get("item") == key))
        return self._items[key]
