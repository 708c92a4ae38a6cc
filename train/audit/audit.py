"""The audit of a folder: a run, an evaluation, or a run with its evaluation."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from prorl.registry.errors import UserError
from prorl.registry.table import TABLE
from prorl.train.audit.choosing import Choice
from prorl.train.audit.constants import Constants
from prorl.train.audit.copies import Copies
from prorl.train.audit.counts import count_findings
from prorl.train.audit.disagreement import disagreement
from prorl.train.audit.diversity import falling_diversity
from prorl.train.audit.drift import drift, truncation, ungradeable
from prorl.train.audit.finding import Check, Finding, Severity
from prorl.train.audit.judging import Judge, Rejudged
from prorl.train.audit.patterns import Patterns
from prorl.train.audit.recent import Recent, with_examples
from prorl.train.audit.rewards import reward_findings
from prorl.train.audit.series import Series
from prorl.train.audit.several import Several
from prorl.train.audit.shortest import Shortest
from prorl.train.audit.visits import TRAINING, VALIDATION, EvaluationSource, RunSource, Source, Visit
from prorl.train.audit.watcher import Place, Watcher
from prorl.train.measure.evaluation import load_evaluation
from prorl.train.measure.plan import is_evaluation
from prorl.train.run_log import MARKS, RunLog, read_run

OWN = "evaluation"
"""The folder inside a run that `prorl-eval` writes."""
_WATCHERS = (Constants, Copies, Shortest, Several, Patterns)
_ORDER = {check: place for place, check in enumerate(Check)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Audit:
    """What was found, and in what."""

    name: str
    """Of the folder."""
    read: Mapping[str, int]
    """Place to number of responses that were looked at."""
    rejudged: tuple[Rejudged, ...]
    """By place and environment."""
    findings: tuple[Finding, ...]
    """What is wrong first."""
    notes: tuple[str, ...]
    """What could not be looked at."""

    @property
    def wrong(self) -> int:
        """Number of findings that are wrong."""
        return sum(one.severity == Severity.WRONG for one in self.findings)


def audit(folder: Path, *, evaluations: Sequence[Path] = (), rejudge: int = 100) -> Audit:
    """Look through a folder; nothing in it changes.

    Dumps and stored responses are read twice, one item at a time.

    Args:
        folder: a run's or an evaluation's.
        evaluations: more folders of evaluations; that inside a run is found by itself.
        rejudge: winners of each environment that are judged again, and a quarter as many losers; 0 for none.

    Raises:
        UserError: if a folder holds neither, or a file is damaged.
    """
    is_run = any((folder / mark).is_file() for mark in MARKS)
    if not is_run and not is_evaluation(folder):
        raise UserError(f"{folder} is neither a run nor an evaluation: name a folder such as runs/NAME")
    own = [path for path in (folder, folder / OWN) if is_evaluation(path)]
    places = list({path.resolve(): path for path in (*own, *evaluations)}.values())
    parts = ([_of_run(folder, rejudge)] if is_run else []) + [
        part for path in places for part in _of_evaluation(path, rejudge)
    ]
    return Audit(
        name=folder.resolve().name,
        read={where: count for part in parts for where, count in part.read.items()},
        rejudged=tuple(one for part in parts for one in part.rejudged),
        findings=tuple(sorted((one for part in parts for one in part.findings), key=_rank)),
        notes=tuple(note for part in parts for note in part.notes),
    )


def _rank(one: Finding) -> tuple[bool, int, str, str]:
    return one.severity != Severity.WRONG, _ORDER[one.check], one.env, one.where


class _Reading:
    """One going through a source: detectors by place and environment, series by the same, and the choice."""

    def __init__(self, last_step: int, rejudge: int):
        self.read: dict[str, int] = {}
        self.series: dict[tuple[str, str], Series] = {}
        self.recent: dict[tuple[str, str], Recent] = {}
        self.choice = Choice(rejudge)
        self._watchers: dict[tuple[str, str], list[Watcher]] = {}
        self._steps: dict[tuple[str, str], int | None] = {}
        self._last_step = last_step

    def go_through(self, source: Source) -> None:
        """See every visit once."""
        for number, visit in enumerate(source.visits()):
            self.read[visit.where] = self.read.get(visit.where, 0) + sum(one.times for one in visit.given)
            key = (visit.where, visit.env_id)
            self.series.setdefault(key, Series(self._last_step)).add(visit)
            self.recent.setdefault(key, Recent()).see(visit)
            self.choice.see(number, visit)
            for watcher in self._watching(key, visit):
                watcher.see(visit)

    def _watching(self, key: tuple[str, str], visit: Visit) -> list[Watcher]:
        """Detectors of a place. Validations ask the same items each time: only the last one's are kept."""
        renewed = visit.where == VALIDATION and self._steps.get(key) != visit.step
        if key not in self._watchers or renewed:
            place = place_of(*key)
            self._watchers[key] = [watcher(place) for watcher in _WATCHERS]
            self._steps[key] = visit.step
        return self._watchers[key]

    @property
    def findings(self) -> list[Finding]:
        """Of the detectors."""
        return [one for watchers in self._watchers.values() for watcher in watchers for one in watcher.findings()]

    def recent_of(self, finding: Finding) -> Recent | None:
        """The latest responses of what a finding is about: of training where it is about both."""
        env = finding.env.partition("@")[0]
        return self.recent.get((finding.where, env)) or self.recent.get((TRAINING, env))


