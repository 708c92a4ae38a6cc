"""The page in a real browser: what the script makes of it, and that hostile texts do nothing."""

import re
import shutil
import subprocess

import pytest

from prorl.train.reporting.output import write_report

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
ATTACK = "</script><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CHROMIUM, reason="no Chromium")]


def seen(path, tmp_path):
    """The document as it is after the scripts have run."""
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    command = [CHROMIUM, *options, "--virtual-time-budget=20000", "--dump-dom", f"file://{path}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    found = done.stdout
    return re.sub(r"<script.*?</script>", "", found, flags=re.DOTALL)


def test_a_run(run_dir, fakes, tmp_path):
    row = fakes.SAMPLE | dict.fromkeys(("env", "prompt", "response", "extracted", "reason"), ATTACK)
    (run_dir / "rollouts" / "step-000003.jsonl").write_text(fakes.lines([row, fakes.SAMPLE]))
    document = seen(write_report(run_dir), tmp_path)
    assert f"<title>{run_dir.name} · prorl run</title>" in document
    assert "2 of 2 matching samples" in document
    assert document.count('class="sample"') == 2
    assert "<img" not in document
    assert document.count('class="main-svg"') >= 5
    assert 'data-drawn="' in document


def test_an_evaluation(evaluation, tmp_path):
    document = seen(write_report(evaluation), tmp_path)
    assert "20 of 20 matching samples" in document
    assert '<option value="=tiny@50">tiny@50</option>' in document
    assert 'data-drawn="' in document
