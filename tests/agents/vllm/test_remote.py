"""A policy on several servers: taken in turn, lost, started anew, and given the weights."""

import threading
import time

import pytest
import torch

from prorl.agents.policy import EngineCrash, Prompt, Sampling
from prorl.agents.vllm import pool as pool_module
from prorl.agents.vllm.remote import ServerPolicy, ServerSettings
from prorl.registry.errors import UserError

PROMPTS = [Prompt(token_ids=(1, 2), seeds=(10, 11)), Prompt(token_ids=(3,), seeds=(12, 13))]
SAMPLING = Sampling(max_new_tokens=4)
EXPECTED = [((13, 7), (14, 7)), ((15, 7), (16, 7))]


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    monkeypatch.setattr(pool_module, "WAIT_S", 0.001)


@pytest.fixture
def policy_on(model, tokenizer, tmp_path):
    """Makes a policy on fake servers."""
    made = []

    def make(*fakes, save_adapter=None, **settings):
        urls = tuple(fake.url for fake in fakes)
        chosen = ServerSettings(urls=urls, folder=tmp_path, **({"timeout": 20.0, "patience": 0.0} | settings))
        made.append(ServerPolicy(model, tokenizer, chosen, save_adapter))
        return made[-1]

    yield make
    for policy in made:
        policy.close()


def tokens(answers):
    return [tuple(completion.token_ids for completion in row) for row in answers]


def versions(answers):
    return {completion.policy_version for row in answers for completion in row}


def test_servers_are_taken_in_turn(servers, policy_on):
    first, second = servers(), servers()
    answers = policy_on(first, second).generate(PROMPTS, SAMPLING)
    assert tokens(answers) == EXPECTED
    assert versions(answers) == {0}
    assert [fake.served["/inference/v1/generate"] for fake in (first, second)] == [2, 2]


def test_weights_go_over_when_the_version_has_moved(servers, policy_on, model):
    first, second = servers(), servers()
    policy = policy_on(first, second)
    for version in (0, 0, 3):
        policy.version = version
        with torch.no_grad():
            model.model.norm.weight.fill_(float(version))
        assert versions(policy.generate(PROMPTS, SAMPLING)) == {version}
    for fake in (first, second):
        assert [line for line in fake.log if "version" in line] == ["version 0", "version 3"]
        assert fake.weights["model.norm.weight"].tolist() == [3.0] * 32


def test_what_is_finished_comes_out_while_others_wait(servers, policy_on, fakes):
    fake = servers()
    stream = policy_on(fake).stream(SAMPLING)
    assert stream.next() == []
    assert stream.add(PROMPTS[0]) == 0
    seen = []
    while done := stream.next():
        seen += done
        if len(seen) == 2:
            assert stream.add(PROMPTS[1]) == 1
    stream.close()
    places = {(one.prompt, one.sample): one.completion.token_ids for one in seen}
    assert places == {(0, 0): (13, 7), (0, 1): (14, 7), (1, 0): (15, 7), (1, 1): (16, 7)}


def test_by_hand_the_trainers_weights_are_read_when_told_only(servers, policy_on, model):
    """A stream after the trainer has gone on samples from the weights, and under the version, of the last `sync`; so
    does a server that was started anew."""
    fake = servers()
    policy = policy_on(fake)
    policy.auto_sync = False
    with torch.no_grad():
        model.model.norm.weight.fill_(1.0)
    policy.sync(model, 1)
    with torch.no_grad():
        model.model.norm.weight.fill_(2.0)
    policy.version = 2
    fake.kill()
    fake.start()
    assert versions(policy.generate(PROMPTS, SAMPLING)) == {1}
    assert fake.weights["model.norm.weight"].tolist() == [1.0] * 32


def test_one_of_two_is_killed_while_it_samples(servers, policy_on, fakes):
    """The other one takes over; once started anew the first is given the weights with the next stream."""
    first, second = servers(), servers()
    policy = policy_on(first, second)
    policy.version = 5
    stream = policy.stream(SAMPLING)
    first.slow.clear()
    for prompt in PROMPTS:
        stream.add(prompt)
    fakes.eventually(lambda: first.running == 2)
    first.kill()
    seen = []
    while done := stream.next():
        seen += done
    stream.close()
    assert sorted(one.completion.token_ids for one in seen) == [(13, 7), (14, 7), (15, 7), (16, 7)]
    assert {one.completion.policy_version for one in seen} == {5}
    assert second.served["/inference/v1/generate"] == 4
    (lost,) = policy.news()
    assert lost.startswith(f"vLLM server lost, 1 of 2 left: no answer from {first.url}: ")
    assert tokens(policy.generate(PROMPTS, SAMPLING)) == EXPECTED
    assert policy.news() == []
    first.start()
    assert tokens(policy.generate(PROMPTS, SAMPLING)) == EXPECTED
    assert policy.news() == [f"vLLM server {first.url} is back, 2 of 2 sample"]
    assert first.version == "5"
    assert first.weights is not None


