"""The ordinary way gives what the way on slots gives."""

import pytest

from prorl.agents.engine import TransformersPolicy
from prorl.agents.policy import Prompt, Sampling


@pytest.fixture
def chunked(model, tokenizer, monkeypatch):
    monkeypatch.setattr("prorl.agents.engine.policy.decoder_for", lambda model: None)
    return TransformersPolicy(model, tokenizer)


PROMPTS = [Prompt(token_ids=tuple(range(60, 60 + n)), seeds=(n, n + 1)) for n in (5, 1, 30)]


@pytest.mark.parametrize("max_rows", [64, 4, 1])
def test_agrees_with_slots(model, tokenizer, chunked, max_rows):
    model.generation_config.eos_token_id = list(range(40))
    sampling = Sampling(max_new_tokens=25, temperature=1.3, stop=("b",))
    chunked.max_rows = max_rows
    written = chunked.generate(PROMPTS, sampling)
    assert chunked._decoder is None
    for group, others in zip(written, TransformersPolicy(model, tokenizer).generate(PROMPTS, sampling), strict=True):
        for one, other in zip(group, others, strict=True):
            assert (one.token_ids, one.finish) == (other.token_ids, other.finish)
            assert one.logprobs == pytest.approx(other.logprobs, abs=1e-4)


def test_completions_come_out_as_they_are_finished(model, chunked):
    model.generation_config.eos_token_id = list(range(40))
    stream = chunked.stream(Sampling(max_new_tokens=25, temperature=1.3))
    assert [stream.add(prompt) for prompt in PROMPTS] == [0, 1, 2]
    lengths = []
    while finished := stream.next():
        lengths.append(max(len(one.completion.token_ids) for one in finished))
    assert lengths == sorted(lengths)
    assert len(lengths) > 2


@pytest.mark.parametrize("training", [True, False])
def test_the_models_mode_is_restored(model, chunked, training):
    model.train(training)
    chunked.generate(PROMPTS, Sampling(max_new_tokens=2))
    assert model.training is training
    with pytest.raises(IndexError):
        chunked.generate([Prompt(token_ids=(10_000,), seeds=(0,))], Sampling(max_new_tokens=2))
    assert model.training is training


def test_closing_drops_what_is_pending(chunked):
    stream = chunked.stream(Sampling(max_new_tokens=25))
    stream.add(PROMPTS[0])
    stream.close()
    assert not stream.next()
