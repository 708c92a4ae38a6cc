"""Running one Python function on given arguments in a separate process that can be killed.

This is a guard against accidents, **not a security sandbox**: there is no namespace isolation, and a program
that means harm can read files of this user and reach the network. What it does hold against is what policies
write by mistake, and every way of claiming success without returning the right values:

* a fresh interpreter in its own session, without site packages, in an empty folder that is removed
  afterwards; its environment is `PYTHONHASHSEED=0` alone, so that programs which walk over sets behave the
  same every time (`-s -P` is `-I` less the switch that would ignore that variable);
* limits on processor time, address space, file size, open files, processes and core files, and a hook that
  refuses writing files, starting processes or threads, signals, and sockets;
* a wall-clock limit counted from the moment that the program starts, after which its process group is killed;
* printed text and results are counted while they are read, and too much of either ends the run;
* arguments go in as JSON and results come back as JSON through their own pipe. The child never holds an
  expected value and never compares, so a program that takes over the child, the pipe included, can send
  nothing but values.

Needs a POSIX system. `run` may be called from many threads at once.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

CHILD = Path(__file__).with_name("child.py")
ENVIRONMENT = {"PYTHONHASHSEED": "0"}
CHUNK = 65_536


class RunnerError(Exception):
    """The child could not be started: says nothing about the program."""


class Ending(StrEnum):
    """How a run ended."""

    DONE = "done"
    """All calls were made, each with an outcome."""
    UNLOADED = "unloaded"
    """The program raised, or has no such function, before the first call."""
    TIMEOUT = "timeout"
    """Out of processor time or wall-clock time."""
    FLOOD = "flood"
    """Printed or sent too much."""
    RUBBISH = "rubbish"
    """Something other than our child's messages came through the result pipe."""
    DIED = "died"
    """The process ended before all calls were made."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one run may use."""

    cpu_s: int = 2
    """Processor seconds, the interpreter's own start (about 0.01) included."""
    wall_s: float = 6.0
    """Seconds from the start of the program."""
    start_s: float = 30.0
    """Seconds for the interpreter to start; past that the fault is the machine's."""
    memory: int = 512 * 2**20
    """Bytes of address space."""
    printed: int = 64 * 2**10
    """Bytes on stdout and stderr together."""
    sent: int = 2**20
    """Bytes through the result pipe, for all calls together."""
    value: int = 64 * 2**10
    """Characters of one result as JSON."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Program:
    """Untrusted source text and the calls to make.

    Example: `Program(source="def f(x): return x + 1", function="f", calls=[[1], [2]])`.
    """

    source: str
    """The text of the module."""
    function: str
    """The name that is called."""
    calls: Sequence[Sequence[Any]]
    """JSON-safe positional arguments of each call."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What one call came to."""

    value: Any = None
    """The value returned, of exact JSON types, if there is no `failure`."""
    failure: str = ""
    """Why there is no value, e.g. "raised ValueError"; "" if there is one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What became of a program."""

    ending: Ending
    """How it ended."""
    outcomes: tuple[Outcome, ...] = ()
    """One for each call that was finished, in order; all of them if the ending is DONE."""
    detail: str = ""
    """For UNLOADED: why."""


def run(program: Program, limits: Limits | None = None) -> Run:
    """Run a program in a child process; whatever it does comes back as a `Run`.

    Example: the program above gives `outcomes == (Outcome(value=2), Outcome(value=3))` with `Ending.DONE`.

    Raises:
        RunnerError: if the child could not be started.
    """
    limits = limits or Limits()
    if os.name != "posix":
        raise RunnerError("running programs needs a POSIX system")
    try:
        with (
            tempfile.TemporaryDirectory(prefix="prorl-run-", ignore_cleanup_errors=True) as folder,
            _started(program, limits, folder) as (process, results),
        ):
            reader = _Reader(process, results, limits)
            ending = reader.read()
            _kill_group(process)
            return _report(ending, reader, process.wait(), len(program.calls))
    except (OSError, subprocess.SubprocessError) as error:
        raise RunnerError(f"could not run the child: {error}") from error


