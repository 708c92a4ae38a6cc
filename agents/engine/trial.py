"""Whether a model can be run on slots: it is tried on a few tokens."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from transformers import PreTrainedModel

from prorl.agents.engine.decoder import Decoder
from prorl.agents.engine.memory import KeyValues, nothing_of
from prorl.agents.engine.prefix import Prefix, Prompts

LENGTHS = (7, 4)
"""Tokens of the two prompts that are tried."""
MORE = 2
"""Tokens that each is continued by."""


@contextmanager
def evaluating(model: PreTrainedModel) -> Iterator[None]:
    """The model in evaluation mode, as long as the context."""
    was_training = model.training
    model.eval()
    try:
        yield
    finally:
        model.train(was_training)


def decoder_for(model: PreTrainedModel) -> Decoder | None:
    """A decoder that gives the model's own logits, or `None` where there is none."""
    if not getattr(model, "_supports_attention_backend", False):
        return None
    try:
        decoder = Decoder(model)
        return decoder if agrees(decoder, model) else None
    except Exception:  # whatever a model's own code raises: it runs the ordinary way then
        return None


@torch.no_grad()
def agrees(decoder: Decoder, model: PreTrainedModel) -> bool:
    """Whether two prompts, run in one pass and continued side by side, get the logits of an ordinary forward pass."""
    size = int(model.config.get_text_config().vocab_size)
    texts = [[(7919 * (i + 31 * row) + 11) % size for i in range(n + MORE)] for row, n in enumerate(LENGTHS)]
    with evaluating(model):
        whole = [model(input_ids=torch.tensor([text], device=model.device)).logits[0] for text in texts]
    expected = torch.cat([logits[n - 1 :] for n, logits in zip(LENGTHS, whole, strict=True)]).float()
    decoder.refresh(rows=len(texts))
    got = _on_slots(decoder, texts).float()
    decoder.release()
    exact = (decoder.compute_dtype or model.dtype).itemsize >= 4
    return bool((got - expected).abs().mean() <= (1e-4 if exact else 0.05) * expected.std())


def _on_slots(decoder: Decoder, texts: list[list[int]]) -> torch.Tensor:
    """Logits from the last token of each prompt on, text by text."""
    prompts = decoder.prefill([tuple(text[:n]) for text, n in zip(texts, LENGTHS, strict=True)])
    memory, prefix = KeyValues(), None
    memory.reserve(len(texts), max(LENGTHS) + MORE, used=0)
    if decoder.shares_prompts:
        shared = Prompts()
        shared.keep({row: prompt.layers for row, prompt in enumerate(prompts)})
        prefix = Prefix(shared, range(len(prompts)))
    for row, prompt in enumerate(prompts):
        memory.put([row], prompt.layers if prefix is None else nothing_of(prompt.layers))
    steps = [torch.stack([prompt.logits_V for prompt in prompts])]
    for extra in range(MORE):
        token_N = torch.tensor([text[n + extra] for text, n in zip(texts, LENGTHS, strict=True)], device=decoder.device)
        position_N = torch.tensor([n + extra for n in LENGTHS], device=decoder.device)
        steps.append(decoder.decode(memory, token_N, position_N, prefix))
    return torch.stack(steps, dim=1).flatten(0, 1)
