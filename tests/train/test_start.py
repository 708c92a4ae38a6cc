import pytest

from prorl.registry.errors import UserError
from prorl.train.start import configure


def test_env_replaces_the_mixture():
    config = configure("quickstart", ["prorl/sort-digits-v0@3=0.5", "prorl/sudoku-v0"], None, ["run.steps=3"])
    assert config.mixture == {"prorl/sort-digits-v0@3": 0.5, "prorl/sudoku-v0": 1.0}
    assert config.run.steps == 3


def test_model():
    assert configure("quickstart", [], "some/folder", []).model.path == "some/folder"
    assert configure("quickstart", [], None, []).model.path == "bundled"


def test_nothing_else_changes():
    plain = configure("quickstart", [], None, [])
    assert len(plain.mixture) == 5
    assert plain.loss == configure("quickstart", ["prorl/sudoku-v0"], "x", []).loss


def test_empty_model():
    with pytest.raises(UserError, match="--model is empty"):
        configure("quickstart", [], "", [])