def place_of(where: str, env_id: str) -> Place:
    """What is declared about an environment, if it is installed."""
    try:
        entry = TABLE.entry(env_id)
    except UserError:
        return Place(where=where, env_id=env_id, domain="", floor=None)
    return Place(where=where, env_id=env_id, domain=entry.domain, floor=entry.floor)


def _floor(env_id: str) -> float | None:
    return place_of("", env_id).floor


def _of_run(folder: Path, rejudge: int) -> Audit:
    log = read_run(folder)
    source = RunSource(folder, _seed(log))
    reading = _Reading(source.last_step, rejudge)
    reading.go_through(source)
    torn = source.torn
    rejudged = Judge().judge(source, reading.choice) if rejudge else []
    findings = drift(log.metrics) + reward_findings(log.metrics, reading.series, _floor) + reading.findings
    for (where, env), series in reading.series.items():
        findings += _trends(series, where, env)
    findings = [with_examples(one, reading.recent_of(one)) for one in findings]
    return Audit(
        name=log.name,
        read={where: reading.read[where] for where in (TRAINING, VALIDATION) if where in reading.read},
        rejudged=tuple(rejudged),
        findings=tuple(findings + disagreement(rejudged)),
        notes=(*log.notes, *_notes(torn, reading, rejudged)),
    )


def _trends(series: Series, where: str, env: str) -> list[Finding]:
    return [
        *falling_diversity(series, where, env),
        *truncation(series.trend(lambda one: one.truncated, lambda one: one.sampled), where, env),
        *ungradeable(series.trend(lambda one: one.sampled - one.judged, lambda one: one.sampled), where, env),
    ]


def _of_evaluation(folder: Path, rejudge: int) -> list[Audit]:
    """One for each model, and one for the counts."""
    evaluation = load_evaluation(folder)
    name = folder.resolve().name
    parts = [
        Audit(name=name, read={}, rejudged=(), findings=tuple(count_findings(evaluation, name)), notes=()),
    ]
    for model in evaluation.plan.models:
        source = EvaluationSource(evaluation, model.label, f"{name}, {model.label}")
        reading = _Reading(0, rejudge)
        reading.go_through(source)
        rejudged = Judge().judge(source, reading.choice) if rejudge else []
        part = Audit(
            name=name,
            read=reading.read,
            rejudged=tuple(rejudged),
            findings=tuple(reading.findings + disagreement(rejudged)),
            notes=tuple(_notes(0, reading, rejudged)),
        )
        parts.append(part)
    return _without_doubles(parts)


def _without_doubles(parts: list[Audit]) -> list[Audit]:
    """The counts' constants are left to the detector that shows responses, where it has found them too."""
    seen = {(one.where, one.env) for part in parts[1:] for one in part.findings if one.check == Check.CONSTANT}
    kept = [one for one in parts[0].findings if one.check != Check.CONSTANT or (one.where, one.env) not in seen]
    return [replace(parts[0], findings=tuple(kept)), *parts[1:]]


def _seed(log: RunLog) -> int:
    try:
        seed = tomllib.loads(log.config).get("run", {}).get("seed", 0)
    except tomllib.TOMLDecodeError:
        return 0
    return seed if isinstance(seed, int) else 0


def _notes(torn: int, reading: _Reading, rejudged: Sequence[Rejudged]) -> list[str]:
    notes = [f"rollouts: {torn} {'line' if torn == 1 else 'lines'} could not be read."] if torn else []
    if not reading.read:
        notes.append("There are no responses to look at (run.samples_every writes them).")
    for env in sorted({env for _, env in reading.series}):
        if _floor(env) is None:
            notes.append(f"{env} is not installed: neither its floor nor its verdicts were looked at.")
    for one in rejudged:
        if one.unmade and _floor(one.env_id) is not None:
            notes.append(
                f"{json.dumps(one.env_id)[1:-1]}: {one.unmade} responses were not judged again, their items cannot be "
                "made any more (other data, or another version)."
            )
    return notes
