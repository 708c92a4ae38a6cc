"""Two small tasks whose rewards a random policy earns now and then, and a script that trains on them."""

import sys

from prorl.envs.task import Problem, Task
from prorl.envs.verdict import right, wrong
from prorl.registry.entry import EnvEntry
from prorl.registry.table import TABLE

IDS = ("fake/even-v0", "fake/low-v0")


def generate(rng, level):
    return Problem(prompt=f"Say {int(rng.integers(10**6))}.", reference="")


def is_even(problem, response):
    """Right where the number of characters is even."""
    return right(response) if len(response) % 2 == 0 else wrong(response)


def is_low(problem, response):
    """Right where the first character is one of the 64 lowest."""
    return right(response) if response[:1] < "@" else wrong(response)


def even(split, scoring):
    return Task(generate=generate, verify=is_even, oracle=lambda problem: "ab", verifier="even@1")


def low(split, scoring):
    return Task(generate=generate, verify=is_low, oracle=lambda problem: "1", verifier="low@1")


def entries():
    return [EnvEntry(id=i, task=f"train_fakes:{i[5:-3]}", domain="test", summary="For one test.") for i in IDS]


if __name__ == "__main__":
    import torch
    from transformers.models.llama.modeling_llama import LlamaRMSNorm

    import prorl  # noqa: F401  (fills the table)
    from prorl.train.cli import _run
    from prorl.train.start import start

    def double_norm(self, hidden_states):
        """transformers' layer rounds to float32 even where all else is float64: differences of 1e-16 become 1e-8."""
        square = hidden_states.pow(2).mean(-1, keepdim=True)
        return self.weight * hidden_states * torch.rsqrt(square + self.variance_epsilon)

    LlamaRMSNorm.forward = double_norm
    torch.set_num_threads(1)
    TABLE.add(entries())
    _run(lambda: start(sys.argv[1], envs=(), model=None, overrides=(), fresh=False))
