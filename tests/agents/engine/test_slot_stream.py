"""What goes through the model, and when."""

import pytest
import torch

from prorl.agents.engine import TransformersPolicy
from prorl.agents.engine.decoder import Decoder
from prorl.agents.engine.endings import Ending
from prorl.agents.engine.limits import Limits
from prorl.agents.engine.rows import Rows
from prorl.agents.engine.slot_stream import SlotStream
from prorl.agents.engine.trial import decoder_for
from prorl.agents.policy import Prompt, Sampling, drain

SAMPLING = Sampling(max_new_tokens=10, temperature=1.3)
EARLY = list(range(40))
"""Stop tokens that make completions end early, at different lengths."""


@pytest.fixture
def passes(monkeypatch):
    """Tokens of each pass through the model, prompts' first letter P."""
    seen = []
    prefill, decode = Decoder._prefill, Decoder.decode

    def spy_prefill(self, prompts):
        seen.append("P" + "+".join(str(len(prompt)) for prompt in prompts))
        return prefill(self, prompts)

    def spy_decode(self, memory, token_N, position_N, prefix):
        seen.append(len(token_N))
        return decode(self, memory, token_N, position_N, prefix)

    monkeypatch.setattr(Decoder, "_prefill", spy_prefill)
    monkeypatch.setattr(Decoder, "decode", spy_decode)
    return seen


def prompt_of(length, *seeds):
    return Prompt(token_ids=tuple(range(60, 60 + length)), seeds=seeds)


def tokens(written):
    return [[completion.token_ids for completion in group] for group in written]


def stream_of(model, tokenizer, sampling=SAMPLING, rows=8, memory_bytes=2**30):
    limits = Limits(rows=rows, memory_bytes=memory_bytes, context=256)
    ending = Ending(model, tokenizer, sampling.stop)
    return SlotStream(decoder_for(model), Rows(rows, sampling, ending, 0, model.device), limits, sampling)


class TestPasses:
    def test_each_prompt_once_then_a_token_of_each_row(self, model, tokenizer, passes):
        stream = stream_of(model, tokenizer, Sampling(max_new_tokens=3))
        passes.clear()
        drain(stream, [prompt_of(4, 1, 2, 3), prompt_of(9, 4)])
        assert passes == ["P4+9", 4, 4]

    def test_a_prompt_that_waits_for_slots_is_kept(self, model, tokenizer, passes):
        stream = stream_of(model, tokenizer, Sampling(max_new_tokens=2), rows=2)
        passes.clear()
        drain(stream, [prompt_of(4, 1, 2, 3), prompt_of(9, 4)])
        assert passes == ["P4", 2, "P9", 2]

    def test_a_slot_that_is_free_is_taken_at_once(self, model, tokenizer, passes):
        model.generation_config.eos_token_id = EARLY
        prompts = [prompt_of(n, *range(10 * n, 10 * n + 4)) for n in range(2, 8)]
        alone = drain(stream_of(model, tokenizer, rows=64), prompts)
        stream = stream_of(model, tokenizer, rows=3)
        passes.clear()
        assert tokens(drain(stream, prompts)) == tokens(alone)
        steps = [width for width in passes if isinstance(width, int)]
        count = sum(len(completion.token_ids) - 1 for group in alone for completion in group)
        assert sum(steps) == count  # nothing is computed for a completion that is over
        assert steps[:-12] == [3] * len(steps[:-12])  # no slot is ever empty before the last completions
        assert len({len(completion.token_ids) for group in alone for completion in group}) > 3

    def test_long_prompts_are_spread_over_passes(self, model, tokenizer, passes, monkeypatch):
        monkeypatch.setattr("prorl.agents.engine.decoder.PREFILL_TOKENS", 20)
        stream = stream_of(model, tokenizer, Sampling(max_new_tokens=1))
        passes.clear()
        drain(stream, [prompt_of(n, 1) for n in (12, 8, 1, 30, 2)])
        assert passes == ["P12+8", "P1", "P30", "P2"]

    def test_the_first_token_can_be_the_last(self, model, tokenizer, passes):
        stream = stream_of(model, tokenizer, Sampling(max_new_tokens=1), rows=2)
        passes.clear()
        written = drain(stream, [prompt_of(4, 1, 2, 3)])
        assert passes == ["P4"]
        assert [len(completion.token_ids) for completion in written[0]] == [1, 1, 1]


class TestMemory:
    def test_keeps_within_its_bound(self, model, tokenizer, passes):
        # 2 layers of 4 heads of width 8, keys and values in float32: 512 bytes a token; 32 columns a row
        stream = stream_of(model, tokenizer, rows=8, memory_bytes=3 * 32 * 512)
        passes.clear()
        written = drain(stream, [prompt_of(4, *range(8))])
        assert max(width for width in passes if isinstance(width, int)) == 3
        assert tokens(written) == tokens(drain(stream_of(model, tokenizer), [prompt_of(4, *range(8))]))

    def test_a_longer_prompt_waits_for_rows_to_leave(self, model, tokenizer, passes):
        stream = stream_of(model, tokenizer, Sampling(max_new_tokens=4), rows=8, memory_bytes=3 * 32 * 512)
        passes.clear()
        drain(stream, [prompt_of(4, 1, 2), prompt_of(29, 3), prompt_of(4, 4)])
        assert passes == ["P4", 2, 2, 2, "P29", 1, 1, 1, "P4", 1, 1, 1]

    def test_one_row_may_need_more(self, model, tokenizer, passes):
        stream = stream_of(model, tokenizer, Sampling(max_new_tokens=2), memory_bytes=1)
        passes.clear()
        drain(stream, [prompt_of(4, 1, 2)])
        assert passes == ["P4", 1, 1]

    def test_is_given_back(self, model, tokenizer):
        stream = stream_of(model, tokenizer)
        stream.add(prompt_of(4, 1))
        stream.next()
        stream.close()
        assert not stream._memory._layers
        assert not stream._held


class TestTrial:
    def test_a_model_that_gets_other_logits_on_slots_is_left_alone(self, model, tokenizer, monkeypatch):
        forward = Decoder._forward
        monkeypatch.setattr(Decoder, "_forward", lambda *args: forward(*args) * 1.01)
        assert decoder_for(model) is None
        [[completion]] = TransformersPolicy(model, tokenizer).generate([prompt_of(4, 1)], SAMPLING)
        assert len(completion.token_ids) == 10

    def test_a_model_that_raises_on_slots_is_left_alone(self, model, monkeypatch):
        monkeypatch.setattr(Decoder, "_forward", lambda *args: 1 / 0)
        assert decoder_for(model) is None

    def test_leaves_no_trace(self, model):
        model.train()
        implementation = model.config._attn_implementation
        torch.manual_seed(0)
        state = torch.get_rng_state()
        assert decoder_for(model) is not None
        assert model.training
        assert model.config._attn_implementation == implementation
        assert torch.equal(torch.get_rng_state(), state)
