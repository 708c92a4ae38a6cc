"""An engine of vLLM beside the trainer: one for each of its processes, on the same device.

Weights go over before a stream begins, if they have changed since the last one; vLLM stamps the version on what it
samples. If the engine's process dies, the call that waits for it raises.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from transformers import PreTrainedModel, PreTrainedTokenizerBase

from prorl.agents.policy import EngineCrash, Finished, Prompt, Sampling, drain
from prorl.agents.records import Completion
from prorl.agents.vllm.exchange import Exchange
from prorl.agents.vllm.handle import Handle
from prorl.agents.vllm.senders import DeviceSender, FileSender, Sender, ipc_meeting
from prorl.agents.vllm.settings import TORCH_DTYPES, VllmSettings, request, stop_ids
from prorl.agents.vllm.weight_file import WeightFile
from prorl.agents.vllm.weights import TrainerWeights

WEIGHTS = "model.safetensors"
SaveAdapter = Callable[[Path], None]
"""Writes the adapter that trains into a folder, as `peft` has it."""


class ColocatedPolicy:
    """`Policy` on an engine that has a copy of the trainer's weights."""

    holds_weights = True
    """The trainer's weights may change under a stream."""

    def __init__(
        self,
        model: PreTrainedModel,
        tokenizer: PreTrainedTokenizerBase,
        settings: VllmSettings,
        save_adapter: SaveAdapter | None = None,
    ):
        """Start the engine; takes a while.

        Args:
            model: the bare model that trains.
            tokenizer: the model's.
            settings: of the engine.
            save_adapter: of a model with an adapter, which alone is handed over then.

        Raises:
            UserError: without vLLM, or without room for the weights.
        """
        assert (save_adapter is None) == (settings.lora_rank == 0), "an adapter is saved where one trains"
        self.version, self.max_rows, self.auto_sync = 0, settings.max_rows, True
        self.sync_seconds = 0.0
        self._model, self._settings, self._save_adapter = model, settings, save_adapter
        self._stops = stop_ids(model, tokenizer)
        self._exchange = Exchange()
        self._sender = self._first_weights(tokenizer)
        device = model.device.index if model.device.type == "cuda" else None
        self._engine = Handle(self._exchange.path, settings, device)
        if save_adapter is not None:
            (self._exchange.path / WEIGHTS).unlink()
        self._held: int | None = None
        self._asleep = False

    def _first_weights(self, tokenizer: PreTrainedTokenizerBase) -> Sender:
        """The model's folder in the exchange, for vLLM to load; returns what brings later weights over."""
        folder = self._exchange.path
        weights = TrainerWeights(self._model, TORCH_DTYPES[self._settings.dtype])
        file = WeightFile(folder / WEIGHTS, weights)
        file.write()
        self._model.config.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        return DeviceSender(weights, ipc_meeting) if self._settings.ipc else FileSender(file)

    def generate(self, prompts: Sequence[Prompt], sampling: Sampling) -> list[tuple[Completion, ...]]:
        """One completion per seed, in order, for each prompt (see `Policy`)."""
        return drain(self.stream(sampling), prompts)

    def stream(self, sampling: Sampling) -> "ColocatedStream":
        """A new stream (see `Policy`), after the trainer's weights have gone over if they have changed."""
        if self._asleep:
            self._engine.wake()
            self._asleep, self._held = False, None
        if self._held is None or (self.auto_sync and self._held != self.version):
            self.sync(self._model, self.version)
        return ColocatedStream(self._engine, sampling, self._stops, self._rest)

    def sync(self, model: PreTrainedModel, version: int) -> None:
        """Hand the weights of this moment over, as `version`, while no stream is open.

        Raises:
            EngineCrash: if the engine is dead or does not take them.
        """
        assert model is self._model, "an engine belongs to the model that it was made for"
        started = time.perf_counter()
        try:
            self._hand_over(version)
        except Exception as error:
            raise EngineCrash(f"{type(error).__name__}: {error}") from error
        self._held = version
        self.sync_seconds += time.perf_counter() - started

    def _hand_over(self, version: int) -> None:
        if self._save_adapter is None:
            self._sender.prepare()
            self._sender.send(self._engine)
        else:
            folder = self._exchange.path / "adapter"
            folder.mkdir(exist_ok=True)
            self._save_adapter(folder)
            self._engine.load_adapter(folder)
        self._engine.stamp(version)

    def _rest(self) -> None:
        """Between two streams."""
        if self._settings.sleep:
            self._engine.sleep()
            self._asleep = True

    def close(self) -> None:
        """End the engine."""
        self._engine.close()
        self._exchange.close()


class ColocatedStream:
    """`Stream` on an engine that serves no one else. A request's name is the numbers of its prompt and its sample."""

    def __init__(self, engine: Any, sampling: Sampling, stops: Sequence[int], rest: Callable[[], None]):
        """Begin; `rest` is called at the end."""
        self._engine, self._sampling, self._stops, self._rest = engine, sampling, stops, rest
        self._count, self._open = 0, True
        self._pending: set[str] = set()

    def add(self, prompt: Prompt) -> int:
        """Take one more prompt (see `Stream`)."""
        number, self._count = self._count, self._count + 1
        for sample, seed in enumerate(prompt.seeds):
            name = f"{number}.{sample}"
            self._engine.add(name, prompt.token_ids, request(self._sampling, seed, self._stops))
            self._pending.add(name)
        return number

    def next(self) -> Sequence[Finished]:
        """What is finished next (see `Stream`)."""
        finished: list[Finished] = []
        while self._pending and not finished:
            for name, completion in self._engine.step():
                self._pending.remove(name)
                prompt, sample = map(int, name.split("."))
                finished.append(Finished(prompt=prompt, sample=sample, completion=completion))
        return finished

    def close(self) -> None:
        """Drop what is pending; a second time does nothing."""
        if not self._open:
            return
        self._open = False
        if self._pending:
            self._engine.abort(sorted(self._pending))
        self._rest()
