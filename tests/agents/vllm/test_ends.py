"""What happens when the engine ends before the trainer, or the trainer before the engine."""

import os
import queue
import signal
import subprocess
import sys
from concurrent.futures import Future

import pytest

from prorl.agents.vllm import alarm as alarm_module
from prorl.agents.vllm.alarm import Alarm


class Client:
    """Of vLLM: where it waits."""

    def __init__(self):
        self.outputs_queue, self.utility_results = queue.Queue(), {}


class Dead(Exception):
    pass


@pytest.fixture
def process():
    """Something that lives until it is killed, and its sentinel."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    process.sentinel = os.pidfd_open(process.pid)
    yield process
    process.kill()
    process.wait()
    os.close(process.sentinel)


class TestAlarm:
    @pytest.fixture(autouse=True)
    def hurried(self, monkeypatch):
        monkeypatch.setattr(alarm_module, "POLL_S", 0.01)

    def test_whoever_waits_for_a_killed_engine_is_woken(self, process):
        """One that waits already, and one that comes later; an answer that has arrived stays."""
        client, answered, waiting, late = Client(), Future(), Future(), Future()
        answered.set_result(5)
        client.utility_results = {1: answered, 2: waiting}
        alarm = Alarm(client, [process.sentinel], Dead())
        process.kill()
        with pytest.raises(Dead):
            waiting.result(timeout=20)
        client.utility_results[3] = late
        with pytest.raises(Dead):
            late.result(timeout=20)
        assert isinstance(client.outputs_queue.get(timeout=20), Dead)
        assert isinstance(client.outputs_queue.get(timeout=20), Dead)
        assert answered.result() == 5
        alarm.close()

    def test_nothing_is_raised_while_it_lives_or_after_the_end_is_wanted(self, process):
        client, waiting = Client(), Future()
        client.utility_results = {1: waiting}
        alarm = Alarm(client, [process.sentinel], Dead())
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.1)
        alarm.close()
        process.kill()
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.1)
        assert client.outputs_queue.empty()


WORKER = """
import time
from prorl.agents.vllm.lifeline import end_with_trainer
end_with_trainer()
print("ready", flush=True)
time.sleep(600)
"""
ENGINE = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", sys.argv[1]])
time.sleep(600)
"""


class TestLifeline:
    @pytest.fixture
    def begin(self, process):
        """Starts something whose trainer is `process`; its first line has been read."""
        made = []

        def make(*command):
            environment = os.environ | {"PRORL_TRAINER": str(process.pid)}
            made.append(subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True))
            assert made[-1].stdout.readline() == "ready\n"
            return made[-1]

        yield make
        for one in made:
            one.kill()
            one.wait()
            one.stdout.close()

    def test_engine_and_worker_end_with_their_trainer(self, process, begin):
        """The pipe that both hold closes once both are gone."""
        engine = begin(sys.executable, "-c", ENGINE, WORKER)
        process.kill()
        assert engine.stdout.read() == ""
        assert engine.wait(timeout=20) == -signal.SIGKILL

    def test_without_a_trainer_nothing_is_watched(self):
        done = subprocess.run(
            [sys.executable, "-c", WORKER.replace("600", "0.2")],
            env={name: value for name, value in os.environ.items() if name != "PRORL_TRAINER"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == "ready\n"
