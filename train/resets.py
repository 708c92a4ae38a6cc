"""When to reset the reference policy: a small pure state machine over validations, KL and steps.

Scores are judged in windows of `patience` validations, so that one lucky or unlucky validation decides nothing: a
window stagnates if its mean does not beat that of the window before it, and degrades if it falls below the best
window's.
"""

from dataclasses import dataclass, replace
from math import sqrt
from statistics import fmean

from prorl.train.config import ReferenceConfig


@dataclass(frozen=True, kw_only=True, slots=True)
class ResetState:
    """What the triggers remember. JSON-safe through `dataclasses.asdict`."""

    scores: tuple[float, ...] = ()
    """Validation scores since the last reset, newest last, at most two windows."""
    errors: tuple[float, ...] = ()
    """Their standard errors."""
    best: float = -1.0
    """Mean of the best window so far, -1 before there was one."""
    best_score: float = -1.0
    """Best single score so far: says which weights `source = "best"` keeps."""
    last_reset: int = 0
    """Step of the last reset, 0 for none."""
    count: int = 0
    """Resets so far."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trigger:
    """Why a reset is due."""

    name: str
    """"manual", "step", "degradation", "stagnation", "kl" or "period"."""
    evidence: str
    """The numbers behind it, for people."""


def restored(saved: dict[str, object]) -> ResetState:
    """The state from its JSON form, in which tuples have become lists."""
    return ResetState(**{key: tuple(value) if isinstance(value, list) else value for key, value in saved.items()})  # type: ignore[arg-type]


def observe_score(state: ResetState, score: float, error: float, config: ReferenceConfig) -> ResetState:
    """Take in a validation score and its standard error.

    Example with `patience=2`: after 0.1, 0.3, 0.5 the windows are 0.2 and 0.4, the best is 0.4.
    """
    keep = max(2 * config.patience, 1)
    scores, errors = (*state.scores, score)[-keep:], (*state.errors, error)[-keep:]
    best = state.best
    if config.patience and len(scores) >= config.patience:
        best = max(best, fmean(scores[-config.patience :]))
    return replace(state, scores=scores, errors=errors, best=best, best_score=max(state.best_score, score))


def due(
    state: ResetState, step: int, kl: float | None, config: ReferenceConfig, *, by_hand: bool = False
) -> Trigger | None:
    """The trigger that fires after `step`, if any: by hand, named step, degradation, stagnation, KL level, period; the
    first."""
    if by_hand:
        return Trigger(name="manual", evidence="asked for by hand")
    if step in config.at:
        return Trigger(name="step", evidence=f"step {step} is in reference.at")
    since = step - state.last_reset
    if since < config.min_gap:
        return None
    by_score = _degradation(state, config) or _stagnation(state, config)
    if by_score:
        return by_score
    if config.kl_limit and kl is not None and kl > config.kl_limit:
        return Trigger(name="kl", evidence=f"KL to the reference {kl:.4f} > {config.kl_limit:g} nats a token")
    if config.every and since >= config.every:
        return Trigger(name="period", evidence=f"{since} steps since the last reset")
    return None


def _stagnation(state: ResetState, config: ReferenceConfig) -> Trigger | None:
    """Two whole windows since the last reset, and the second is not better by `min_gain` plus the noise."""
    size = config.patience
    if not size or len(state.scores) < 2 * size:
        return None
    before, now = fmean(state.scores[:size]), fmean(state.scores[size:])
    needed = config.min_gain + config.noise * sqrt(sum(error**2 for error in state.errors)) / size
    if now - before >= needed:
        return None
    return Trigger(
        name="stagnation",
        evidence=f"mean of the last {size} validations {now:.4f}, of the {size} before {before:.4f}, "
        f"gain under {needed:.4f}",
    )


def _degradation(state: ResetState, config: ReferenceConfig) -> Trigger | None:
    """A whole window since the last reset whose mean is `drop` plus the noise below the best window's."""
    size = config.patience
    if not size or not config.drop or len(state.scores) < size:
        return None
    now = fmean(state.scores[-size:])
    allowed = config.drop + config.noise * sqrt(2 * sum(error**2 for error in state.errors[-size:])) / size
    if state.best - now <= allowed:
        return None
    return Trigger(
        name="degradation",
        evidence=f"mean of the last {size} validations {now:.4f}, over {allowed:.4f} below the best {state.best:.4f}",
    )


def after_reset(state: ResetState, step: int) -> ResetState:
    """The state once the reset is done: the windows begin anew, the best scores stay."""
    return replace(state, scores=(), errors=(), last_reset=step, count=state.count + 1)
