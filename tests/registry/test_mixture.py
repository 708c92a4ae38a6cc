import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prorl.registry.entry import EnvEntry
from prorl.registry.errors import UnknownEnv, UserError
from prorl.registry.make import make_env, start
from prorl.registry.mixture import ItemRef, Mixture
from prorl.registry.mixture_items import MixtureItem

SORT, ADD, COUNT = "prorl/sort-digits-v0", "prorl/add-numbers-v0", "prorl/count-letter-v0"


class Table:
    """Three environments of two domains."""

    def __init__(self):
        rows = {"t/a-v0": "math", "t/b-v0": "math", "t/c-v0": "logic"}
        self.rows = {i: EnvEntry(id=i, task="x:y", domain=d, summary="T.") for i, d in rows.items()}

    def entry(self, env_id):
        if env_id not in self.rows:
            raise UnknownEnv(env_id)
        return self.rows[env_id]

    def ids(self, domain=None):
        return [i for i, e in self.rows.items() if domain in (None, e.domain)]

    def domains(self):
        return ["logic", "math"]


def item(env_id, weight, level=None):
    return MixtureItem(env_id=env_id, weight=weight, level=level)


@pytest.mark.parametrize(
    ("texts", "items"),
    [
        (["t/a-v0"], [item("t/a-v0", 1.0)]),
        (["t/a-v0=2"], [item("t/a-v0", 2.0)]),
        ([" t/a-v0@3=0.5 "], [item("t/a-v0", 0.5, 3)]),
        (["t/a-v0@0"], [item("t/a-v0", 1.0, 0)]),
        (["domain:math=1"], [item("t/a-v0", 0.5), item("t/b-v0", 0.5)]),
        (["domain:math@2=3"], [item("t/a-v0", 1.5, 2), item("t/b-v0", 1.5, 2)]),
        (
            ["domain:math", "t/a-v0=2", "t/a-v0@1"],
            [item("t/a-v0", 2.5), item("t/b-v0", 0.5), item("t/a-v0", 1.0, 1)],
        ),
        (["domain:logic=1e-3"], [item("t/c-v0", 0.001)]),
    ],
)
def test_parse(texts, items):
    assert Mixture.parse(texts, table=Table()).items == tuple(items)


@pytest.mark.parametrize(
    ("rows", "items"),
    [
        ({"t/a-v0": 2, "t/b-v0@1": 0.5}, [item("t/a-v0", 2.0), item("t/b-v0", 0.5, 1)]),
        ([{"id": "t/a-v0"}], [item("t/a-v0", 1.0)]),
        ([{"id": "t/a-v0", "weight": 3, "level": 2}], [item("t/a-v0", 3.0, 2)]),
        ([{"id": "domain:math", "level": 0}], [item("t/a-v0", 0.5, 0), item("t/b-v0", 0.5, 0)]),
    ],
)
def test_from_table(rows, items):
    assert Mixture.from_table(rows, table=Table()).items == tuple(items)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("t/a-v0=0", "t/a-v0: weight must be a number over 0, got '0'"),
        ("t/a-v0=-1", "t/a-v0: weight must be a number over 0, got '-1'"),
        ("t/a-v0=nan", "t/a-v0: weight must be a number over 0, got 'nan'"),
        ("t/a-v0=inf", "t/a-v0: weight must be a number over 0, got 'inf'"),
        ("t/a-v0=", "t/a-v0: weight must be a number over 0, got ''"),
        ("t/a-v0=x", "t/a-v0: weight must be a number over 0, got 'x'"),
        ("t/a-v0@=1", "t/a-v0@: level must be an int >= 0, got ''"),
        ("t/a-v0@-1=1", "t/a-v0@-1: level must be an int >= 0, got '-1'"),
        ("t/a-v0@1.5", "t/a-v0@1.5: level must be an int >= 0, got '1.5'"),
        ("domain:maths", "no domain 'maths'; did you mean 'math'? (domains: logic, math)"),
    ],
)
def test_mistakes_in_texts(text, message):
    with pytest.raises(UserError) as caught:
        Mixture.parse([text], table=Table())
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"id": "t/a-v0", "wieght": 1}], "unknown key 'wieght' in a mixture row; did you mean 'weight'?"),
        ([{"weight": 1}], "a mixture row needs an id, got {'weight': 1}"),
        ([{"id": "t/a-v0@1", "level": 1}], "t/a-v0@1: give the level once, as t/a-v0@1 or as level = 1"),
        ([{"id": "t/a-v0", "level": True}], "t/a-v0: level must be an int >= 0, got True"),
        ({"t/a-v0": True}, "t/a-v0: weight must be a number over 0, got True"),
        ({"t/a-v0": None}, "t/a-v0: weight must be a number over 0, got None"),
        ({}, "a mixture needs at least one environment, e.g. --env prorl/sort-digits-v0=1"),
    ],
)
def test_mistakes_in_tables(rows, message):
    with pytest.raises(UserError) as caught:
        Mixture.from_table(rows, table=Table())
    assert str(caught.value) == message


def test_unknown_ids_name_the_nearest():
    with pytest.raises(UnknownEnv, match="did you mean 'prorl/sort-digits-v0'"):
        Mixture.parse(["prorl/sort-digit-v0=1"])