def test_one_that_was_started_anew_unseen_is_not_believed(servers, policy_on):
    """It has the weights of its start: what it samples does not count, and it is left out until the next stream."""
    first, second = servers(), servers()
    policy = policy_on(first, second)
    stream = policy.stream(SAMPLING)
    first.kill()
    first.start()
    for prompt in PROMPTS:
        stream.add(prompt)
    seen = []
    while done := stream.next():
        seen += done
    stream.close()
    assert {one.completion.policy_version for one in seen} == {0}
    assert second.served["/inference/v1/generate"] == 4
    assert 1 <= first.served["/inference/v1/generate"] <= 2
    assert policy.news() == [
        f"vLLM server lost, 1 of 2 left: {first.url} samples from other weights: it was started anew"
    ]


def test_all_are_lost(servers, policy_on):
    first, second = servers(), servers()
    policy = policy_on(first, second)
    stream = policy.stream(SAMPLING)
    first.kill()
    second.kill()
    stream.add(PROMPTS[0])
    with pytest.raises(EngineCrash) as error:
        while stream.next():
            pass
    stream.close()
    assert "no vLLM server is left" in str(error.value)
    assert first.url in str(error.value)
    assert second.url in str(error.value)
    with pytest.raises(EngineCrash, match=f"no answer from {first.url}"):
        policy.stream(SAMPLING)


def test_retries_are_bounded(servers, policy_on):
    fake = servers()
    policy = policy_on(fake, retries=2)
    stream = policy.stream(SAMPLING)
    fake.failures = 2
    stream.add(Prompt(token_ids=(1,), seeds=(1,)))
    assert [one.completion.token_ids for one in stream.next()] == [(2, 7)]
    assert fake.served["/inference/v1/generate"] == 3
    fake.failures = 99
    stream.add(Prompt(token_ids=(1,), seeds=(1,)))
    with pytest.raises(EngineCrash, match=r"a completion failed 3 times \(.*status 500 Internal server error\)"):
        stream.next()
    stream.close()
    assert fake.served["/inference/v1/generate"] == 6


def test_a_closed_stream_leaves_nothing_waiting(servers, policy_on, fakes):
    fake = servers()
    policy = policy_on(fake, max_rows=1)
    stream = policy.stream(SAMPLING)
    fake.slow.clear()
    stream.add(PROMPTS[0])
    stream.add(PROMPTS[1])
    fakes.eventually(lambda: fake.running == 1)
    stream.close()
    fake.slow.set()
    assert tokens(policy.generate(PROMPTS, SAMPLING)) == EXPECTED
    assert fake.served["/inference/v1/generate"] == 1 + 4


def test_an_adapter_alone_goes_over(servers, policy_on, model):
    from safetensors.torch import save_file

    def save_adapter(folder):
        save_file({"a": torch.full((2,), 9.0)}, folder / "adapter_model.safetensors")

    fake = servers(backend=None)
    policy = policy_on(fake, save_adapter=save_adapter)
    policy.version = 2
    assert versions(policy.generate(PROMPTS, SAMPLING)) == {2}
    assert fake.log == ["pause", "adapter", "version 2", "resume"]
    assert fake.adapter[1]["a"].tolist() == [9.0, 9.0]


def test_other_processes_wait_for_the_main_one(servers, policy_on):
    first, second = servers(), servers()
    main, other = policy_on(first, second), policy_on(first, second, main=False)
    main.version = other.version = 4
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(other.generate(PROMPTS, SAMPLING)))
    waiting.start()
    time.sleep(0.05)
    assert not answers
    main.stream(SAMPLING).close()
    waiting.join()
    assert versions(answers[0]) == {4}
    assert [fake.log.count("update") for fake in (first, second)] == [1, 1]


def test_they_do_not_wait_for_ever(servers, policy_on):
    other = policy_on(servers(), main=False, timeout=0.3)
    with pytest.raises(EngineCrash, match=r"^the servers lack the weights of version 0 after 0 s$"):
        other.stream(SAMPLING)


def test_a_server_may_come_later_than_the_trainer(servers, policy_on):
    fake = servers()
    fake.kill()
    threading.Timer(0.2, fake.start).start()
    assert tokens(policy_on(fake, patience=20.0).generate(PROMPTS, SAMPLING)) == EXPECTED


def test_none_ever_comes(servers, policy_on):
    fake = servers()
    fake.kill()
    with pytest.raises(UserError, match=rf"^no vLLM server answers: no answer from {fake.url}: "):
        policy_on(fake)
