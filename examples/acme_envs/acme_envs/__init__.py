"""What this package offers to prorl; nothing of the tasks is imported until one is made."""

from prorl.registry.entry import EnvEntry

entries = [
    EnvEntry(id="acme/double-v0", task="acme_envs.double:make_task", domain="math", summary="Double a number."),
]
