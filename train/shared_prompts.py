"""A prompt that several rows of a pass begin with is read once; its keys and values serve all of them.

The G rows of a group have the same prompt. It goes through the layers once, the rest of each row follows with the
prompt's keys and values in front, and in the backward pass the gradients of all rows meet in them. What comes out is
what every row would have by itself, up to rounding. Letters: R rows of B tokens (ragged), P prompts.
"""

from dataclasses import dataclass
from typing import Any

import torch
from transformers import DynamicCache, PreTrainedModel


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedFeed:
    """What a model reads for a pass, prompts and rests apart.

    Example: rows (5, 6, 7, 2) and (5, 6, 8, 4) with the targets 7, 2 and 8, 4 have `prompt_ids` ((5, 6)), `rest_ids`
    ((7), (8)), `prompt_R` (0, 0) and positions ((2), (2)). The flat hidden states are those of 5, 6, 7 and 8, and the
    targets' predictions come out at the places (1, 2, 1, 3).
    """

    inputs: dict[str, torch.Tensor]
    """Arguments of `shared_hidden_states`."""
    places_N: torch.Tensor
    """int64, into the flat hidden states: of the token before each target."""
    targets_N: torch.Tensor
    """int64."""


def starts(mask_RT: torch.Tensor) -> torch.Tensor:
    """Tokens before the first target, int64 [R]; 1 in a row without targets."""
    return torch.where(mask_RT.any(dim=1), mask_RT.int().argmax(dim=1), 1)


def ends(mask_RT: torch.Tensor) -> torch.Tensor:
    """Tokens before the last target, int64 [R]; 0 in a row without targets."""
    return (mask_RT * torch.arange(mask_RT.shape[1], device=mask_RT.device)).amax(dim=1)


def prompt_numbers(input_ids_RT: torch.Tensor, start_R: torch.Tensor) -> list[int]:
    """For each row the number of its prompt, in the order of first use. Example: (5, 6), (5, 7), (5, 6): 0, 1, 0."""
    ids, known = input_ids_RT.cpu().numpy(), dict[bytes, int]()
    rows = zip(ids, start_R.tolist(), strict=True)
    return [known.setdefault(row[:start].tobytes(), len(known)) for row, start in rows]


def shared_feed(input_ids_RT: torch.Tensor, mask_RT: torch.Tensor) -> SharedFeed:
    """Take rows (int64 [R, T], bool [R, T] with at least one target) apart into prompts and rests.

    Both are padded on the right, with whatever stands there: no token that counts ever looks at it.
    """
    device, width = input_ids_RT.device, input_ids_RT.shape[1]
    start_R, end_R = starts(mask_RT), ends(mask_RT)
    numbers = prompt_numbers(input_ids_RT, start_R)
    prompt_R = torch.tensor(numbers, device=device)
    first_P = torch.tensor([numbers.index(p) for p in range(max(numbers) + 1)], device=device)
    longest, rest = int(start_R.max()), max(0, int((end_R - start_R).max()))
    position_RS = (start_R[:, None] + torch.arange(rest, device=device)).clamp(max=width - 1)
    known_RP = torch.arange(longest, device=device) < start_R[:, None]
    row_N, column_N = mask_RT.nonzero().unbind(1)
    after_N = column_N - 1 - start_R[row_N]
    in_prompt_N = prompt_R[row_N] * longest + column_N - 1
    in_rest_N = len(first_P) * longest + row_N * rest + after_N
    return SharedFeed(
        inputs={
            "prompt_ids": input_ids_RT[first_P, :longest],
            "prompt_R": prompt_R,
            "rest_ids": input_ids_RT.gather(1, position_RS),
            "position_RS": position_RS,
            "seen": torch.cat([known_RP, torch.ones_like(position_RS, dtype=torch.bool)], dim=1).long(),
        },
        places_N=torch.where(after_N < 0, in_prompt_N, in_rest_N),
        targets_N=input_ids_RT[mask_RT],
    )


def shared_hidden_states(
    model: PreTrainedModel,
    *,
    prompt_ids: torch.Tensor,
    prompt_R: torch.Tensor,
    rest_ids: torch.Tensor,
    position_RS: torch.Tensor,
    seen: torch.Tensor,
) -> torch.Tensor:
    """Of the last layer, first those of all prompts, then those of all rests; [places, D].

    Args:
        model: a causal language model.
        prompt_ids: int64 [P, T'].
        prompt_R: int64 [R], which prompt each row begins with.
        rest_ids: int64 [R, S].
        position_RS: int64 [R, S], of the rests' tokens in their rows.
        seen: int64 [R, T' + S], 0 where a prompt is padding.
    """
    cache = DynamicCache(config=model.config)
    prompts = model.base_model(input_ids=prompt_ids, past_key_values=cache, use_cache=True).last_hidden_state
    if not rest_ids.shape[1]:
        return prompts.flatten(0, 1)
    layers: list[Any] = cache.layers
    for layer in layers:
        layer.keys, layer.values = layer.keys.index_select(0, prompt_R), layer.values.index_select(0, prompt_R)
    rests = model.base_model(
        input_ids=rest_ids, position_ids=position_RS, attention_mask=seen, past_key_values=cache, use_cache=True
    ).last_hidden_state
    return torch.cat([prompts.flatten(0, 1), rests.flatten(0, 1)])


@torch.no_grad()
def can_share(model: PreTrainedModel) -> bool:
    """Whether rests after shared prompts have the hidden states that whole rows have, tried on four short rows.

    Attention over a window is left out: padding between prompt and rest would take room in it.
    """
    if model.base_model is model or getattr(model.config.get_text_config(), "sliding_window", None):
        return False
    ids = torch.tensor([[0, 1, 2, 3, 1], [0, 1, 2, 2, 0], [3, 1, 0, 2, 2], [3, 0, 1, 1, 3]], device=model.device)
    mask = torch.tensor([[0, 0, 0, 1, 1], [0, 0, 0, 1, 0], [0, 1, 1, 0, 1], [0, 1, 1, 1, 1]], device=model.device) > 0
    feed = shared_feed(ids, mask)
    try:
        found_ND = shared_hidden_states(model, **feed.inputs)[feed.places_N]
    except Exception:  # a model without such a cache may fail in any way
        return False
    whole_RTD = model.base_model(input_ids=ids, use_cache=False).last_hidden_state
    expected_ND = whole_RTD[:, :-1][mask[:, 1:]]
    tolerance = 1e-3 if torch.finfo(expected_ND.dtype).bits >= 32 else 0.05
    return float((expected_ND - found_ND).abs().max()) <= tolerance * float(expected_ND.abs().max())
