"""What runs in vLLM's worker: its weight-transfer interface, with a file in shared memory as one more transport.

`worker_extension_cls` names the class here, so a worker imports this module before it makes its transfer engine, and
finds `BACKEND` in vLLM's own table. From then on the worker watches its trainer, if it has one (`lifeline.py`).
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from safetensors import safe_open
from vllm.distributed.weight_transfer import WeightTransferEngineFactory
from vllm.distributed.weight_transfer.base import (
    WeightTransferEngine,
    WeightTransferInitInfo,
    WeightTransferUpdateInfo,
)
from vllm.model_executor.layers.vocab_parallel_embedding import ParallelLMHead, VocabParallelEmbedding
from vllm.model_executor.model_loader.reload import finalize_layerwise_reload, initialize_layerwise_reload

from prorl.agents.vllm.launch import BACKEND
from prorl.agents.vllm.lifeline import end_with_trainer


class Extension:
    """Nothing but its module's import."""


@dataclass
class FileInit(WeightTransferInitInfo):
    """A file needs no meeting beforehand."""


@dataclass
class FileUpdate(WeightTransferUpdateInfo):
    """One update."""

    path: str
    """A safetensors file with all weights."""


class FileTransfer(WeightTransferEngine[FileInit, FileUpdate]):
    """Loads checkpoint-named weights from a mapped file; vLLM fuses, shards and packs them as at the start."""

    init_info_cls = FileInit
    update_info_cls = FileUpdate

    def init_transfer_engine(self, init_info: FileInit) -> None:
        """Nothing to meet."""

    def start_weight_update(self) -> None:
        """Give the layers their loaders back."""
        self._needless = _with_nothing_to_get(self.model)
        initialize_layerwise_reload(self.model)

    def finish_weight_update(self) -> None:
        """Pack what is left and put everything in its place."""
        with _without_alarms(self._needless):
            finalize_layerwise_reload(self.model, self.model_config)
        if self.device.type == "cpu":
            _pack_tied_heads(self.model)

    def update_weights(self, update_info: dict[str, str]) -> None:
        """Load, and wait until the device has everything; a processor has it at once."""
        self.receive_weights(self.parse_update_info(update_info))
        if self.device.type != "cpu":
            torch.accelerator.synchronize()

    def receive_weights(self, update_info: FileUpdate) -> None:
        """Hand every tensor of the file to the model's loader."""
        with safe_open(update_info.path, framework="pt") as file:
            self.model.load_weights((name, file.get_tensor(name)) for name in file.keys())  # noqa: SIM118

    def shutdown(self) -> None:
        """Nothing is held."""


def _pack_tied_heads(model: torch.nn.Module) -> None:
    """On a processor an output layer multiplies by a packed copy, which a tied one does not get anew: nothing is loaded
    under its own name."""
    for head in _tied_heads(model):
        head.quant_method.process_weights_after_loading(head)


def _tied_heads(model: torch.nn.Module) -> list[ParallelLMHead]:
    embeddings = [module for module in model.modules() if isinstance(module, VocabParallelEmbedding)]
    inputs = {id(module.weight) for module in embeddings if not isinstance(module, ParallelLMHead)}
    return [head for head in embeddings if isinstance(head, ParallelLMHead) and id(head.weight) in inputs]


def _with_nothing_to_get(model: torch.nn.Module) -> set[str]:
    """Classes of layers that have no weights of their own. Example: `{"RotaryEmbedding", "SiluAndMul", ...}`."""
    tied = {id(head) for head in _tied_heads(model)}
    needy = {
        type(module).__name__
        for module in model.modules()
        if id(module) not in tied and next(module.parameters(recurse=False), None) is not None
    }
    return {type(module).__name__ for module in model.modules()} - needy


@contextmanager
def _without_alarms(classes: set[str]) -> Iterator[None]:
    """vLLM warns, by the name of the class, of every layer that was given nothing."""
    logger = logging.getLogger(finalize_layerwise_reload.__module__)

    def is_serious(record: logging.LogRecord) -> bool:
        return not (isinstance(record.args, tuple) and record.args and record.args[0] in classes)

    logger.addFilter(is_serious)
    try:
        yield
    finally:
        logger.removeFilter(is_serious)


WeightTransferEngineFactory.register_engine(BACKEND, FileTransfer)
end_with_trainer()
