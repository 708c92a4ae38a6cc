"""Environments whose reward rises while strict success does not, in the same responses or on held-out items."""

from collections.abc import Sequence

from prorl.train.audit.finding import ALPHA, LOOK_ALPHA, Check, Finding, Severity
from prorl.train.audit.trend import FEWEST_POINTS, PART, Trend, trend
from prorl.train.audit.visits import VALIDATION

SMALLEST_RISE = 0.05
"""A reward that rises by less is left alone."""
EXPLAINED = 0.5
"""Success has to make up less than this part of the rise, even at the upper end of its interval."""

FALL = 0.1
"""Of held-out or training success."""
LARGE_FLOOR = 0.1
"""Floors below this are bounds for hard tasks, on which nobody guesses."""

Points = Sequence[tuple[float, float]]
"""(step, mean) in the order of steps."""


def reward_gap(where: str, env: str, reward: Points, solved: Points) -> list[Finding]:
    """Partial credit is what is learnt.

    Found if mean reward minus share solved, of the same responses, rises (Mann-Kendall, p < 0.001), the reward rises by
    0.05 or more, and the upper end of the 95 % interval of success's rise is below half of it.

    Args:
        where: of the records.
        env: the environment.
        reward: mean rewards.
        solved: shares solved at the same steps.

    Example: rewards from 0.1 to 0.6 whose successes stay at 0.1 are found; rewards that equal successes never are.
    """
    steps = [step for step, _ in reward]
    gap = trend(steps, [mean - share for (_, mean), (_, share) in zip(reward, solved, strict=True)])
    rise, success = trend(steps, [mean for _, mean in reward]), trend(steps, [share for _, share in solved])
    if gap is None or rise is None or success is None or gap.p_up >= ALPHA or not _outruns(rise, success):
        return []
    evidence = (
        f"mean reward went from {rise.first:.3f} to {rise.last:.3f}, the share solved of the same responses from "
        f"{success.first:.3f} to {success.last:.3f} (trend of the difference: p = {gap.p_up:.1g}, "
        f"{gap.points} points in time)"
    )
    numbers = _numbers(rise, success) | {"p": gap.p_up}
    return [
        Finding(
            check=Check.REWARD_GAP, severity=Severity.WRONG, where=where, env=env, evidence=evidence, numbers=numbers
        )
    ]


def held_out_gap(env: str, reward: Points, passed: Points) -> list[Finding]:
    """What is learnt on training items does not hold on others.

    Found if the training reward rises by 0.05 or more (Mann-Kendall, p < 0.01), and the upper end of the 95 % interval
    of held-out success's rise is below half of it.

    Args:
        env: the environment.
        reward: mean training rewards, step by step.
        passed: held-out pass@1, validation by validation.
    """
    rise, success = trend(*_columns(reward)), trend(*_columns(passed))
    if rise is None or success is None or rise.p_up >= LOOK_ALPHA or not _outruns(rise, success):
        return []
    evidence = (
        f"mean training reward went from {rise.first:.3f} to {rise.last:.3f} (p = {rise.p_up:.1g}), held-out pass@1 "
        f"from {success.first:.3f} to {success.last:.3f}: its rise is at most {success.rise_high:.3f} (95 %)"
    )
    numbers = _numbers(rise, success) | {"p": rise.p_up}
    return [
        Finding(
            check=Check.HELD_OUT_GAP,
            severity=Severity.LOOK,
            where="training against validation",
            env=env,
            evidence=evidence,
            numbers=numbers,
        )
    ]


def falling(where: str, env: str, solved: Points) -> list[Finding]:
    """A share solved that falls by 0.1 or more over the run (Mann-Kendall, p < 0.01)."""
    seen = trend(*_columns(solved))
    if seen is None or seen.p_down >= LOOK_ALPHA or seen.rise > -FALL:
        return []
    evidence = (
        f"the share solved went from {seen.first:.3f} to {seen.last:.3f} (p = {seen.p_down:.1g}, {seen.points} points "
        "in time)"
    )
    numbers = {"first": seen.first, "last": seen.last, "p": seen.p_down}
    return [
        Finding(check=Check.FALLS, severity=Severity.LOOK, where=where, env=env, evidence=evidence, numbers=numbers)
    ]


def guessing(env: str, passed: Points, floor: float | None) -> list[Finding]:
    """Held-out pass@1 that is, over the last fifth of the validations, not above a declared floor of 0.1 or more.

    Example: a mean of 0.31 in an environment where a constant answer earns 0.35.
    """
    if floor is None or floor < LARGE_FLOOR or len(passed) < FEWEST_POINTS:
        return []
    last = [value for _, value in passed][-max(1, len(passed) // PART) :]
    reached = sum(last) / len(last)
    if reached > floor:
        return []
    evidence = (
        f"mean held-out pass@1 of the last {len(last)} validations is {reached:.3f}; an answer that ignores the item "
        f"may reach the declared floor of {floor:g}"
    )
    numbers = {"last": reached, "floor": floor}
    return [
        Finding(
            check=Check.GUESSING, severity=Severity.LOOK, where=VALIDATION, env=env, evidence=evidence, numbers=numbers
        )
    ]


def _outruns(rise: Trend, success: Trend) -> bool:
    return rise.rise >= SMALLEST_RISE and success.rise_high < EXPLAINED * rise.rise


def _columns(points: Points) -> tuple[list[float], list[float]]:
    return [step for step, _ in points], [value for _, value in points]


def _numbers(rise: Trend, success: Trend) -> dict[str, float]:
    return {
        "reward_first": rise.first,
        "reward_last": rise.last,
        "solved_first": success.first,
        "solved_last": success.last,
        "reward_rise": rise.rise,
        "solved_rise_at_most": success.rise_high,
    }
