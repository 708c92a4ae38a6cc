"""All known environments, by id, and their registration with Gymnasium."""

from collections.abc import Iterable

import gymnasium as gym

from prorl.registry.entry import EnvEntry
from prorl.registry.errors import PluginError, UnknownEnv, nearest
from prorl.registry.plugins import Plugin

ENTRY_POINT = "prorl.envs.text_env:TextEnv"
VECTOR_ENTRY_POINT = "prorl.envs.vector_env:make_vector_env"


class EnvTable:
    """The ids that prorl knows. There is one, `prorl.registry.table.TABLE`; tests make their own."""

    def __init__(self) -> None:
        self._entries: dict[str, EnvEntry] = {}
        self.plugins: list[Plugin] = []

    def add(self, entries: Iterable[EnvEntry]) -> None:
        """Register entries here and with Gymnasium; nothing of the tasks is imported.

        Raises:
            ValueError: for an id that is registered already.
        """
        for entry in entries:
            if entry.id in self._entries:
                raise ValueError(f"{entry.id} is registered already")
            self._entries[entry.id] = entry
            gym.register(
                id=entry.id,
                entry_point=ENTRY_POINT,
                vector_entry_point=VECTOR_ENTRY_POINT,
                kwargs={"task": entry.task, "env_id": entry.id, "domain": entry.domain, **entry.options},
            )

    def ids(self, domain: str | None = None) -> list[str]:
        """All ids in order, or those of one domain."""
        return sorted(e.id for e in self._entries.values() if domain in (None, e.domain))

    def domains(self) -> list[str]:
        """The domains that have an entry."""
        return sorted({entry.domain for entry in self._entries.values()})

    def entry(self, env_id: str) -> EnvEntry:
        """The entry of an id.

        Raises:
            PluginError: if the id's namespace belongs to a plugin that failed to load.
            UnknownEnv: if there is no such id; the message names the nearest one.
        """
        if env_id in self._entries:
            return self._entries[env_id]
        namespace = env_id.partition("/")[0]
        for plugin in self.plugins:
            if plugin.failure and namespace in (plugin.name, plugin.name.replace("_", "-")):
                raise PluginError(f"{env_id}: plugin {plugin.name!r} did not load: {plugin.failure}")
        raise UnknownEnv(f"no environment {env_id!r}{nearest(env_id, self._entries)} (`prorl envs` lists all)")


TABLE = EnvTable()
