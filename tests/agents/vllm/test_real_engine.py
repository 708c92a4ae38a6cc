"""An engine of vLLM beside the trainer: what it samples, and from which weights."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from prorl.agents.bundled.tokenizer import byte_tokenizer
from prorl.agents.engine import TransformersPolicy
from prorl.agents.policy import Prompt, Sampling
from prorl.agents.records import Finish
from prorl.agents.vllm.colocated import ColocatedPolicy
from prorl.agents.vllm.settings import VllmSettings

pytest.importorskip("vllm", reason="vllm is not installed here: make test-vllm")
pytestmark = pytest.mark.vllm

SETTINGS = VllmSettings(max_rows=16, eager=True)
GREEDY = Sampling(max_new_tokens=24, temperature=0.0)


@pytest.fixture(scope="module")
def policy(real):
    with pytest.MonkeyPatch.context() as patch:
        for name, value in real.ENVIRONMENT.items():
            patch.setenv(name, value)
        policy = ColocatedPolicy(real.tiny_llama(tie_word_embeddings=True), byte_tokenizer(), SETTINGS)
        yield policy
        policy.close()


def prompts(*seeds):
    return [Prompt(token_ids=tuple(range(32, 127)) * 3, seeds=seeds), Prompt(token_ids=(72, 105), seeds=seeds)]


def expected(model, prompt, completion, sampling):
    """Log-probabilities of a completion's tokens by the trainer's forward pass, float64."""
    ids = torch.tensor([[*prompt, *completion.token_ids]])
    with torch.no_grad():
        logits = model(ids).logits[0, len(prompt) - 1 : -1].double() / sampling.temperature
    if sampling.top_k:
        floor = logits.topk(sampling.top_k).values[:, -1:]
        logits = logits.masked_fill(logits < floor, float("-inf"))
    if sampling.top_p < 1:
        ordered, places = logits.softmax(-1).sort(descending=True)
        kept = torch.zeros_like(logits, dtype=torch.bool)
        logits = logits.masked_fill(
            ~kept.scatter(-1, places, ordered.cumsum(-1) - ordered < sampling.top_p), -torch.inf
        )
    return logits.log_softmax(-1).gather(-1, torch.tensor(completion.token_ids)[:, None])[:, 0]


def test_after_each_sync_greedy_outputs_are_those_of_the_trainers_weights(policy, real):
    """Three versions, the same prompts: neither weights nor cached prompts of an earlier one are left."""
    seen = []
    for version in (1, 2, 3):
        real.shaken(policy._model, version)
        policy.version = version
        ours = TransformersPolicy(policy._model, byte_tokenizer()).generate(prompts(1), GREEDY)
        theirs = policy.generate(prompts(1), GREEDY)
        for (mine,), (other,) in zip(ours, theirs, strict=True):
            assert other.token_ids == mine.token_ids
            assert other.logprobs == pytest.approx(mine.logprobs, abs=1e-4)
            assert other.policy_version == version
        seen.append(theirs[0][0].token_ids)
    assert len(set(seen)) == 3


@pytest.mark.parametrize(
    "sampling",
    [
        Sampling(max_new_tokens=24),
        Sampling(max_new_tokens=24, temperature=0.6),
        Sampling(max_new_tokens=24, temperature=1.3, top_k=5),
        Sampling(max_new_tokens=24, top_p=0.7),
    ],
    ids=["plain", "temperature", "top-k", "top-p"],
)
def test_logprobs_are_of_the_distribution_sampled_from(policy, sampling):
    for prompt, row in zip(prompts(1, 2, 3), policy.generate(prompts(1, 2, 3), sampling), strict=True):
        for one in row:
            reference = expected(policy._model, prompt.token_ids, one, sampling)
            assert one.logprobs == pytest.approx(reference.tolist(), abs=1e-3)


def test_what_is_sampled_belongs_to_the_seed(policy):
    sampling = Sampling(max_new_tokens=16, temperature=1.0)
    (first, second), _ = policy.generate(prompts(1, 2), sampling)
    (again, other), _ = policy.generate(prompts(2, 2**64 - 1), sampling)
    assert first.token_ids != second.token_ids
    assert again.token_ids == second.token_ids
    assert other.token_ids != second.token_ids


def test_it_ends_where_the_in_process_engine_ends(policy):
    """With its end-of-turn token, which is part of the completion; or at the limit."""
    model, ids = policy._model, (72, 105)
    free = policy.generate([Prompt(token_ids=ids, seeds=(1,))], GREEDY)[0][0].token_ids
    model.generation_config.eos_token_id = free[3]
    stopping = ColocatedPolicy.__new__(ColocatedPolicy)
    stopping.__dict__ = policy.__dict__ | {"_stops": (free[3],)}
    one = stopping.generate([Prompt(token_ids=ids, seeds=(1,))], GREEDY)[0][0]
    first = free.index(free[3])
    assert (one.token_ids, one.finish) == (free[: first + 1], Finish.STOP)
    short = policy.generate([Prompt(token_ids=ids, seeds=(1,))], Sampling(max_new_tokens=2, temperature=0.0))[0][0]
    assert (short.token_ids, short.finish) == (free[:2], Finish.LENGTH)


def test_a_stop_string_ends_a_completion_and_stays_part_of_it(policy):
    """What is sampled with the same seeds, up to the token that completes a stop string."""
    stops, tokenizer = ("F", "%", "y"), byte_tokenizer()
    prompt = Prompt(token_ids=tuple(tokenizer("Hi").input_ids), seeds=tuple(range(8)))
    (free,) = policy.generate([prompt], Sampling(max_new_tokens=64))
    (row,) = policy.generate([prompt], Sampling(max_new_tokens=64, stop=stops))
    ended = 0
    for whole, one in zip(free, row, strict=True):
        ends = [n for n in range(1, 65) if any(stop in tokenizer.decode(whole.token_ids[:n]) for stop in stops)]
        assert one.token_ids == whole.token_ids[: min(ends, default=64)]
        ended += bool(ends)
        assert one.finish == (Finish.STOP if ends else whole.finish)
    assert ended >= 3


def test_token_ids_are_the_sampled_ones(policy):
    """Bytes that are no text would be others after decoding and tokenising again; their log-probabilities too."""
    tokenizer, sampling = byte_tokenizer(), Sampling(max_new_tokens=24)
    prompt = tuple(b for b in range(160, 176))
    (row,) = policy.generate([Prompt(token_ids=prompt, seeds=tuple(range(4)))], sampling)
    for one in row:
        again = tuple(tokenizer(tokenizer.decode(one.token_ids)).input_ids)
        assert again != one.token_ids
        reference = expected(policy._model, prompt, one, sampling)
        assert one.logprobs == pytest.approx(reference.tolist(), abs=1e-3)


def test_prompts_are_taken_at_any_time(policy):
    stream = policy.stream(Sampling(max_new_tokens=8))
    stream.add(Prompt(token_ids=prompts()[0].token_ids, seeds=(1, 2)))
    seen = list(stream.next())
    stream.add(Prompt(token_ids=(72, 105), seeds=(3,)))
    while done := stream.next():
        seen += done
    stream.close()
    assert sorted((one.prompt, one.sample) for one in seen) == [(0, 0), (0, 1), (1, 0)]


def test_more_prompts_than_vllm_reads_at_a_time(policy):
    """Sixteen of 285 tokens; vLLM reads 2,048 at a time, and on a processor must not begin one that it cannot end."""
    sampling, long = Sampling(max_new_tokens=4), prompts()[0].token_ids
    many = [Prompt(token_ids=long[n:] + long[:n], seeds=(n,)) for n in range(1, 17)]
    for prompt, (one,) in zip(many, policy.generate(many, sampling), strict=True):
        reference = expected(policy._model, prompt.token_ids, one, sampling)
        assert one.logprobs == pytest.approx(reference.tolist(), abs=1e-3)


def test_a_closed_stream_lets_the_next_one_begin_with_new_weights(policy, real):
    stream = policy.stream(Sampling(max_new_tokens=200))
    stream.add(Prompt(token_ids=prompts()[0].token_ids, seeds=(1, 2, 3)))
    stream.close()
    real.shaken(policy._model, 9)
    policy.version += 1
    test_logprobs_are_of_the_distribution_sampled_from(policy, Sampling(max_new_tokens=8))


def test_bfloat16(real, monkeypatch):
    """How far vLLM and the trainer are apart where both compute in bfloat16. Measured: 0.033 in the mean, 0.32 at most.

    Logits of this model are large, and so is what rounding does to them; docs/results/vllm.md has a real model's.
    """
    for name, value in real.ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    model = real.tiny_llama().bfloat16()
    policy = ColocatedPolicy(model, byte_tokenizer(), VllmSettings(dtype="bfloat16", max_rows=16, eager=True))
    try:
        sampling = Sampling(max_new_tokens=48)
        asked = prompts(*range(8))
        gaps = [
            abs(float(d))
            for prompt, row in zip(asked, policy.generate(asked, sampling), strict=True)
            for one in row
            for d in expected(model, prompt.token_ids, one, sampling) - torch.tensor(one.logprobs)
        ]
    finally:
        policy.close()
    assert len(gaps) > 200
    assert 1e-3 < sum(gaps) / len(gaps) < 0.1
    assert max(gaps) < 1.0


def test_an_adapter_alone_goes_over(real, tmp_path, monkeypatch):
    from functools import partial

    from prorl.train.config_model import LoraConfig
    from prorl.train.lora import add_adapter, save_adapter
    from prorl.train.weights import trained

    for name, value in real.ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    model, lora = real.tiny_llama(), LoraConfig(rank=4)
    add_adapter(model, lora, 0)
    save = partial(save_adapter, model, lora, "base")
    policy = ColocatedPolicy(model, byte_tokenizer(), VllmSettings(max_rows=16, eager=True, lora_rank=4), save)
    try:
        for version in (0, 1, 2):
            ours = TransformersPolicy(model, byte_tokenizer()).generate(prompts(1), GREEDY)
            policy.version = version
            theirs = policy.generate(prompts(1), GREEDY)
            for (mine,), (other,) in zip(ours, theirs, strict=True):
                assert other.token_ids == mine.token_ids
                assert other.logprobs == pytest.approx(mine.logprobs, abs=1e-3)
            with torch.no_grad():
                for weight in trained(model).values():
                    weight.add_(0.1 * torch.randn(weight.shape, generator=torch.Generator().manual_seed(version)))
    finally:
        policy.close()


ORPHANS = """
import os, sys
sys.path.insert(0, sys.argv[1])

def main():
    from real_vllm import engine_processes, tiny_llama
    from prorl.agents.bundled.tokenizer import byte_tokenizer
    from prorl.agents.vllm.colocated import ColocatedPolicy
    from prorl.agents.vllm.settings import VllmSettings
    policy = ColocatedPolicy(tiny_llama(), byte_tokenizer(), VllmSettings(max_rows=4, eager=True))
    with open(sys.argv[2], "w") as file:
        print(*engine_processes(os.getpid()), file=file)
    os.kill(os.getpid(), 9)

if __name__ == "__main__":
    main()
"""


def test_a_killed_trainer_leaves_no_engine_behind(real, tmp_path, fakes, monkeypatch):
    for name, value in real.ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS)
    command = [sys.executable, str(script), str(Path(__file__).parent), str(tmp_path / "numbers")]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=real.START_S)
    numbers = [int(number) for number in (tmp_path / "numbers").read_text().split()]
    assert len(numbers) == 2
    try:
        fakes.eventually(lambda: not any(real.alive(number) for number in numbers), 20.0)
    finally:
        real.kill_all([number for number in numbers if real.alive(number)])
