"""The conformance kit: every environment comes with its proof.

`check("prorl/sort-digits-v0")` plays the oracle and a collection of answers that need no skill, attacks the
verifier in a process that can be killed, and compares items and verdicts between processes.
"""

import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from prorl.registry.checks_api import (
    check_declaration,
    check_first_info,
    check_global_state,
    check_gymnasium,
    check_pickle,
    check_spec,
)
from prorl.registry.checks_items import check_json, check_splits, check_streams, check_twins
from prorl.registry.entry import EnvEntry
from prorl.registry.episodes import Episode
from prorl.registry.errors import UserError
from prorl.registry.floors import Measured, best_policy, measure_level, surely_above
from prorl.registry.hostile import hostile_responses
from prorl.registry.make import build
from prorl.registry.probes import take_apart
from prorl.registry.report import Report, Result
from prorl.registry.subject import Check, CheckError, Subject, one_line, try_check
from prorl.registry.table import TABLE
from prorl.registry.twins import Twins, WorkerError

LIMIT_MS = 2000.0
"""Mean milliseconds that a reset, and an oracle's episode, may take at any level."""
READABLE = 0.5
"""What copying from one fixed place of the prompt may earn before it counts as a leak."""
CHECKS: dict[str, Check] = {
    "declaration": check_declaration,
    "gymnasium": check_gymnasium,
    "first info": check_first_info,
    "spec": check_spec,
    "pickle": check_pickle,
    "global rng": check_global_state,
    "two processes": check_twins,
}


def check(env_id: str, items: int = 100, levels: Sequence[int] | None = None, twins: Twins | None = None) -> Report:
    """Try to prove that an environment keeps the contract.

    Args:
        env_id: a registered id.
        items: items tried at each level; over 1.
        levels: the levels to go through, `None` for all that the task declares as tested.
        twins: a running pair of processes, to share between many calls; `None` starts one for this call.

    Raises:
        UserError: for fewer than 2 items, which cannot come from both splits.
        UnknownEnv: if no such id is registered. What is wrong with the environment itself is in the report.
    """
    entry = TABLE.entry(env_id)
    if items < 2:
        raise UserError(f"items must be an int >= 2, half of them for each split, got {items}")
    made = try_check("make", lambda: str(list(_levels(entry, levels))))
    if not made.passed:
        return _report(entry, items, [made], [])
    with ExitStack() as stack:
        pair = twins or stack.enter_context(Twins())
        subject = Subject(entry=entry, levels=_levels(entry, levels), items=items, twins=pair)
        results = [try_check(name, partial(function, subject)) for name, function in CHECKS.items()]
        measured: list[Measured] = []
        results.append(try_check("generate", lambda: _measure(subject, measured)))
        if results[-1].passed:
            results += _judge(subject, measured)
    return _report(entry, items, results, measured)


def _report(entry: EnvEntry, items: int, results: Iterable[Result], measured: Iterable[Measured]) -> Report:
    rows = tuple(m.row for m in measured)
    return Report(env_id=entry.id, declared_floor=entry.floor, items=items, results=tuple(results), rows=rows)


def _levels(entry: EnvEntry, levels: Sequence[int] | None) -> tuple[int, ...]:
    scale = build(entry).task.levels
    return tuple(scale.tested() if levels is None else map(scale.check, levels))


def _measure(subject: Subject, measured: list[Measured]) -> str:
    for level in subject.levels:
        measured.append(measure_level(subject.entry, level, subject.items))
    return f"{subject.items} items at each of {len(subject.levels)} levels"


def _judge(subject: Subject, measured: list[Measured]) -> list[Result]:
    """The results that follow from the episodes played."""
    attacked: list[Episode] = []
    results = [
        try_check("oracle", lambda: _judge_oracle(measured)),
        try_check("floor", lambda: _judge_floor(subject, measured)),
        try_check("leak", lambda: _judge_leak(subject, measured)),
        try_check("speed", lambda: _judge_speed(measured)),
        try_check("splits", lambda: check_splits(measured)),
        try_check("streams", lambda: check_streams(measured)),
        try_check("json", lambda: check_json(subject, measured)),
        try_check("attacks", lambda: _attack(subject, measured, attacked)),
    ]
    played = [e for m in measured for e in (*m.oracle, *m.probes, *m.readings)] + attacked
    return [
        *results,
        try_check("step", lambda: _judge_steps(subject, played)),
        try_check("verifier", lambda: _judge_verifier(played)),
    ]


