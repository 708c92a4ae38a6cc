"""What an evaluation came to, as numbers: `summary.json`, a table for the terminal, Markdown."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from prorl.train.measure.against import Against, Classes, against_base, all_findings, classes
from prorl.train.measure.curves import MEAN, Curve, Rates, majority, pass_curves, rates
from prorl.train.measure.estimators import powers_of_two
from prorl.train.measure.evaluation import Evaluation
from prorl.train.measure.findings import ModelFinding
from prorl.train.measure.intervals import Interval
from prorl.train.measure.items import declared_floor
from prorl.train.measure.plan import write_whole
from prorl.train.measure.tally import Tally, by_env

FORMAT = "prorl-summary-1"
FILE = "summary.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One model on one target, or on the mean of all targets."""

    model: str
    target: str
    """Name of a target, or "mean"."""
    items: int
    samples: int
    """Responses, judged or not."""
    curve: Curve
    majority: Mapping[int, Interval]
    """k -> majority@k."""
    rates: Rates
    entropy: float
    """Mean token entropy of what was sampled, nats."""
    floor: float
    """Declared floor of the environment: what an answer that ignores the item can earn; NaN for the mean."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """All lines of an evaluation, and what they are about."""

    evaluation: Evaluation
    lines: tuple[Line, ...]
    """Model by model, the targets in their order, the mean at the end."""
    against: tuple[Against, ...]
    """Models against the base, if there is one."""
    classes: Classes | None
    """Of three checkpoints of a run, if there are."""
    findings: tuple[ModelFinding, ...]
    """What in the numbers speaks against them."""

    def line(self, model: str, target: str) -> Line:
        """The line of a model on a target.

        Raises:
            KeyError: if there is none, because nothing was sampled.
        """
        for line in self.lines:
            if (line.model, line.target) == (model, target):
                return line
        raise KeyError((model, target))


def ks_up_to(n: int) -> tuple[int, ...]:
    """The k of pass@k for n samples: powers of two, and n itself: `ks_up_to(6) == (1, 2, 4, 6)`."""
    powers = powers_of_two(n)
    return powers if powers[-1] == n else (*powers, n)


def summarise(evaluation: Evaluation) -> Summary:
    """Work out all numbers."""
    return Summary(
        evaluation=evaluation,
        lines=tuple(
            line
            for model in evaluation.plan.models
            for line in _lines(model.label, evaluation.tallies[model.label], evaluation.plan.ks)
        ),
        against=against_base(evaluation),
        classes=classes(evaluation),
        findings=all_findings(evaluation),
    )


def _lines(model: str, tallies: Sequence[Tally], ks: Sequence[int]) -> Iterator[Line]:
    curves, shares = pass_curves(tallies, ks), rates(tallies)
    votes = {k: majority(tallies, k) for k in ks}
    groups = {name: row for name, row in _in_order(tallies).items() if curves[name].points}
    for name, row in (groups | {MEAN: tuple(tallies)} if len(groups) > 1 else groups).items():
        tokens = sum(tally.tokens for tally in row)
        yield Line(
            model=model,
            target=name,
            items=len(row),
            samples=sum(tally.sampled for tally in row),
            curve=curves[name],
            majority={k: found[name] for k, found in votes.items() if name in found},
            rates=shares[name],
            entropy=sum(tally.surprisal for tally in row) / tokens if tokens else math.nan,
            floor=math.nan if name == MEAN else declared_floor(row[0].env_id),
        )


def _in_order(tallies: Sequence[Tally]) -> dict[str, tuple[Tally, ...]]:
    """By name, in the order in which the names come."""
    groups = by_env(tallies)
    return {name: groups[name] for name in dict.fromkeys(tally.name for tally in tallies)}


def summary_json(summary: Summary) -> dict[str, Any]:
    """JSON-safe; what is not a number is `null`."""
    evaluation = summary.evaluation
    return {
        "format": FORMAT,
        "complete": evaluation.complete,
        "missing": dict(evaluation.missing),
        "plan": asdict(evaluation.plan),
        "entropy_matches": {label: asdict(match) for label, match in evaluation.matches.items()},
        "lines": [_line_json(line) for line in summary.lines],
        "against_base": [_plain(asdict(one)) for one in summary.against],
        "classes": None if summary.classes is None else _plain(asdict(summary.classes)),
        "findings": [asdict(one) for one in summary.findings],
    }


def _line_json(line: Line) -> dict[str, Any]:
    points = [
        {"k": point.k, **_interval(point.passed), "items": point.items, "warning": point.warning}
        for point in line.curve.points
    ]
    return {
        "model": line.model,
        "target": line.target,
        "items": line.items,
        "samples": line.samples,
        "pass_at_k": points,
        "majority_at_k": [{"k": k, **_interval(found)} for k, found in line.majority.items()],
        **{name: _number(value) for name, value in asdict(line.rates).items()},
        "entropy": _number(line.entropy),
        "floor": _number(line.floor),
    }


def _interval(found: Interval) -> dict[str, float | None]:
    return {name: _number(value) for name, value in asdict(found).items()}


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _plain(value: Any) -> Any:
    """The same with `null` for what is not a number."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return _number(value) if isinstance(value, float) else value


def write_summary(summary: Summary) -> Path:
    """Write `summary.json` into the evaluation's folder."""
    path = summary.evaluation.folder / FILE
    write_whole(path, json.dumps(summary_json(summary), indent=1, allow_nan=False) + "\n")
    return path
