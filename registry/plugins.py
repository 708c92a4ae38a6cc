"""Third parties' environments, found through the entry-point group `prorl.envs`.

Gymnasium 1.x loads no plugins of its own. A package offers environments with

    [project.entry-points."prorl.envs"]
    acme = "acme_envs:entries"

where `entries` is a list of `EnvEntry`, or a callable that takes a registrar and calls `registrar(entry)` for each.
The name on the left should be the namespace of the ids. A plugin that fails never breaks `import prorl`: the failure
is kept, shown by `prorl envs --plugins`, and raised when one of its ids is asked for.
`PRORL_DISABLE_PLUGINS=1` loads none.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from prorl.registry.entry import EnvEntry

GROUP = "prorl.envs"
RESERVED = "prorl"


@dataclass(frozen=True, kw_only=True, slots=True)
class Plugin:
    """One entry point of the group and what became of it."""

    name: str
    """The entry point's name."""
    value: str
    """Its target, `package.module:attribute`."""
    package: str
    """The distribution that brings it, "" if unknown."""
    ids: tuple[str, ...] = ()
    """What it registered."""
    failure: str = ""
    """One line, "" if all went well. A plugin that failed half-way keeps what it had registered."""


def load_plugins(add: Callable[[Iterable[EnvEntry]], None], found: Iterable[EntryPoint] | None = None) -> list[Plugin]:
    """Load every plugin; none of them can raise from here."""
    if found is None:
        if os.environ.get("PRORL_DISABLE_PLUGINS", "0") not in ("", "0"):
            return []
        found = entry_points(group=GROUP)
    return [_load(point, add) for point in found]


def _load(point: EntryPoint, add: Callable[[Iterable[EnvEntry]], None]) -> Plugin:
    ids: list[str] = []

    def registrar(entry: EnvEntry) -> None:
        if entry.namespace == RESERVED:
            raise ValueError(f"{entry.id}: the namespace {RESERVED!r} is reserved")
        add([entry])
        ids.append(entry.id)

    failure = ""
    try:
        offered = point.load()
        if callable(offered):
            offered(registrar)
        else:
            for entry in offered:
                registrar(entry)
    except Exception as error:  # a stranger's code: whatever it raises must not break `import prorl`
        failure = f"{type(error).__name__}: {error}".splitlines()[0]
    package = point.dist.name if point.dist else ""
    return Plugin(name=point.name, value=point.value, package=package, ids=tuple(ids), failure=failure)
