"""Train the bundled policy from nothing: `python -m prorl.agents.bundled.make DIR`.

The policy is a Llama of 0.9 million parameters over bytes. It is trained by next-token prediction on the responses
(not the prompts) of traces of the five small tasks, train split, easy levels only. Like text from the wild, most
traces hold a mistake: about a third are right. So the policy has the answer format and most of the skill, and gives the
right answer about one time in four: room for reinforcement learning to show something. Two CPU cores take six minutes.

The exact training text is a function of `SEED`, so what the base has seen can be listed (`traces`).
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from prorl.agents.bundled.tokenizer import ASSISTANT, END, USER, byte_tokenizer
from prorl.envs.answer import wrap
from prorl.envs.seeding import draw_problem, generator
from prorl.envs.strings import compose
from prorl.envs.task import Problem
from prorl.envs.text_env import load_task

SEED = 20261123
STEPS = 1800
BATCH = 64
POOL = 10
LEARNING_RATE = 1.5e-3
LEVELS = (0, 1, 2)
"""Easy levels, the only ones that traces come from."""
SHARES = {"reverse": 1, "sort": 1, "count": 2, "add": 3, "compose": 3}
"""Traces of each task in a round of ten."""
RIGHT = 0.35
"""Share of the traces whose answer is right; the others hold a slip."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trace:
    """One training text: a prompt and the response to learn."""

    name: str
    prompt: str
    response: str


def response_for(name: str, problem: Problem, rng: np.random.Generator) -> str:
    """The response of a trace: right with chance `RIGHT`, else with a slip.

    `compose-functions` writes its intermediate results before the answer; its slip is to stop one step early.
    """
    right = rng.random() < RIGHT
    if name != "compose":
        return wrap(str(problem.reference) if right else slip(name, problem, rng))
    start, _, rest = problem.prompt.removeprefix("Take ").partition(": ")
    results = [start, *compose.trace(start, rest.partition(".")[0].split(", "))]
    results = results if right else results[:-1]
    return " ".join(results[1:] or results) + " " + wrap(results[-1])


def slip(name: str, problem: Problem, rng: np.random.Generator) -> str:
    """A likely mistake: the input copied, two neighbours swapped, the wrong order, a count or a digit off by one."""
    reference = str(problem.reference)
    if name in ("count", "add"):
        steps = (-1, 1) if name == "count" else (-10, -1, 1, 10)
        return str(max(0, int(reference) + int(rng.choice(steps))))
    if rng.random() < 0.5:
        return reference[::-1]
    place = int(rng.integers(len(reference) - 1))
    return reference[:place] + reference[place + 1] + reference[place] + reference[place + 2 :]


def traces(count: int, seed: int = SEED) -> Iterator[Trace]:
    """The first `count` training texts, tasks and levels in turn."""
    cells = [(name, level) for name, share in SHARES.items() for level in LEVELS for _ in range(share)]
    for index in range(count):
        name, level = cells[index % len(cells)]
        task = load_task(f"prorl.envs.strings.{name}:make_task", "train", "strict")
        problem = draw_problem(task, "train", level, "bundled", seed, index)
        rng = generator("bundled-response", seed, index)
        yield Trace(name=name, prompt=problem.prompt, response=response_for(name, problem, rng))


def new_model(tokenizer: PreTrainedTokenizerFast) -> LlamaForCausalLM:
    """A randomly initialised Llama: 4 layers, width 128, 4 heads, tied embeddings."""
    torch.manual_seed(SEED)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=128,
        intermediate_size=384,
        num_hidden_layers=4,
        num_attention_heads=4,
        max_position_embeddings=512,
        tie_word_embeddings=True,
        initializer_range=0.08,
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    return LlamaForCausalLM(config)


def batch_of(chunk: list[Trace], tokenizer: PreTrainedTokenizerFast) -> tuple[torch.Tensor, torch.Tensor]:
    """Token ids and labels, both int64 [B, T], padded right; labels are -100 outside the response."""
    prompts = tokenizer([f"{USER}{t.prompt}{ASSISTANT}" for t in chunk]).input_ids
    responses = tokenizer([f"{t.response}{END}" for t in chunk]).input_ids
    width = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    ids = torch.full((len(chunk), width), tokenizer.pad_token_id)
    labels = torch.full_like(ids, -100)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        ids[row, : len(prompt) + len(response)] = torch.tensor(prompt + response)
        labels[row, len(prompt) : len(prompt) + len(response)] = torch.tensor(response)
    return ids, labels


def batches(steps: int) -> Iterator[list[Trace]]:
    """Batches of texts of similar length: each run of `POOL` batches is sorted by length, then shuffled whole."""
    stream = traces(steps * BATCH)
    order = generator("bundled", SEED, "order")
    for start in range(0, steps, POOL):
        count = min(POOL, steps - start)
        pool = sorted((next(stream) for _ in range(count * BATCH)), key=lambda t: len(t.prompt + t.response))
        for i in order.permutation(count):
            yield pool[i * BATCH : (i + 1) * BATCH]


def train(model: LlamaForCausalLM, tokenizer: PreTrainedTokenizerFast, steps: int = STEPS) -> None:
    """Next-token prediction on the responses; prints the loss (nats a token) now and then."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=0.01, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=steps, pct_start=0.05)
    for step, chunk in enumerate(batches(steps)):
        ids, labels = batch_of(chunk, tokenizer)
        loss = model(input_ids=ids, labels=labels).loss  # padding is on the right: causal attention never sees it
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        if step % 50 == 0 or step == steps - 1:
            print(f"step {step:5d}  loss {loss.item():.4f}", flush=True)


def main(folder: str) -> None:
    """Train and save the policy into a folder."""
    tokenizer = byte_tokenizer()
    model = new_model(tokenizer)
    train(model, tokenizer)
    model.bfloat16().save_pretrained(Path(folder))
    tokenizer.save_pretrained(Path(folder))


if __name__ == "__main__":
    main(sys.argv[1])
