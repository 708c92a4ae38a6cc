"""From the configuration to the engine that samples."""

from functools import partial
from typing import Literal

from accelerate import PartialState

from prorl.agents.engine import TransformersPolicy
from prorl.agents.load import Loaded
from prorl.agents.policy import Policy
from prorl.agents.vllm.colocated import ColocatedPolicy, SaveAdapter
from prorl.agents.vllm.remote import ServerPolicy, ServerSettings
from prorl.agents.vllm.settings import VllmSettings
from prorl.registry.errors import UserError
from prorl.train.config import Config
from prorl.train.config_engine import server_urls
from prorl.train.lora import save_adapter

Engine = TransformersPolicy | ColocatedPolicy | ServerPolicy


def new_engine(loaded: Loaded, config: Config) -> Engine:
    """What samples from the policy's weights; after a crash another one takes over.

    Raises:
        UserError: if vLLM is not installed or does not start, no server answers, or one is not set up for training.
    """
    if config.engine.kind == "vllm":
        return ColocatedPolicy(loaded.model, loaded.tokenizer, _beside(loaded, config), _adapter(loaded, config))
    if config.engine.kind == "vllm-server":
        return ServerPolicy(loaded.model, loaded.tokenizer, _servers(config), _adapter(loaded, config))
    return TransformersPolicy(loaded.model, loaded.tokenizer, config.rollout.max_rows)


def close_engine(policy: Policy) -> None:
    """End what the engine runs beside this process."""
    if isinstance(policy, ColocatedPolicy | ServerPolicy):
        policy.close()


def engine_news(policy: Policy) -> list[str]:
    """What a person should know of the engine since the last call, e.g. that one of its servers is lost."""
    return policy.news() if isinstance(policy, ServerPolicy) else []


def sync_seconds(policy: Policy) -> float:
    """What handing weights over has taken so far; 0 for the model in this process."""
    return policy.sync_seconds if isinstance(policy, ColocatedPolicy | ServerPolicy) else 0.0


def _beside(loaded: Loaded, config: Config) -> VllmSettings:
    engine = config.engine
    if engine.transfer == "device" and loaded.model.device.type != "cuda":
        raise UserError("engine.transfer = 'device' needs a GPU: leave it 'file'")
    return VllmSettings(
        dtype=engine_dtype(config),
        max_rows=config.rollout.max_rows,
        context=engine.context,
        memory=engine.memory,
        sleep=engine.sleep,
        eager=engine.eager,
        ipc=engine.transfer == "device",
        lora_rank=config.lora.rank,
    )


def _servers(config: Config) -> ServerSettings:
    return ServerSettings(
        urls=server_urls(config.engine),
        dtype=engine_dtype(config),
        transfer="nccl" if config.engine.transfer == "device" else "file",
        max_rows=config.rollout.max_rows,
        main=PartialState().is_main_process,
    )


def engine_dtype(config: Config) -> Literal["float32", "bfloat16", "float16"]:
    """The type of vLLM's weights: that in which the loss is computed, where it is not given."""
    if config.engine.dtype != "auto":
        return config.engine.dtype
    narrow = "bfloat16" in (config.model.dtype, config.memory.compute)
    return "bfloat16" if narrow else "float32"


def _adapter(loaded: Loaded, config: Config) -> SaveAdapter | None:
    """Writes the adapter that trains; `None` where all weights do."""
    if not config.lora.rank:
        return None
    return partial(save_adapter, loaded.model, config.lora, config.model.path)
