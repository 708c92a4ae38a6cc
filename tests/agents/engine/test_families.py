"""Every family's log-probabilities are those of its own forward pass, and its greedy text is that of `generate`."""

import pytest
import torch
from transformers import (
    AutoModelForCausalLM,
    BloomConfig,
    Gemma2Config,
    Gemma3TextConfig,
    GemmaConfig,
    GPT2Config,
    GPTNeoXConfig,
    LlamaConfig,
    MistralConfig,
    PhiConfig,
    Qwen2Config,
    Qwen3Config,
)

from prorl.agents.engine import TransformersPolicy
from prorl.agents.policy import Prompt, Sampling

COMMON = {
    "vocab_size": 264,
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "max_position_embeddings": 128,
    "initializer_range": 0.3,
    "bos_token_id": None,
    "eos_token_id": None,
    "pad_token_id": 263,
}
GROUPED = {"num_key_value_heads": 2, "head_dim": 16}
WINDOW = {"sliding_window": 6, "layer_types": ["sliding_attention", "full_attention"]}
BLOOM = {"vocab_size": 264, "hidden_size": 32, "n_layer": 2, "n_head": 4, "initializer_range": 0.3}
FAMILIES = {
    "llama": LlamaConfig(**COMMON),
    "llama-grouped": LlamaConfig(**COMMON, **GROUPED, attention_bias=True),
    "mistral-window": MistralConfig(**COMMON, **GROUPED, sliding_window=6),
    "qwen2": Qwen2Config(**COMMON, num_key_value_heads=1),
    "qwen3": Qwen3Config(**COMMON, **GROUPED),
    "gemma": GemmaConfig(**COMMON, **GROUPED),
    "gemma2": Gemma2Config(**COMMON, **GROUPED, **WINDOW),
    "gemma3": Gemma3TextConfig(**COMMON, **GROUPED, **WINDOW),
    "phi": PhiConfig(**COMMON, partial_rotary_factor=0.5),
    "gpt-neox": GPTNeoXConfig(**COMMON),
    "gpt2": GPT2Config(**COMMON),
    "bloom": BloomConfig(**BLOOM, bos_token_id=None, eos_token_id=None, pad_token_id=263),
}
CHUNKED = {"bloom"}
"""Families whose attention transformers does not let us replace."""
LENGTHS = (1, 2, 7, 19, 40)


@pytest.fixture(autouse=True)
def one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(params=FAMILIES)
def family(request):
    return request.param


def model_of(family, attention=None):
    torch.manual_seed(5)
    return AutoModelForCausalLM.from_config(FAMILIES[family], attn_implementation=attention).eval()


def prompts_of(*seeds):
    generator = torch.Generator().manual_seed(1)
    texts = [tuple(torch.randint(0, 256, (n,), generator=generator).tolist()) for n in LENGTHS]
    return [Prompt(token_ids=text, seeds=tuple(seeds)) for text in texts]


def forward_logprobs(model, prompt, completion, temperature):
    """What a plain forward pass over prompt and completion gives the completion's tokens."""
    whole = torch.tensor([prompt.token_ids + completion.token_ids])
    with torch.no_grad():
        logprobs = (model(input_ids=whole).logits[0] / temperature).log_softmax(-1)
    at = torch.arange(len(completion.token_ids)) + len(prompt.token_ids)
    return logprobs[at - 1, whole[0, at]]


@pytest.mark.parametrize("max_rows", [64, 3])
def test_logprobs_are_those_of_a_forward_pass(family, tokenizer, max_rows):
    model = model_of(family)
    policy = TransformersPolicy(model, tokenizer, max_rows)
    prompts = prompts_of(1, 2, 3)
    written = policy.generate(prompts, Sampling(max_new_tokens=20, temperature=0.9))
    assert (policy._decoder is None) == (family in CHUNKED)
    for prompt, group in zip(prompts, written, strict=True):
        for completion in group:
            expected = forward_logprobs(model, prompt, completion, 0.9)
            assert torch.allclose(torch.tensor(completion.logprobs), expected, atol=1e-4)


def test_greedy_writes_what_generate_writes(family, tokenizer):
    model = model_of(family)
    written = TransformersPolicy(model, tokenizer).generate(prompts_of(0), Sampling(max_new_tokens=12, temperature=0))
    for prompt, [completion] in zip(prompts_of(0), written, strict=True):
        inputs = torch.tensor([prompt.token_ids])
        settings = {"do_sample": False, "max_new_tokens": 12, "eos_token_id": tokenizer.eos_token_id}
        out = model.generate(inputs, attention_mask=torch.ones_like(inputs), **settings)
        assert completion.token_ids == tuple(out[0, inputs.shape[1] :].tolist())


@pytest.mark.parametrize("attention", ["eager", "sdpa"])
def test_soft_caps_count_where_the_model_itself_applies_them(tokenizer, attention):
    FAMILIES["gemma2"].attn_logit_softcapping = 0.5
    model = model_of("gemma2", attention)
    FAMILIES["gemma2"].attn_logit_softcapping = 50.0
    policy = TransformersPolicy(model, tokenizer)
    for prompt, [completion] in zip(
        prompts_of(4), policy.generate(prompts_of(4), Sampling(max_new_tokens=9)), strict=True
    ):
        expected = forward_logprobs(model, prompt, completion, 1)
        assert torch.allclose(torch.tensor(completion.logprobs), expected, atol=1e-4)
    assert policy._decoder is not None


def test_an_adapter_takes_part(tokenizer):
    peft = pytest.importorskip("peft")
    model = model_of("qwen2")
    before = TransformersPolicy(model, tokenizer).generate(prompts_of(1), Sampling(max_new_tokens=8))
    config = peft.LoraConfig(r=4, target_modules=["q_proj", "v_proj", "down_proj"], init_lora_weights=False)
    peft.inject_adapter_in_model(config, model)
    policy = TransformersPolicy(model, tokenizer)
    prompts = prompts_of(1)
    written = policy.generate(prompts, Sampling(max_new_tokens=8))
    assert policy._decoder is not None
    assert written != before
    for prompt, [completion] in zip(prompts, written, strict=True):
        expected = forward_logprobs(model, prompt, completion, 1)
        assert torch.allclose(torch.tensor(completion.logprobs), expected, atol=1e-4)


@pytest.mark.parametrize("family", ["llama-grouped", "gemma3", "gpt-neox"])
@pytest.mark.parametrize("autocast", [True, False])
def test_bfloat16_is_as_near_to_the_forward_pass_as_bfloat16_is(family, tokenizer, autocast):
    model = model_of(family)
    if not autocast:
        model = model.bfloat16()
    prompts = prompts_of(1, 2)
    with torch.autocast("cpu", torch.bfloat16, enabled=autocast):
        policy = TransformersPolicy(model, tokenizer)
        written = policy.generate(prompts, Sampling(max_new_tokens=20))
        assert policy._decoder is not None
        off = torch.cat(
            [
                (torch.tensor(completion.logprobs) - forward_logprobs(model, prompt, completion, 1).float()).abs()
                for prompt, group in zip(prompts, written, strict=True)
                for completion in group
            ]
        )
    assert off.mean() < 0.1
