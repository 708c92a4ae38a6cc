"""`Policy` on servers of vLLM, which may be on other machines. The trainer's main process brings them the weights."""

import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from transformers import PreTrainedModel, PreTrainedTokenizerBase

from prorl.agents.policy import EngineCrash, Finished, Prompt, Sampling, drain
from prorl.agents.records import Completion
from prorl.agents.vllm.attendance import Attendance
from prorl.agents.vllm.colocated import SaveAdapter
from prorl.agents.vllm.exchange import Exchange
from prorl.agents.vllm.launch import BACKEND
from prorl.agents.vllm.pool import Pool
from prorl.agents.vllm.senders import DeviceSender, FileSender, Sender, nccl_meeting
from prorl.agents.vllm.server import NoAnswer, Server
from prorl.agents.vllm.settings import TORCH_DTYPES, Dtype, request, stop_ids
from prorl.agents.vllm.weight_file import WeightFile
from prorl.agents.vllm.weights import TrainerWeights
from prorl.registry.errors import UserError

POLL_S = 0.2


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerSettings:
    """Which servers, and how to talk to them."""

    urls: tuple[str, ...]
    dtype: Dtype = "float32"
    """Of the weights on the way; the servers have a type of their own."""
    transfer: Literal["file", "nccl"] = "file"
    folder: Path | None = None
    """Where the file is, if not in shared memory; servers see it under the same path."""
    max_rows: int = 256
    """Completions that are asked for at a time."""
    retries: int = 3
    """Of one completion, at other servers where there are some."""
    timeout: float = 600.0
    """Seconds for one answer."""
    patience: float = 60.0
    """Seconds for the first of the servers to answer, when the run starts and after all were lost."""
    main: bool = True
    """Whether this is the process that brings the weights; the others wait until they are there."""


