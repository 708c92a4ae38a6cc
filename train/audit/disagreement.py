"""Findings from what judging again came to."""

from collections.abc import Iterable

from prorl.train.audit.finding import ALPHA, Check, Example, Finding, Severity
from prorl.train.audit.judging import Rejudged
from prorl.train.measure.binomial import clopper_pearson, lower_bound

TOLERATED = 0.05
"""Share of winners that a second verifier may reject: no two graders of mathematics agree on all."""


def disagreement(results: Iterable[Rejudged]) -> list[Finding]:
    """Of all environments.

    A verifier is a pure function: a stored winner that it rejects now is `wrong`. A stored loser that wins now is worth
    a look, as is a second verifier that rejects more than a twentieth of the winners (exact lower bound, error 0.001).
    """
    return [finding for one in results for finding in (*_lost(one), *_gained(one), *_second(one))]


def _lost(one: Rejudged) -> list[Finding]:
    if not one.lost:
        return []
    evidence = (
        f"{one.verifier} rejects {one.lost} of {one.winners} responses that are stored as solved "
        f"({_share(one.lost, one.winners)})"
    )
    return [_finding(Check.VERDICT, Severity.WRONG, one, evidence, (one.lost, one.winners), one.lost_examples)]


def _gained(one: Rejudged) -> list[Finding]:
    if not one.gained:
        return []
    evidence = (
        f"{one.verifier} solves {one.gained} of {one.losers} responses that are stored as not solved "
        f"({_share(one.gained, one.losers)})"
    )
    return [_finding(Check.VERDICT, Severity.LOOK, one, evidence, (one.gained, one.losers), one.gained_examples)]


def _second(one: Rejudged) -> list[Finding]:
    if not one.second_lost or lower_bound(one.second_lost, one.second_asked, 1 - ALPHA) <= TOLERATED:
        return []
    evidence = (
        f"{one.second} rejects {one.second_lost} of {one.second_asked} responses that are stored as solved "
        f"({_share(one.second_lost, one.second_asked)})"
    )
    counts = (one.second_lost, one.second_asked)
    return [_finding(Check.SECOND, Severity.LOOK, one, evidence, counts, one.second_examples)]


def _share(part: int, whole: int) -> str:
    """`3 of 30` as "10%, 95 % interval 2% to 27%"."""
    low, high = clopper_pearson(part, whole)
    return f"{part / whole:.0%}, 95 % interval {low:.0%} to {high:.0%}"


def _finding(
    check: Check, severity: Severity, one: Rejudged, evidence: str, counts: tuple[int, int], examples: list[Example]
) -> Finding:
    return Finding(
        check=check,
        severity=severity,
        where=one.where,
        env=one.env_id,
        evidence=evidence,
        numbers={"differ": float(counts[0]), "judged": float(counts[1])},
        examples=tuple(examples),
    )
