"""Two child processes with different hash seeds: what depends on the process, or never ends, shows there."""

import json
import os
import subprocess
import sys
import threading
import time
from types import TracebackType
from typing import Any

HASH_SEEDS = ("101", "90210")
LIMIT_S = 60.0


class WorkerError(Exception):
    """A child died, ran out of time or reported an exception."""


class Worker:
    """One child process (`prorl.registry.worker`), started when first needed and again after it died."""

    def __init__(self, hash_seed: str):
        self._hash_seed = hash_seed
        self._process: subprocess.Popen[str] | None = None

    def send(self, request: dict[str, Any]) -> None:
        """Hand over a request; every `send` is followed by one `receive`."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "prorl.registry.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env=os.environ | {"PYTHONHASHSEED": self._hash_seed},
            )
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request | {"path": sys.path}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:  # it died between two requests: `receive` says so
            pass

    def receive(self, limit_s: float) -> Any:
        """The answer to the request that was sent.

        Raises:
            WorkerError: if there is none within `limit_s` seconds, or the child reports an exception.
        """
        assert self._process is not None and self._process.stdout is not None
        start = time.monotonic()
        timer = threading.Timer(limit_s, self._process.kill)
        timer.start()
        line = self._process.stdout.readline()
        timer.cancel()
        if not line:
            self.close()
            late = time.monotonic() - start >= limit_s
            raise WorkerError(f"no end within {limit_s:g} s" if late else "the process died")
        reply = json.loads(line)
        if "error" in reply:
            raise WorkerError(reply["error"])
        return reply["result"]

    def close(self) -> None:
        """End the child."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


class Twins:
    """Both children. One pair can serve the checks of many environments: `with Twins() as twins: ...`."""

    def __init__(self, limit_s: float = LIMIT_S):
        """`limit_s`: seconds that a child may take for one request."""
        self._limit_s = limit_s
        self._workers = tuple(Worker(hash_seed) for hash_seed in HASH_SEEDS)

    def one(self, request: dict[str, Any]) -> Any:
        """The answer of the first child alone."""
        self._workers[0].send(request)
        return self._workers[0].receive(self._limit_s)

    def both(self, request: dict[str, Any]) -> tuple[Any, Any]:
        """The answers of both. The second works through the items backwards, so that order shows as well."""
        first, second = self._workers
        first.send(request | {"backwards": False})
        second.send(request | {"backwards": True})
        try:
            left = first.receive(self._limit_s)
        except WorkerError:
            second.close()  # its answer would be taken for that of the next request
            raise
        return left, second.receive(self._limit_s)

    def __enter__(self) -> "Twins":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.close()
