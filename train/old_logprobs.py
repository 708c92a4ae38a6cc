"""Log-probabilities of the weights before any update of a step, computed only where nobody has them yet.

The first of the K optimizer steps trains the very weights that they are wanted of: its own forward pass gives them
(`optimizer_step(..., first=True)`), and the probability ratio is exactly 1. For the others there is what the engine
reported while it sampled, where it samples from the trainer's weights in the trainer's arithmetic; else one more
forward pass.
"""

from dataclasses import replace

import torch

from prorl.train.batch import Batch
from prorl.train.config import Config
from prorl.train.logprobs import frozen_logprobs
from prorl.train.setup import Workbench


def come_from_engine(config: Config) -> bool:
    """Whether the engine's log-probabilities stand for the trainer's.

    `optim.old_logprobs = "auto"`: if the engine is the model in this process, in float32 throughout (it then agrees
    with the trainer's forward pass to 1e-4; what it reports is float32, so a float64 run asks the trainer), and no
    correction asks for the difference between the two.
    """
    wanted = config.optim.old_logprobs
    if wanted != "auto":
        return wanted == "engine"
    exact = config.model.dtype == "float32" and config.memory.compute == "weights"
    return exact and config.engine.kind == "transformers" and config.mismatch.correction == "none"


def with_old_logprobs(bench: Workbench, batch: Batch, rows_B: torch.Tensor) -> Batch:
    """The batch, with the trainer's log-probabilities in those rows (bool [B]) in which the engine's will not do.

    Rows that older weights sampled, and whatever else is not the engine's to say, go through the model.
    """
    if come_from_engine(bench.config):
        stale_B = torch.zeros_like(rows_B) if batch.lag is None else batch.lag > 0
        rows_B = rows_B & stale_B
    rows = rows_B.nonzero()[:, 0]
    if not len(rows):
        return batch
    part = batch.take(rows)
    computed = frozen_logprobs(bench.loaded.model, part, bench.config.rollout.temperature, bench.layout)
    old_BT = batch.old_logprobs.to(computed.dtype, copy=True)
    old_BT[rows, : computed.shape[1]] = computed
    return replace(batch, old_logprobs=old_BT)
