"""Train a base of the long run from nothing: `python benchmarks/long_run/base.py small|medium FOLDER`.

A Llama over bytes learns the responses of `traces.traces()`, one pass over fresh texts. Every 250 steps the state is
saved beside the folder, and the same command goes on from there after an interruption, with the same result.
"""

import itertools
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
import traces as lessons
from torch.optim.lr_scheduler import OneCycleLR
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from prorl.agents.bundled.make import Trace, batch_of
from prorl.agents.bundled.tokenizer import byte_tokenizer
from prorl.envs.seeding import generator

BATCH, POOL, SAVE_EVERY = 64, 10, 250


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """The shape of a base and how it is trained."""

    width: int
    layers: int
    steps: int
    learning_rate: float
    """Peak of a one-cycle schedule."""

    def config(self, tokenizer: PreTrainedTokenizerFast) -> LlamaConfig:
        """Heads of 32 dimensions, three times as wide in between, tied embeddings; 1/sqrt(width) at the start."""
        return LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=self.width,
            intermediate_size=3 * self.width,
            num_hidden_layers=self.layers,
            num_attention_heads=self.width // 32,
            max_position_embeddings=1024,
            tie_word_embeddings=True,
            initializer_range=self.width**-0.5,
            bos_token_id=None,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )


SIZES = {
    "small": Size(width=128, layers=4, steps=12000, learning_rate=1.5e-3),
    "medium": Size(width=256, layers=4, steps=4000, learning_rate=1e-3),
}
"""0.8 and 3.2 million weights."""


def batches() -> Iterator[list[Trace]]:
    """Batches of texts of similar length: each run of `POOL` batches is sorted by length, then shuffled whole."""
    stream, order = lessons.traces(), generator("long-run-order", lessons.SEED)
    while True:
        pool = sorted(itertools.islice(stream, POOL * BATCH), key=lambda t: len(t.prompt + t.response))
        for i in order.permutation(POOL):
            yield pool[i * BATCH : (i + 1) * BATCH]


class Training:
    """A model, its optimizer and its schedule, saved and read together."""

    def __init__(self, size: Size, tokenizer: PreTrainedTokenizerFast) -> None:
        torch.manual_seed(lessons.SEED)
        self.model = LlamaForCausalLM(size.config(tokenizer))
        rate = size.learning_rate
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=rate, weight_decay=0.01, betas=(0.9, 0.98))
        self.schedule = OneCycleLR(self.optimizer, rate, total_steps=size.steps, pct_start=0.05)
        self.step = 0

    def learn(self, ids: torch.Tensor, labels: torch.Tensor) -> float:
        """One step; the loss in nats a token."""
        with torch.autocast("cpu", torch.bfloat16):  # weights stay float32
            loss = self.model(input_ids=ids, labels=labels).loss  # padding is on the right: attention never sees it
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.optimizer.zero_grad()
        self.step += 1
        return float(loss.detach())

    def save(self, path: Path) -> None:
        """All that the next steps depend on, whole or not at all."""
        parts = {name: getattr(self, name).state_dict() for name in ("model", "optimizer", "schedule")}
        torch.save(parts | {"step": self.step}, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def restore(self, path: Path) -> None:
        """Go on from `save`."""
        state = torch.load(path, weights_only=True)
        for name in ("model", "optimizer", "schedule"):
            getattr(self, name).load_state_dict(state[name])
        self.step = state["step"]


def main(name: str, folder: Path) -> None:
    """Train and save."""
    size, tokenizer = SIZES[name], byte_tokenizer()
    training, kept, began = Training(size, tokenizer), folder.with_suffix(".state"), time.process_time()
    if kept.exists():
        training.restore(kept)
    for chunk in itertools.islice(batches(), training.step, size.steps):
        loss = training.learn(*batch_of(chunk, tokenizer))
        if training.step % 50 == 0:
            spent = time.process_time() - began
            print(f"{name} step {training.step:5d}  loss {loss:.4f} nats a token  {spent:.0f} CPU s", flush=True)
        if training.step % SAVE_EVERY == 0:
            training.save(kept)
    training.model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
