"""`EnvEntry`: one row of the table of environments."""

import re
from dataclasses import dataclass, field
from typing import Any, Literal

ID_PATTERN = re.compile(r"^[a-z0-9][a-z0-9_-]*/[a-z0-9]+(-[a-z0-9]+)*-v[0-9]+$")


@dataclass(frozen=True, kw_only=True, slots=True)
class EnvEntry:
    """What is declared about an environment. A list of these is all that a plugin has to offer.

    Example:
        EnvEntry(id="acme/double-v0", task="acme_envs.double:make_task", domain="math", summary="Double a number.")
    """

    id: str
    """`namespace/kebab-name-vN`. N rises whenever a learning curve could change."""
    task: str
    """`"package.module:factory"`; called with `split`, `scoring` and the options, it returns a `Task`."""
    domain: str
    """`math`, `code`, `stem`, `logic`, `instruct`, or a third party's own."""
    summary: str
    """One line for people."""
    source: str = "own"
    """Where the items come from."""
    licence: str = "Apache-2.0"
    """Licence of the items."""
    reward: Literal["binary", "continuous"] = "binary"
    """Whether a reward strictly between 0 and 1 can occur."""
    floor: float = 0.05
    """Declared highest mean reward of an answer that ignores the item; the conformance kit measures it."""
    max_turns: int = 1
    """Responses in one episode."""
    options: dict[str, Any] = field(default_factory=dict)
    """JSON-safe defaults for the factory's own arguments."""

    def __post_init__(self) -> None:
        """Refuse an id or a target that could never be made."""
        if not ID_PATTERN.fullmatch(self.id):
            raise ValueError(f"id {self.id!r} is not of the form namespace/kebab-name-vN")
        if ":" not in self.task:
            raise ValueError(f"task {self.task!r} of {self.id} is not of the form package.module:factory")

    @property
    def namespace(self) -> str:
        """The part before the slash."""
        return self.id.partition("/")[0]
