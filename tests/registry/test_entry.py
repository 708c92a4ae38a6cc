import dataclasses

import pytest

from prorl.registry.catalog import CATALOG
from prorl.registry.entry import EnvEntry

FIELDS = {"task": "acme.double:make_task", "domain": "math", "summary": "Double a number."}


@pytest.mark.parametrize("env_id", ["acme/double-v0", "a1_b-c/x-v12", "prorl/mini-sudoku-v0", "9/9-v9"])
def test_ids(env_id):
    entry = EnvEntry(id=env_id, **FIELDS)
    assert entry.namespace == env_id.split("/")[0]


@pytest.mark.parametrize(
    "env_id",
    [
        "acme/double-v٣",
        "double-v0",
        "acme/double",
        "acme/Double-v0",
        "acme/double_it-v0",
        "acme/-v0",
        "a/b/c-v0",
        "acme/x-v",
        "",
        "/x-v0",
    ],
)
def test_other_ids_are_refused(env_id):
    with pytest.raises(ValueError, match="is not of the form namespace/kebab-name-vN"):
        EnvEntry(id=env_id, **FIELDS)


def test_an_id_ends_where_it_ends():
    with pytest.raises(ValueError, match="kebab-name"):
        EnvEntry(id="acme/double-v0 ", **FIELDS)
    with pytest.raises(ValueError, match="kebab-name"):
        EnvEntry(id="acme/double-v0\n", **FIELDS)


def test_the_target_names_a_factory():
    with pytest.raises(ValueError, match=r"task 'acme\.double' of acme/double-v0 is not of the form"):
        EnvEntry(id="acme/double-v0", **(FIELDS | {"task": "acme.double"}))


def test_entries_are_frozen_and_have_modest_defaults():
    entry = EnvEntry(id="acme/double-v0", **FIELDS)
    assert (entry.reward, entry.floor, entry.max_turns, entry.options) == ("binary", 0.05, 1, {})
    with pytest.raises(dataclasses.FrozenInstanceError):
        entry.floor = 1.0


def test_the_catalog_is_ours_and_complete():
    ids = [entry.id for entry in CATALOG]
    assert len(set(ids)) == len(ids)
    assert {entry.namespace for entry in CATALOG} == {"prorl"}
    assert {entry.domain for entry in CATALOG} <= {"math", "code", "stem", "logic", "instruct"}
    assert all(entry.summary.endswith(".") and entry.licence for entry in CATALOG)
