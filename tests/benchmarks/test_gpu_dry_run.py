"""The script for a machine with a GPU, at small size, without what such a machine lacks."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LACKING = ("reasoning_gym", "datasets", "vllm", "math_verify", "pint", "py3langid", "syllapy", "plotly", "httpx")


@pytest.mark.slow
def test_every_part_works(tmp_path):
    stubs = tmp_path / "stubs"
    stubs.mkdir()
    for name in LACKING:
        (stubs / f"{name}.py").write_text(f"raise ModuleNotFoundError('no {name} here')\n")
    out = tmp_path / "out"
    command = [sys.executable, str(ROOT / "benchmarks" / "gpu" / "run.py"), "--dry-run", "--out", str(out)]
    environment = os.environ | {"PYTHONPATH": str(stubs), "CUDA_VISIBLE_DEVICES": ""}
    subprocess.run(command, check=True, env=environment, cwd=tmp_path)
    found = json.loads((out / "gpu.json").read_text())
    assert {name: part["status"] for name, part in found["parts"].items()} == {
        "tests": 0,
        "engine": 0,
        "update, small": 0,
        "train": 0,
    }
    [row] = found["parts"]["engine"]["result"]["rows"]
    assert row["requests"] == 8
    assert row["speeds"].keys() == {"prorl", "generate"}
    update = found["parts"]["update, small"]["result"]["update"]
    assert update["flops"] > 0
    assert update["peak"] > 2**20
    assert [step["step"] for step in found["parts"]["train"]["result"]] == [1]
    assert "aten::" in (out / "update-profile.txt").read_text()
    assert "| 8 |" in (out / "gpu.md").read_text()
