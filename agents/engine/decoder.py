"""Passes through the model that write to slots: whole prompts, and one more token of every row.

Letters: P prompts, N tokens of a pass, V vocabulary.
"""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from transformers import PreTrainedModel

from prorl.agents.engine.attention import Decode, Prefill, Step
from prorl.agents.engine.fused import fuse
from prorl.agents.engine.graphs import Graphs
from prorl.agents.engine.memory import KeyValues, Layers
from prorl.agents.engine.packed import pack
from prorl.agents.engine.prefix import Prefix
from prorl.agents.engine.twin import is_current, twin
from prorl.agents.linears import has_onednn

PREFILL_TOKENS = 4096
"""Prompts of one pass together have at most so many tokens; a longer prompt has a pass of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Prefilled:
    """What a prompt leaves behind: all that its completions need."""

    length: int
    layers: Layers
    """Keys and values [K, T, D]."""
    logits_V: torch.Tensor
    """Of the next token."""


class Decoder:
    """A model as the engine runs it."""

    def __init__(self, model: PreTrainedModel):
        """Make the twin; the model itself stays as it is.

        Raises:
            Exception: of any kind, if the model does not allow that.
        """
        self._model, self._twin = model, twin(model)
        self.device = model.device
        self.token_bytes = 0
        """Of the memory that one token takes, known from the first pass on."""
        self._packed = fuse(self._twin) + pack(self._twin) if has_onednn(self.device, model.dtype) else []
        self._graphs = Graphs(self._decode) if self.device.type == "cuda" else None
        self._memory: KeyValues | None = None

    @property
    def is_static(self) -> bool:
        """Whether rows should get all the columns that they may need at once: graphs are bound to an arrangement."""
        return self._graphs is not None

    def memory(self) -> KeyValues:
        """Where a stream keeps its rows: with graphs always the same one, which they are bound to."""
        if not self.is_static:
            return KeyValues(self.compute_dtype)
        self._memory = self._memory or KeyValues(self.compute_dtype)
        return self._memory

    @property
    def shares_prompts(self) -> bool:
        """Whether prompts had better be held once for all their rows: on a CPU, where reading them is what costs."""
        return self.device.type == "cpu" and not self.is_static

    @property
    def is_current(self) -> bool:
        """False once the model has other tensors than those that this decoder shares."""
        return is_current(self._twin, self._model) and self._model.device == self.device

    def refresh(self, rows: int) -> None:
        """Take the weights as they are now, for about so many rows at a time."""
        for linear in self._packed:
            linear.refresh(self.compute_dtype, rows)

    def release(self) -> None:
        """Drop what `refresh` made."""
        for linear in self._packed:
            linear.release()

    @property
    def compute_dtype(self) -> torch.dtype | None:
        """That of autocast, if it is on here."""
        kind = self.device.type
        return torch.get_autocast_dtype(kind) if torch.is_autocast_enabled(kind) else None

    def prefill(self, prompts: Sequence[tuple[int, ...]]) -> list[Prefilled]:
        """Run prompts (token ids), each of them seen by itself alone."""
        return [done for pass_ in _passes(prompts) for done in self._prefill(pass_)]

    def _prefill(self, prompts: list[tuple[int, ...]]) -> list[Prefilled]:
        lengths = [len(prompt) for prompt in prompts]
        ids_N = torch.tensor([token for prompt in prompts for token in prompt], device=self.device)
        position_N = torch.cat([torch.arange(n, device=self.device) for n in lengths])
        step = Prefill(lengths=lengths)
        last_P = torch.tensor(lengths, device=self.device).cumsum(0) - 1
        logits_PV = self._forward(ids_N, position_N, step, last_P)
        self.token_bytes = sum(x.nbytes for pair in step.written.values() for x in pair) // len(ids_N)
        starts = [sum(lengths[:i]) for i in range(len(lengths))]
        return [
            Prefilled(
                length=n,
                layers={i: (k[:, a : a + n], v[:, a : a + n]) for i, (k, v) in step.written.items()},
                logits_V=logits_V,
            )
            for a, n, logits_V in zip(starts, lengths, logits_PV, strict=True)
        ]

    def decode(
        self, memory: KeyValues, token_N: torch.Tensor, position_N: torch.Tensor, prefix: Prefix | None = None
    ) -> torch.Tensor:
        """Logits [N, V] after one more token of each of the first N rows, which is written into the memory."""
        if self._graphs is None or self.compute_dtype is not None:  # autocast's own copies of weights would go stale
            return self._decode(memory, token_N, position_N, prefix)
        try:
            return self._graphs.decode(memory, token_N, position_N)
        except RuntimeError as error:
            warnings.warn(f"no CUDA graphs from here on: {error}", stacklevel=2)
            self._graphs = None
            return self._decode(memory, token_N, position_N)

    def _decode(
        self, memory: KeyValues, token_N: torch.Tensor, position_N: torch.Tensor, prefix: Prefix | None = None
    ) -> torch.Tensor:
        step = Decode(memory=memory, position_N=position_N, prefix=prefix)
        return self._forward(token_N, position_N, step, slice(None))

    def _forward(
        self, ids_N: torch.Tensor, position_N: torch.Tensor, step: Step, keep: torch.Tensor | slice
    ) -> torch.Tensor:
        out = self._twin(
            input_ids=ids_N.unsqueeze(0),
            position_ids=position_N.unsqueeze(0),
            use_cache=False,
            logits_to_keep=0 if isinstance(keep, slice) else keep,
            step=step,
        )
        logits_NV: torch.Tensor = out.logits[0]
        return logits_NV


def _passes(prompts: Sequence[tuple[int, ...]]) -> Iterator[list[tuple[int, ...]]]:
    """Prompts in order, as many in a pass as `PREFILL_TOKENS` allows."""
    held: list[tuple[int, ...]] = []
    for prompt in prompts:
        if held and sum(map(len, held)) + len(prompt) > PREFILL_TOKENS:
            yield held
            held = []
        held.append(prompt)
    if held:
        yield held
