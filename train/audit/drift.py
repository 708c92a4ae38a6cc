"""What the metrics of a whole run do over time: truncation, missing verdicts, entropy, length, whose the reward is."""

from collections.abc import Sequence

from prorl.train.audit.finding import LOOK_ALPHA, Check, Finding, Severity
from prorl.train.audit.trend import PART, Trend, trend
from prorl.train.run_log import Row, number

RUN = "all steps"
MORE_TRUNCATED = 0.05
"""Rise of the share of truncated responses."""
MORE_UNGRADEABLE = 0.01
MOSTLY = 0.5
"""Of the responses without a verdict in the last fifth: training sees a choice."""
COLLAPSED = 0.2
"""Entropy of the last fifth, as a part of the first."""
LONGER = 1.5
"""Factor of mean length between the first and the last fifth, either way."""
CARRIED = 0.8
"""Part of a step's reward, or of the run's rise, that one environment has."""
FEWEST_ENVS = 3
_ENV = "reward/"
_TOTALS = ("reward/mean", "reward/solved")


def drift(metrics: Sequence[Row]) -> list[Finding]:
    """All of them.

    Args:
        metrics: rows of `metrics.jsonl` in the order of steps.
    """
    return [
        *truncation(over(metrics, "sample/truncated"), RUN, ""),
        *ungradeable(over(metrics, "sample/ungradeable"), RUN, ""),
        *_entropy(over(metrics, "policy/entropy")),
        *_length(over(metrics, "sample/length")),
        *_carried(metrics),
    ]


def over(metrics: Sequence[Row], key: str) -> Trend | None:
    """The trend of one number of the metrics."""
    points = values(metrics, key)
    return trend([step for step, _ in points], [value for _, value in points])


def values(metrics: Sequence[Row], key: str) -> list[tuple[float, float]]:
    """(step, value) of the rows that hold the key."""
    pairs = ((float(row["step"]), number(row.get(key))) for row in metrics)
    return [(step, value) for step, value in pairs if value is not None]


def truncation(seen: Trend | None, where: str, env: str) -> list[Finding]:
    """A share of truncated responses that rises by 0.05 or more (p < 0.01)."""
    if seen is None or seen.p_up >= LOOK_ALPHA or seen.last - seen.first < MORE_TRUNCATED:
        return []
    evidence = f"{seen.first:.1%} of the responses ran into the token limit at first, {seen.last:.1%} in the end"
    return [_finding(Check.TRUNCATED, Severity.LOOK, where, env, evidence, seen)]


def ungradeable(seen: Trend | None, where: str, env: str) -> list[Finding]:
    """A share of responses without a verdict that rises by 0.01 or more (p < 0.01), or ends above a half."""
    if seen is None:
        return []
    rises = seen.p_up < LOOK_ALPHA and seen.last - seen.first >= MORE_UNGRADEABLE
    if not rises and seen.last < MOSTLY:
        return []
    severity = Severity.WRONG if seen.last >= MOSTLY else Severity.LOOK
    evidence = f"{seen.first:.1%} of the responses could not be judged at first, {seen.last:.1%} in the end"
    return [_finding(Check.UNGRADEABLE, severity, where, env, evidence, seen)]


def _entropy(seen: Trend | None) -> list[Finding]:
    if seen is None or seen.p_down >= LOOK_ALPHA or seen.last >= COLLAPSED * seen.first:
        return []
    evidence = f"mean token entropy fell from {seen.first:.3f} to {seen.last:.3f} nats"
    return [_finding(Check.ENTROPY, Severity.LOOK, RUN, "", evidence, seen)]


def _length(seen: Trend | None) -> list[Finding]:
    if seen is None or min(seen.p_up, seen.p_down) >= LOOK_ALPHA or not seen.first or not seen.last:
        return []
    if 1 / LONGER < seen.last / seen.first < LONGER:
        return []
    evidence = f"responses had {seen.first:.1f} tokens at first and {seen.last:.1f} in the end"
    return [_finding(Check.LENGTH, Severity.LOOK, RUN, "", evidence, seen)]


def _carried(metrics: Sequence[Row]) -> list[Finding]:
    """One environment has at least four fifths of the reward, in more than half of the last third of the steps."""
    rows = [row for row in map(_rewards, metrics) if len(row) >= FEWEST_ENVS and sum(row.values()) > 0]
    late = rows[-max(1, len(rows) // 3) :] if len(rows) >= PART else []
    tops = [max(row, key=lambda env: (row[env], env)) for row in late]
    carried = [env for env, row in zip(tops, late, strict=True) if row[env] >= CARRIED * sum(row.values())]
    if not carried or 2 * len(carried) <= len(late):
        return []
    env = max(sorted(set(carried)), key=carried.count)
    evidence = (
        f"in {len(carried)} of the last {len(late)} steps with {FEWEST_ENVS} or more environments one of them had at "
        f"least {CARRIED:.0%} of the reward (each environment counted once), mostly this one ({carried.count(env)})"
    )
    numbers = {"steps": float(len(late)), "carried": float(len(carried))}
    return [
        Finding(check=Check.CARRIED, severity=Severity.LOOK, where=RUN, env=env, evidence=evidence, numbers=numbers)
    ]


def _rewards(row: Row) -> dict[str, float]:
    found = {key.removeprefix(_ENV): number(row[key]) for key in row if key.startswith(_ENV) and key not in _TOTALS}
    return {env: value for env, value in found.items() if value is not None}


def _finding(check: Check, severity: Severity, where: str, env: str, evidence: str, seen: Trend) -> Finding:
    p = min(seen.p_up, seen.p_down)
    return Finding(
        check=check,
        severity=severity,
        where=where,
        env=env,
        evidence=f"{evidence} (p = {p:.1g}, {seen.points} points in time)",
        numbers={"first": seen.first, "last": seen.last, "p": p},
    )
