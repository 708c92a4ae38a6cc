"""An engine beside the trainer ends when the trainer ends, however that ends: by itself vLLM would wait for ever."""

import os
import select
import signal
import threading

TRAINER = "PRORL_TRAINER"
"""Environment variable that tells the processes of an engine the number of the trainer's process."""


def end_with_trainer() -> None:
    """Watch, in a thread, the process that `TRAINER` names, if it names one; when it is gone, so is the engine.

    To be called in a worker: the engine is its parent, or, where the trainer is the parent, the worker itself.
    """
    trainer = int(os.environ.get(TRAINER, "0"))
    if not trainer:
        return
    try:
        descriptor = os.pidfd_open(trainer)
    except ProcessLookupError:
        os.kill(os.getpid(), signal.SIGKILL)
    arguments = (descriptor, os.getppid(), trainer)
    threading.Thread(target=_wait, args=arguments, name="prorl-lifeline", daemon=True).start()


def _wait(descriptor: int, parent: int, trainer: int) -> None:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    poll.poll()
    if parent != trainer and os.getppid() == parent:
        os.kill(parent, signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
