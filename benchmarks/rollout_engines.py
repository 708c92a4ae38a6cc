"""The engines that `rollout_speed.py` compares, each of which writes the same requests.

Every completion has a length given beforehand, in the way each engine allows for it: so all write the same number of
tokens, and what the text says does not matter.
"""

import copy
import json
import os
import subprocess
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from transformers import ContinuousBatchingConfig, GenerationConfig, StoppingCriteria, StoppingCriteriaList

from prorl.agents.engine import TransformersPolicy
from prorl.agents.policy import Prompt, Sampling

PAGE, BATCH_TOKENS = 64, 1024
VLLM_ENVIRONMENT = {"VLLM_LOGGING_LEVEL": "ERROR", "VLLM_NO_USAGE_STATS": "1", "VLLM_CPU_OMP_THREADS_BIND": "nobind"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """Requests: prompts, each with several samples of given lengths."""

    prompts: tuple[tuple[int, ...], ...]
    limits: tuple[tuple[int, ...], ...]
    """Tokens of each sample of each prompt."""

    @property
    def requests(self) -> list[tuple[tuple[int, ...], int]]:
        """(prompt, tokens) of every sample."""
        pairs = zip(self.prompts, self.limits, strict=True)
        return [(prompt, limit) for prompt, limits in pairs for limit in limits]

    @property
    def tokens(self) -> int:
        """That are to be written."""
        return sum(limit for _, limit in self.requests)


def draw_work(rng: np.random.Generator, requests: int, shape: dict) -> Work:
    """Groups of samples with prompts of uniform lengths; completions all of the mean length, or geometric ones cut off.

    Args:
        rng: draws.
        requests: how many samples in all.
        shape: `group`, `prompt` (shortest, longest), `mean`, `least`, `most`, `drawn`.
    """
    group = min(shape["group"], requests)
    limits = np.full(requests, shape["mean"])
    if shape["drawn"]:
        limits = np.clip(
            shape["least"] + rng.geometric(1 / (shape["mean"] - shape["least"]), requests), 1, shape["most"]
        )
    lengths = rng.integers(*shape["prompt"], size=requests // group)
    return Work(
        prompts=tuple(tuple(rng.integers(5, 250, size=length).tolist()) for length in lengths),
        limits=tuple(map(tuple, limits.reshape(-1, group).tolist())),
    )


class Engine(Protocol):
    """Writes requests."""

    name: str

    def write(self, work: Work) -> int:
        """Tokens written."""
        ...


class Ours:
    """`TransformersPolicy` as the trainer uses it."""

    name = "prorl"

    def __init__(self, model, tokenizer, rows=256):
        model.generation_config.eos_token_id = None
        tokenizer = copy.deepcopy(tokenizer)
        tokenizer.eos_token = None
        self.policy = TransformersPolicy(model, tokenizer, rows)

    def write(self, work: Work) -> int:
        sampling = Sampling(max_new_tokens=max(limit for _, limit in work.requests))
        stream, seed = self.policy.stream(sampling), 0
        for prompt, limits in zip(work.prompts, work.limits, strict=True):
            stream.add(Prompt(token_ids=prompt, seeds=tuple(range(seed, seed + len(limits)))))
            seed += len(limits)
        waiting = (replace(r, limit=work.limits[r.prompt][r.sample]) for r in stream._waiting)
        stream._waiting = deque(waiting)
        written = 0
        while finished := stream.next():
            written += sum(len(one.completion.token_ids) for one in finished)
        stream.close()
        return written


class _Lengths(StoppingCriteria):
    def __init__(self, limits, start):
        self.limits, self.start = torch.tensor(limits), start

    def __call__(self, input_ids, scores, **kwargs):
        return (input_ids.shape[1] - self.start >= self.limits).to(input_ids.device)


class Generate:
    """`model.generate`, all requests in one batch, padded on the left; with scores, which a trainer needs."""

    def __init__(self, model, name="generate", **settings):
        self.model, self.name, self.settings = model, name, settings

    @torch.no_grad()
    def write(self, work: Work) -> int:
        texts, limits = zip(*work.requests, strict=True)
        width = max(map(len, texts))
        ids = torch.tensor([(0,) * (width - len(text)) + text for text in texts], device=self.model.device)
        mask = torch.tensor([[0] * (width - len(text)) + [1] * len(text) for text in texts], device=self.model.device)
        config = GenerationConfig(
            do_sample=True, top_k=0, max_new_tokens=max(limits), eos_token_id=None, pad_token_id=0, **self.settings
        )
        stopping = StoppingCriteriaList([_Lengths(limits, width)])
        self.model.generate(ids, attention_mask=mask, generation_config=config, stopping_criteria=stopping)
        return sum(limits)


class GenerateBatch:
    """transformers' continuous batching, on a model of its own (it changes the model's attention).

    Pages and tokens of a pass are given: left to itself, it takes nearly all the memory of a machine without a GPU.
    """

    name = "generate_batch"

    def __init__(self, model):
        self.model = copy.deepcopy(model)

    @torch.no_grad()
    def write(self, work: Work) -> int:
        config = GenerationConfig(do_sample=True, top_k=0, eos_token_id=-1, pad_token_id=0, max_new_tokens=2048)
        pages = sum(-(-(len(text) + limit) // PAGE) for text, limit in work.requests)
        memory = ContinuousBatchingConfig(page_size=PAGE, num_blocks=pages + 1, max_batch_tokens=BATCH_TOKENS)
        settings = {"generation_config": config, "continuous_batching_config": memory, "block": True, "timeout": 5}
        written = 0
        with self.model.continuous_batching_context_manager(**settings) as manager:
            for number, (text, limit) in enumerate(work.requests):
                manager.add_request(list(text), request_id=str(number), max_new_tokens=limit)
            for _ in work.requests:
                written += len(manager.get_result(timeout=600).generated_tokens)
        return written


class Vllm:
    """vLLM in a process of another Python, which stays."""

    name = "vllm"

    def __init__(self, python: str, folder: str, dtype: str, rows: int):
        worker = Path(__file__).with_name("rollout_vllm.py")
        self.process = subprocess.Popen(
            [python, str(worker), folder, dtype, str(rows)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=VLLM_ENVIRONMENT | dict(os.environ),
        )
        self._ask({"prompts": [], "limits": []})

    def write(self, work: Work) -> int:
        return self._ask({"prompts": work.prompts, "limits": work.limits})

    def close(self) -> None:
        """End the process, if it has not ended by itself."""
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait()

    def _ask(self, question) -> int:
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("{"):
                return json.loads(line)["tokens"]
        raise RuntimeError("the process with vLLM has ended")
