"""An engine that is killed says nothing any more, and vLLM's client would wait for its answer for ever."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from multiprocessing.connection import wait
from queue import SimpleQueue
from typing import Any, Protocol

POLL_S = 0.2


class Client(Protocol):
    """Where vLLM's client waits: for what is sampled, and for answers to calls."""

    outputs_queue: "SimpleQueue[Any]"
    utility_results: dict[int, Future[Any]]


class Alarm:
    """From the end of one of the engine's processes on, everything that waits for the engine raises."""

    def __init__(self, client: Client, sentinels: Sequence[int], error: Exception):
        """Watch, in a thread.

        Args:
            client: of the engine.
            sentinels: of its processes (`multiprocessing.Process.sentinel`).
            error: what is raised.
        """
        self._client, self._error, self._over = client, error, threading.Event()
        threading.Thread(target=self._watch, args=(sentinels,), name="prorl-vllm-alarm", daemon=True).start()

    def _watch(self, sentinels: Sequence[int]) -> None:
        while not self._over.is_set():
            if wait(sentinels, POLL_S) and not self._over.is_set():
                self._ring()
                self._over.wait(POLL_S)

    def _ring(self) -> None:
        if self._client.outputs_queue.empty():
            self._client.outputs_queue.put_nowait(self._error)
        for future in list(self._client.utility_results.values()):
            with suppress(InvalidStateError):
                future.set_exception(self._error)

    def close(self) -> None:
        """Watch no longer: the engine is going to end."""
        self._over.set()
