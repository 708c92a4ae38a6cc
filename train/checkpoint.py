"""Checkpoints that are whole or not there: written beside, synced, then renamed.

`checkpoints/step-000040/` holds the policy as an ordinary Hugging Face folder (weights, config, tokenizer; of a LoRA
run the adapter as a `peft` folder), accelerate's optimizer and RNG state, the reference's weights with their hash, and
`progress.json`.
"""

import json
import os
import re
import warnings
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from accelerate.utils import broadcast_object_list
from safetensors.torch import load_file, save_file

from prorl.registry.errors import UserError
from prorl.train import manifest
from prorl.train.errors import RunEnded
from prorl.train.everywhere import FailedSomewhere, everywhere
from prorl.train.follower import Early
from prorl.train.lora import load_adapter, save_adapter
from prorl.train.resets import ResetState, restored
from prorl.train.rundir import RunDir, remove
from prorl.train.setup import Workbench, apply_stage
from prorl.train.surplus import Surplus

NAME = re.compile(r"^step-(\d{6,})$")


class CheckpointError(RunEnded):
    """A checkpoint could not be written; the ones before are untouched."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """What changes from step to step besides weights."""

    step: int = 0
    """Steps done."""
    policy_version: int = 0
    """Optimizer steps done."""
    resets: ResetState = field(default_factory=ResetState)
    stage: int = 0
    """Stages entered."""
    kl_coef: float = 0.0
    """Coefficient of the next step's KL term: the recipe's, or what the adaptive controller made of it."""


def save(bench: Workbench, run: RunDir, progress: Progress) -> Path:
    """Write `step-N`, then drop the oldest ones beyond `run.keep_checkpoints`. All processes succeed, or none does.

    Raises:
        CheckpointError: if a disk is full or cannot be written; nothing that was there is lost.
    """
    final = run.checkpoints / f"step-{progress.step:06d}"
    temporary = run.checkpoints / f".writing-{progress.step:06d}"
    main = bench.accelerator.is_main_process
    try:
        everywhere(lambda: _new_folder(temporary) if main else None)
        everywhere(lambda: _write_own(bench, temporary))
        everywhere(lambda: _finish(bench, run, temporary, final, progress) if main else None)
    except FailedSomewhere as failure:
        if main:
            remove(temporary)
        raise CheckpointError(
            f"cannot write {final}: {failure}; earlier checkpoints are intact, "
            "free some space and run the same command again"
        ) from failure
    return final


def _new_folder(path: Path) -> None:
    remove(path)
    path.mkdir(parents=True)


def _write_own(bench: Workbench, folder: Path) -> None:
    """What every process holds for itself; the main one also writes optimizer and weights."""
    bench.accelerator.save_state(str(folder))
    if len(bench.surplus):
        bench.surplus.save(folder, bench.accelerator.process_index)
    if bench.early is not None:
        bench.early.save(folder, bench.accelerator.process_index)


def _finish(bench: Workbench, run: RunDir, temporary: Path, final: Path, progress: Progress) -> None:
    _write_rest(bench, temporary, progress)
    manifest.write(temporary)
    _sync(temporary)
    remove(final)
    os.replace(temporary, final)
    _sync_folder(run.checkpoints)
    for old in list_checkpoints(run.checkpoints)[: -bench.config.run.keep_checkpoints]:
        remove(old)


def _write_rest(bench: Workbench, folder: Path, progress: Progress) -> None:
    _describe_model(bench, folder)
    state: dict[str, Any] = {"progress": asdict(progress), "mixture": bench.mixture.state_dict()}
    state["schedule"] = bench.schedule.last_epoch
    state["base"] = _base_digest(bench)
    if bench.reference is not None:
        weights = {name: weight.contiguous() for name, weight in bench.reference.weights.items()}
        save_file(weights, folder / "reference.safetensors")
        state["reference"] = bench.reference.digest()
    bench.snapshots.save(folder)
    (folder / "progress.json").write_text(json.dumps(state, indent=1), encoding="utf-8")


def _describe_model(bench: Workbench, folder: Path) -> None:
    """What makes the folder one that transformers, or `peft` for an adapter, can load."""
    model, config = bench.loaded.model, bench.config
    bench.loaded.tokenizer.save_pretrained(folder)
    if config.lora.rank:
        save_adapter(model, config.lora, config.model.path, folder)
        return
    model.config.save_pretrained(folder)
    if model.generation_config is not None:
        model.generation_config.save_pretrained(folder)


def _base_digest(bench: Workbench) -> str:
    """Of the model that the run started from, where a checkpoint relies on finding it again; else ""."""
    return bench.frozen or (bench.base.digest() if bench.base is not None else "")


def load(bench: Workbench, folder: Path) -> Progress:
    """Put everything back.

    Raises:
        UserError: if the checkpoint does not fit the configuration, the model that the run started from has changed,
            or the reference's hash is wrong.
    """
    state = json.loads((folder / "progress.json").read_text(encoding="utf-8"))
    if bench.reference is not None and bench.config.reset.base_kl and state["progress"]["resets"]["count"]:
        bench.base = bench.reference.copy(torch.device("cpu"))  # still the model that the run started from
    if _base_digest(bench) != state["base"]:
        raise UserError(f"the model {bench.config.model.path!r} is not the one that the run of {folder} started from")
    apply_stage(bench, state["progress"]["stage"])
    bench.accelerator.load_state(str(folder))
    if bench.config.lora.rank:
        load_adapter(bench.loaded.model, folder)
    bench.mixture.load_state_dict(state["mixture"])
    bench.schedule.last_epoch = state["schedule"]
    bench.snapshots.load(folder)
    bench.surplus = Surplus.load(folder, bench.accelerator.process_index)
    bench.early = Early.load(folder, bench.accelerator.process_index)
    if bench.reference is not None:
        bench.reference.reset_to(load_file(folder / "reference.safetensors"))
        if bench.reference.digest() != state["reference"]:
            raise UserError(f"{folder}: the reference's weights do not match their recorded hash")
    saved = state["progress"]
    progress = Progress(**(saved | {"resets": restored(saved["resets"])}))
    bench.policy.version = progress.policy_version
    return progress


def newest_whole(bench: Workbench, run: RunDir) -> Path | None:
    """The newest checkpoint that is what its manifest says; broken ones are put aside, with a record and a warning.

    All processes get the main one's answer. `None` if there is none.
    """
    answer: list[Path | None] = [None]
    if bench.accelerator.is_main_process:
        for folder in reversed(list_checkpoints(run.checkpoints)):
            problem = manifest.problem(folder)
            if not problem:
                answer = [folder]
                break
            aside = folder.with_name(f"broken-{folder.name}")
            remove(aside)
            folder.rename(aside)
            run.event(int(folder.name.removeprefix("step-")), "fault", message=f"checkpoint {folder.name}: {problem}")
            warnings.warn(f"checkpoint {folder} is broken ({problem}): trying the one before", stacklevel=2)
    return broadcast_object_list(answer)[0]


def list_checkpoints(folder: Path) -> list[Path]:
    """Complete checkpoints, oldest first."""
    if not folder.is_dir():
        return []
    found = [path for path in folder.iterdir() if NAME.match(path.name) and (path / "progress.json").exists()]
    return sorted(found, key=lambda path: int(path.name.removeprefix("step-")))


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
