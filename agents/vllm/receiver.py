"""What runs in vLLM's worker: its weight-transfer interface, with a file in shared memory as one more transport.

`worker_extension_cls` names the class here, so a worker imports this module before it makes its transfer engine, and
finds `BACKEND` in vLLM's own table.
"""

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
        initialize_layerwise_reload(self.model)

    def finish_weight_update(self) -> None:
        """Pack what is left and put everything in its place."""
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
    embeddings = [module for module in model.modules() if isinstance(module, VocabParallelEmbedding)]
    inputs = {id(module.weight) for module in embeddings if not isinstance(module, ParallelLMHead)}
    for head in embeddings:
        if isinstance(head, ParallelLMHead) and id(head.weight) in inputs:
            head.quant_method.process_weights_after_loading(head)


WeightTransferEngineFactory.register_engine(BACKEND, FileTransfer)