@contextmanager
def _started(program: Program, limits: Limits, folder: str) -> Iterator[tuple["subprocess.Popen[bytes]", IO[bytes]]]:
    """The child, fed with its job, and the reading end of its result pipe; killed and closed on leaving."""
    job = {**asdict(program), "limits": asdict(limits)}
    with tempfile.TemporaryFile() as stdin:
        stdin.write(json.dumps(job).encode("ascii"))
        stdin.seek(0)
        receiving, sending = os.pipe()
        with open(receiving, "rb", buffering=0) as results:
            try:
                process = subprocess.Popen(
                    [sys.executable, "-s", "-P", "-S", "-B", str(CHILD), str(sending)],
                    stdin=stdin,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    pass_fds=(sending,),
                    cwd=folder,
                    env=ENVIRONMENT,
                    start_new_session=True,
                )
            finally:
                os.close(sending)
            with process:
                try:
                    yield process, results
                finally:
                    _kill_group(process)


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    """Kill the child and all in its group; it is not reaped yet, so its number is still its own."""
    if process.returncode is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


class _Reader:
    """Reads both pipes until they end, the time is up, or too much has come."""

    def __init__(self, process: "subprocess.Popen[bytes]", results: IO[bytes], limits: Limits):
        assert process.stdout is not None
        self.sources = {results.fileno(): bytearray(), process.stdout.fileno(): bytearray()}
        self.sent, self.printed = self.sources.values()
        self.limits = limits
        self.started = False
        self.deadline = time.monotonic() + limits.start_s

    def read(self) -> Ending:
        """DONE here only means that both pipes came to their end."""
        with selectors.DefaultSelector() as selector:
            for source in self.sources:
                selector.register(source, selectors.EVENT_READ)
            while selector.get_map():
                ready = selector.select(max(0.0, self.deadline - time.monotonic()))
                if not ready:
                    return Ending.TIMEOUT
                for key, _ in ready:
                    if not self._take(key.fd):
                        selector.unregister(key.fd)
                if len(self.sent) > self.limits.sent or len(self.printed) > self.limits.printed:
                    return Ending.FLOOD
                if time.monotonic() > self.deadline:
                    return Ending.TIMEOUT
        return Ending.DONE

    def _take(self, source: int) -> bool:
        """Read what is there; False at the end."""
        chunk = os.read(source, CHUNK)
        self.sources[source] += chunk
        if not self.started and self.sent:
            self.started = True
            self.deadline = time.monotonic() + self.limits.wall_s
        return bool(chunk)


def _report(ending: Ending, reader: _Reader, returncode: int, calls: int) -> Run:
    if not reader.started:
        printed = bytes(reader.printed[-300:]).decode("utf-8", "replace").strip()
        raise RunnerError(f"the child did not start (exit status {returncode}): {printed}")
    read = _messages(bytes(reader.sent), calls)
    if ending is not Ending.DONE:
        return Run(ending=ending, outcomes=read.outcomes)
    if read.ending is Ending.DIED and returncode in (-signal.SIGXCPU, -signal.SIGALRM):
        return Run(ending=Ending.TIMEOUT, outcomes=read.outcomes)
    return read


def _messages(sent: bytes, calls: int) -> Run:
    """Read the child's lines, as `child.py` describes them; nothing here trusts them to be the child's.

    Example: `b'["ready"]\\n["value", 2]\\n["done"]\\n'` with one call is one `Outcome(value=2)` and DONE.
    """
    outcomes: list[Outcome] = []
    lines = sent.split(b"\n")
    unfinished = lines.pop()
    for number, line in enumerate(lines):
        match _message(line):
            case ["ready"] if number == 0:
                pass
            case ["value", value] if 0 < number <= calls:
                outcomes.append(Outcome(value=value))
            case ["failure", str(why)] if 0 < number <= calls:
                outcomes.append(Outcome(failure=_printable(why)))
            case ["unloaded", str(why)] if number == 1:
                return Run(ending=Ending.UNLOADED, detail=_printable(why))
            case ["done"] if number == calls + 1 and not unfinished and len(lines) == calls + 2:
                return Run(ending=Ending.DONE, outcomes=tuple(outcomes))
            case _:
                return Run(ending=Ending.RUBBISH, outcomes=tuple(outcomes))
    return Run(ending=Ending.RUBBISH if unfinished else Ending.DIED, outcomes=tuple(outcomes))


def _message(line: bytes) -> Any:
    """The JSON of a line, or `None` for anything that is not strict JSON."""

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        return json.loads(line.decode("ascii"), parse_constant=refuse)
    except (ValueError, RecursionError):
        return None


def _printable(why: str) -> str:
    return ascii(why[:80])[1:-1]
