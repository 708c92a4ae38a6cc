"""Opening a model to sample from it."""

import gc
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from transformers import PreTrainedTokenizerBase

from prorl.agents.policy import Policy
from prorl.registry.errors import UserError, nearest

if TYPE_CHECKING:
    from prorl.train.config import Config

UNKNOWN_CONTEXT = 4096
"""Where a model does not say how many tokens it can attend to."""


KINDS = ("transformers", "vllm", "vllm-server")
VLLM_MEMORY = 0.85
"""Share of a GPU's memory for a vLLM engine that has it for itself; the model's own copy stays on the CPU."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EngineSettings:
    """What samples, and how much at a time; the samples are the same up to rounding."""

    kind: str = "transformers"
    """One of `KINDS`: the model in this process, vLLM beside it, or servers of vLLM."""
    dtype: str = "float32"
    """Of the weights."""
    max_rows: int = 256
    """Completions that are written at a time."""
    urls: str = ""
    """Of the servers, with commas."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A model that is ready to sample."""

    policy: Policy
    tokenizer: PreTrainedTokenizerBase
    context_limit: int
    """Tokens that it can attend to."""


@contextmanager
def open_policy(path: str, settings: EngineSettings) -> Iterator[Opened]:
    """A model in this process, on a GPU where there is one; what it held is freed at the end.

    Raises:
        UserError: if the model cannot be loaded or the engine is not there.
    """
    import torch

    from prorl.agents.load import load_policy
    from prorl.train.engines import close_engine, new_engine

    check_engine(settings)
    loaded = load_policy(path, settings.dtype)
    if settings.kind == "transformers":
        loaded.model.to(torch.device(device()))  # type: ignore[arg-type]
    policy = new_engine(loaded, _config(path, settings))
    policy.version = version_of(path)
    try:
        yield Opened(policy=policy, tokenizer=loaded.tokenizer, context_limit=loaded.context_limit)
    finally:
        close_engine(policy)
        del loaded, policy
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()


def check_engine(settings: EngineSettings) -> None:
    """Refuse an engine that there is not, or servers without addresses.

    Raises:
        UserError: in one line.
    """
    if settings.kind not in KINDS:
        raise UserError(f"no engine {settings.kind!r}{nearest(settings.kind, KINDS)} (there are: {', '.join(KINDS)})")
    if (settings.kind == "vllm-server") != bool(settings.urls):
        raise UserError("--engine vllm-server and --engine-urls http://host:8000,… belong together")


def _config(path: str, settings: EngineSettings) -> "Config":
    """As much of a run's configuration as an engine looks at."""
    from prorl.train.config import Config, RolloutConfig
    from prorl.train.config_engine import EngineConfig
    from prorl.train.config_model import ModelConfig

    return Config(
        model=ModelConfig(path=path, dtype=settings.dtype),  # type: ignore[arg-type]
        rollout=RolloutConfig(max_rows=settings.max_rows),
        engine=EngineConfig(kind=settings.kind, urls=settings.urls, memory=VLLM_MEMORY),  # type: ignore[arg-type]
    )


def version_of(path: str) -> int:
    """Optimizer steps that a checkpoint's weights have seen; 0 for any other model."""
    progress = Path(path) / "progress.json"
    if not progress.is_file():
        return 0
    return int(json.loads(progress.read_text(encoding="utf-8"))["progress"]["policy_version"])


def device() -> str:
    """Of this process: its own GPU where a launcher says which, the first one, or the CPU."""
    import torch

    return f"cuda:{os.environ.get('LOCAL_RANK', '0')}" if torch.cuda.is_available() else "cpu"


def context_of(path: str) -> int:
    """Tokens that a model can attend to, without loading it.

    Raises:
        UserError: if it has no configuration that can be read.
    """
    from transformers import AutoConfig

    from prorl.agents.adapter import base_of, is_adapter

    folder = Path(path)
    try:
        if folder.is_dir() and is_adapter(folder):
            return context_of(base_of(folder))
        if folder.suffix == ".gguf" and folder.is_file():
            config = AutoConfig.from_pretrained(str(folder.parent), gguf_file=folder.name)
        else:
            config = AutoConfig.from_pretrained(path)
    except (OSError, ValueError) as error:
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise UserError(f"cannot load a model from {path!r}: {first}") from error
    return int(getattr(config, "max_position_embeddings", None) or UNKNOWN_CONTEXT)
