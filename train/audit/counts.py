"""Findings that the counts of an evaluation give by themselves (`prorl.train.measure`)."""

import numpy as np

from prorl.train.audit.finding import ALPHA, FEWEST, Check, Finding, Severity
from prorl.train.measure.against import all_findings
from prorl.train.measure.evaluation import Evaluation
from prorl.train.measure.flags import Sign
from prorl.train.measure.intervals import jackknife
from prorl.train.measure.paired import sign_flip_test
from prorl.train.measure.tally import Tally, by_env, paired

EXPLAINED = 0.5
"""Success has to make up less than this part of the gain in reward, even at the upper end of its interval."""
SMALLEST_GAIN = 0.05


def count_findings(evaluation: Evaluation, name: str) -> list[Finding]:
    """Those of `prorl-eval`, and models whose reward is above the base's while their success is not.

    Args:
        evaluation: of which models and responses.
        name: how findings call it.
    """
    found = [
        Finding(
            check=Check.CONSTANT if one.finding.sign == Sign.CONSTANT_WINS else Check.COUNTS,
            severity=Severity(one.finding.weight),
            where=f"{name}, {one.model}",
            env=one.finding.name,
            evidence=f"{one.finding.sign}: {one.finding.sentence}",
        )
        for one in all_findings(evaluation)
    ]
    base = evaluation.plan.baseline
    for model in evaluation.plan.models if evaluation.tallies.get(base) else ():
        if model.role == "model":
            where = f"{name}, {model.label} against {base}"
            found += gained_reward(where, evaluation.tallies[base], evaluation.tallies[model.label])
    return found


def gained_reward(where: str, base: tuple[Tally, ...], trained: tuple[Tally, ...]) -> list[Finding]:
    """Environments in which the mean reward of an item gained 0.05 or more, and success less than half of that.

    Found if the gain of reward minus success is above 0 in a sign-flip test over items (p < 0.001), and the upper end
    of the 95 % interval of success's gain is below half of the gain in reward.
    """
    pairs = [(one, two) for one, two in paired(base, trained) if one.judged and two.judged]
    after = by_env(two for _, two in pairs)
    found = []
    for env, before in by_env(one for one, _ in pairs).items():
        reward, success = _gains(before, after[env])
        p = sign_flip_test({env: reward - success})
        solved = jackknife({env: success[:, None]})[0]
        outruns = reward.mean() >= SMALLEST_GAIN and solved.high < EXPLAINED * reward.mean()
        if len(reward) >= FEWEST and p < ALPHA and outruns:
            evidence = (
                f"over {len(reward)} items the mean reward gained {reward.mean():.3f} over the base, success "
                f"{solved} (sign-flip test of the difference: p = {p:.1g})"
            )
            numbers = {"reward_gain": float(reward.mean()), "solved_gain": solved.value, "p": p}
            found.append(
                Finding(
                    check=Check.REWARD_GAP,
                    severity=Severity.WRONG,
                    where=where,
                    env=env,
                    evidence=evidence,
                    numbers=numbers,
                )
            )
    return found


def _gains(before: tuple[Tally, ...], after: tuple[Tally, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Differences of mean reward and of success, item by item."""
    rewards = [np.array([one.reward / one.judged for one in side]) for side in (before, after)]
    solved = [np.array([one.solved / one.judged for one in side]) for side in (before, after)]
    return rewards[1] - rewards[0], solved[1] - solved[0]
