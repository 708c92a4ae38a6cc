"""The configuration of a run: a tree of small frozen dataclasses, each owned by what it configures.

A recipe is a sparse TOML file over these defaults (`train/recipes/*.toml`); `--set section.key=value` goes over that.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from prorl.train.config_engine import EngineConfig
from prorl.train.config_logging import LoggingConfig
from prorl.train.config_mixture import LevelsConfig, SharesConfig
from prorl.train.config_model import LoraConfig, MemoryConfig, ModelConfig


@dataclass(frozen=True, kw_only=True, slots=True)
class RunConfig:
    """How long, where, and what is kept."""

    dir: str = "runs/unnamed"
    """The run's folder."""
    steps: int = 100
    """Rollout batches to train on."""
    seed: int = 0
    """Of items, samples and the order of updates."""
    checkpoint_every: int = 20
    """Steps between checkpoints; the last step always gets one."""
    keep_checkpoints: int = 2
    """Newest checkpoints that are kept."""
    samples_every: int = 5
    """Steps between rollout dumps in `rollouts/`."""
    samples_groups: int = 4
    """Groups of one dump."""
    rank_timeout: float = 30.0
    """Seconds without a sign of life after which a process counts as lost and the others end; a process that lives may
    keep the others waiting 60 times as long. 0: nobody watches."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RolloutConfig:
    """How a batch is sampled."""

    groups: int = 16
    """P, informative groups (items) per step, over all processes."""
    group_size: int = 16
    """G, episodes per group."""
    temperature: float = 1.0
    """Of sampling; the loss uses the same."""
    max_new_tokens: int = 64
    """Tokens per response."""
    max_episode_tokens: int = 0
    """Tokens that the policy may write in an episode of several turns: a turn begins only where a whole response still
    fits; 0: as many as the model's context holds."""
    max_rows: int = 256
    """Episodes sampled at a time in one process."""
    ahead: Literal[0, 1] = 0
    """1: the groups of a step are sampled while the step before updates, with the weights before that update: one step
    off-policy, which needs a `mismatch.correction` (docs/rollouts.md)."""
    engine_crashes: int = 3
    """Crashes of the engine in a row, each answered with another engine and the step again; so many end the run."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DynamicConfig:
    """Dynamic sampling: which groups count, and how the others are replaced (DAPO, arXiv 2503.14476)."""

    keep: Literal["reward", "solved", "all"] = "reward"
    """Groups whose rewards differ, before any shaping; of which some but not all are solved; or every group."""
    tolerance: float = 1e-6
    """By how much the rewards of a group must differ."""
    max_rounds: int = 5
    """Rounds of refilling; after them the step trains on the groups that it has."""
    oversample: float = 1.0
    """Groups drawn in a round for each one that is missing."""
    max_age: int = 0
    """Steps that a group beyond the P wanted may wait to be trained on; 0: it is dropped."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AdvantageConfig:
    """How rewards become advantages (`train/advantage.py`)."""

    estimator: Literal["grpo", "dr_grpo", "rloo", "reinforce_pp_baseline"] = "grpo"
    """Three work group by group; the last normalises over all tokens of the rollout batch."""
    epsilon: float = 1e-6
    """Added to the standard deviation by `grpo`; OpenRLHF adds 1e-9, TRL 1e-4."""
    variant: Literal["paper", "nemo", "verl", "open-instruct"] = "paper"
    """Whose arithmetic: peers differ in the standard deviation (see docs/semantics.md)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LossConfig:
    """The policy loss (`train/policy_loss.py`)."""

    policy: Literal["clip", "gspo", "cispo"] = "clip"
    """PPO's clipped surrogate, one ratio a sequence (arXiv 2507.18071), or clipped weights (arXiv 2506.13585)."""
    clip_low: float = 0.2
    """The probability ratio is clipped at 1 - clip_low ..."""
    clip_high: float = 0.4
    """... and at 1 + clip_high (decoupled, as in DAPO and ProRL)."""
    dual_clip: float = 0.0
    """With negative advantage A the loss is at most -dual_clip·A (arXiv 1912.09729); 0 for none, else over 1."""
    log_ratio_limit: float = 20.0
    """log(new / old) is cut to ± this many nats, beyond which there is no gradient; 0 for no limit."""
    aggregate: Literal["token-mean", "sequence-mean", "sequence-sum", "constant-length"] = "token-mean"
    """Denominator: all tokens of the optimizer step, or sequences (and their lengths, or `rollout.max_new_tokens`)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KlConfig:
    """The pull towards the reference policy (`train/kl.py`)."""

    estimator: Literal["k1", "k2", "k3"] = "k2"
    """Of the divergence from the reference policy, in nats."""
    coef: float = 1e-4
    """Weight of the KL term; 0 leaves the reference out altogether."""
    place: Literal["loss", "reward"] = "loss"
    """A term of the loss, or taken from the reward of every token before the advantages are normalised."""
    clamp: Literal["linear", "none", "openrlhf", "nemo", "verl", "open-instruct"] = "linear"
    """Beyond `limit` nats: straight on with the slope there (never a zero gradient), or as the peer named."""
    limit: float = 5.0
    """|log policy - log reference| in nats at which `linear` starts."""
    score_gradient: bool = False
    """Multiply by exp(logp - stopped logp), as NeMo RL does: adds the estimator's own value to its gradient."""
    target: float = 0.0
    """Steer `coef` so that the KL stays near this many nats a token (Ziegler et al., arXiv 1909.08593); 0: fixed."""
    horizon: float = 10_000.0
    """Episodes over which the steered coefficient moves by a factor of e^0.2 at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MismatchConfig:
    """What corrects for an engine whose probabilities differ from the trainer's (`train/mismatch.py`)."""

    correction: Literal["none", "tis", "icepop", "seq_mask"] = "none"
    """w = trainer / engine: cut to the bounds, zeroed outside them, or whole sequences dropped outside them."""
    low: float = 0.5
    """Lower bound, inclusive; 0 for none."""
    high: float = 5.0
    """Upper bound, inclusive."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LengthConfig:
    """What length does to rewards (`train/shaping.py`), in the order of the fields."""

    overlong_buffer: int = 0
    """Tokens before the limit over which DAPO's penalty grows linearly (arXiv 2503.14476, eq. 13); 0: none."""
    overlong_penalty: float = 1.0
    """The penalty at the limit."""
    truncated_factor: float = 1.0
    """"Stop properly": rewards of truncated responses are multiplied by this; negative: they become this."""
    mask_truncated: bool = False
    """Leave truncated responses out of the loss; they still count in the baseline."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CosineConfig:
    """ProRL v2's scheduled length term: weight · η(t) is added to the reward in "on" steps."""

    weight: float = 0.0
    """λ; 0: none."""
    at_zero: float = 0.0
    """η for a response of no tokens (η_max)."""
    at_limit: float = -0.5
    """η for one of `rollout.max_new_tokens` tokens (η_min)."""
    on: int = 100
    """Steps with the term ..."""
    off: int = 500
    """... and then without, over and over; `off = 0` for always."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OptimConfig:
    """How the loss is minimised: AdamW."""

    lr: float = 2e-6
    """Constant after the warm-up."""
    warmup_steps: int = 0
    """Optimizer steps of linear warm-up."""
    weight_decay: float = 0.0
    betas: tuple[float, float] = (0.9, 0.999)
    max_grad_norm: float = 1.0
    updates: int = 4
    """K, optimizer steps per rollout batch, each on its own share of the groups."""
    rows_per_pass: int = 16
    """Episodes in one forward and backward pass of one process."""
    old_logprobs: Literal["auto", "trainer", "engine"] = "auto"
    """Of the ratio's denominator, after the first update: one more forward pass, or what the engine reported; "auto":
    the engine's where it computes as the trainer does (`train/old_logprobs.py`)."""
    bad_steps: int = 3
    """Optimizer steps in a row whose gradient is not finite: each is skipped and kept for inspection; this many end
    the run."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferenceConfig:
    """When the reference policy is reset to the current one (ProRL, arXiv 2505.24864, section 2.3.1)."""

    patience: int = 3
    """Validations in a window. Stagnation: a window no better than the one before; 0: no score triggers."""
    min_gain: float = 0.01
    """By how much a window's mean score must beat that of the window before it."""
    drop: float = 0.0
    """Degradation: a window's mean is this much below the best window's; 0 never."""
    noise: float = 0.0
    """Standard errors added to `min_gain` and `drop`, so that chance alone decides nothing."""
    every: int = 0
    """Reset every so many steps; 0 never."""
    at: tuple[int, ...] = ()
    """Reset after these steps, whatever else is due."""
    kl_limit: float = 0.0
    """Reset when the KL to the reference (nats a token) exceeds this; 0 never."""
    min_gap: int = 10
    """Steps between two resets at least; one by hand does not wait."""
    place: Literal["device", "cpu"] = "device"
    """Where its weights rest: beside the policy's, or on the CPU, brought over while they are used."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ResetConfig:
    """What a reset does."""

    source: Literal["current", "best", "ema", "keep"] = "current"
    """The new reference: the policy, its weights at the best validation, or their moving average; "keep": the old one,
    so that a reset is one of the optimizer alone."""
    optimizer: Literal["keep", "zero", "rebuild"] = "zero"
    """AdamW's moments stay (ProRL v2), are cleared (v1), or are cleared and the warm-up begins again."""
    ema_decay: float = 0.99
    """Per step, for `source = "ema"`."""
    base_kl: bool = True
    """Also measure the KL to the model that the run started from, at validations after a reset."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EvaluationConfig:
    """Validation on the `eval` split."""

    every: int = 20
    """Steps between validations; step 0 and the last step always have one."""
    items: int = 32
    """Items per environment."""
    samples: int = 4
    """Responses per item; pass@1 is the share that is solved."""
    temperature: float = 0.6
    top_p: float = 0.95


@dataclass(frozen=True, kw_only=True, slots=True)
class StageConfig:
    """A part of a run that begins later and changes some settings (`train/stages.py`)."""

    name: str = ""
    """Shown in the record."""
    at: Literal["step", "plateau", "hand"] = "step"
    """It begins after `step`; or when validation stagnates or degrades, no earlier; or by a file `NEXT-STAGE` alone."""
    step: int = 0
    """Steps done before it may begin."""
    reset: bool = True
    """Reset the reference on entry."""
    settings: dict[str, Any] = field(default_factory=dict)
    """Overrides by section."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Config:
    """Everything about a run."""

    mixture: dict[str, float] = field(default_factory=dict)
    """Weights by environment: `"prorl/sudoku-v0" = 2`, `"prorl/sudoku-v0@3" = 1`, `"domain:math" = 1`,
    `"mixture:quick" = 1`."""
    run: RunConfig = field(default_factory=RunConfig)
    model: ModelConfig = field(default_factory=ModelConfig)
    lora: LoraConfig = field(default_factory=LoraConfig)
    engine: EngineConfig = field(default_factory=EngineConfig)
    rollout: RolloutConfig = field(default_factory=RolloutConfig)
    dynamic: DynamicConfig = field(default_factory=DynamicConfig)
    advantage: AdvantageConfig = field(default_factory=AdvantageConfig)
    loss: LossConfig = field(default_factory=LossConfig)
    kl: KlConfig = field(default_factory=KlConfig)
    mismatch: MismatchConfig = field(default_factory=MismatchConfig)
    length: LengthConfig = field(default_factory=LengthConfig)
    cosine: CosineConfig = field(default_factory=CosineConfig)
    optim: OptimConfig = field(default_factory=OptimConfig)
    memory: MemoryConfig = field(default_factory=MemoryConfig)
    reference: ReferenceConfig = field(default_factory=ReferenceConfig)
    reset: ResetConfig = field(default_factory=ResetConfig)
    evaluation: EvaluationConfig = field(default_factory=EvaluationConfig)
    levels: LevelsConfig = field(default_factory=LevelsConfig)
    shares: SharesConfig = field(default_factory=SharesConfig)
    logging: LoggingConfig = field(default_factory=LoggingConfig)
    stages: tuple[StageConfig, ...] = ()
    """In the order in which they begin."""