class ServerPolicy:
    """`Policy` on servers that have copies of the trainer's weights."""

    holds_weights = True
    """The trainer's weights may change under a stream."""

    def __init__(
        self,
        model: PreTrainedModel,
        tokenizer: PreTrainedTokenizerBase,
        settings: ServerSettings,
        save_adapter: SaveAdapter | None = None,
    ):
        """Look at the servers.

        Args:
            model: the bare model that trains.
            tokenizer: the model's.
            settings: of the servers.
            save_adapter: of a model with an adapter, which alone is handed over then.

        Raises:
            UserError: if no server answers, one is not set up for training, or there is no room for the weights.
        """
        self.version, self.max_rows, self.auto_sync = 0, settings.max_rows, True
        self.sync_seconds = 0.0
        self._model, self._settings, self._save_adapter = model, settings, save_adapter
        self._stops = stop_ids(model, tokenizer)
        adapter = save_adapter is not None
        self._servers = [Server(url, settings.timeout, adapter) for url in settings.urls]
        self._attendance = Attendance([server.url for server in self._servers])
        self._check("nccl" if settings.transfer == "nccl" else BACKEND)
        self._exchange = Exchange(settings.folder)
        self._sender = None if adapter or not settings.main else self._new_sender()
        self._prepared: int | None = None

    def _check(self, backend: str) -> None:
        """Look at the servers until one of them answers, for a while: they may just be starting."""
        deadline = time.monotonic() + self._settings.patience
        while True:
            faults = []
            for server in self._servers:
                try:
                    server.check(backend)
                except NoAnswer as error:
                    faults.append(str(error))
            if len(faults) < len(self._servers):
                return
            if time.monotonic() > deadline:
                raise UserError("no vLLM server answers: " + "; ".join(faults))
            time.sleep(POLL_S)

    def _new_sender(self) -> Sender:
        weights = TrainerWeights(self._model, TORCH_DTYPES[self._settings.dtype])
        if self._settings.transfer == "nccl":
            return DeviceSender(weights, nccl_meeting)
        return FileSender(WeightFile(self._exchange.path / "model.safetensors", weights))

    def generate(self, prompts: Sequence[Prompt], sampling: Sampling) -> list[tuple[Completion, ...]]:
        """One completion per seed, in order, for each prompt (see `Policy`)."""
        return drain(self.stream(sampling), prompts)

    def stream(self, sampling: Sampling) -> "ServerStream":
        """A new stream (see `Policy`), on the servers that have the trainer's weights or take them now.

        Raises:
            EngineCrash: if no server does.
        """
        started = time.perf_counter()
        if self._prepared is None or (self.auto_sync and self._prepared != self.version):
            self._prepare(self.version)
        assert self._prepared is not None
        ready = self._ready(self._prepared)
        self.sync_seconds += time.perf_counter() - started
        pool = Pool(ready, self._prepared, self._settings.retries, self._attendance)
        return ServerStream(pool, self.max_rows, sampling, self._stops)

    def sync(self, model: PreTrainedModel, version: int) -> None:
        """Hand the weights of this moment over, as `version`, while no stream is open."""
        assert model is self._model, "servers sample for the model that they were given to"
        started = time.perf_counter()
        self._prepare(version)
        self._ready(version)
        self.sync_seconds += time.perf_counter() - started

    def _prepare(self, version: int) -> None:
        if self._save_adapter is not None and self._settings.main:
            self._save_adapter(self._exchange.path)
        if self._sender is not None:
            self._sender.prepare()
        self._prepared = version

    def _ready(self, version: int) -> list[Server]:
        """The servers that have the weights of that version, after those that lack them have been given them."""
        if not self._settings.main:
            return self._waited_for(version)
        ready, faults = [], []
        for server in self._servers:
            try:
                if server.version() != version:
                    self._give(server, version)
                ready.append(server)
                self._attendance.found(server.url)
            except NoAnswer as error:
                faults.append(str(error))
                self._attendance.lost(server.url, str(error))
        if not ready:
            raise EngineCrash("; ".join(faults))
        return ready

    def _give(self, server: Server, version: int) -> None:
        if self._sender is None:
            server.take_adapter(str(self._exchange.path), version)
        elif self._sender.keeps or self.auto_sync:
            server.take(self._sender, version)
        else:
            raise NoAnswer(f"{server.url} was started anew: it gets weights with the next version")

    def _waited_for(self, version: int) -> list[Server]:
        """The servers that answer, once the main process has brought the version to all of them."""
        deadline = time.monotonic() + self._settings.timeout
        while time.monotonic() < deadline:
            found = {server: held for server in self._servers if (held := server.version()) is not None}
            if set(found.values()) == {version}:
                return list(found)
            time.sleep(POLL_S)
        raise EngineCrash(f"the servers lack the weights of version {version} after {self._settings.timeout:.0f} s")

    def news(self) -> list[str]:
        """Servers that were lost or came back since the last call, a line for each."""
        return self._attendance.news()

    def close(self) -> None:
        """Leave the servers as they are."""
        self._exchange.close()


class ServerStream:
    """`Stream` on a pool of servers: every completion is a request of its own, and waits in a thread."""

    def __init__(self, pool: Pool, max_rows: int, sampling: Sampling, stops: Sequence[int]):
        """Begin; at most `max_rows` requests are under way at a time."""
        self._pool, self._sampling, self._stops = pool, sampling, stops
        self._threads = ThreadPoolExecutor(max_rows, thread_name_prefix="prorl-vllm")
        self._count = 0
        self._pending: dict[Future[Completion], tuple[int, int]] = {}

    def add(self, prompt: Prompt) -> int:
        """Take one more prompt (see `Stream`)."""
        number, self._count = self._count, self._count + 1
        for sample, seed in enumerate(prompt.seeds):
            arguments = request(self._sampling, seed, self._stops)
            self._pending[self._threads.submit(self._pool.complete, prompt.token_ids, arguments)] = (number, sample)
        return number

    def next(self) -> Sequence[Finished]:
        """What is finished next (see `Stream`).

        Raises:
            EngineCrash: if a completion cannot be had.
        """
        done, _ = wait(self._pending, return_when=FIRST_COMPLETED)
        places = {future: self._pending.pop(future) for future in done}
        return [
            Finished(prompt=prompt, sample=sample, completion=future.result())
            for future, (prompt, sample) in sorted(places.items(), key=lambda one: one[1])
        ]

    def close(self) -> None:
        """Drop what is pending; requests that are under way end unheard."""
        self._threads.shutdown(wait=False, cancel_futures=True)
