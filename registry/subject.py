"""What one run of the conformance kit is about, and how its checks fail."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from prorl.envs.text_env import TextEnv
from prorl.registry.entry import EnvEntry
from prorl.registry.make import build
from prorl.registry.report import Result
from prorl.registry.twins import Twins


class CheckError(Exception):
    """A check did not pass; the message is the result's detail."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """The environment under test and the size of the test."""

    entry: EnvEntry
    """Its row of the table."""
    levels: tuple[int, ...]
    """The levels to go through."""
    items: int
    """Items at each level."""
    twins: Twins
    """Two processes with different hash seeds."""

    def env(self, **kwargs: Any) -> TextEnv:
        """A new bare environment; arguments as in `TextEnv`."""
        return build(self.entry, **kwargs)

    def request(self, operation: str, level: int, **fields: Any) -> dict[str, Any]:
        """A request for one of the twins, on the train split unless `fields` says otherwise."""
        entry = {"op": operation, "entry": asdict(self.entry), "level": level, "split": "train"}
        return entry | fields


Check = Callable[[Subject], str]
"""Returns what was measured, in one line, or raises; whatever it raises, it did not pass."""


def try_check(name: str, check: Callable[[], str]) -> Result:
    """Run a check; an exception of any kind is a failure with a one-line detail."""
    try:
        return Result(name=name, passed=True, detail=check())
    except CheckError as failure:
        return Result(name=name, passed=False, detail=one_line(str(failure)))
    except Exception as error:
        return Result(name=name, passed=False, detail=one_line(f"{type(error).__name__}: {error}"))


def one_line(text: str, width: int = 300) -> str:
    """Without line ends, control characters and lone surrogates, cut to `width` characters."""
    text = " ".join(text.split()).encode("utf-8", "replace").decode()
    text = "".join(c if c.isprintable() else "?" for c in text)
    return text if len(text) <= width else text[: width - 3] + "..."
