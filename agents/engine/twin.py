"""A second set of modules over the same weights, to be changed for sampling while the trainer keeps its own."""

import copy

from transformers import PreTrainedModel

from prorl.agents.engine.attention import NAME, UNCAPPED


def twin(model: PreTrainedModel) -> PreTrainedModel:
    """The model's modules again, in evaluation mode, with the engine's attention; parameters and buffers are shared.

    Raises:
        Exception: of any kind, if the modules cannot be copied.
    """
    name = UNCAPPED if model.config._attn_implementation == "sdpa" else NAME
    shared = {id(tensor): tensor for tensor in (*model.parameters(), *model.buffers())}
    second = copy.deepcopy(model, shared).eval()
    for module in second.modules():
        config = getattr(module, "config", None)
        if config is not None:
            config._attn_implementation = name
    return second


def is_current(second: PreTrainedModel, model: PreTrainedModel) -> bool:
    """Whether the model still has the very tensors that its twin was made with."""
    ours, theirs = ({id(p) for p in m.parameters()} for m in (second, model))
    return ours == theirs
