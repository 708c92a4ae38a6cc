"""Checks of the items: equal everywhere, JSON-safe, disjoint between splits, different between seeds."""

import json
from collections import Counter
from dataclasses import asdict
from typing import Any

from prorl.envs.seeding import SPLITS
from prorl.envs.task import Problem
from prorl.registry.episodes import play
from prorl.registry.floors import FLOOR_SEED, ORACLE_SEED, Measured, surely_above
from prorl.registry.subject import CheckError, Subject
from prorl.registry.twins import WorkerError

TWIN_ITEMS = 10
JSON_ITEMS = 10
WRONG = ("", "<answer>0</answer>", "<answer>nan</answer>", "\\boxed{1}", "```python\nprint(1)\n```")
PARTS = ("item", "oracle response", "verdict")
CHANCE = 0.05


def check_twins(subject: Subject) -> str:
    """Item, oracle response and verdicts are equal in two processes with different hash seeds and orders."""
    items = min(subject.items, TWIN_ITEMS)
    for level in subject.levels:
        for split in SPLITS:
            fields: dict[str, Any] = {"split": split, "seed": 8, "items": items, "wrong": WRONG}
            try:
                left, right = subject.twins.both(subject.request("fingerprint", level, **fields))
            except WorkerError as failure:
                raise CheckError(f"level {level}, {split}: a child process failed: {failure}") from None
            for index, (one, other) in enumerate(zip(left, right, strict=True)):
                differ = [part for part, a, b in zip(PARTS, one, other, strict=True) if a != b]
                if differ:
                    raise CheckError(f"level {level}, {split} item {index}: another {differ[0]} in another process")
    return f"{items} items of each level and split are equal in two processes"


def check_json(subject: Subject, measured: list[Measured]) -> str:
    """A Problem that went through JSON gets the same verdicts."""
    for level, responses in zip(subject.levels, (m.responses for m in measured), strict=True):
        env = subject.env(level=level)
        for index in range(min(subject.items, JSON_ITEMS)):
            env.reset(seed=9, options={"index": index})
            said = _transcript(env)
            again = Problem(**json.loads(json.dumps(asdict(env.problem))))
            if env.task.oracle(again) != said[0]:
                raise CheckError(f"level {level}: the oracle says something else after a JSON round trip")
            for turns in (said, (responses[0],), (responses[-1],), *((text,) for text in WRONG)):
                if env.task.verify(again, *turns) != env.task.verify(env.problem, *turns):
                    raise CheckError(f"level {level}: another verdict after a JSON round trip")
    return "equal verdicts after a JSON round trip"


def _transcript(env: Any) -> tuple[str, ...]:
    """What the oracle says, turn by turn."""
    said: list[str] = []

    def respond(env: Any, seen: str) -> str:
        said.append(env.oracle())
        return said[-1]

    play(env, "oracle", respond)
    return tuple(said)


def check_splits(measured: list[Measured]) -> str:
    """No item of one split appears in the other."""
    counted = 0
    for m in measured:
        seen: dict[str, set[str]] = {split: set() for split in SPLITS}
        for (_, split), items in m.streams.items():
            seen[split].update(items)
        both = seen["train"] & seen["eval"]
        if both:
            raise CheckError(f"level {m.row.level}: {len(both)} items are in both splits")
        counted += sum(map(len, seen.values()))
    return f"{counted} different items, none in both splits"


def check_streams(measured: list[Measured]) -> str:
    """Neighbouring seeds do not walk through the same items, be it with an offset."""
    for offset in range(-2, 3):
        same, pairs, chance = 0, 0, CHANCE
        for m in measured:
            for split in SPLITS:
                one, other = m.streams[ORACLE_SEED, split], m.streams[FLOOR_SEED, split]
                aligned = list(zip(one[max(0, -offset) :], other[max(0, offset) :], strict=False))
                same += sum(a == b for a, b in aligned)
                pairs += len(aligned)
                chance = max(chance, _chance((*one, *other)))
        if chance < 1 and surely_above(same / max(1, pairs), chance, pairs):
            raise CheckError(f"seeds s and s+1 share {same} of {pairs} items at an offset of {offset}")
    return "neighbouring seeds share no more items than chance has it"


def _chance(items: tuple[str, ...]) -> float:
    """The chance that two draws are equal, from how often items repeat: few items exist at an easy level."""
    pairs = len(items) * (len(items) - 1)
    return sum(n * (n - 1) for n in Counter(items).values()) / max(1, pairs)
