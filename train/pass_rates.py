"""Held-out pass@1 over the steps of a run."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from prorl.train.run_log import Row, number, step_of

_KEY = re.compile(r"eval/(.+)/pass@1")
_MEAN = "mean"


@dataclass(frozen=True, kw_only=True, slots=True)
class PassRates:
    """One validation: strict pass@1 by environment, shares from 0 to 1."""

    step: int
    """The optimizer step after which it was measured; 0 is before training."""
    by_env: dict[str, float]
    """Environment id to pass@1."""
    mean: float
    """Over environments: what the run wrote, else the mean of `by_env`."""


def pass_rates(rows: Iterable[Row]) -> list[PassRates]:
    """The validations among rows of metrics.

    Example:
        `{"step": 0, "eval/prorl/a-v0/pass@1": 0.25, "eval/mean/pass@1": 0.25}` gives
        `PassRates(step=0, by_env={"prorl/a-v0": 0.25}, mean=0.25)`; a row without such keys gives nothing.
    """
    found = []
    for row in rows:
        step, rates = step_of(row), _rates(row)
        if step is None or not rates:
            continue
        mean = rates.pop(_MEAN, None)
        if mean is None:
            mean = sum(rates.values()) / len(rates)
        found.append(PassRates(step=step, by_env=rates, mean=mean))
    return found


def evaluated_envs(validations: Iterable[PassRates]) -> list[str]:
    """Ids of all environments that were validated at least once, sorted."""
    return sorted({env for validation in validations for env in validation.by_env})


def _rates(row: Row) -> dict[str, float]:
    matches = ((_KEY.fullmatch(key), number(value)) for key, value in row.items())
    return {match[1]: value for match, value in matches if match and value is not None}
