"""The example plugin is really installed, beside broken and greedy ones, and used in new processes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "acme_envs"

BROKEN = {
    "broken_envs": ("broken", "raise RuntimeError('no licence file')\n"),
    "greedy_envs": (
        "greedy",
        "from prorl.registry.entry import EnvEntry\n"
        "entries = [EnvEntry(id='prorl/sudoku-v9', task='greedy_envs:f', domain='math', summary='Steal.')]\n",
    ),
}
"""Package: entry-point name and source."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A folder with the example installed by pip, as a user would, but without the network."""
    source, target = tmp_path_factory.mktemp("source") / "acme", tmp_path_factory.mktemp("site")
    shutil.copytree(EXAMPLE, source)
    flags = ["--no-deps", "--no-build-isolation", "--no-index", "--no-compile", "--quiet"]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", *flags]
    subprocess.run([*pip, "--target", str(target), str(source)], check=True, capture_output=True, text=True)
    return target


@pytest.fixture
def with_broken(site, tmp_path):
    """The same, and two plugins that do not load: their metadata is what an installer would have written."""
    for package, (name, code) in BROKEN.items():
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(code)
        info = tmp_path / f"{package}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[prorl.envs]\n{name} = {package}:entries\n")
    return os.pathsep.join([str(site), str(tmp_path)])


def python(path, code, **env):
    """What the code prints, in a new process that finds packages on `path` too."""
    settings = {"PYTHONPATH": str(path), "PRORL_DISABLE_PLUGINS": "0", **env}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | settings, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[:-1]


def test_the_example_is_small():
    lines = (EXAMPLE / "acme_envs" / "double.py").read_text().splitlines()
    assert len(lines) < 30


def test_an_installed_plugin_is_found(site):
    code = """
import gymnasium as gym, prorl
print([i for i in prorl.env_ids() if i.startswith("acme/")], prorl.env_ids("math").count("acme/double-v0"))
env = gym.make("acme/double-v0", level=0)
prompt, info = env.reset(seed=0)
number = int(prompt.split()[1].strip("."))
print(info["env"], env.step(f"<answer>{2 * number}</answer>")[1])
from prorl.registry.table import TABLE
print(TABLE.plugins[0].package, TABLE.plugins[0].ids, repr(TABLE.plugins[0].failure))
"""
    assert python(site, code) == [
        "['acme/double-v0', 'acme/hot-cold-v0'] 1",
        "acme/double-v0 1.0",
        "acme-envs ('acme/double-v0', 'acme/hot-cold-v0') ''",
    ]


def test_making_needs_no_import_of_prorl(site):
    code = "import gymnasium as gym; print(gym.make('prorl:acme/double-v0').unwrapped.domain)"
    assert python(site, code) == ["math"]


def test_the_example_conforms(site):
    code = """
from prorl.registry.testing import assert_conforms
for name in ("double", "hot-cold"):
    report = assert_conforms(f"acme/{name}-v0", items=6, levels=[0, 8])
    print(report.passed, len(report.results))
"""
    assert python(site, code) == ["True 18", "True 18"]


def test_an_episode_of_several_turns(site):
    code = """
import gymnasium as gym
env = gym.make("prorl:acme/hot-cold-v0", level=0)
env.reset(seed=1)
number = env.unwrapped.problem.reference
guesses = (number + 9, number - 5, number)
print([env.step(f"<answer>{guess}</answer>")[:4] for guess in guesses])
"""
    assert python(site, code) == [
        "[('cold', 0.0, False, False), ('warmer', 0.0, False, False), ('', 1.0, True, False)]",
    ]


@pytest.mark.slow
def test_a_model_is_trained_on_an_episode_of_several_turns(site, tmp_path):
    """`prorl-train quickstart --env acme/hot-cold-v0`, two small steps."""
    small = ["run.steps=2", "rollout.groups=2", "rollout.group_size=4", "rollout.max_new_tokens=12"]
    small += ["evaluation.items=2", "evaluation.samples=1", f"run.dir={tmp_path / 'run'}"]
    command = [sys.executable, "-m", "prorl.train.cli", "train", "quickstart", "--env", "acme/hot-cold-v0"]
    settings = {"PYTHONPATH": str(site), "PRORL_DISABLE_PLUGINS": "0"}
    sets = [word for text in small for word in ("--set", text)]
    done = subprocess.run([*command, *sets], env=os.environ | settings, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (tmp_path / "run" / "metrics.jsonl").read_text().splitlines()]
    assert [row["step"] for row in rows] == [0, 1, 2]
    assert 0 <= rows[0]["eval/acme/hot-cold-v0/pass@1"] <= 1
    assert "reward/acme/hot-cold-v0" in rows[-1]


def test_a_broken_plugin_breaks_nothing(with_broken):
    code = """
import prorl
from prorl.registry.table import TABLE
print("acme/double-v0" in prorl.env_ids(), "prorl/sort-digits-v0" in prorl.env_ids())
print({p.name: p.failure for p in TABLE.plugins}["broken"])
from prorl.registry.errors import PluginError
try:
    TABLE.entry("broken/thing-v0")
except PluginError as error:
    print(error)
"""
    assert python(with_broken, code) == [
        "True True",
        "RuntimeError: no licence file",
        "broken/thing-v0: plugin 'broken' did not load: RuntimeError: no licence file",
    ]


def test_a_plugin_cannot_take_our_namespace(with_broken):
    code = """
import prorl
from prorl.registry.table import TABLE
print("prorl/sudoku-v9" in prorl.env_ids())
print({p.name: p.failure for p in TABLE.plugins}["greedy"])
"""
    assert python(with_broken, code) == [
        "False",
        "ValueError: prorl/sudoku-v9: the namespace 'prorl' is reserved",
    ]


def test_failures_are_shown(with_broken):
    code = """
from click.testing import CliRunner
from prorl.train.env_commands import envs_command
print(CliRunner().invoke(envs_command, ["--plugins"], env={"COLUMNS": "200"}).output)
"""
    shown = "\n".join(python(with_broken, code))
    assert "no licence file" in shown
    assert "acme/double-v0" in shown
    assert "is reserved" in shown


def test_plugins_can_be_disabled(with_broken):
    code = """
import prorl
from prorl.registry.table import TABLE
print(any(i.startswith("acme/") for i in prorl.env_ids()), TABLE.plugins)
"""
    assert python(with_broken, code, PRORL_DISABLE_PLUGINS="1") == ["False []"]
