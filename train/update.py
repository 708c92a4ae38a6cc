"""K optimizer steps on one rollout batch.

The kept groups are dealt into K shares in a shuffled order that belongs to (run seed, step). Every process works on
its own groups of a share; the loss is divided by the share's tokens over all processes, so the gradient does not depend
on how the rows are split into passes or spread over processes. All processes make the same number of passes: one that
has fewer rows makes up for it with passes over two dummy tokens whose loss is zero.
"""

import contextlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import torch

from prorl.agents.records import Group
from prorl.envs.seeding import generator
from prorl.train.advantage import ADVANTAGES
from prorl.train.batch import Batch, collate
from prorl.train.logprobs import frozen_logprobs, token_logprobs
from prorl.train.loss import clipped_surrogate
from prorl.train.sampling import Collected
from prorl.train.setup import Workbench

Metrics = dict[str, float]


class NonFiniteLoss(RuntimeError):
    """The gradient norm is NaN or infinite; the weights were not touched by this optimizer step."""


def update(bench: Workbench, collected: Collected, step: int) -> Metrics:
    """Train on the kept groups; returns the loss metrics, token means over each share, averaged over the K shares."""
    shares = list(_shares(bench, collected, step))
    batches = [_prepared(bench, groups) for groups in shares]
    rows = [_optimizer_step(bench, batch) for batch in batches]
    rows = [row for row in rows if row]
    return {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]} if rows else {}


def _shares(bench: Workbench, collected: Collected, step: int) -> Iterator[list[Group]]:
    """This process's groups of each of the K shares (fewer than K if there are fewer groups)."""
    count = min(bench.config.optim.updates, collected.kept)
    order = generator("updates", bench.config.run.seed, step).permutation(collected.kept).tolist()
    share_of = {number: place % count for place, number in enumerate(order)}
    for share in range(count):
        yield [group for number, group in collected.own if share_of[number] == share]


def _prepared(bench: Workbench, groups: list[Group]) -> Batch | None:
    """The batch of a share with the log-probabilities of the weights before any update, `None` without rows."""
    if not groups:
        return None
    config, tokenizer = bench.config, bench.loaded.tokenizer
    batch = collate(groups, ADVANTAGES[config.loss.advantage], int(tokenizer.pad_token_id), bench.accelerator.device)
    how = (config.rollout.temperature, 2 * config.optim.rows_per_pass)
    batch = replace(batch, old_logprobs=frozen_logprobs(bench.loaded.model, batch, *how))
    if bench.reference is not None:
        batch = replace(batch, ref_logprobs=bench.reference.logprobs(batch, *how))
    return batch


def _optimizer_step(bench: Workbench, batch: Batch | None) -> Metrics:
    """Accumulate the gradient over all passes, clip it, step."""
    config, accelerator = bench.config, bench.accelerator
    passes = list(batch.passes(config.optim.rows_per_pass)) if batch is not None else []
    num_targets = _total(bench, batch.num_targets if batch is not None else 0)
    most = int(accelerator.gather(torch.tensor([len(passes)], device=accelerator.device)).max())
    if num_targets == 0:
        return {}
    sums: dict[str, torch.Tensor] = {}
    for number in range(most):
        rows = passes[number] if number < len(passes) else None
        with _syncing(bench, last=number == most - 1):
            _add(sums, _backward(bench, rows, num_targets))
    norm = accelerator.clip_grad_norm_(bench.model.parameters(), config.optim.max_grad_norm)
    if not torch.isfinite(norm):
        bench.optimizer.zero_grad()
        raise NonFiniteLoss(f"gradient norm is {float(norm)}")
    bench.optimizer.step()
    bench.schedule.step()
    bench.optimizer.zero_grad()
    bench.policy.version += 1
    return _reduced(bench, sums) | {"policy/grad_norm": float(norm)}


def _backward(bench: Workbench, rows: Batch | None, num_targets: int) -> dict[str, torch.Tensor]:
    """One forward and backward pass; without rows a pass that adds nothing but keeps the processes in step."""
    accelerator = bench.accelerator
    if rows is None:
        idle = bench.model(input_ids=torch.zeros((1, 2), dtype=torch.long, device=accelerator.device), use_cache=False)
        accelerator.backward(0.0 * idle.logits.sum())
        return {}
    logprobs_BT, entropy_BT = token_logprobs(bench.model, rows, bench.config.rollout.temperature)
    out = clipped_surrogate(logprobs_BT, entropy_BT, rows, num_targets, bench.config.loss)
    accelerator.backward(out.loss * accelerator.num_processes)  # DDP averages over processes: undo it
    return dict(out.metrics)


def _syncing(bench: Workbench, last: bool) -> AbstractContextManager[Any]:
    """Gradients are exchanged in the last pass alone."""
    return contextlib.nullcontext() if last else bench.accelerator.no_sync(bench.model)


def _total(bench: Workbench, count: int) -> int:
    return int(bench.accelerator.gather(torch.tensor([count], device=bench.accelerator.device)).sum())


def _add(sums: dict[str, torch.Tensor], metrics: dict[str, torch.Tensor]) -> None:
    for name, value in metrics.items():
        sums[name] = sums.get(name, torch.zeros_like(value)) + value


def _reduced(bench: Workbench, sums: dict[str, torch.Tensor]) -> Metrics:
    """Sums over processes: the shares were already divided by the global token count."""
    accelerator = bench.accelerator
    if accelerator.num_processes == 1:
        return {name: float(value) for name, value in sums.items()}
    names = ["loss/policy", "policy/entropy", "policy/clip_low", "policy/clip_high", "policy/mismatch_kl"]
    names += ["loss/kl", "policy/kl_ref"] if bench.reference is not None else []
    zero = torch.zeros((), device=accelerator.device)
    stacked = torch.stack([sums.get(name, zero).float() for name in names])
    total = accelerator.reduce(stacked, reduction="sum")
    return dict(zip(names, total.tolist(), strict=True))
