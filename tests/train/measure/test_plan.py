from dataclasses import replace

import pytest

from prorl.envs.task import Problem
from prorl.registry.errors import UserError
from prorl.train.measure import plan as plans
from prorl.train.measure.items import Item, Target
from prorl.train.measure.plan import Data, ItemName, Model, Plan, joined, load, save
from prorl.train.measure.presets import Protocol

ONE = Target(env_id="a/one-v0", level=3, items=5)
TWO = Target(env_id="a/two-v0", options={"divided": False}, suite="two")
PLAN = Plan(
    protocol=Protocol(temperature=1.0, seed=4),
    n=16,
    ks=(1, 16),
    models=(Model(label="m", path="bundled", fingerprint="ab"),),
    targets=(ONE, TWO),
    data=(Data(suite="two", env_id="a/two-v0", source="x.jsonl", files={"x.jsonl": "00"}, rows=9, rows_hash="cd"),),
    baseline="m",
)


def item(env_id, name):
    problem = Problem(prompt=name, reference="", metadata={"row": f"row {name}"})
    return Item(env_id=env_id, level=0, split="eval", seed=0, index=0, hash=name, problem=problem)


def test_what_is_saved_is_loaded(tmp_path):
    save(tmp_path, PLAN, {ONE.name: [item("a/one-v0", "h1")], TWO.name: [item("a/two-v0", "h2")]})
    assert load(tmp_path) == PLAN
    assert plans.item_names(tmp_path) == [
        ItemName(target="a/one-v0@3", key="a/one-v0#h1", row="row h1"),
        ItemName(target="a/two-v0", key="a/two-v0#h2", row="row h2"),
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["evaluation.json", "items.jsonl"]


def test_items_of_other_targets_stay(tmp_path):
    save(tmp_path, PLAN, {ONE.name: [item("a/one-v0", "h1")], TWO.name: [item("a/two-v0", "h2")]})
    save(tmp_path, PLAN, {TWO.name: [item("a/two-v0", "h2"), item("a/two-v0", "h3")]})
    assert [name.key for name in plans.item_names(tmp_path)] == ["a/one-v0#h1", "a/two-v0#h2", "a/two-v0#h3"]


def test_plans_are_joined():
    more = replace(PLAN, n=32, models=(Model(label="k", path="y"),), targets=(replace(ONE, items=9),), baseline="")
    both = joined(PLAN, more)
    assert [model.label for model in both.models] == ["m", "k"]
    assert both.targets == (replace(ONE, items=9), TWO)
    assert (both.n, both.baseline, both.data) == (32, "m", PLAN.data)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"protocol": Protocol(temperature=1.0, seed=5)}, "sampling has seed 4, now 5"),
        ({"models": (Model(label="m", path="bundled", fingerprint="ff"),)}, "model m has fingerprint 'ab', now 'ff'"),
        ({"targets": (replace(TWO, options={}),)}, "target a/two-v0 has options"),
    ],
)
def test_plans_that_contradict_each_other(changes, message):
    with pytest.raises(UserError, match=message):
        joined(PLAN, replace(PLAN, **changes))


@pytest.mark.parametrize("text", ["", "{}", '{"format": "prorl-evaluation-9"}', '{"format": "prorl-evaluation-1"}'])
def test_files_that_are_none(tmp_path, text):
    (tmp_path / "evaluation.json").write_text(text)
    with pytest.raises(UserError, match="cannot be read"):
        load(tmp_path)


def test_a_folder_without_one(tmp_path):
    with pytest.raises(UserError, match="holds no evaluation"):
        load(tmp_path)
