"""Everything a run holds while it is alive, built from its configuration."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import torch
from accelerate import Accelerator
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from prorl.agents.linears import through_onednn
from prorl.agents.load import Loaded, load_policy
from prorl.agents.rollout import PlayTimes
from prorl.agents.shelf import Shelf
from prorl.registry.errors import UserError
from prorl.registry.mixture import Mixture
from prorl.train.advantage import group_estimator
from prorl.train.bad_steps import BadSteps
from prorl.train.config import Config
from prorl.train.engines import Engine, new_engine
from prorl.train.follower import Early, Follower
from prorl.train.layout import Layout, layout_of
from prorl.train.lora import add_adapter, keep_base_out
from prorl.train.mixing import build_mixture, mixture_after
from prorl.train.ranks import group_timeout
from prorl.train.reference import Reference
from prorl.train.snapshots import Snapshots
from prorl.train.stages import at_stage
from prorl.train.surplus import Surplus
from prorl.train.trackers import Trackers, check_trackers
from prorl.train.weights import digest, frozen, trained


@dataclass(kw_only=True, slots=True)
class Workbench:
    """The live objects of a run. `Progress` (see `progress.py`) holds what changes from step to step."""

    config: Config
    """What holds now: the settings of the present stage."""
    whole: Config
    """What the run was started with, all stages included."""
    accelerator: Accelerator
    loaded: Loaded
    """The bare model and its tokenizer."""
    model: torch.nn.Module
    """The model as accelerate wraps it."""
    layout: Layout
    """How batches go through it."""
    optimizer: torch.optim.Optimizer
    """As accelerate wraps it."""
    schedule: LambdaLR
    mixture: Mixture
    policy: Engine
    """Samples from the bare model's very weights, or from an engine's copy of them."""
    snapshots: Snapshots
    reference: Reference | None
    """`None` where the KL coefficient is 0 and no reset needs the KL."""
    times: PlayTimes
    bad_steps: BadSteps
    base: Reference | None = None
    """The model that the run started from, on the CPU, kept from the first reset on (the reference is it until then);
    `None` where `reset.base_kl` is off."""
    frozen: str = ""
    """Digest of the weights that do not train: a LoRA run's base model; "" where all train."""
    surplus: Surplus = field(default_factory=Surplus)
    """Informative groups beyond those that the last step trained on."""
    early: Early | None = None
    """The first round of the next step, where it is sampled ahead."""
    follower: Follower | None = None
    """What samples it, where the engine has no weights of its own."""
    shelf: Shelf = field(default_factory=Shelf)
    """Where the items to train on come from."""
    held: Shelf = field(default_factory=partial(Shelf, keep=True))
    """Where the held-out items come from: the same ones at every validation."""
    trackers: Trackers = field(default_factory=Trackers)
    """Programs that follow the run."""

    @property
    def context_limit(self) -> int:
        """Tokens of a prompt and its answers that fit both the model and the engine."""
        return min(self.loaded.context_limit, self.config.engine.context or self.loaded.context_limit)


def build(config: Config) -> Workbench:
    """Load the model and prepare everything.

    Raises:
        UserError: for a mixture, model or setting that cannot work.
    """
    group_estimator(config.advantage)
    check_trackers(config)
    mixture = build_mixture(config)
    handlers = [group_timeout(config.run.rank_timeout)]
    accelerator = Accelerator(gradient_accumulation_steps=1, mixed_precision="no", kwargs_handlers=handlers)
    assert accelerator.gradient_accumulation_steps == 1, "accumulation is the update loop's own business"
    loaded = load_policy(config.model.path, config.model.dtype)
    if config.rollout.max_new_tokens >= loaded.context_limit:
        raise UserError(
            f"rollout.max_new_tokens {config.rollout.max_new_tokens} leaves no room for a prompt "
            f"in the model's context of {loaded.context_limit} tokens"
        )
    if config.lora.rank:
        add_adapter(loaded.model, config.lora, config.run.seed)
        keep_base_out(accelerator)
    through_onednn(loaded.model)
    optimizer = new_optimizer(loaded.model, config)
    model, optimizer = accelerator.prepare(loaded.model, optimizer)
    bare = accelerator.unwrap_model(model)
    bare_loaded = Loaded(model=bare, tokenizer=loaded.tokenizer)
    place = torch.device("cpu") if config.reference.place == "cpu" else bare.device
    return Workbench(
        config=config,
        whole=config,
        accelerator=accelerator,
        loaded=bare_loaded,
        model=model,
        layout=layout_of(config, bare),
        optimizer=optimizer,
        schedule=warmup(optimizer, config.optim.warmup_steps),
        mixture=mixture,
        policy=new_engine(bare_loaded, config),
        snapshots=Snapshots(config.reset, bare, place),
        reference=Reference(bare, place) if _needs_reference(config) else None,
        times=PlayTimes(),
        bad_steps=BadSteps(Path(config.run.dir) / "faults", config.optim.bad_steps),
        frozen=digest(frozen(bare)) if config.lora.rank else "",
    )


def _needs_reference(config: Config) -> bool:
    """Whether any stage has a KL term or a trigger that measures the KL."""
    stages = [at_stage(config, number) for number in range(len(config.stages) + 1)]
    return any(stage.kl.coef > 0 or stage.reference.kl_limit > 0 for stage in stages)


def apply_stage(bench: Workbench, number: int) -> None:
    """Put the settings of a stage into the live objects; what stays the same is not touched."""
    before, now = bench.config, at_stage(bench.whole, number)
    bench.config = now
    if (now.mixture, now.levels, now.shares) != (before.mixture, before.levels, before.shares):
        bench.mixture = mixture_after(bench.mixture, now)
    bench.policy.max_rows = now.rollout.max_rows
    if (now.optim, now.memory) != (before.optim, before.memory):
        bench.layout = layout_of(now, bench.loaded.model)
    if now.optim.lr != before.optim.lr:
        _set_rate(bench.schedule, now.optim.lr)


def _set_rate(schedule: LambdaLR, rate: float) -> None:
    """Another learning rate, at the same place of the warm-up."""
    schedule.base_lrs = [rate for _ in schedule.base_lrs]
    for group, factor in zip(schedule.optimizer.param_groups, schedule.lr_lambdas, strict=True):
        group["initial_lr"] = rate
        group["lr"] = rate * factor(schedule.last_epoch)


def new_optimizer(model: torch.nn.Module, config: Config) -> AdamW:
    """AdamW with fresh moments, over the weights that train; one pass over each of them (fused) a step."""
    optim = config.optim
    weights = trained(model).values()
    return AdamW(weights, lr=optim.lr, betas=optim.betas, weight_decay=optim.weight_decay, fused=True)


def warmup(optimizer: torch.optim.Optimizer, steps: int) -> LambdaLR:
    """Linear warm-up over so many optimizer steps, then constant."""
    inner = getattr(optimizer, "optimizer", optimizer)
    return LambdaLR(inner, lambda done: min(1.0, (done + 1) / (steps + 1)))


def warmup_again(schedule: LambdaLR) -> None:
    """Start the warm-up from its beginning."""
    schedule.last_epoch = -1
    schedule.step()
