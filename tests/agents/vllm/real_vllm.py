"""What the tests against vLLM itself share: a tiny model that its processor kernels take, and its processes."""

import os
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import torch
from transformers import LlamaConfig, LlamaForCausalLM

from prorl.agents.bundled.tokenizer import byte_tokenizer
from prorl.agents.vllm import serve

ENVIRONMENT = {
    "VLLM_CPU_KVCACHE_SPACE": "1",
    "TORCHDYNAMO_DISABLE": "1",
    "HF_HUB_OFFLINE": "1",
    "OMP_NUM_THREADS": "1",
}
"""Small and quick to start; vLLM compiles small functions of its sampler even where the model is not compiled."""
START_S = 600.0


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


def descendants(process):
    """All processes below one, as (number, command)."""
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in (task / "children").read_text().split():
            found.append((int(child), Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()))
            found += descendants(int(child))
    return found


def engine_processes(process):
    """Those of vLLM's engines."""
    return [number for number, command in descendants(process) if "VLLM::" in command]


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
        small = ("--enforce-eager", "--dtype", "float32", "--max-model-len", "256", "--max-num-seqs", "16")
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
        """All its processes, at once."""
        kill_all([number for number, _ in descendants(self.process.pid)])
        self.process.kill()
        self.process.wait()
