"""Which of several servers answer. What changes is told once, in one line."""

import threading
from collections.abc import Sequence


class Attendance:
    """All are there at first. Threads may share it."""

    def __init__(self, urls: Sequence[str]):
        """Begin with all of them."""
        self._urls, self._there = tuple(urls), set(urls)
        self._news: list[str] = []
        self._lock = threading.Lock()

    def lost(self, url: str, fault: str) -> None:
        """One is not there. Example: `vLLM server lost, 1 of 2 left: no answer from http://a:1: Connection refused`."""
        with self._lock:
            if url in self._there:
                self._there.remove(url)
                self._news.append(f"vLLM server lost, {len(self._there)} of {len(self._urls)} left: {fault}")

    def found(self, url: str) -> None:
        """One is there. Example, if it had been lost: `vLLM server http://a:1 is back, 2 of 2 sample`."""
        with self._lock:
            if url not in self._there:
                self._there.add(url)
                self._news.append(f"vLLM server {url} is back, {len(self._there)} of {len(self._urls)} sample")

    def news(self) -> list[str]:
        """What has changed since the last call."""
        with self._lock:
            news, self._news = self._news, []
        return news
