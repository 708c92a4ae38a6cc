import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from prorl.registry.errors import UserError
from prorl.train.run_audit_command import run_audit_command

BROKEN = [
    {"step": 1, "split": "train", "env": "prorl/add-numbers-v0", "level": 0, "item": item, "prompt": f"Add {item}."}
    | {"response": "<answer>banana</answer>", "extracted": "banana", "reward": 1.0, "solved": True, "status": "ok"}
    for item in range(20)
]


@pytest.fixture
def run_dir(tmp_path):
    """A run of one step whose verifier took "banana" for right."""

    def make(rows):
        (tmp_path / "run" / "rollouts").mkdir(parents=True)
        (tmp_path / "run" / "config.toml").write_text("[run]\nseed = 0\n")
        (tmp_path / "run" / "rollouts" / "step-000001.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
        return tmp_path / "run"

    return make


def call(*words):
    return CliRunner().invoke(run_audit_command, [str(word) for word in words])


def test_the_exit_code(run_dir):
    folder = run_dir(BROKEN)
    assert call(folder).exit_code == 0
    assert call(folder, "--strict").exit_code == 1
    assert "a constant answer wins" in call(folder).output


def test_strict_without_anything_wrong(run_dir):
    assert call(run_dir([]), "--strict").exit_code == 0


def test_forms(run_dir, tmp_path):
    folder = run_dir(BROKEN)
    assert json.loads(call(folder, "--format", "json").output)["wrong"] == 1
    assert call(folder, "--format", "md").output.startswith("# Reward audit: run\n")
    assert call(folder, "--format", "html").output.startswith("<!doctype html>")
    assert call(folder, "--out", tmp_path / "new" / "a.html").output == f"{tmp_path / 'new' / 'a.html'}\n"
    assert (tmp_path / "new" / "a.html").read_text().startswith("<!doctype html>")
    call(folder, "--out", tmp_path / "a.txt")
    assert (tmp_path / "a.txt").read_text().startswith("# Reward audit: run\n")
    call(folder, "--format", "json", "--out", tmp_path / "a.txt")
    assert json.loads((tmp_path / "a.txt").read_text())["name"] == "run"


def test_mistakes(tmp_path, run_dir):
    assert isinstance(call(tmp_path).exception, UserError)
    assert isinstance(call(run_dir([]), "--evaluation", tmp_path / "none").exception, UserError)


def test_it_is_among_the_commands_and_its_help_loads_nothing_heavy():
    code = (
        "import sys\nfrom prorl.train import cli\nsys.argv = ['prorl', *sys.argv[1:]]\n"
        "try:\n    cli.main()\nexcept SystemExit:\n    pass\n"
        "print('heavy', sorted({'torch', 'transformers', 'sympy', 'plotly'} & set(sys.modules)))"
    )
    outputs = [
        subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True).stdout
        for words in (["--help"], ["audit", "--help"])
    ]
    assert "audit " in outputs[0] and "audit-verifier" in outputs[0]
    assert "--strict" in outputs[1]
    assert [output.splitlines()[-1] for output in outputs] == ["heavy []"] * 2
