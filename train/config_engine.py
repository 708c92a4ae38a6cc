"""The configuration of what samples: the model in this process, or vLLM (docs/vllm.md)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from prorl.train.config import Config


@dataclass(frozen=True, kw_only=True, slots=True)
class EngineConfig:
    """Which engine samples, and how it is set up; it holds for the whole run."""

    kind: Literal["transformers", "vllm", "vllm-server"] = "transformers"
    """The very weights that train; an engine of vLLM beside every process of the trainer; or servers of vLLM."""
    urls: str = ""
    """Of the servers, with commas: "http://host-a:8000,http://host-b:8000"."""
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    """Of vLLM's weights; "auto": bfloat16 where the loss is computed in it, float32 otherwise."""
    context: int = 0
    """Tokens of a prompt and its answers that vLLM makes room for; 0: as many as the model can attend to."""
    memory: float = 0.3
    """Share of the device's memory for vLLM, its weights included."""
    sleep: bool = False
    """vLLM gives the GPU's memory back while others work."""
    eager: bool = False
    """vLLM neither compiles nor captures graphs: starts sooner, samples more slowly."""
    transfer: Literal["file", "device"] = "file"
    """Weights go through a file in shared memory, or from GPU to GPU: CUDA IPC, to servers NCCL."""


def server_urls(config: EngineConfig) -> tuple[str, ...]:
    """Example: "http://a:8000, http://b:8000/" gives ("http://a:8000", "http://b:8000")."""
    return tuple(url.strip().rstrip("/") for url in config.urls.split(",") if url.strip())


ENGINE_RULES: "tuple[tuple[Callable[[Config], bool], str], ...]" = (
    (lambda c: 0 < c.engine.memory <= 1, "engine.memory must be over 0 and at most 1, got {c.engine.memory}"),
    (
        lambda c: not c.engine.context or c.engine.context > c.rollout.max_new_tokens,
        "engine.context must be 0 or more than rollout.max_new_tokens, got {c.engine.context}: prompts need room too",
    ),
    (
        lambda c: c.engine.kind != "vllm-server" or bool(server_urls(c.engine)),
        "engine.kind = 'vllm-server' needs engine.urls, e.g. 'http://127.0.0.1:8000'",
    ),
    (
        lambda c: all(url.startswith(("http://", "https://")) for url in server_urls(c.engine)),
        "engine.urls must be addresses that begin with http:// or https://, got {c.engine.urls!r}",
    ),
    (
        lambda c: not c.engine.urls or c.engine.kind == "vllm-server",
        "engine.urls is for engine.kind = 'vllm-server'; it is {c.engine.kind!r}",
    ),
    (
        lambda c: not (c.engine.sleep and c.rollout.ahead),
        "engine.sleep and rollout.ahead exclude each other: what samples while others work cannot sleep",
    ),
    (
        lambda c: c.engine.transfer == "file" or not c.lora.rank,
        "engine.transfer = 'device' is for runs in which all weights train; an adapter goes through a file",
    ),
)
"""What must hold, and what to say where it does not."""
