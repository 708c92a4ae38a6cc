"""What an engine of vLLM is told when it starts, and what it is told for one completion."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from prorl.agents.policy import Sampling

Dtype = Literal["float32", "bfloat16", "float16"]
TORCH_DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}


@dataclass(frozen=True, kw_only=True, slots=True)
class VllmSettings:
    """Of an engine beside the trainer; what a server is told stands on its own command line."""

    dtype: Dtype = "float32"
    """Of the engine's weights and arithmetic."""
    max_rows: int = 256
    """Completions that are written at a time."""
    context: int = 0
    """Tokens of a prompt and its answer together; 0: as many as the model can attend to."""
    memory: float = 0.3
    """Share of the device's memory that the engine takes, weights included."""
    sleep: bool = False
    """Give the device's memory back between two streams (GPU only)."""
    eager: bool = False
    """Neither compile nor capture graphs: starts sooner, samples more slowly."""
    ipc: bool = False
    """Hand weights over on the device (CUDA IPC) and not through a file in shared memory."""
    lora_rank: int = 0
    """Of the adapter that trains; 0: all weights train."""


def request(sampling: Sampling, seed: int, stop_ids: Iterable[int]) -> dict[str, Any]:
    """Arguments of vLLM's `SamplingParams` for one completion; also their JSON.

    The sampled token's log-probability is asked for and no other (`logprobs=0`). Whether it belongs to the cut
    distribution is the engine's business (`logprobs_mode="processed_logprobs"`). vLLM applies `min_p` before `top_k`
    and `top_p`: together they may keep fewer tokens than in the in-process engine; log-probabilities stay right.

    Example: `Sampling(max_new_tokens=8, temperature=0.5)`, seed 2**63 + 5, stops (2,) gives
    `{"n": 1, "max_tokens": 8, "temperature": 0.5, "top_p": 1.0, "top_k": 0, "min_p": 0.0, "seed": 5, "logprobs": 0,
    "ignore_eos": True, "stop_token_ids": [2], "detokenize": False}`.
    """
    arguments = {
        "n": 1,
        "max_tokens": sampling.max_new_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "top_k": sampling.top_k,
        "min_p": sampling.min_p,
        "seed": seed % 2**63,
        "logprobs": 0,
        "ignore_eos": True,
        "stop_token_ids": sorted(stop_ids),
        "detokenize": bool(sampling.stop),
    }
    if sampling.stop:
        arguments |= {"stop": list(sampling.stop), "include_stop_str_in_output": True, "skip_special_tokens": False}
    return arguments


def stop_ids(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> tuple[int, ...]:
    """End-of-turn tokens: the tokenizer's and all that the model's generation settings name."""
    configured = getattr(model.generation_config, "eos_token_id", None)
    ids = {tokenizer.eos_token_id} | (set(configured) if isinstance(configured, list) else {configured})
    return tuple(sorted(i for i in ids if i is not None))
