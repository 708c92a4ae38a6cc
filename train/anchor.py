"""Resetting the reference: which weights it takes, what happens to the optimizer, and the record of it.

A file named `RESET` in the run's folder asks for a reset by hand after the step that is running.
"""

from dataclasses import replace

import torch
from accelerate.utils import gather_object

from prorl.train.batch import Batch
from prorl.train.by_hand import asked_for
from prorl.train.checkpoint import Progress
from prorl.train.reference import Reference
from prorl.train.resets import Trigger, after_reset, due
from prorl.train.rundir import RunDir
from prorl.train.setup import Workbench, warmup_again
from prorl.train.weights import digest, trained

BY_HAND = "RESET"
"""Name of the file that asks for a reset."""


def reset_if_due(
    bench: Workbench,
    run: RunDir,
    progress: Progress,
    kl: float | None,
    probe: Batch | None,
    wanted: Trigger | None = None,
) -> Progress:
    """Reset the reference if a trigger fires; returns the progress after it.

    Args:
        bench: holds the reference and the weights that it may take.
        run: gets the record.
        progress: after the step.
        kl: to the reference in this step, nats a token, `None` where nothing was trained on.
        probe: rows of this step to measure the KL after the reset on.
        wanted: a trigger that has fired already.
    """
    by_hand = asked_for(bench, run.path / BY_HAND)
    trigger = wanted or due(progress.resets, progress.step, kl, bench.config.reference, by_hand=by_hand)
    if trigger is None or bench.reference is None:
        return progress
    if bench.config.reset.base_kl and not progress.resets.count:
        bench.base = bench.reference.copy(torch.device("cpu"))
    before = bench.reference.digest()
    if bench.config.reset.source != "keep":
        bench.reference.reset_to(bench.snapshots.source(bench.loaded.model))
    optimizer = bench.config.reset.optimizer
    if optimizer != "keep":
        clear_moments(bench)
    if optimizer == "rebuild":
        warmup_again(bench.schedule)
    after = kl_of(bench, bench.reference, probe)
    run.event(
        progress.step,
        "reset",
        trigger=trigger.name,
        evidence=trigger.evidence,
        source=bench.config.reset.source,
        optimizer=optimizer,
        reference_before=before,
        reference=bench.reference.digest(),
        policy=digest(trained(bench.loaded.model)),
        kl_before=kl,
        kl_after=after,
    )
    return replace(progress, resets=after_reset(progress.resets, progress.step))


def kl_of(bench: Workbench, reference: Reference, probe: Batch | None) -> float | None:
    """KL of the policy to a reference on the probes of all processes, nats a token; `None` where none has one."""
    own = [0.0, 0]
    if probe is not None and probe.num_targets:
        kl = reference.kl(probe, bench.config.rollout.temperature, bench.layout)
        own = [kl * probe.num_targets, probe.num_targets]
    totals = gather_object([own])
    tokens = sum(count for _, count in totals)
    return sum(nats for nats, _ in totals) / tokens if tokens else None


def clear_moments(bench: Workbench) -> None:
    """Forget AdamW's moments and step counts, as a new optimizer would have none."""
    optimizer = getattr(bench.optimizer, "optimizer", bench.optimizer)
    optimizer.state.clear()
