"""A run that is killed (SIGKILL) and started again ends with the same metrics, byte for byte."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "kill_resume.py"


@pytest.mark.slow
def test_killed_runs_end_with_the_same_bytes() -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--kills", "2", "--steps", "9"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "metrics.jsonl equal: True" in done.stdout
