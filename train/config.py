"""The configuration of a run: a tree of small frozen dataclasses, each owned by what it configures.

A recipe is a sparse TOML file over these defaults (`train/recipes/*.toml`); `--set section.key=value` goes over that.
"""

from dataclasses import dataclass, field
from typing import Literal


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


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelConfig:
    """The policy to start from."""

    path: str = "bundled"
    """"bundled", a Hugging Face folder, a GGUF file, or a hub id."""
    dtype: Literal["float32", "bfloat16"] = "float32"
    """Of the weights."""


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
    dynamic_sampling: bool = True
    """Replace groups whose rewards are all equal by fresh ones (DAPO, arXiv 2503.14476)."""
    max_rounds: int = 5
    """Rounds of refilling; after them the step trains on the groups that it has."""
    max_rows: int = 256
    """Episodes sampled at a time in one process."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LossConfig:
    """What is minimised."""

    advantage: Literal["grpo", "dr_grpo", "rloo"] = "grpo"
    """How a group's rewards become advantages."""
    clip_low: float = 0.2
    """The probability ratio is clipped at 1 - clip_low ..."""
    clip_high: float = 0.4
    """... and at 1 + clip_high (decoupled, as in DAPO and ProRL)."""
    kl: Literal["k1", "k2", "k3"] = "k2"
    """Estimator of the divergence from the reference policy, in nats."""
    kl_coef: float = 1e-4
    """Weight of the KL term; 0 leaves the reference out altogether."""


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


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferenceConfig:
    """When the reference policy is reset to the current one (ProRL, arXiv 2505.24864, section 2.3.1)."""

    patience: int = 3
    """Validations without a new best score that make a stagnation; 0 switches the trigger off."""
    min_gain: float = 0.01
    """What the validation score must gain to count as a new best."""
    every: int = 0
    """Reset every so many steps; 0 never."""
    kl_limit: float = 0.0
    """Reset when the KL to the reference (nats a token) exceeds this; 0 never."""
    min_gap: int = 10
    """Steps between two resets at least."""
    optimizer: Literal["reset", "keep"] = "reset"
    """What happens to AdamW's moments: ProRL v1 clears them, v2 keeps them."""


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
class Config:
    """Everything about a run."""

    mixture: dict[str, float] = field(default_factory=dict)
    """Weights by environment: `"prorl/sudoku-v0" = 2`, `"prorl/sudoku-v0@3" = 1`, `"domain:math" = 1`."""
    run: RunConfig = field(default_factory=RunConfig)
    model: ModelConfig = field(default_factory=ModelConfig)
    rollout: RolloutConfig = field(default_factory=RolloutConfig)
    loss: LossConfig = field(default_factory=LossConfig)
    optim: OptimConfig = field(default_factory=OptimConfig)
    reference: ReferenceConfig = field(default_factory=ReferenceConfig)
    evaluation: EvaluationConfig = field(default_factory=EvaluationConfig)
