import pytest
import torch

from prorl.agents.engine import TransformersPolicy
from prorl.agents.engine.decoder import Decoder
from prorl.agents.engine.graphs import bucket
from prorl.agents.policy import Prompt, Sampling

SAMPLING = Sampling(max_new_tokens=40, temperature=1.3)
PROMPTS = [Prompt(token_ids=tuple(range(60, 60 + n)), seeds=tuple(range(n))) for n in (3, 70, 9)]


@pytest.mark.parametrize(("rows", "expected"), [(1, 1), (2, 2), (5, 8), (64, 64), (65, 128), (130, 192), (192, 192)])
def test_graphs_serve_a_few_more_rows_than_they_need(rows, expected):
    assert bucket(rows) == expected


def tokens(written):
    return [[completion.token_ids for completion in group] for group in written]


class Replayed:
    """In the place of graphs where there is no CUDA: the same rows and the same garbage, computed each time."""

    def __init__(self, decode):
        self.decode_, self.arrangements = decode, set()

    def decode(self, memory, token_N, position_N):
        rows = min(bucket(len(token_N)), memory.rows)
        self.arrangements.add((id(memory), memory.rows, memory.columns))
        more = torch.zeros(rows - len(token_N), dtype=torch.int64)
        logits = self.decode_(memory, torch.cat([token_N, more]), torch.cat([position_N, more]))
        return logits[: len(token_N)]


def test_the_memory_stays_where_it_is_and_garbage_rows_do_no_harm(model, tokenizer, monkeypatch):
    model.generation_config.eos_token_id = list(range(20))
    expected = tokens(TransformersPolicy(model, tokenizer).generate(PROMPTS, SAMPLING))
    policy = TransformersPolicy(model, tokenizer, max_rows=20)
    policy.generate([], SAMPLING)
    policy._decoder._graphs = Replayed(policy._decoder._decode)
    assert tokens(policy.generate(PROMPTS, SAMPLING)) == expected
    assert tokens(policy.generate(PROMPTS, SAMPLING)) == expected
    assert len(policy._decoder._graphs.arrangements) == 1
    [(_, rows, columns)] = policy._decoder._graphs.arrangements
    assert (rows, columns) == (20, 128)  # all slots, and 70 + 40 columns, from the start


def test_without_graphs_it_goes_on_with_a_warning(model, tokenizer):
    class Broken:
        def decode(self, *arguments):
            raise RuntimeError("capture failed")

    policy = TransformersPolicy(model, tokenizer)
    expected = tokens(policy.generate(PROMPTS, SAMPLING))
    policy._decoder._graphs = Broken()
    with pytest.warns(UserWarning, match="no CUDA graphs from here on: capture failed"):
        assert tokens(policy.generate(PROMPTS, SAMPLING)) == expected


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_on_a_gpu_graphs_give_what_kernels_give(model, tokenizer):
    model.generation_config.eos_token_id = list(range(20))
    model.cuda()
    policy = TransformersPolicy(model, tokenizer)
    with_graphs = policy.generate(PROMPTS, SAMPLING)
    assert policy._decoder._graphs._captured
    plain = TransformersPolicy(model, tokenizer)
    plain.generate([], SAMPLING)
    plain._decoder._graphs = None
    assert tokens(plain.generate(PROMPTS, SAMPLING)) == tokens(with_graphs)
    assert isinstance(policy._decoder, Decoder)
