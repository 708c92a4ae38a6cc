"""When a completion is over."""

from collections.abc import Callable

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

BYTES_PER_CHARACTER = 4
SLACK = 8


class Ending:
    """End-of-turn tokens and stop strings."""

    def __init__(self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, strings: tuple[str, ...] = ()):
        """The tokens are the tokenizer's and all that the model's generation settings name at this moment."""
        stops = {tokenizer.eos_token_id}
        configured = getattr(model.generation_config, "eos_token_id", None)
        stops |= set(configured) if isinstance(configured, list) else {configured}
        self._ids = torch.tensor(sorted(s for s in stops if s is not None), dtype=torch.int64, device=model.device)
        self._strings, self._tokenizer = strings, tokenizer
        self._reach = SLACK + BYTES_PER_CHARACTER * max((len(s) for s in strings), default=0)

    def reached(self, token_N: torch.Tensor, written: Callable[[int], list[int]]) -> torch.Tensor:
        """Which completions end with their newest token, bool [N]; `written(i)` gives all tokens of the i-th."""
        over_N = torch.isin(token_N, self._ids)
        if self._strings:
            said = [self.says_stop(written(i)) for i in range(len(token_N))]
            over_N |= torch.tensor(said, dtype=torch.bool, device=over_N.device)
        return over_N

    def says_stop(self, token_ids: list[int]) -> bool:
        """Whether a stop string is complete; to be asked after each token.

        Reads only as many tokens as the longest string can have: a token can be a single byte.
        """
        text = str(self._tokenizer.decode(token_ids[-self._reach :]))
        return any(string in text for string in self._strings)
