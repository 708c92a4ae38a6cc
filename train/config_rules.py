"""Rules that a type cannot state: which numbers make sense."""

from collections.abc import Callable, Iterator, Mapping

from prorl.registry.errors import UserError
from prorl.train.config import Config
from prorl.train.config_engine import ENGINE_RULES

_POSITIVE = {
    "run": ("checkpoint_every", "keep_checkpoints", "samples_every"),
    "rollout": ("groups", "max_new_tokens", "max_rows", "temperature", "engine_crashes"),
    "dynamic": ("max_rounds",),
    "loss": ("clip_low", "clip_high"),
    "kl": ("limit", "horizon"),
    "mismatch": ("high",),
    "cosine": ("on",),
    "lora": ("alpha",),
    "optim": ("lr", "max_grad_norm", "updates", "rows_per_pass", "bad_steps"),
    "memory": ("logits_mib",),
    "evaluation": ("every", "items", "samples", "top_p"),
}
_NOT_NEGATIVE = {
    "run": ("steps", "seed", "samples_groups", "rank_timeout"),
    "rollout": ("max_episode_tokens",),
    "dynamic": ("tolerance", "max_age"),
    "advantage": ("epsilon",),
    "loss": ("dual_clip", "log_ratio_limit"),
    "kl": ("coef", "target"),
    "mismatch": ("low",),
    "length": ("overlong_buffer", "overlong_penalty"),
    "cosine": ("off",),
    "lora": ("rank",),
    "optim": ("warmup_steps", "weight_decay"),
    "reference": ("patience", "min_gain", "every", "kl_limit", "min_gap"),
    "memory": ("tokens_per_pass",),
    "engine": ("context",),
    "evaluation": ("temperature",),
}


def check(config: Config) -> None:
    """Refuse what a type cannot state with a `UserError`."""
    for name, value in _named(config, _POSITIVE):
        if value <= 0:
            raise UserError(f"{name} must be greater than 0, got {value}")
    for name, value in _named(config, _NOT_NEGATIVE):
        if value < 0:
            raise UserError(f"{name} must be 0 or more, got {value}")
    _check_bounds(config)


def _check_bounds(config: Config) -> None:
    """Limits other than 0, and settings that belong together."""
    for holds, message in _RULES + ENGINE_RULES:
        if not holds(config):
            raise UserError(message.format(c=config, betas=list(config.optim.betas)))


_RULES: tuple[tuple[Callable[[Config], bool], str], ...] = (
    (
        lambda c: c.rollout.group_size >= 2,
        "rollout.group_size must be at least 2, got {c.rollout.group_size}: one has no baseline",
    ),
    (lambda c: c.loss.clip_low < 1, "loss.clip_low must be less than 1, got {c.loss.clip_low}"),
    (
        lambda c: c.loss.dual_clip == 0 or c.loss.dual_clip > 1,
        "loss.dual_clip must be 0 (off) or greater than 1, got {c.loss.dual_clip}",
    ),
    (
        lambda c: c.optim.old_logprobs != "engine" or c.mismatch.correction == "none",
        "optim.old_logprobs = 'engine' leaves nothing for mismatch.correction to correct: use 'trainer'",
    ),
    (lambda c: c.dynamic.oversample >= 1, "dynamic.oversample must be at least 1, got {c.dynamic.oversample}"),
    (
        lambda c: not c.dynamic.max_age or c.mismatch.correction != "none",
        "dynamic.max_age needs a mismatch.correction (tis, icepop or seq_mask): groups that waited are off-policy",
    ),
    (
        lambda c: not c.rollout.ahead or c.mismatch.correction != "none",
        "rollout.ahead needs a mismatch.correction (tis, icepop or seq_mask): what is sampled ahead is off-policy",
    ),
    (
        lambda c: not c.rollout.max_episode_tokens or c.rollout.max_episode_tokens >= c.rollout.max_new_tokens,
        "rollout.max_episode_tokens must be 0 or at least rollout.max_new_tokens, got {c.rollout.max_episode_tokens}",
    ),
    (
        lambda c: c.mismatch.low < c.mismatch.high,
        "mismatch.low must be less than mismatch.high, got {c.mismatch.low}",
    ),
    (
        lambda c: c.kl.place == "loss" or c.kl.coef > 0,
        "kl.place = 'reward' needs kl.coef greater than 0",
    ),
    (
        lambda c: c.memory.compute == "weights" or c.model.dtype == "float32",
        "memory.compute = 'bfloat16' is for float32 weights; model.dtype is {c.model.dtype} already",
    ),
    (lambda c: 0 <= c.levels.target < 1, "levels.target must be at least 0 and less than 1, got {c.levels.target}"),
    (lambda c: -1 <= c.shares.power <= 1, "shares.power must be from -1 to 1, got {c.shares.power}"),
    (lambda c: 0 < c.shares.floor <= 1, "shares.floor must be over 0 and at most 1, got {c.shares.floor}"),
    (lambda c: 0 < c.shares.rate <= 1, "shares.rate must be over 0 and at most 1, got {c.shares.rate}"),
    (
        lambda c: 0 <= c.reset.ema_decay < 1,
        "reset.ema_decay must be at least 0 and less than 1, got {c.reset.ema_decay}",
    ),
    (lambda c: c.evaluation.top_p <= 1, "evaluation.top_p must be at most 1, got {c.evaluation.top_p}"),
    (
        lambda c: all(0 <= beta < 1 for beta in c.optim.betas),
        "optim.betas must be at least 0 and less than 1, got {betas}",
    ),
)
"""What must hold, and what to say where it does not."""


def _named(config: Config, names: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, float]]:
    for section, keys in names.items():
        for key in keys:
            yield f"{section}.{key}", getattr(getattr(config, section), key)
