"""`import prorl` stays light: what it loads. The times are measured by `benchmarks/import_cost.py`."""

import json
import subprocess
import sys

import pytest

HEAVY = {
    *("torch", "transformers", "accelerate", "datasets", "vllm", "sympy", "math_verify", "pint"),
    *("reasoning_gym", "matplotlib", "pandas", "networkx", "rich", "huggingface_hub"),
}
"""Nothing of these may come with `import prorl`."""


def loaded_by(code):
    """The top-level modules that a new process has after running the code."""
    report = "import json, sys; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "code",
    [
        "import prorl",
        "import gymnasium, prorl; gymnasium.make('prorl/sort-digits-v0').reset()",
        "import prorl.registry.mixture, prorl.registry.make",
        "import prorl.train.env_commands",
    ],
)
def test_nothing_heavy_is_loaded(code):
    loaded = loaded_by(code)
    assert "prorl" in loaded
    assert loaded & HEAVY == set()


def test_heavy_modules_would_be_seen():
    assert "sympy" in loaded_by("import prorl, sympy")
