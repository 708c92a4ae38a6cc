import pytest

from prorl.registry.errors import UserError
from prorl.train.measure.decontaminate_table import print_contamination
from prorl.train.measure.training_texts import items_trained, prompts_of


def ids(mixture):
    return [item.env_id for item in items_trained(mixture)]


def test_what_may_name_a_mixture(games, tmp_path):
    assert "prorl/sort-digits-v0" in ids("quick")
    assert "prorl/sort-digits-v0" in ids("quickstart")
    assert ids("fake/guess-v0,fake/rows-v0") == ["fake/guess-v0", "fake/rows-v0"]
    (tmp_path / "config.toml").write_text('[mixture]\n"fake/guess-v0" = 1\n')
    assert ids(str(tmp_path)) == ["fake/guess-v0"]
    with pytest.raises(UserError, match="takes a recipe, a mixture, a run or ids"):
        items_trained("quikc")


def test_all_rows_and_some_drawn_items(games):
    texts, notes = prompts_of(items_trained("fake/guess-v0,fake/rows-v0"), 20)
    assert len(set(texts["fake/guess-v0"])) == 20
    assert sorted(texts["fake/rows-v0"]) == [f"Row {n}." for n in range(6)]
    assert notes == []


def test_a_data_set_that_is_not_here_is_noted(monkeypatch):
    monkeypatch.delenv("PRORL_DATA", raising=False)
    texts, notes = prompts_of(items_trained("prorl/gsm8k-v0"))
    assert len(texts["prorl/gsm8k-v0"]) > 3
    assert notes == ["prorl/gsm8k-v0: only the bundled sample is looked through, its data are not here"]


def test_the_table_names_what_it_found(games, monkeypatch, capsys):
    """All rows of a "benchmark" are in the training mixture."""
    from prorl.train.measure import decontaminate_table
    from prorl.train.measure.suite import Suite

    suite = Suite(name="rows", title="Rows", groups=("t",), envs={"fake/rows-v0": {}})
    monkeypatch.setattr(decontaminate_table, "chosen", lambda names: [suite])
    print_contamination("fake/rows-v0,fake/guess-v0", ["rows"], 20, "table")
    out = capsys.readouterr().out
    assert "26 training prompts of 2 environments" in " ".join(out.split())
    assert "in fake/rows-v0:" in out
    print_contamination("fake/guess-v0", ["rows"], 20, "md")
    assert capsys.readouterr().out.splitlines()[-1] == "| rows | 6 | 0 | 0 | 0 | 0.00% |"
