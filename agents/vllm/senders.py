"""Ways for the trainer's weights to reach an engine, all through vLLM's weight-transfer interface."""

from collections.abc import Callable
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from prorl.agents.vllm.weight_file import WeightFile
from prorl.agents.vllm.weights import TrainerWeights


class Receiver(Protocol):
    """What an engine offers for it: the four calls of vLLM's `VLLMWeightSyncClient`, over whatever they go."""

    def init_weight_transfer_engine(self, init_info: dict[str, Any]) -> None:
        """Meet the sender."""
        ...

    def start_weight_update(self) -> None:
        """Make ready."""
        ...

    def update_weights(self, update_info: Any) -> None:
        """Take weights."""
        ...

    def finish_weight_update(self, weight_version: str | None = None) -> None:
        """Put them to use."""
        ...


class Sender(Protocol):
    """Hands weights over."""

    keeps: bool
    """Whether `send` gives the weights of the last `prepare`, whatever the trainer has done since."""

    def prepare(self) -> None:
        """Take the weights of this moment, once for all receivers."""
        ...

    def send(self, receiver: Receiver) -> None:
        """Hand them to one engine, while it samples nothing."""
        ...


class FileSender:
    """Through a file in memory that both map, or in a folder that servers on other machines see under the same path."""

    keeps = True

    def __init__(self, file: WeightFile):
        """Take the file to use each time."""
        self._file = file

    def prepare(self) -> None:
        """Write the file."""
        self._file.write()

    def send(self, receiver: Receiver) -> None:
        """Name the file."""
        receiver.start_weight_update()
        receiver.update_weights({"path": str(self._file.path)})
        receiver.finish_weight_update()


class DeviceSender:
    """From the trainer's GPU by vLLM's own senders: CUDA IPC for an engine on the same GPU, NCCL for servers."""

    keeps = False

    def __init__(self, weights: TrainerWeights, meeting: Callable[[Any], Any]):
        """Take the weights, and what makes vLLM's `TrainerInitInfo` for a receiver."""
        self._weights, self._meeting = weights, meeting
        self._met: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()

    def prepare(self) -> None:
        """Nothing: the weights are read while they are sent."""

    def send(self, receiver: Receiver) -> None:
        """Meet if it is the first time or the last one failed; then send."""
        engine = self._met.pop(receiver, None) or self._meet(receiver)
        engine.send_weights()
        self._met[receiver] = engine

    def _meet(self, receiver: Receiver) -> Any:
        from vllm.distributed.weight_transfer import WeightTransferTrainerFactory

        source = vllm_source(self._weights)
        return WeightTransferTrainerFactory.trainer_init(self._meeting(receiver), client=receiver, source=source)


def ipc_meeting(receiver: Any) -> Any:
    """Each of the trainer's processes is the sender to the engine beside it."""
    from vllm.distributed.weight_transfer.ipc_engine import IPCTrainerInitInfo

    return IPCTrainerInitInfo(rank=0, packed=True)


def nccl_meeting(receiver: Any) -> Any:
    """The trainer's main process and the workers of one server."""
    from vllm.distributed.weight_transfer.nccl_engine import NCCLTrainerInitInfo
    from vllm.utils.network_utils import get_ip, get_open_port

    return NCCLTrainerInitInfo(
        rank=0, master_address=get_ip(), master_port=get_open_port(), world_size=1 + receiver.world_size()
    )


def vllm_source(weights: TrainerWeights) -> Any:
    """The weights as a `WeightSource` of vLLM, cast to their type on the way."""
    from vllm.distributed.weight_transfer.base import ParamMeta, WeightSource

    class Source(WeightSource):
        def metadata(self) -> list[Any]:
            return [ParamMeta(name, weights.dtype, shape) for name, shape in weights.shapes().items()]

        def __iter__(self) -> Any:
            return ((name, weight.to(weights.dtype)) for name, weight in weights)

    return Source()
