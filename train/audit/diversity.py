"""Answers that become fewer: different items get the same answer, or one item's wrong answers become one."""

from prorl.train.audit.finding import ALPHA, LOOK_ALPHA, Check, Finding, Severity
from prorl.train.audit.series import Bin, Series

MORE_ALIKE = 0.2
"""Rise of the share of pairs of answers to different items that agree."""
MORE_WRONG_ALIKE = 0.4
"""Rise of the share of pairs of wrong answers to one item that agree."""
ENOUGH = 20
"""Pairs from which on the right answers say how alike they are."""


def falling_diversity(series: Series, where: str, env: str) -> list[Finding]:
    """Both, of one environment.

    Trends are Mann-Kendall's: p < 0.01 and a rise by 0.2 between items, p < 0.001 and 0.4 within them. Right answers of
    one item agree because they are right, so that only wrong ones are compared within items. Answers to different items
    agree as far as right answers do, which the winners of the first half of the run show.
    """
    return _between_items(series, where, env) + _within_items(series, where, env)


def _between_items(series: Series, where: str, env: str) -> list[Finding]:
    seen = series.trend(lambda one: one.alike, lambda one: one.pairs)
    if seen is None or seen.p_up >= LOOK_ALPHA or seen.last - seen.first < MORE_ALIKE:
        return []
    prior = _alike_by_right(series.bins[: len(series.bins) // 2])
    if prior is not None and seen.last < prior + MORE_ALIKE:
        return []
    known = "" if prior is None else f"; right answers agree in {prior:.0%}"
    evidence = (
        f"answers to different items agreed in {seen.first:.0%} of pairs at first, in {seen.last:.0%} in the end"
        f"{known} (p = {seen.p_up:.1g})"
    )
    numbers = {"first": seen.first, "last": seen.last, "p": seen.p_up}
    return [_look(where, env, evidence, numbers)]


def _within_items(series: Series, where: str, env: str) -> list[Finding]:
    seen = series.trend(lambda one: one.wrong_alike, lambda one: one.wrong_pairs)
    if seen is None or seen.p_up >= ALPHA or seen.last - seen.first < MORE_WRONG_ALIKE:
        return []
    evidence = (
        f"wrong answers to one item agreed in {seen.first:.0%} of pairs at first, in {seen.last:.0%} in the end "
        f"(p = {seen.p_up:.1g}): what is sampled again is the same mistake"
    )
    numbers = {"first": seen.first, "last": seen.last, "p": seen.p_up}
    return [_look(where, env, evidence, numbers)]


def _alike_by_right(bins: tuple[Bin, ...]) -> float | None:
    pairs = sum(one.won_pairs for one in bins)
    return sum(one.won_alike for one in bins) / pairs if pairs >= ENOUGH else None


def _look(where: str, env: str, evidence: str, numbers: dict[str, float]) -> Finding:
    return Finding(
        check=Check.DIVERSITY, severity=Severity.LOOK, where=where, env=env, evidence=evidence, numbers=numbers
    )
