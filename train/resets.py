"""When to reset the reference policy: a small pure state machine over validations and KL."""

from dataclasses import dataclass, replace

from prorl.train.config import ReferenceConfig


@dataclass(frozen=True, kw_only=True, slots=True)
class ResetState:
    """What the triggers remember. JSON-safe through `dataclasses.asdict`."""

    best: float = -1.0
    """Best validation score so far."""
    stale: int = 0
    """Validations since then, or since the last reset."""
    last_reset: int = 0
    """Step of the last reset, 0 for none."""
    count: int = 0
    """Resets so far."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trigger:
    """Why a reset is due."""

    name: str
    """"stagnation", "kl" or "period"."""
    evidence: str
    """The numbers behind it, for people."""


def observe_score(state: ResetState, score: float, config: ReferenceConfig) -> ResetState:
    """Take in a validation score.

    Example with `min_gain=0.01`: after a best of 0.50, 0.505 counts as stale and 0.52 as the new best.
    """
    if score >= state.best + config.min_gain:
        return replace(state, best=score, stale=0)
    return replace(state, stale=state.stale + 1)


def due(state: ResetState, step: int, kl: float | None, config: ReferenceConfig) -> Trigger | None:
    """The trigger that fires after `step`, if any: stagnation first, then KL level, then period."""
    since = step - state.last_reset
    if since < config.min_gap:
        return None
    if config.patience and state.stale >= config.patience:
        return Trigger(name="stagnation", evidence=f"{state.stale} validations without a gain over {state.best:.3f}")
    if config.kl_limit and kl is not None and kl > config.kl_limit:
        return Trigger(name="kl", evidence=f"KL to the reference {kl:.4f} > {config.kl_limit:g} nats a token")
    if config.every and since >= config.every:
        return Trigger(name="period", evidence=f"{since} steps since the last reset")
    return None


def after_reset(state: ResetState, step: int) -> ResetState:
    """The state once the reset is done."""
    return replace(state, stale=0, last_reset=step, count=state.count + 1)
