"""`Policy` on a model in this process."""

from collections.abc import Sequence

from transformers import PreTrainedModel, PreTrainedTokenizerBase

from prorl.agents.engine.chunks import ChunkStream
from prorl.agents.engine.decoder import Decoder
from prorl.agents.engine.endings import Ending
from prorl.agents.engine.limits import limits_of
from prorl.agents.engine.rows import Rows
from prorl.agents.engine.slot_stream import SlotStream
from prorl.agents.engine.trial import decoder_for
from prorl.agents.policy import Prompt, Sampling, Stream, drain
from prorl.agents.records import Completion


class TransformersPolicy:
    """Samples from the very weights that are trained, as they are when a stream begins.

    Models whose attention transformers lets us replace (Llama, Qwen, Gemma, Mistral and most others) run on slots, with
    continuous batching; any other causal language model is run in chunks. `version` is stamped on every completion; the
    trainer counts it up.
    """

    def __init__(self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, max_rows: int = 256):
        """Take the model as it is; `max_rows` completions are written at a time."""
        self.model, self.tokenizer, self.max_rows = model, tokenizer, max_rows
        self.version = 0
        self._decoder: Decoder | None = None
        self._tried = False

    def generate(self, prompts: Sequence[Prompt], sampling: Sampling) -> list[tuple[Completion, ...]]:
        """One completion per seed, in order, for each prompt (see `Policy`)."""
        return drain(self.stream(sampling), prompts)

    def stream(self, sampling: Sampling) -> Stream:
        """A new stream (see `Policy`); one at a time."""
        limits = limits_of(self.model, self.max_rows)
        ending = Ending(self.model, self.tokenizer, sampling.stop)
        rows = Rows(limits.rows, sampling, ending, self.version, self.model.device)
        decoder = self._current_decoder()
        if decoder is None:
            return ChunkStream(self.model, rows, limits, sampling)
        return SlotStream(decoder, rows, limits, sampling)

    def _current_decoder(self) -> Decoder | None:
        """The decoder, made again if the model got other tensors; `None` if the model does not run on slots."""
        if not self._tried or (self._decoder is not None and not self._decoder.is_current):
            self._decoder = decoder_for(self.model)
            self._tried = True
        return self._decoder
