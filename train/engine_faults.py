"""An engine that raises or dies while sampling: another one is built, and what was being sampled is sampled again.

Every random number of sampling belongs to (run seed, item, sample, turn), so the second time gives the same numbers.
"""

import gc
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import torch
from accelerate.utils import gather_object

from prorl.agents.engine import TransformersPolicy
from prorl.agents.policy import EngineCrash
from prorl.train.engines import Engine, close_engine, engine_news, new_engine, sync_seconds
from prorl.train.errors import RunEnded
from prorl.train.rundir import RunDir
from prorl.train.setup import Workbench

R = TypeVar("R")


class EngineLost(RunEnded):
    """The engine crashed too often in a row."""


def jointly(play: Callable[[], R]) -> R:
    """This process's share of what all processes sample; if the engine of any of them crashes, all of them raise.

    Raises:
        EngineCrash: with the first process's message; its cause is this process's own crash, if there was one.
    """
    crash, result = None, None
    try:
        result = play()
    except EngineCrash as error:
        crash = error
    messages = [message for message in gather_object(["" if crash is None else str(crash)]) if message]
    if messages:
        raise EngineCrash(messages[0]) from crash
    return result  # type: ignore[return-value]


def surviving(bench: Workbench, run: RunDir, step: int, sample: Callable[[], R]) -> R:
    """What `sample` returns, tried again with a new engine after a crash.

    Args:
        bench: its mixture and surplus are put back to where they were before every new try.
        run: gets a `fault` event for each crash and each server lost or found; tracebacks go to `faults/`.
        step: of the run.
        sample: draws items and plays them, on all processes.

    Raises:
        EngineLost: after `rollout.engine_crashes` crashes in a row.
    """
    limit = bench.config.rollout.engine_crashes
    mixture, surplus = bench.mixture.state_dict(), bench.surplus
    for crashes in range(1, limit + 1):
        try:
            return sample()
        except EngineCrash as crash:
            message = _first_line(crash)
            _keep_traceback(run.path / "faults", step, bench.accelerator.process_index, crash)
        finally:
            _tell(run, step, bench.policy)
        run.event(step, "fault", message=f"engine crashed ({crashes} of {limit} in a row): {message}")
        bench.mixture.load_state_dict(mixture)
        bench.surplus = surplus
        rebuild(bench)
    raise EngineLost(
        f"the engine crashed {limit} times in a row in step {step}: {message}; the tracebacks are in "
        f"{run.path / 'faults'}; the same command goes on from the newest checkpoint"
    )


def rebuild(bench: Workbench) -> None:
    """Another engine over the same weights; what the old one held on the device is freed first."""
    version, spent = bench.policy.version, sync_seconds(bench.policy)
    close_engine(bench.policy)
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    bench.policy = new_engine(bench.loaded, bench.config)
    bench.policy.version = version
    if not isinstance(bench.policy, TransformersPolicy):
        bench.policy.sync_seconds = spent


def _tell(run: RunDir, step: int, policy: Engine) -> None:
    for line in engine_news(policy):
        run.event(step, "fault", message=line)


def _keep_traceback(folder: Path, step: int, process: int, crash: EngineCrash) -> None:
    """Only where the crash was this process's own."""
    own = crash.__cause__
    if own is not None:
        folder.mkdir(parents=True, exist_ok=True)
        text = "".join(traceback.format_exception(own.__cause__ or own))
        with (folder / f"step-{step:06d}-engine-{process}.txt").open("a", encoding="utf-8") as file:
            file.write(text + "\n")


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]
