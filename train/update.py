"""K optimizer steps on one rollout batch.

The kept groups are dealt into K shares in a shuffled order that belongs to (run seed, step). Every process works on
its own groups of a share; the loss is divided by the share's counts over all processes, so the gradient does not depend
on how the rows are split into passes or spread over processes. All processes make the same number of passes: one that
has fewer rows makes up for it with passes over two dummy tokens whose loss is zero.
"""

import contextlib
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

import torch
from accelerate.utils import gather_object

from prorl.train.aggregate import Counts
from prorl.train.batch import Batch
from prorl.train.gap import gap_metrics, is_of_a_gap
from prorl.train.logprobs import token_logprobs
from prorl.train.loss import LossOutput, Objective, policy_objective
from prorl.train.prepare import prepare
from prorl.train.sampling import Collected
from prorl.train.setup import Workbench
from prorl.train.shares import dealt

Metrics = dict[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Updated:
    """What K optimizer steps came to."""

    metrics: Metrics
    """Token means over each share, averaged over the K shares, and the gap to what sampled, of the first share; empty
    if there was nothing to train on."""
    probe: Batch | None
    """A few of this process's rows, to measure KLs on."""
    faults: tuple[str, ...] = ()
    """What went wrong and was survived, one line each."""


PROBE_ROWS = 32


def update(bench: Workbench, collected: Collected, step: int, kl_coef: float) -> Updated:
    """Train on the kept groups."""
    batch = prepare(bench, collected, step, kl_coef)
    config = bench.config
    objective = Objective(loss=config.loss, kl=replace(config.kl, coef=kl_coef), mismatch=config.mismatch)
    rows, faults = [], []
    for number, share in enumerate(_shares(bench, batch, collected.kept, step)):
        row = optimizer_step(bench, share, objective, first=number == 0)
        norm = row.get("policy/grad_norm", 0.0)
        if not math.isfinite(norm):
            faults.append(bench.bad_steps.bad(step, norm, share))
        elif row:
            bench.bad_steps.good()
            rows.append(row)
    metrics = _of_all(rows) if rows else {}
    probe = None if batch is None else batch.take(torch.arange(min(PROBE_ROWS, len(batch.input_ids))))
    return Updated(metrics=metrics, probe=probe, faults=tuple(faults))


def _of_all(rows: list[Metrics]) -> Metrics:
    """Means over the shares; of the gap to what sampled only the first: later the weights have moved."""
    values: dict[str, list[float]] = {}
    for row in rows:
        for name, value in row.items():
            values.setdefault(name, []).append(value)
    means = {name: sum(found) / len(found) for name, found in values.items() if not is_of_a_gap(name)}
    return means | gap_metrics(rows[0])


def _shares(bench: Workbench, batch: Batch | None, kept: int, step: int) -> Iterator[Batch | None]:
    """This process's rows of each of the K shares (fewer than K if there are fewer groups)."""
    for numbers in dealt(bench.config, kept, step):
        if batch is None:
            yield None
            continue
        assert batch.groups is not None
        rows = torch.isin(batch.groups, torch.tensor(numbers, device=batch.groups.device)).nonzero().squeeze(1)
        yield batch.take(rows) if len(rows) else None


def optimizer_step(bench: Workbench, batch: Batch | None, objective: Objective, *, first: bool = False) -> Metrics:
    """Accumulate the gradient over all passes, clip it, step; a gradient that is not finite leaves the weights.

    Rows that cannot move the weights (`Batch.contributes`) go through no pass, and count in the loss's denominator.

    Args:
        bench: the run.
        batch: this process's rows; `None` if others have them all.
        objective: what is minimised.
        first: nothing was updated since the rows were sampled, or since `old_logprobs` are asked for: the step's own
            forward pass gives them.
    """
    config, accelerator = bench.config, bench.accelerator
    used = None if batch is None else batch.take(batch.contributes.nonzero()[:, 0])
    passes = list(used.passes(bench.layout)) if used is not None and len(used.input_ids) else []
    counts, most = _counts(bench, batch, used, len(passes))
    if counts.tokens == 0:
        return {}
    tally = _Tally()
    for number in range(most):
        rows = passes[number] if number < len(passes) else None
        with _syncing(bench, last=number == most - 1):
            out = _backward(bench, rows, counts, objective, first)
        if out is not None:
            tally.add(out)
    norm = accelerator.clip_grad_norm_(bench.model.parameters(), config.optim.max_grad_norm)
    if not torch.isfinite(norm):
        bench.optimizer.zero_grad()
        return {"policy/grad_norm": float(norm)}
    bench.optimizer.step()
    bench.schedule.step()
    bench.optimizer.zero_grad()
    bench.policy.version += 1
    return tally.reduced(bench) | {"policy/grad_norm": float(norm)}


def _counts(bench: Workbench, batch: Batch | None, used: Batch | None, passes: int) -> tuple[Counts, int]:
    """Sizes of the step over all processes, and the most passes that a process makes: one at least."""
    own = [0, 0, 0, passes]
    if batch is not None and used is not None:
        own = [batch.num_targets, batch.num_sequences, used.num_targets, passes]
    gathered = bench.accelerator.gather(torch.tensor([own], device=bench.accelerator.device))
    tokens, sequences, computed, _ = gathered.sum(dim=0).tolist()
    constant = bench.config.rollout.max_new_tokens
    counts = Counts(tokens=tokens, sequences=sequences, constant=constant, computed=computed)
    return counts, max(1, int(gathered[:, 3].max()))


def _backward(
    bench: Workbench, rows: Batch | None, counts: Counts, objective: Objective, first: bool
) -> LossOutput | None:
    """One forward and backward pass; without rows a pass that adds nothing but keeps the processes in step."""
    accelerator = bench.accelerator
    if rows is None:
        idle = bench.model(input_ids=torch.zeros((1, 2), dtype=torch.long, device=accelerator.device), use_cache=False)
        accelerator.backward(0.0 * idle.logits.sum())
        return None
    logprobs_BT, entropy_BT = token_logprobs(bench.model, rows, bench.config.rollout.temperature, bench.layout)
    if first:
        rows = replace(rows, old_logprobs=logprobs_BT.detach())
    out = policy_objective(logprobs_BT, entropy_BT, rows, counts, objective)
    accelerator.backward(out.loss * accelerator.num_processes)  # DDP averages over processes: undo it
    return out


def _syncing(bench: Workbench, last: bool) -> AbstractContextManager[Any]:
    """Gradients are exchanged in the last pass alone."""
    return contextlib.nullcontext() if last else bench.accelerator.no_sync(bench.model)


class _Tally:
    """Metrics of an optimizer step, added up over passes."""

    def __init__(self) -> None:
        self._sums: dict[str, torch.Tensor] = {}
        self._maxima: dict[str, torch.Tensor] = {}

    def add(self, out: LossOutput) -> None:
        """One more pass."""
        for name, value in out.metrics.items():
            self._sums[name] = self._sums[name] + value if name in self._sums else value
        for name, value in out.maxima.items():
            self._maxima[name] = torch.maximum(self._maxima[name], value) if name in self._maxima else value

    def reduced(self, bench: Workbench) -> Metrics:
        """Over all processes: what was divided by global counts already is summed."""
        accelerator = bench.accelerator
        if accelerator.num_processes == 1:
            return {name: float(value) for name, value in (self._sums | self._maxima).items()}
        names = gather_object([(list(self._sums), list(self._maxima))])  # a process without rows has none of its own
        sums = list(dict.fromkeys(name for own, _ in names for name in own))
        maxima = list(dict.fromkeys(name for _, own in names for name in own))
        total = accelerator.reduce(_row(self._sums, sums, accelerator.device), reduction="sum")
        largest = accelerator.gather(_row(self._maxima, maxima, accelerator.device)[None]).amax(dim=0)
        return dict(zip(sums + maxima, total.tolist() + largest.tolist(), strict=True))


def _row(values: Mapping[str, torch.Tensor], names: Sequence[str], device: torch.device) -> torch.Tensor:
    """float64 [names], 0 where there is no value."""
    zero = torch.zeros((), device=device)
    return torch.stack([values.get(name, zero).double() for name in names])
