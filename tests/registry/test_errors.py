import pytest

from prorl.registry.errors import PluginError, UnknownEnv, UserError, nearest


@pytest.mark.parametrize(
    ("name", "names", "hint"),
    [
        ("sudoko", ["sudoku", "sort"], "; did you mean 'sudoku'?"),
        ("math", ["math"], "; did you mean 'math'?"),
        ("xyz", ["sudoku", "sort"], ""),
        ("x", [], ""),
    ],
)
def test_nearest(name, names, hint):
    assert nearest(name, names) == hint
    assert nearest(name, iter(names)) == hint


def test_mistakes_of_the_user_are_value_errors():
    assert issubclass(UserError, ValueError)
    assert issubclass(UnknownEnv, UserError)
    assert issubclass(PluginError, UserError)
