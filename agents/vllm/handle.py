"""A running engine of vLLM in a process of its own: all that is said to it, and all that it says."""

import contextlib
import logging
import multiprocessing
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from prorl.agents.records import Completion, Finish
from prorl.agents.vllm.alarm import Alarm
from prorl.agents.vllm.launch import ADAPTER, engine_arguments, require_vllm, surroundings
from prorl.agents.vllm.settings import VllmSettings
from prorl.registry.errors import UserError

GRACE_S = 1.0
"""Seconds that the processes have to end by themselves; they have nothing to lose."""


class Handle:
    """Requests go in under a name, finished completions come out under it. A dead process makes every call raise."""

    def __init__(self, folder: Path, settings: VllmSettings, device: int | None):
        """Start the engine on the model in `folder`; returns when it can sample.

        Raises:
            UserError: without vLLM, or if it does not start; what it has to say itself is on the standard error.
        """
        require_vllm()
        with surroundings(settings):
            from vllm.engine.arg_utils import EngineArgs
            from vllm.v1.engine.exceptions import EngineDeadError
            from vllm.v1.engine.llm_engine import LLMEngine

            others = set(multiprocessing.active_children())
            try:
                self._engine = LLMEngine.from_engine_args(EngineArgs(**engine_arguments(folder, settings, device)))
            except Exception as error:
                raise UserError(f"vllm does not start: {_first_line(error)}") from error
        sentinels = [child.sentinel for child in multiprocessing.active_children() if child not in others]
        self._alarm = Alarm(self._engine.engine_core, sentinels, EngineDeadError("the engine's process is gone"))
        self._lora: Any = None

    def add(self, name: str, token_ids: Sequence[int], arguments: Mapping[str, Any]) -> None:
        """Take a request; `arguments` are those of `SamplingParams`."""
        from vllm.sampling_params import RequestOutputKind, SamplingParams

        params = SamplingParams(**arguments, output_kind=RequestOutputKind.FINAL_ONLY)
        prompt = {"type": "token", "prompt_token_ids": list(token_ids)}
        self._engine.add_request(name, prompt, params, lora_request=self._lora)

    def step(self) -> list[tuple[str, Completion]]:
        """Wait for the next tokens; returns the requests that they finish."""
        return [(out.request_id, completion_of(out.outputs[0])) for out in self._engine.step() if out.finished]

    def abort(self, names: Sequence[str]) -> None:
        """Forget requests."""
        self._engine.abort_request(list(names))

    def stamp(self, version: int) -> None:
        """What is sampled from now on is of this version; what is cached of prompts is not, and is dropped."""
        self._engine.set_weight_version(str(version))
        dropped = self._engine.reset_prefix_cache()
        assert dropped, "weights change while nothing is sampled"

    def load_adapter(self, folder: Path) -> None:
        """Sample with the adapter in `folder` from now on, in place of the one before."""
        from vllm.lora.request import LoRARequest

        self._engine.add_lora(LoRARequest(ADAPTER, 1, str(folder), load_inplace=True))
        self._lora = LoRARequest(ADAPTER, 1, str(folder))

    def sleep(self) -> None:
        """Give the device's memory back; the weights are lost with it."""
        self._engine.sleep(level=2)

    def wake(self) -> None:
        """Take the memory again; weights have to be sent before the next request."""
        self._engine.wake_up()

    def close(self) -> None:
        """End the engine's processes; a second time does nothing. A worker on a processor never ends by itself."""
        self._alarm.close()
        logger = logging.getLogger("vllm")
        level = logger.level
        logger.setLevel(logging.ERROR)
        with contextlib.suppress(Exception):
            self._engine.engine_core.shutdown(timeout=GRACE_S)
        logger.setLevel(level)

    def init_weight_transfer_engine(self, init_info: dict[str, Any]) -> None:
        """See `Receiver`."""
        self._engine.collective_rpc("init_weight_transfer_engine", kwargs={"init_info": init_info})

    def start_weight_update(self) -> None:
        """See `Receiver`."""
        self._engine.collective_rpc("start_weight_update")

    def update_weights(self, update_info: Any) -> None:
        """See `Receiver`."""
        self._engine.collective_rpc("update_weights", kwargs={"update_info": update_info})

    def finish_weight_update(self, weight_version: str | None = None) -> None:
        """See `Receiver`."""
        self._engine.collective_rpc("finish_weight_update")


def completion_of(output: Any) -> Completion:
    """What vLLM sampled: its token ids, its log-probabilities, and the one version of weights that it used.

    Raises:
        RuntimeError: if it gave up, or the weights changed on the way.
    """
    versions = {span.version for span in output.weight_versions or ()}
    if output.finish_reason not in ("stop", "length") or len(versions) != 1:
        raise RuntimeError(f"vllm ended a request with {output.finish_reason!r}, sampled by weights {sorted(versions)}")
    return Completion(
        token_ids=tuple(output.token_ids),
        logprobs=tuple(entry[token].logprob for entry, token in zip(output.logprobs, output.token_ids, strict=True)),
        finish=Finish(output.finish_reason),
        policy_version=int(versions.pop()),
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
