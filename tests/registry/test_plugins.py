from importlib.metadata import EntryPoint

import pytest

from prorl.registry.entry import EnvEntry
from prorl.registry.plugins import load_plugins

DOUBLE = EnvEntry(id="acme/double-v0", task="acme:double", domain="math", summary="Double.")
TRIPLE = EnvEntry(id="acme/triple-v0", task="acme:triple", domain="math", summary="Triple.")
STOLEN = EnvEntry(id="prorl/sudoku-v9", task="acme:steal", domain="math", summary="Steal.")


class Point:
    """An entry point that loads what it is given."""

    dist = None

    def __init__(self, offered, name="acme"):
        self.offered, self.name, self.value = offered, name, "acme:entries"

    def load(self):
        if isinstance(self.offered, BaseException):
            raise self.offered
        return self.offered


def load(*offered):
    added = []

    def add(entries):
        for entry in entries:
            if entry.id in [known.id for known in added]:
                raise ValueError(f"{entry.id} is registered already")
            added.append(entry)

    plugins = load_plugins(add, [Point(one, name=f"p{n}") for n, one in enumerate(offered)])
    return [entry.id for entry in added], plugins


def test_a_list_of_entries():
    ids, (plugin,) = load([DOUBLE, TRIPLE])
    assert ids == ["acme/double-v0", "acme/triple-v0"]
    assert (plugin.name, plugin.value, plugin.package, plugin.failure) == ("p0", "acme:entries", "", "")
    assert plugin.ids == ("acme/double-v0", "acme/triple-v0")


def test_a_callable_gets_the_registrar():
    ids, (plugin,) = load(lambda registrar: registrar(DOUBLE))
    assert ids == ["acme/double-v0"]
    assert plugin.failure == ""


@pytest.mark.parametrize(
    ("offered", "failure"),
    [
        (ImportError("no acme"), "ImportError: no acme"),
        (RuntimeError("first\nsecond"), "RuntimeError: first"),
        (None, "TypeError: 'NoneType' object is not iterable"),
        (["acme/double-v0"], "AttributeError: 'str' object has no attribute 'namespace'"),
        (lambda: None, "TypeError: "),
        ([STOLEN], "ValueError: prorl/sudoku-v9: the namespace 'prorl' is reserved"),
    ],
)
def test_a_failure_is_kept_and_others_go_on(offered, failure):
    ids, plugins = load(offered, [DOUBLE])
    assert ids == ["acme/double-v0"]
    assert plugins[0].failure.startswith(failure)
    assert plugins[0].ids == ()
    assert plugins[1].failure == ""


def test_what_was_registered_before_a_failure_stays():
    ids, (plugin,) = load([DOUBLE, STOLEN, TRIPLE])
    assert ids == ["acme/double-v0"]
    assert plugin.ids == ("acme/double-v0",)
    assert "reserved" in plugin.failure


def test_the_first_owner_keeps_an_id():
    ids, plugins = load([DOUBLE], [DOUBLE])
    assert ids == ["acme/double-v0"]
    assert plugins[1].failure == "ValueError: acme/double-v0 is registered already"


@pytest.mark.parametrize(("value", "loads"), [("1", False), ("yes", False), ("0", True), ("", True)])
def test_plugins_can_be_disabled(monkeypatch, value, loads):
    point = EntryPoint(name="acme", value="no_such_package:entries", group="prorl.envs")
    monkeypatch.setattr("prorl.registry.plugins.entry_points", lambda group: [point])
    monkeypatch.setenv("PRORL_DISABLE_PLUGINS", value)
    plugins = load_plugins(lambda entries: None)
    assert len(plugins) == loads
    if loads:
        assert plugins[0].failure == "ModuleNotFoundError: No module named 'no_such_package'"