@pytest.mark.parametrize(("kwargs", "message"), [({"seed": -1}, "seed must be"), ({"split": "test"}, "split must be")])
def test_bad_seed_and_split(kwargs, message):
    with pytest.raises(UserError, match=message):
        Mixture([item(SORT, 1.0)], **kwargs)


def test_draws_name_items():
    refs = Mixture.parse([f"{SORT}@2", ADD], seed=5, split="eval").draw(40)
    assert {(ref.env_id, ref.level, ref.split, ref.seed) for ref in refs} == {
        (SORT, 2, "eval", 5),
        (ADD, None, "eval", 5),
    }
    for env_id in (SORT, ADD):
        indices = [ref.index for ref in refs if ref.env_id == env_id]
        assert indices == list(range(len(indices)))


def test_levels_of_one_environment_share_its_index():
    refs = Mixture.parse([f"{SORT}@0", f"{SORT}@1"]).draw(30)
    assert [ref.index for ref in refs] == list(range(30))
    assert {ref.level for ref in refs} == {0, 1}


def test_shares_follow_the_weights():
    counts = Counter(ref.env_id for ref in Mixture.parse([f"{SORT}=1", f"{ADD}=2", f"{COUNT}=5"]).draw(8000))
    # Standard deviations: sqrt(8000 * p * (1 - p)) is at most 44; four of them.
    assert abs(counts[SORT] - 1000) < 120
    assert abs(counts[ADD] - 2000) < 156
    assert abs(counts[COUNT] - 5000) < 176


def test_draws_depend_on_the_seed_alone():
    texts = [SORT, ADD, COUNT]
    assert Mixture.parse(texts, seed=3).draw(50) == Mixture.parse(texts, seed=3).draw(50)
    assert [r.env_id for r in Mixture.parse(texts, seed=3).draw(50)] != [
        r.env_id for r in Mixture.parse(texts, seed=4).draw(50)
    ]
    one = Mixture.parse(texts, seed=3)
    assert one.draw(20) + one.draw(30) == Mixture.parse(texts, seed=3).draw(50)


def test_a_saved_state_goes_on_exactly():
    mixture = Mixture.parse([f"{SORT}=2", f"{ADD}@1", COUNT], seed=9)
    mixture.draw(100)
    saved = json.loads(json.dumps(mixture.state_dict()))
    expected = mixture.draw(50)
    resumed = Mixture.parse([f"{SORT}=2", f"{ADD}@1", COUNT], seed=9)
    resumed.load_state_dict(saved)
    assert resumed.draw(50) == expected
    assert resumed.state_dict() == mixture.state_dict()


@given(st.integers(0, 60), st.integers(0, 60))
def test_resuming_anywhere_changes_nothing(before, after):
    whole = Mixture.parse([SORT, ADD], seed=1).draw(before + after)
    first = Mixture.parse([SORT, ADD], seed=1)
    first.draw(before)
    second = Mixture.parse([SORT, ADD], seed=1)
    second.load_state_dict(first.state_dict())
    assert second.draw(after) == whole[before:]


@pytest.mark.parametrize(
    ("other", "what"),
    [
        (Mixture.parse([SORT, COUNT]), "items"),
        (Mixture.parse([f"{SORT}=2", ADD]), "items"),
        (Mixture.parse([f"{SORT}@1", ADD]), "items"),
        (Mixture.parse([SORT, ADD], seed=1), "seed"),
        (Mixture.parse([SORT, ADD], split="eval"), "split"),
    ],
)
def test_the_state_of_another_mixture_is_refused(other, what):
    mixture = Mixture.parse([SORT, ADD])
    before = mixture.state_dict()
    with pytest.raises(UserError, match=f"the saved mixture has {what} .*, this one .*: resume with") as caught:
        mixture.load_state_dict(other.state_dict())
    assert "\n" not in str(caught.value)
    assert mixture.state_dict() == before


class TestMakeEnv:
    def test_by_id(self):
        env = make_env(SORT, level=2, split="eval")
        assert (env.env_id, env.level, env.split, env.spec) == (SORT, 2, "eval", None)
        assert make_env(SORT).split == "train"
        with pytest.raises(UnknownEnv):
            make_env("prorl/nothing-v0")

    def test_by_reference(self):
        ref = ItemRef(env_id=SORT, level=3, split="eval", seed=4, index=7)
        env = make_env(ref)
        assert env.split == "eval"
        prompt = start(env, ref)
        assert prompt == env.problem.prompt
        other = make_env(SORT, split="eval", level=3)
        assert prompt == other.reset(seed=4, options={"index": 7})[0]

    def test_a_reference_without_a_level_uses_the_default_mix(self):
        env = make_env(SORT)
        levels = {len(start(env, ItemRef(env_id=SORT, level=None, split="train", seed=0, index=i))) for i in range(40)}
        assert len(levels) == 3

    def test_a_reference_belongs_to_its_environment(self):
        with pytest.raises(AssertionError, match="is not an item of"):
            start(make_env(ADD), ItemRef(env_id=SORT, level=None, split="train", seed=0, index=0))
