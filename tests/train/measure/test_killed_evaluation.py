"""SIGKILL at random instants of `prorl-eval`: what comes of it is what comes of an evaluation left in peace."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from prorl.train.measure.evaluation import load_evaluation
from prorl.train.measure.plan import samples_of
from prorl.train.measure.shards import ledgers

KILLS = 6
CHILD = """
import sys
from contextlib import contextmanager
sys.path.insert(0, sys.argv.pop(1))
import prorl, measure_fakes
from prorl.registry.table import TABLE
TABLE.add(measure_fakes.entries())
from prorl.agents.bundled.tokenizer import byte_tokenizer
from prorl.train import cli, eval_start
from prorl.train.measure import running
from prorl.train.measure.engines import Opened

class Telling(measure_fakes.SeedPolicy):
    def generate(self, prompts, sampling):
        print("block", flush=True)
        return super().generate(prompts, sampling)

@contextmanager
def open_policy(path, settings):
    policy = Telling(byte_tokenizer())
    yield Opened(policy=policy, tokenizer=policy.tokenizer, context_limit=512)

running.open_policy = open_policy
cli.eval_main()
"""


@pytest.fixture
def evaluate(folder, tmp_path):
    """Runs `prorl-eval` in a process of its own, killed some time after the start of a block; its exit code."""

    def run(out, blocks=None, then_s=0.0):
        words = ["tiny", "--base", "start=tiny", "--env", "fake/guess-v0", "--env", "fake/twice-v0", "--items", "12"]
        words += ["-n", "48", "--max-tokens", "32", "--block", "8", "--out", out]
        command = [sys.executable, "-c", CHILD, str(Path(__file__).parent), *words]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as child:
            started = 0
            for line in child.stdout:
                started += line == "block\n"
                if started == blocks:
                    time.sleep(then_s)
                    child.send_signal(signal.SIGKILL)
                    break
            child.stdout.read()
        return child.returncode

    return run


def responses(folder):
    """Every sample with its verdict."""
    return [
        (label, one.env_id, one.item, one.sample, one.text, one.verdict, one.tokens, one.logprob_sum)
        for label in ("tiny", "start")
        for one in load_evaluation(folder).responses(label)
    ]


def stored_numbers(folder, label):
    """(item, number of a sample) of every row on the disk."""
    return [
        (row["of"], number)
        for ledger in ledgers(samples_of(folder, label))
        for block in range(len(ledger.blocks))
        for row in ledger.read(block)
        if "of" in row
        for number in row["samples"]
    ]


@pytest.mark.slow
def test_killed_at_random_instants_it_ends_with_the_same_results(evaluate, games, tmp_path):
    assert evaluate("whole") == 0
    instants, counts = random.Random(7), []
    for _ in range(KILLS):
        code = evaluate("killed", blocks=instants.randint(4, 50), then_s=instants.uniform(0, 0.01))
        assert code == -signal.SIGKILL
        counts.append(sum(len(stored_numbers(tmp_path / "killed", label)) for label in ("tiny", "start")))
    assert counts == sorted(counts)
    assert len(set(counts)) == KILLS
    assert counts[-1] < 2 * 24 * 48
    assert evaluate("killed") == 0
    assert sorted(responses(tmp_path / "killed"), key=str) == sorted(responses(tmp_path / "whole"), key=str)
    for label in ("tiny", "start"):
        numbers = stored_numbers(tmp_path / "killed", label)
        assert len(numbers) == len(set(numbers)) == 24 * 48
    killed, whole = (json.loads((tmp_path / name / "summary.json").read_text()) for name in ("killed", "whole"))
    assert killed == whole
