"""Several servers taken in turn. One that is lost, or has other weights, is left out."""

import itertools
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from prorl.agents.policy import EngineCrash
from prorl.agents.records import Completion
from prorl.agents.vllm.attendance import Attendance
from prorl.agents.vllm.server import NoAnswer

WAIT_S = 0.25
"""Before the second try of a completion; twice as long before each that follows."""


class Samples(Protocol):
    """What is asked of a server here."""

    url: str

    def version(self) -> int | None:
        """The version of its weights, if it answers."""
        ...

    def complete(self, token_ids: Sequence[int], arguments: Mapping[str, Any]) -> Completion:
        """One completion."""
        ...


class Pool:
    """Servers that all have the weights of one version. Threads may share it."""

    def __init__(self, servers: Sequence[Samples], version: int, retries: int, attendance: Attendance):
        """Start with these; each completion is tried `retries` times more at most. `attendance` hears who is lost."""
        self.version, self._retries, self._attendance = version, retries, attendance
        self._live = list(servers)
        self._faults: dict[str, str] = {}
        self._turn = itertools.count()
        self._lock = threading.Lock()

    def complete(self, token_ids: Sequence[int], arguments: Mapping[str, Any]) -> Completion:
        """One completion from the next server, or from those after it.

        Raises:
            EngineCrash: if no server is left, or all tries failed.
        """
        wait = WAIT_S
        for tries in itertools.count():
            server = self._next()
            try:
                completion = server.complete(token_ids, arguments)
                if completion.policy_version == self.version:
                    return completion
                self._leave_out(server, f"{server.url} samples from other weights: it was started anew")
            except NoAnswer as error:
                self._leave_out(server, str(error))
            if tries == self._retries:
                raise self._crash(f"a completion failed {tries + 1} times")
            time.sleep(wait)
            wait *= 2
            self._look_again(server)
        raise AssertionError("unreachable")

    def _next(self) -> Samples:
        with self._lock:
            if not self._live:
                raise self._crash("no vLLM server is left")
            return self._live[next(self._turn) % len(self._live)]

    def _leave_out(self, server: Samples, fault: str) -> None:
        with self._lock:
            self._faults[server.url] = fault
            if len(self._live) > 1 and server in self._live:
                self._live.remove(server)

    def _look_again(self, server: Samples) -> None:
        """A server that still has the right weights only missed something; another one is out for good."""
        well = server.version() == self.version
        with self._lock:
            if well and server not in self._live:
                self._live.append(server)
            elif not well and server in self._live:
                self._live.remove(server)
        if not well:
            self._attendance.lost(server.url, self._faults[server.url])

    def _crash(self, what: str) -> EngineCrash:
        faults = "; ".join(f"{url}: {fault}" for url, fault in sorted(self._faults.items()))
        return EngineCrash(f"{what} ({faults})")