def _judge_oracle(measured: list[Measured]) -> str:
    episodes = [episode for m in measured for episode in m.oracle]
    for episode in episodes:
        if episode.reward != 1.0 or not episode.solved:
            why = episode.faults[0] if episode.faults else f"{episode.status}: {episode.reason}"
            raise CheckError(f"level {episode.level}: the oracle earns {episode.reward:g} ({why})")
    return f"earns 1 and solves all {len(episodes)} items"


def _judge_floor(subject: Subject, measured: list[Measured]) -> str:
    for m in measured:
        if surely_above(m.row.floor, subject.entry.floor, subject.items):
            earned = f"{m.row.probe} earns {m.row.floor:.3f}"
            raise CheckError(f"level {m.row.level}: {earned}, declared {subject.entry.floor:g}")
    top = max(measured, key=lambda m: m.row.floor).row
    best = f" ({top.probe}, level {top.level})" if top.probe else ""
    return f"at most {top.floor:.3f}{best}, declared {subject.entry.floor:g}"


def _judge_leak(subject: Subject, measured: list[Measured]) -> str:
    allowed = max(READABLE, subject.entry.floor)
    best = max((best_policy(m.readings) for m in measured), default=(0.0, ""))
    pooled = best_policy(e for m in measured for e in m.readings)
    for (mean, place), count in ((best, subject.items), (pooled, subject.items * len(measured))):
        if surely_above(mean, allowed, count):
            raise CheckError(f"copying what the prompt shows {place} earns {mean:.3f}")
    return f"copying from the prompt earns at most {best[0]:.3f}{' ' * bool(best[1])}{best[1]}"


def _judge_speed(measured: list[Measured]) -> str:
    for row in (m.row for m in measured):
        for what, ms in (("a reset", row.generate_ms), ("a verdict", row.verify_ms)):
            if ms > LIMIT_MS:
                raise CheckError(f"level {row.level}: {what} takes {ms:.0f} ms on average, over {LIMIT_MS:.0f}")
    slowest = (max(m.row.generate_ms for m in measured), max(m.row.verify_ms for m in measured))
    return "a reset takes at most {:.2f} ms, a verdict {:.2f} ms".format(*slowest)


def _attack(subject: Subject, measured: list[Measured], attacked: list[Episode]) -> str:
    """Give the hostile responses, at the lowest and highest level, to a verifier that can be killed."""
    with tempfile.TemporaryDirectory() as folder:
        canary = Path(folder) / "canary"
        ends = {m.row.level: m for m in (measured[0], measured[-1])}
        for level, m in ends.items():
            for name, response in hostile_responses(take_apart(m.responses[0]), canary).items():
                attacked.append(_attack_once(subject, level, name, response))
                if canary.exists():
                    raise CheckError(f"level {level}: {name!r} was executed: it created a file")
                if attacked[-1].reward > 0 and attacked[-1].solved:
                    raise CheckError(f"level {level}: {name!r} solves an item")
    return f"{len(attacked)} hostile responses: none executed, none endless, none right"


def _attack_once(subject: Subject, level: int, name: str, response: str) -> Episode:
    request = subject.request("play", level, seed=11, index=0, name=name, response=response)
    try:
        answer = subject.twins.one(request)
    except WorkerError as failure:
        raise CheckError(f"level {level}: {name!r} was judged by a process that failed: {failure}") from None
    return Episode(**(answer | {"faults": tuple(answer["faults"])}))


def _judge_steps(subject: Subject, played: list[Episode]) -> str:
    for episode in played:
        if episode.faults:
            raise CheckError(f"level {episode.level}, {episode.policy}: {episode.faults[0]}")
        if subject.entry.reward == "binary" and (episode.reward not in (0.0, 1.0) or episode.solved != episode.reward):
            raise CheckError(f"level {episode.level}, {episode.policy}: reward {episode.reward} though declared binary")
    return f"{len(played)} episodes: rewards in [0, 1], exactly the documented info"


def _judge_verifier(played: list[Episode]) -> str:
    for episode in played:
        if episode.status == "error":
            raise CheckError(f"level {episode.level}, {episode.policy}: {one_line(episode.reason)}")
    return f"judged {len(played)} episodes without failing"
