"""One server over HTTP, against a fake that refuses calls out of order."""

import threading

import pytest
import torch

from prorl.agents.policy import Sampling
from prorl.agents.records import Completion, Finish
from prorl.agents.vllm.senders import FileSender
from prorl.agents.vllm.server import NoAnswer, Server
from prorl.agents.vllm.settings import request
from prorl.agents.vllm.weight_file import WeightFile
from prorl.agents.vllm.weights import TrainerWeights
from prorl.registry.errors import UserError

PARAMS = request(Sampling(max_new_tokens=4), 5, (7,))


@pytest.fixture
def sender(model, tmp_path):
    sender = FileSender(WeightFile(tmp_path / "w.safetensors", TrainerWeights(model, torch.float32)))
    sender.prepare()
    return sender


def test_a_completion_is_what_the_server_sampled(servers, sender):
    fake = servers()
    server = Server(fake.url, 10.0)
    server.take(sender, 3)
    assert server.complete((10, 20), PARAMS) == Completion(
        token_ids=(35, 7), logprobs=(-4.375, -0.875), finish=Finish.STOP, policy_version=3
    )
    short = request(Sampling(max_new_tokens=1), 5, (7,))
    assert server.complete((10, 20), short).finish == Finish.LENGTH


def test_weights_arrive_and_are_named(servers, sender, model):
    fake = servers()
    server = Server(fake.url + "/", 10.0)
    assert server.version() == -1
    server.take(sender, 12)
    assert server.version() == 12
    assert fake.log == ["pause", "start", "update", "finish", "version 12", "resume"]
    assert torch.equal(fake.weights["model.norm.weight"], model.model.norm.weight)


def test_what_is_under_way_is_finished_first(servers, sender, fakes):
    """The request of another client began with the old weights and ends with them; one that comes meanwhile waits."""
    fake = servers()
    server = Server(fake.url, 10.0)
    server.take(sender, 1)
    fake.slow.clear()
    answers = []

    def ask():
        answers.append(server.complete((1,), PARAMS).policy_version)

    early = threading.Thread(target=ask)
    early.start()
    fakes.eventually(lambda: fake.running == 1)
    update = threading.Thread(target=server.take, args=(sender, 2))
    update.start()
    fakes.eventually(lambda: fake.paused)
    late = threading.Thread(target=ask)
    late.start()
    fakes.eventually(lambda: fake.served["/inference/v1/generate"] == 2)
    assert fake.log[6:] == []
    fake.slow.set()
    for thread in (early, update, late):
        thread.join()
    assert answers == [1, 2]
    assert fake.log[6:] == ["pause", "start", "update", "finish", "version 2", "resume"]


def test_an_update_that_was_left_open_is_closed(servers, sender):
    fake = servers()
    fake.updating = True
    server = Server(fake.url, 10.0)
    server.take(sender, 4)
    assert fake.log == ["pause", "finish", "start", "update", "finish", "version 4", "resume"]


def test_a_server_that_failed_to_take_weights_samples_again(servers, sender, monkeypatch):
    fake = servers()
    monkeypatch.setattr(fake, "update_weights", lambda query, body: (500, {"error": {"message": "no such file\nat"}}))
    server = Server(fake.url, 10.0)
    with pytest.raises(NoAnswer, match=rf"^{fake.url}/update_weights: status 500 no such file$"):
        server.take(sender, 4)
    assert fake.log == ["pause", "start", "resume"]
    assert server.version() == -1


def test_adapters_go_by_name(servers, model, tmp_path):
    from safetensors.torch import save_file

    save_file({"a": torch.ones(2)}, tmp_path / "adapter_model.safetensors")
    fake = servers()
    server = Server(fake.url, 10.0, adapter=True)
    with pytest.raises(NoAnswer, match="The model `policy` does not exist"):
        server.complete((1,), PARAMS)
    server.take_adapter(str(tmp_path), 6)
    assert fake.adapter[1]["a"].tolist() == [1, 1]
    assert server.complete((1,), PARAMS).policy_version == 6
    assert fake.log == ["pause", "adapter", "version 6", "resume"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"dev": False}, "it offers nothing for training; start it with VLLM_SERVER_DEV_MODE=1"),
        ({"scale_out": False}, "it takes no token ids; start it with --enable-scale-out"),
        (
            {"logprobs_mode": "raw_logprobs"},
            "its log-probabilities are raw_logprobs; start it with --logprobs-mode processed_logprobs",
        ),
        (
            {"backend": "nccl"},
            'its weight transfer is nccl; start it with --weight-transfer-config \'{"backend": "prorl_file"}\'',
        ),
    ],
)
def test_a_server_that_is_not_set_up_is_refused(servers, settings, said):
    fake = servers(**settings)
    with pytest.raises(UserError) as error:
        Server(fake.url, 10.0).check("prorl_file")
    assert str(error.value) == (
        f"the vLLM server {fake.url} cannot be trained with: {said}, or by `python -m prorl.agents.vllm.serve MODEL`"
    )


def test_one_that_is_set_up_is_accepted(servers):
    Server(servers().url, 10.0).check("prorl_file")
    Server(servers(backend="nccl").url, 10.0).check("nccl")
    Server(servers(backend=None).url, 10.0, adapter=True).check("prorl_file")


def test_nobody_there(servers):
    fake = servers()
    fake.kill()
    server = Server(fake.url, 10.0)
    with pytest.raises(NoAnswer, match=rf"^no answer from {fake.url}: .*refused"):
        server.complete((1,), PARAMS)
    assert server.version() is None


def test_one_that_does_not_answer_in_time(servers):
    fake = servers()
    fake.slow.clear()
    with pytest.raises(NoAnswer, match=rf"^no answer from {fake.url}: timed out"):
        Server(fake.url, 0.2).complete((1,), PARAMS)


def test_one_that_is_killed_while_it_samples(servers, fakes):
    fake = servers()
    fake.slow.clear()
    raised = []

    def ask():
        try:
            Server(fake.url, 10.0).complete((1,), PARAMS)
        except NoAnswer as error:
            raised.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    fakes.eventually(lambda: fake.running == 1)
    fake.kill()
    thread.join()
    assert len(raised) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"finish_reason": "abort"}, "ended a request with 'abort'"),
        ({"weight_versions": []}, r"weights \[\]"),
        ({"weight_versions": [{"version": "1"}, {"version": "2"}]}, r"weights \['1', '2'\]"),
    ],
)
def test_a_completion_that_was_not_finished_by_one_policy_does_not_count(change, said):
    choice = {
        "token_ids": [7],
        "logprobs": {"content": [{"logprob": -0.1}]},
        "finish_reason": "stop",
        "weight_versions": [{"version": "1", "start": 0, "end": 1}],
    }
    server = Server("http://x", 1.0)
    assert server._completion(choice).policy_version == 1
    with pytest.raises(NoAnswer, match=said):
        server._completion(choice | change)
