"""What `runner.py` starts: calls one untrusted function and sends what it returns. Never imported.

It reads `{"source", "function", "calls", "limits"}` as JSON from stdin and writes one JSON array a line to
the descriptor named on its command line: `["ready"]`, then for every call `["value", v]` or
`["failure", why]`, then `["done"]`; or `["ready"]` and `["unloaded", why]`. It knows no expected values and
compares nothing.

Example: source `def f(x): return x + 1`, function `f` and calls `[[1], ["a"]]` send
`["ready"]`, `["value", 2]`, `["failure", "raised TypeError"]`, `["done"]`.
"""

import _thread
import json
import math
import os
import resource
import signal
import sys
from collections.abc import Callable
from types import ModuleType

MODULE = "candidate"
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
REFUSED = ("os.", "subprocess.", "socket.", "shutil.", "ctypes.", "pty.", "resource.", "sqlite3.")
REFUSED_NAMES = ("signal.pthread_kill", "sys.addaudithook")
THREAD_STARTERS = ("start_new_thread", "start_new", "start_joinable_thread")
HARMLESS = ("os.listdir", "os.scandir", "os.walk", "os.fwalk", "os.putenv", "os.unsetenv")


def set_limits(limits: dict[str, int]) -> None:
    """Lower this process's limits for good; a limit that the system does not know is left alone."""
    wanted = {
        "RLIMIT_CPU": limits["cpu_s"],
        "RLIMIT_AS": limits["memory"],
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NOFILE": 64,
        "RLIMIT_NPROC": 0,
        "RLIMIT_CORE": 0,
    }
    for name, limit in wanted.items():
        try:
            number = getattr(resource, name)
            hard = resource.getrlimit(number)[1]
            grace = name == "RLIMIT_CPU"  # a second between the signal that may be caught and the kill
            most = limit + grace
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(number, (min(limit, most), most))
        except (AttributeError, ValueError, OSError):
            continue
    signal.alarm(math.ceil(limits["wall_s"]) + 5)  # ends this process even where its parent was killed


def refuse_side_effects(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: a function of its arguments needs neither files to write nor processes nor sockets."""
    refused = event.startswith(REFUSED) and event not in HARMLESS
    if event == "open":
        flags = arguments[2]
        refused = isinstance(flags, int) and bool(flags & WRITING)
    if refused or event in REFUSED_NAMES:
        raise PermissionError(f"{event} is not allowed here")


def refuse_threads() -> None:
    """Make every way to start a thread fail, as the process limit does for all users but root."""

    def refuse(*arguments: object, **named: object) -> None:
        raise PermissionError("threads are not allowed here")

    for name in THREAD_STARTERS:
        if hasattr(_thread, name):
            setattr(_thread, name, refuse)


def plain(value: object) -> None:
    """Raise TypeError for a value with a part that is not exactly a JSON type; a tuple is not a list."""
    if type(value) is list:
        for part in value:
            plain(part)
    elif type(value) is dict:
        for key, part in value.items():
            if type(key) is not str:
                raise TypeError(f"returned a dict with a key of type {type(key).__name__}")
            plain(part)
    elif not (value is None or type(value) in (bool, int, float, str)):
        raise TypeError(f"returned a value with a part of type {type(value).__name__}")


def load(source: str, name: str) -> Callable[..., object]:
    """The function of a module text."""
    module = ModuleType(MODULE)
    sys.modules[MODULE] = module
    exec(compile(source, f"<{MODULE}>", "exec", dont_inherit=True), module.__dict__)
    function = module.__dict__.get(name)
    if not callable(function):
        raise NameError(f"no function {name}")
    return function


def call(function: Callable[..., object], arguments: list[object], longest: int) -> list[object]:
    """The message for one call."""
    try:
        value = function(*arguments)
    except BaseException as error:
        return ["failure", f"raised {type(error).__name__}"]
    try:
        plain(value)
        if len(json.dumps(value, allow_nan=False)) > longest:
            return ["failure", "returned too large a value"]
    except TypeError as error:
        return ["failure", str(error)]
    except BaseException:
        return ["failure", "returned a value that JSON cannot hold"]
    return ["value", value]


def send(channel: int, message: list[object]) -> None:
    """Write one line, whole."""
    data = (json.dumps(message, allow_nan=False) + "\n").encode("ascii")
    while data:
        data = data[os.write(channel, data) :]


def main() -> None:
    """Do the job on stdin."""
    channel = int(sys.argv[1])
    job = json.loads(sys.stdin.buffer.read())
    set_limits(job["limits"])
    refuse_threads()
    sys.addaudithook(refuse_side_effects)
    send(channel, ["ready"])
    try:
        function = load(job["source"], job["function"])
    except BaseException as error:
        missing = isinstance(error, NameError) and str(error) == f"no function {job['function']}"
        send(channel, ["unloaded", str(error) if missing else f"raised {type(error).__name__}"])
        os._exit(0)
    for arguments in job["calls"]:
        send(channel, call(function, arguments, job["limits"]["value"]))
    send(channel, ["done"])
    os._exit(0)


if __name__ == "__main__":
    main()
