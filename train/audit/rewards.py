"""Reward against strict success of every environment of a run: in the same responses, and on held-out items."""

from collections.abc import Callable, Mapping, Sequence

from prorl.train.audit.drift import values
from prorl.train.audit.finding import Finding
from prorl.train.audit.reward_gap import Points, falling, guessing, held_out_gap, reward_gap
from prorl.train.audit.series import Series
from prorl.train.audit.visits import TRAINING, VALIDATION
from prorl.train.pass_rates import evaluated_envs, pass_rates
from prorl.train.run_log import Row

_SAMPLED, _SOLVED = "reward/", "solved/"


def reward_findings(
    metrics: Sequence[Row], series: Mapping[tuple[str, str], Series], floors: Callable[[str], float | None]
) -> list[Finding]:
    """Of all environments.

    Training rewards and successes are those of all sampled responses in the metrics where these have both, else those
    of the dumps.

    Args:
        metrics: rows of `metrics.jsonl`.
        series: of the dumps, by place and environment.
        floors: declared floor of an environment, `None` where it is not known.
    """
    validated = _validated(metrics)
    found = []
    for env in _envs(metrics, series):
        reward, solved = _pairs(metrics, env)
        if not solved:
            reward, solved = _of_dumps(series.get((TRAINING, env)))
        found += reward_gap(TRAINING, env, reward, solved) + falling(TRAINING, env, solved)
        found += reward_gap(VALIDATION, env, *_of_dumps(series.get((VALIDATION, env))))
        names = [name for name in validated if name.partition("@")[0] == env]
        if len(names) == 1:
            found += held_out_gap(env, values(metrics, f"{_SAMPLED}{env}"), validated[names[0]])
        for name in names:
            found += falling(VALIDATION, name, validated[name]) + guessing(name, validated[name], floors(env))
    return found


def _validated(metrics: Sequence[Row]) -> dict[str, Points]:
    """Held-out pass@1 by `id` or `id@level`."""
    rates = pass_rates(metrics)
    return {
        name: [(float(one.step), one.by_env[name]) for one in rates if name in one.by_env]
        for name in evaluated_envs(rates)
    }


def _envs(metrics: Sequence[Row], series: Mapping[tuple[str, str], Series]) -> list[str]:
    keys = {key for row in metrics for key in row if key.startswith(_SAMPLED)}
    named = {key.removeprefix(_SAMPLED) for key in keys} - {"mean", "solved"}
    return sorted(named | {env for _, env in series})


def _pairs(metrics: Sequence[Row], env: str) -> tuple[Points, Points]:
    """Rewards and successes of the steps that have both."""
    solved = dict(values(metrics, f"{_SOLVED}{env}"))
    both = [(step, value) for step, value in values(metrics, f"{_SAMPLED}{env}") if step in solved]
    return both, [(step, solved[step]) for step, _ in both]


def _of_dumps(series: Series | None) -> tuple[Points, Points]:
    bins = [one for one in series.bins if one.judged] if series is not None else []
    rewards = [(one.step, one.reward / one.judged) for one in bins]
    return rewards, [(one.step, one.solved / one.judged) for one in bins]
