import hashlib
import os
from pathlib import Path

import pytest

from prorl.registry.errors import UserError
from prorl.registry.table import TABLE
from prorl.train.measure.items import Target, items_of
from prorl.train.measure.suite import MissingData, chosen, data_of, suites, targets_of

NAMES = {
    *("gsm8k", "math500", "aime24", "aime25", "amc", "minerva", "olympiadbench", "humaneval", "humaneval+", "mbpp"),
    *("livecodebench", "gpqa-diamond", "ifeval", "ifbench", "reasoning-gym"),
}
DATA = Path(os.environ.get("PRORL_DATA") or Path(__file__).parents[4] / "shared" / "data")
SIZES = {"gsm8k": 1319, "math500": 500, "humaneval": 164, "ifeval": 541, "ifbench": 300, "mbpp": 500}


def test_all_benchmarks_are_there():
    assert set(suites()) == NAMES
    for suite in suites().values():
        assert suite.title
        assert suite.groups
        assert bool(suite.file) == bool(suite.where)
        for env_id in suite.envs:
            assert env_id.startswith("mixture:") or TABLE.entry(env_id)


def test_groups_and_names():
    assert [suite.name for suite in chosen(["math"])] == [
        *("aime24", "aime25", "amc", "gsm8k", "math500", "minerva", "olympiadbench")
    ]
    assert [suite.name for suite in chosen(["ifeval,gsm8k", "gsm8k"])] == ["ifeval", "gsm8k"]
    with pytest.raises(UserError, match="no suite 'math50'; did you mean 'math500'"):
        chosen(["math50"])


def test_reasoning_gym_is_the_96_tasks_of_the_paper():
    (suite,) = chosen(["reasoning-gym"])
    targets = targets_of(suite)
    assert len(targets) == 96
    assert {target.items for target in targets} == {100}
    assert {target.items for target in targets_of(suite, 3)} == {3}


@pytest.mark.parametrize("name", sorted(NAMES - {"reasoning-gym"}))
def test_missing_data_are_one_line_that_says_what_to_do(name, monkeypatch, tmp_path):
    monkeypatch.setenv("PRORL_DATA", str(tmp_path))
    (suite,) = chosen([name])
    with pytest.raises(MissingData) as caught:
        targets_of(suite)
    message = str(caught.value)
    assert message.startswith(f"suite {name}: ")
    assert "\n" not in message
    assert suite.file in message
    assert "https://" in message


@pytest.mark.parametrize("name", sorted(SIZES))
def test_real_data(name, monkeypatch):
    if not (DATA / "README.md").exists():
        pytest.skip("no folder of data sets: set PRORL_DATA")
    monkeypatch.setenv("PRORL_DATA", str(DATA))
    (suite,) = chosen([name])
    (target,) = targets_of(suite)
    items = items_of(target)
    data = data_of(target, items)
    assert len(items) == pytest.approx(SIZES[name], rel=0.03)
    assert len({item.hash for item in items}) == len(items)
    assert data is not None
    assert data.rows == len(items)
    for file, sha in data.files.items():
        assert hashlib.sha256((DATA / file).read_bytes()).hexdigest() == sha
    assert data.files
    assert data_of(target, items) == data
    assert data_of(target, items[:-1]).rows_hash != data.rows_hash


def test_items_that_are_made_have_no_data_to_record(games):
    target = Target(env_id="fake/guess-v0", items=2)
    assert data_of(target, items_of(target)) is None
