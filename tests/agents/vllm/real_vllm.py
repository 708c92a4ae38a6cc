"""What the tests against vLLM itself share: a tiny model that its processor kernels take, and its processes."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import torch
from transformers import LlamaConfig, LlamaForCausalLM

from prorl.agents.bundled.tokenizer import byte_tokenizer
from prorl.agents.engine import TransformersPolicy
from prorl.agents.policy import Prompt, Sampling
from prorl.agents.vllm import serve
from prorl.train.config import Config, EvaluationConfig, KlConfig, ModelConfig, OptimConfig, RolloutConfig, RunConfig

ENVIRONMENT = {
    "VLLM_CPU_KVCACHE_SPACE": "1",
    "TORCHDYNAMO_DISABLE": "1",
    "HF_HUB_OFFLINE": "1",
    "OMP_NUM_THREADS": "1",
}
"""Small and quick to start; vLLM compiles small functions of its sampler even where the model is not compiled."""
START_S = 600.0
LONG = tuple(range(32, 127)) * 3
"""285 tokens: more than two blocks of vLLM's prefix cache."""
PROMPTS = (Prompt(token_ids=LONG, seeds=(1,)), Prompt(token_ids=(72, 105), seeds=(1,)))
GREEDY = Sampling(max_new_tokens=24, temperature=0.0)


def tiny_llama(**changes):
    """Two layers whose heads have 32 dimensions, with weights large enough that tokens are far from uniform."""
    torch.manual_seed(3)
    settings = {
        "vocab_size": 264,
        "hidden_size": 64,
        "intermediate_size": 96,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "num_key_value_heads": 1,
        "max_position_embeddings": 512,
        "initializer_range": 0.2,
        "bos_token_id": None,
        "eos_token_id": byte_tokenizer().eos_token_id,
        "pad_token_id": 263,
    }
    return LlamaForCausalLM(LlamaConfig(**(settings | changes))).eval()


def shaken(model, seed, size=0.05):
    """The model after a change to every weight, as an update makes it."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for weight in model.parameters():
            weight.add_(size * torch.randn(weight.shape, generator=generator))


def by_trainer(model):
    """Greedy completions of both prompts by the in-process engine."""
    return [row[0] for row in TransformersPolicy(model, byte_tokenizer()).generate(PROMPTS, GREEDY)]


def distance(ours, theirs):
    """The largest difference of log-probabilities; infinite where tokens differ."""
    gap = 0.0
    for one, other in zip(ours, theirs, strict=True):
        if one.token_ids != other.token_ids:
            return float("inf")
        gap = max(gap, *(abs(a - b) for a, b in zip(one.logprobs, other.logprobs, strict=True)))
    return gap


def run_config(folder, ids, **sections):
    """Twenty steps of two updates on the tiny Llama."""
    tiny_llama(tie_word_embeddings=True).save_pretrained(folder / "tiny")
    byte_tokenizer().save_pretrained(folder / "tiny")
    return Config(
        mixture=dict.fromkeys(ids, 1.0),
        run=RunConfig(dir=str(folder / "run"), steps=20, samples_every=20),
        model=ModelConfig(path=str(folder / "tiny")),
        rollout=RolloutConfig(groups=4, group_size=4, max_new_tokens=16, max_rows=16),
        kl=KlConfig(coef=0.0),
        optim=OptimConfig(lr=3e-3, updates=2),
        evaluation=EvaluationConfig(every=20, items=2, samples=2),
        **sections,
    )


def rows_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def descendants(process):
    """All processes below one, as (number, command)."""
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in (task / "children").read_text().split():
            found.append((int(child), Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()))
            found += descendants(int(child))
    return found


def engine_processes(process, name=""):
    """Those of vLLM's engines, or of them those of one name: `EngineCore`, `Worker`."""
    return [number for number, command in descendants(process) if f"VLLM::{name}" in command]


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def kill_all(numbers):
    for number in numbers:
        os.kill(number, signal.SIGKILL)


def alive(number):
    """False for what is gone, or dead and not yet waited for."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class RealServer:
    """`python -m prorl.agents.vllm.serve` on a model folder."""

    def __init__(self, folder, port, log, *options):
        self.url = f"http://127.0.0.1:{port}"
        small = ("--enforce-eager", "--dtype", "float32", "--max-num-seqs", "16")
        self._command = serve.command(str(folder), ("--port", str(port), *small, *options))
        self._log = log
        self.start()

    def start(self):
        environment = serve.environment(os.environ | ENVIRONMENT | {"VLLM_CPU_OMP_THREADS_BIND": "nobind"})
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(self._command, env=environment, stdout=log, stderr=log)

    def wait(self):
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self._log.read_text()[-3000:]
            try:
                with urllib.request.urlopen(self.url + "/health", timeout=5):
                    return self
            except OSError:
                time.sleep(0.5)
        raise AssertionError(f"no server after {START_S} s: {self._log.read_text()[-3000:]}")

    def kill(self):
        """All its processes, at once; a second time does nothing."""
        if self.process.poll() is not None:
            return
        kill_all([number for number, _ in descendants(self.process.pid)])
        self.process.kill()
        self.process.wait()
