import gymnasium as gym
import pytest

import prorl
from prorl.envs.text_env import TextEnv
from prorl.envs.vector_env import TextVectorEnv
from prorl.registry.entry import EnvEntry
from prorl.registry.errors import PluginError, UnknownEnv
from prorl.registry.plugins import Plugin
from prorl.registry.table import TABLE, EnvTable


@pytest.fixture
def table(monkeypatch):
    monkeypatch.setattr(gym.envs.registration, "registry", dict(gym.registry))
    return EnvTable()


def entry(env_id, domain="math", **fields):
    return EnvEntry(id=env_id, task="prorl.envs.strings.add:make_task", domain=domain, summary="Add.", **fields)


def test_ids_are_sorted_and_filtered(table):
    table.add([entry("t/b-v0"), entry("t/a-v0", "logic")])
    table.add([entry("s/c-v0")])
    assert table.ids() == ["s/c-v0", "t/a-v0", "t/b-v0"]
    assert table.ids("math") == ["s/c-v0", "t/b-v0"]
    assert table.ids("nothing") == []
    assert table.domains() == ["logic", "math"]
    assert table.entry("t/b-v0").domain == "math"


def test_what_is_added_can_be_made(table):
    table.add([entry("t/a-v0", options={})])
    env = gym.make("t/a-v0", level=3, split="eval")
    assert isinstance(env.unwrapped, TextEnv)
    assert (env.unwrapped.env_id, env.unwrapped.level, env.unwrapped.split) == ("t/a-v0", 3, "eval")
    assert isinstance(gym.make_vec("t/a-v0", num_envs=2), TextVectorEnv)


def test_an_id_is_registered_once(table):
    table.add([entry("t/a-v0")])
    with pytest.raises(ValueError, match="t/a-v0 is registered already"):
        table.add([entry("t/a-v0")])


def test_adding_imports_nothing(table):
    table.add([EnvEntry(id="t/a-v0", task="no_such_module:f", domain="math", summary="None.")])
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        gym.make("t/a-v0")


def test_unknown_ids_name_the_nearest(table):
    table.add([entry("t/double-v0")])
    with pytest.raises(UnknownEnv) as caught:
        table.entry("t/dubble-v0")
    assert str(caught.value) == ("no environment 't/dubble-v0'; did you mean 't/double-v0'? (`prorl envs` lists all)")


@pytest.mark.parametrize("name", ["acme", "acme_envs"])
def test_ids_of_a_broken_plugin_raise_its_failure(table, name):
    table.plugins.append(Plugin(name=name, value="x:y", package="x", failure="ImportError: no x"))
    with pytest.raises(PluginError, match=f"plugin '{name}' did not load: ImportError: no x"):
        table.entry(f"{name.replace('_', '-')}/double-v0")
    with pytest.raises(UnknownEnv):
        table.entry("other/double-v0")


def test_the_front_door():
    assert prorl.env_ids() == TABLE.ids() == sorted(TABLE.ids())
    assert "prorl/sort-digits-v0" in prorl.env_ids("logic")
    assert gym.make("prorl:prorl/sort-digits-v0").unwrapped.env_id == "prorl/sort-digits-v0"
    assert all(getattr(prorl, name) is not None for name in prorl.__all__)
