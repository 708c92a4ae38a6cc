"""Verdicts that are made while others still sample."""

import os
import time
from concurrent.futures import Future, ThreadPoolExecutor

from prorl.agents.background import Background
from prorl.envs.task import Judged
from prorl.envs.text_env import TextEnv
from prorl.envs.verdict import Verdict


class Judging:
    """Asks for the verdicts of finished episodes, each where its task says.

    What belongs into the shared pool or waits for processes of its own runs beside the sampling. What takes
    microseconds is judged at once, in the caller's thread: another thread would compete with it for the interpreter.
    """

    def __init__(self) -> None:
        """With nothing to wait for."""
        self._waiting: list[tuple[TextEnv, Future[Verdict]]] = []
        self._background = Background()
        self._threads: ThreadPoolExecutor | None = None

    def add(self, env: TextEnv) -> None:
        """An episode whose last response is there: it gets its verdict now, or by the time of `settle`."""
        asked = env.ask_pool()
        if asked is None and env.task.judged == Judged.THREADS:
            self._threads = self._threads or ThreadPoolExecutor(max_workers=os.cpu_count())
            asked = self._threads.submit(env.judge_here)
        if asked is None:
            env.finish(env.judge_here())
            return
        self._background.watch(asked)
        self._waiting.append((env, asked))

    def settle(self) -> float:
        """Wait for every verdict that is still missing.

        Returns:
            Seconds of background work that nobody waited for.
        """
        started = time.perf_counter()
        for env, asked in self._waiting:
            env.finish(asked.result())
        waited = time.perf_counter() - started
        self._waiting = []
        return max(0.0, self._background.seconds() - waited)

    def close(self) -> None:
        """Let go of the threads, without waiting for what they do."""
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
