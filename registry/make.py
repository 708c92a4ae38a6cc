"""From an entry to an environment, without the wrappers that `gym.make` puts around it."""

from typing import Any

from prorl.envs.seeding import Split
from prorl.envs.text_env import TextEnv
from prorl.registry.entry import EnvEntry
from prorl.registry.mixture import ItemRef
from prorl.registry.table import TABLE


def make_env(what: str | ItemRef, *, split: Split | None = None, **kwargs: Any) -> TextEnv:
    """The bare `TextEnv` of an id, or the one that a drawn item belongs to.

    Args:
        what: a registered id, or an `ItemRef`, whose split is used unless `split` says otherwise.
        split: "train" or "eval"; `None` means the reference's split, or "train" for an id.
        kwargs: `level`, `scoring`, `render_mode` and the task's own options, as in `TextEnv`.

    Raises:
        UnknownEnv: if no such id is registered.
        ValueError: for an argument that `TextEnv` refuses.
    """
    env_id, default = (what.env_id, what.split) if isinstance(what, ItemRef) else (what, "train")
    return build(TABLE.entry(env_id), split=split or default, **kwargs)


def build(entry: EnvEntry, **kwargs: Any) -> TextEnv:
    """The bare `TextEnv` of an entry, registered or not."""
    return TextEnv(task=entry.task, env_id=entry.id, domain=entry.domain, **(entry.options | kwargs))


def start(env: TextEnv, ref: ItemRef) -> str:
    """Reset `env` to the item that `ref` names and return its prompt."""
    assert (env.env_id, env.split) == (ref.env_id, ref.split), f"{ref} is not an item of {env.env_id}"
    prompt, _ = env.reset(seed=ref.seed, options={"level": ref.level, "index": ref.index})
    return prompt
