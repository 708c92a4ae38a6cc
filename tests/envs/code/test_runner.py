"""Honest and hostile programs. All are asked for f(1) == 2 and f(2) == 3."""

import json
import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prorl.envs.code import runner
from prorl.envs.code.runner import Ending, Limits, Outcome, Program, Run, RunnerError, run

QUICK = Limits(cpu_s=1, wall_s=0.6, memory=256 * 2**20)
HONEST_LIMITS = Limits(cpu_s=2, wall_s=10.0)


def attempt(source: str, limits: Limits = QUICK, calls=((1,), (2,))) -> Run:
    return run(Program(source=source, function="f", calls=calls), limits)


def values(source: str, calls=((1,), (2,))) -> list:
    result = attempt(source, HONEST_LIMITS, calls)
    assert result.ending is Ending.DONE
    return [outcome.value if not outcome.failure else outcome.failure for outcome in result.outcomes]


def programs(name: str) -> dict[str, str]:
    """The programs of a text file beside this one, each under a line `### its name`."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    parts = [part.partition("\n") for part in text.split("### ")[1:]]
    return {title: source.rstrip("\n") for title, _, source in parts}


HONEST = programs("honest_programs.txt")
HOSTILE = programs("hostile_programs.txt") | {
    "NUL": "f = '\x00'",
    "deeply nested source": "f = " + "(" * 5000 + ")" * 5000,
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_programs_get_their_values_back(name):
    assert values(HONEST[name]) == [2, 3]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_programs_are_not_believed(name):
    result = attempt(HOSTILE[name])
    right = [not outcome.failure and outcome.value == n for n, outcome in zip((2, 3), result.outcomes, strict=False)]
    assert not (result.ending is Ending.DONE and right == [True, True]), result


@pytest.mark.parametrize(
    ("name", "expected"),
    {
        "infinite loop": Run(ending=Ending.TIMEOUT),
        "infinite loop on load": Run(ending=Ending.TIMEOUT),
        "big number": Run(ending=Ending.TIMEOUT),
        "sleep": Run(ending=Ending.TIMEOUT),
        "os._exit": Run(ending=Ending.DIED),
        "raises SIGKILL": Run(ending=Ending.DIED),
        "sys.exit": Run(ending=Ending.DONE, outcomes=(Outcome(failure="raised SystemExit"),) * 2),
        "sys.exit on load": Run(ending=Ending.UNLOADED, detail="raised SystemExit"),
        "fork": Run(ending=Ending.DONE, outcomes=(Outcome(failure="raised PermissionError"),) * 2),
        "daemon": Run(ending=Ending.DONE, outcomes=(Outcome(failure="raised PermissionError"),) * 2),
        "thread": Run(ending=Ending.DONE, outcomes=(Outcome(failure="raised PermissionError"),) * 2),
        "kills its parent": Run(ending=Ending.DONE, outcomes=(Outcome(failure="raised PermissionError"),) * 2),
        "memory bomb": Run(ending=Ending.DONE, outcomes=(Outcome(failure="raised MemoryError"),) * 2),
        "set": Run(ending=Ending.DONE, outcomes=(Outcome(failure="returned a value with a part of type set"),) * 2),
        "huge string": Run(ending=Ending.DONE, outcomes=(Outcome(failure="returned too large a value"),) * 2),
        "huge output": Run(ending=Ending.FLOOD),
        "half a line": Run(ending=Ending.RUBBISH),
        "says done early": Run(ending=Ending.RUBBISH),
        "no function": Run(ending=Ending.UNLOADED, detail="no function f"),
        "syntax error": Run(ending=Ending.UNLOADED, detail="raised SyntaxError"),
        "writes a file": Run(ending=Ending.DONE, outcomes=(Outcome(failure="raised PermissionError"),) * 2),
        "ctypes": Run(ending=Ending.UNLOADED, detail="raised PermissionError"),
    }.items(),
)
def test_what_is_said_about_hostile_programs(name, expected):
    limits = QUICK if expected.ending is Ending.TIMEOUT else HONEST_LIMITS
    assert attempt(HOSTILE[name], limits) == expected


def test_values_before_a_hang_are_kept():
    source = "def f(x):\n    while x > 1:\n        pass\n    return x + 1"
    assert attempt(source) == Run(ending=Ending.TIMEOUT, outcomes=(Outcome(value=2),))


def test_processor_time_has_its_own_limit():
    source = (
        "import signal\nseen = []\nsignal.signal(signal.SIGXCPU, lambda *_: seen.append(1))\n"
        "def f(x):\n    while not seen:\n        pass\n    return x + 1"
    )
    result = attempt(source, Limits(cpu_s=1, wall_s=60.0))
    assert result == Run(ending=Ending.DONE, outcomes=(Outcome(value=2), Outcome(value=3)))


def test_all_json_types_come_back_exactly():
    source = "def f(x):\n    return [None, True, 1, 1.0, 'ü\\n', [], {'a': [x]}]"
    [value] = values(source, calls=((-0.5,),))
    assert repr(value) == "[None, True, 1, 1.0, 'ü\\n', [], {'a': [-0.5]}]"


def test_arguments_are_fresh_for_every_call():
    source = "def f(row, n):\n    row.append(n)\n    return row"
    assert values(source, calls=(([], 1), ([], 2))) == [[1], [2]]


def test_the_same_program_behaves_the_same_every_time():
    source = "def f(x):\n    return list({'a', 'b', 'c', 'd', 'e', 'f', 'g', str(x)})"
    assert len({json.dumps(values(source)) for _ in range(4)}) == 1


def test_the_child_sees_neither_environment_nor_expected_values(monkeypatch):
    monkeypatch.setenv("SECRET", "hidden")
    source = "import os\ndef f(x):\n    return [dict(os.environ), os.listdir('.')]"
    [first, _] = values(source)
    assert first == [{"PYTHONHASHSEED": "0", **locale_variables(first[0])}, []]


def locale_variables(environment: dict) -> dict:
    """Python itself may set LC_CTYPE when it starts in the C locale."""
    return {name: value for name, value in environment.items() if name == "LC_CTYPE"}


def test_nothing_is_left_behind(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    open_before = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
    for name in ("infinite loop", "os._exit", "huge output", "writes a file"):
        attempt(HOSTILE[name])
    attempt(HONEST["plain"])
    assert list(tmp_path.iterdir()) == []
    assert open_before == (len(os.listdir("/proc/self/fd")) if open_before else 0)


def test_a_grandchild_in_the_group_dies_with_the_run(monkeypatch, tmp_path):
    script = tmp_path / "forks.py"
    note = tmp_path / "pid"
    script.write_text(
        "import os, sys, time\n"
        "os.write(int(sys.argv[1]), b'[\"ready\"]\\n')\n"
        "pid = os.fork()\n"
        "if pid == 0:\n    time.sleep(60)\n"
        f"open({str(note)!r}, 'w').write(str(pid))\n"
        "os._exit(0)\n"
    )
    monkeypatch.setattr(runner, "CHILD", script)
    assert attempt("").ending is Ending.TIMEOUT
    assert gone(int(note.read_text()))


def gone(pid: int) -> bool:
    """Whether a process ended within two seconds; one that nobody has reaped yet counts as ended."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        stat = Path(f"/proc/{pid}/stat")
        if stat.exists() and stat.read_text().rpartition(")")[2].split()[0] in "ZX":
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import sys\nsys.exit('no such thing')", "no such thing"),
        ("import time\ntime.sleep(60)", "did not start"),
    ],
)
def test_a_child_that_does_not_start_is_our_fault(monkeypatch, tmp_path, text, message):
    (tmp_path / "child.py").write_text(text)
    monkeypatch.setattr(runner, "CHILD", tmp_path / "child.py")
    with pytest.raises(RunnerError, match=message):
        attempt("def f(x): return x", Limits(start_s=0.5))


