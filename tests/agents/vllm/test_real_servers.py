"""A whole run on two servers of vLLM, one of which is killed in mid-run and started anew; and one with an adapter."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import torch

from prorl.agents.bundled.tokenizer import byte_tokenizer
from prorl.agents.vllm.remote import ServerPolicy, ServerSettings
from prorl.agents.vllm.server import Server
from prorl.agents.vllm.settings import request
from prorl.train import engines
from prorl.train.config_engine import EngineConfig
from prorl.train.config_model import LoraConfig
from prorl.train.display import Display
from prorl.train.loop import train
from prorl.train.lora import add_adapter, save_adapter
from prorl.train.weights import trained

pytest.importorskip("vllm", reason="vllm is not installed here: make test-vllm")
pytestmark = pytest.mark.vllm


@pytest.fixture
def start(real, tmp_path):
    """Starts servers of a model folder, together; they end with the test."""
    made = []

    def make(folder, count, *options):
        for number in range(count):
            log = tmp_path / f"server-{number}.log"
            made.append(real.RealServer(folder, real.free_port(), log, "--max-model-len", "512", *options))
        return [server.wait() for server in made]

    yield make
    for server in made:
        server.kill()


class Record:
    """What the policy of a run did."""

    def __init__(self):
        self.distances, self.served = {}, {}


def watched(real, record, kill_at, start_at, victim):
    """A class of policies that compare each server's greedy outputs with the trainer's weights whenever it has taken
    them; the victim is killed once requests of one version are under way, and started anew before another one."""

    class Watched(ServerPolicy):
        def _give(self, server, version):
            super()._give(server, version)
            arguments = request(real.GREEDY, 1, self._stops)
            theirs = [server.complete(prompt.token_ids, arguments) for prompt in real.PROMPTS]
            assert {one.policy_version for one in theirs} == {version}
            record.distances[server.url, version] = real.distance(real.by_trainer(self._model), theirs)

        def stream(self, sampling):
            if self.version == start_at and victim.process.poll() is not None:
                victim.start()
                victim.wait()
            stream = super().stream(sampling)
            if self.version == kill_at and victim.process.poll() is None:
                stream.add = self.killing(stream.add)
            return stream

        def killing(self, then):
            def strike(prompt):
                number = then(prompt)
                victim.kill()
                return number

            return strike

    return Watched


def test_twenty_steps_with_one_of_two_killed_and_started_anew(real, small_run, monkeypatch, start):
    """Versions are 0, 2, ..., 40: two updates a step. Every server that takes weights has the trainer's."""
    first, second = start(small_run.model.path, 2)
    record = Record()
    monkeypatch.setattr(engines, "ServerPolicy", watched(real, record, kill_at=14, start_at=24, victim=first))
    engine = EngineConfig(kind="vllm-server", urls=f"{first.url},{second.url}")
    finished = train(replace(small_run, engine=engine), Display(quiet=True))

    taken = {url: [version for at, version in record.distances if at == url] for url in (first.url, second.url)}
    assert taken[second.url] == list(range(0, 42, 2))
    assert taken[first.url] == [*range(0, 16, 2), *range(24, 42, 2)]
    assert max(record.distances.values()) < 1e-4
    assert [Server(server.url, 5.0).version() for server in (first, second)] == [40, 40]

    run = Path(finished.path)
    faults = [(row["step"], row["message"]) for row in real.rows_of(run / "events.jsonl") if row["kind"] == "fault"]
    assert [step for step, _ in faults] == [8, 13]
    assert faults[0][1].startswith(f"vLLM server lost, 1 of 2 left: no answer from {first.url}: ")
    assert faults[1][1] == f"vLLM server {first.url} is back, 2 of 2 sample"
    rows = real.rows_of(run / "metrics.jsonl")
    assert [row["step"] for row in rows] == list(range(21))
    assert max(row["policy/mismatch_max"] for row in rows[1:]) < 1e-4


def test_an_adapter_alone_goes_to_a_server(real, tmp_path, monkeypatch, start):
    for name, value in real.ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    model, lora = real.tiny_llama(), LoraConfig(rank=4)
    model.save_pretrained(tmp_path / "tiny")
    byte_tokenizer().save_pretrained(tmp_path / "tiny")
    (server,) = start(tmp_path / "tiny", 1, "--enable-lora", "--max-lora-rank", "8", "--max-loras", "1")
    add_adapter(model, lora, 0)
    save = partial(save_adapter, model, lora, "base")
    policy = ServerPolicy(model, byte_tokenizer(), ServerSettings(urls=(server.url,)), save)
    for version in (0, 1, 2):
        policy.version = version
        theirs = [row[0] for row in policy.generate(real.PROMPTS, real.GREEDY)]
        assert {one.policy_version for one in theirs} == {version}
        assert real.distance(real.by_trainer(model), theirs) < 1e-3
        with torch.no_grad():
            for weight in trained(model).values():
                weight.add_(0.1 * torch.randn(weight.shape, generator=torch.Generator().manual_seed(version)))
    policy.close()