def test_an_interpreter_that_does_not_exist_is_our_fault(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    with pytest.raises(RunnerError, match="could not run the child"):
        attempt("def f(x): return x")


def test_many_threads_may_run_programs_at_once():
    sources = [f"def f(x):\n    return x + {n}" for n in range(12)]
    with ThreadPoolExecutor(max_workers=6) as pool:
        assert list(pool.map(values, sources)) == [[1 + n, 2 + n] for n in range(12)]


READY, DONE = b'["ready"]\n', b'["done"]\n'


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (READY + b'["value", 2]\n' + DONE, Run(ending=Ending.DONE, outcomes=(Outcome(value=2),))),
        (
            READY + b'["failure", "raised E"]\n' + DONE,
            Run(ending=Ending.DONE, outcomes=(Outcome(failure="raised E"),)),
        ),
        (READY + b'["unloaded", "why"]\n', Run(ending=Ending.UNLOADED, detail="why")),
        (READY, Run(ending=Ending.DIED)),
        (b"", Run(ending=Ending.DIED)),
        (READY + b'["value", 2]\n', Run(ending=Ending.DIED, outcomes=(Outcome(value=2),))),
        (READY + DONE, Run(ending=Ending.RUBBISH)),
        (READY + READY, Run(ending=Ending.RUBBISH)),
        (
            READY + b'["value", 2]\n["value", 2]\n' + DONE,
            Run(ending=Ending.RUBBISH, outcomes=(Outcome(value=2),)),
        ),
        (READY + b'["value", 2]\n' + DONE + DONE, Run(ending=Ending.RUBBISH, outcomes=(Outcome(value=2),))),
        (READY + b'["value", 2]\n' + DONE + b"x", Run(ending=Ending.RUBBISH, outcomes=(Outcome(value=2),))),
        (READY + b'["value", NaN]\n' + DONE, Run(ending=Ending.RUBBISH)),
        (READY + b'["value", ' + b"[" * 100_000 + b"\n" + DONE, Run(ending=Ending.RUBBISH)),
        (READY + b'["value", ' + b"9" * 100_000 + b"]\n" + DONE, Run(ending=Ending.RUBBISH)),
        (READY + b'["value", "\xff"]\n' + DONE, Run(ending=Ending.RUBBISH)),
        (READY + b'["failure", 1]\n' + DONE, Run(ending=Ending.RUBBISH)),
    ],
)
def test_reading_the_result_pipe(sent, expected):
    assert runner._messages(sent, calls=1) == expected


LINES = st.sampled_from(
    [b'["ready"]', b'["value", 1]', b'["failure", "x"]', b'["done"]', b'["unloaded", ""]', b"", b"[", b"1"]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=80), st.lists(LINES, max_size=7).map(b"\n".join)), st.integers(0, 3))
def test_whatever_is_sent_done_means_one_outcome_for_each_call(sent, calls):
    result = runner._messages(sent, calls)
    assert len(result.outcomes) <= calls
    assert result.ending is not Ending.DONE or len(result.outcomes) == calls
