"""One `vllm serve`, over HTTP: completions with token ids in and out, and what the weights need.

Its settings are fixed on its command line (`python -m prorl.agents.vllm.serve`); the first look at it checks them.
"""

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Any

from prorl.agents.records import Completion, Finish
from prorl.agents.vllm.launch import ADAPTER
from prorl.agents.vllm.senders import Sender
from prorl.registry.errors import UserError

PROBE_S = 5.0
"""Within which a server that lives says which weights it has."""
Json = dict[str, Any]


class NoAnswer(RuntimeError):
    """There is no server, it does not answer in time, or its engine is dead."""

    def __init__(self, message: str, status: int = 0):
        """`status`: of HTTP, 0 where there was none."""
        super().__init__(message)
        self.status = status


class Server:
    """Its calls may come from several threads at once."""

    def __init__(self, url: str, timeout: float, adapter: bool = False):
        """Nothing is asked yet.

        Args:
            url: e.g. `http://127.0.0.1:8000`.
            timeout: seconds for one answer.
            adapter: sample with the adapter that is loaded, and not with the bare model.
        """
        self.url, self._timeout, self._adapter = url.rstrip("/"), timeout, adapter

    def check(self, backend: str) -> None:
        """Look whether it is set up for training.

        Raises:
            UserError: if it is not; one line says which option is missing.
            NoAnswer: if it is not there.
        """
        found = self._get("/server_info?config_format=json", missing="VLLM_SERVER_DEV_MODE=1").get("vllm_config", {})
        mode = found.get("model_config", {}).get("logprobs_mode")
        if mode != "processed_logprobs":
            raise self._unfit(f"its log-probabilities are {mode}", "--logprobs-mode processed_logprobs")
        transfer = (found.get("weight_transfer_config") or {}).get("backend")
        if not self._adapter and transfer != backend:
            option = f'--weight-transfer-config \'{{"backend": "{backend}"}}\''
            raise self._unfit(f"its weight transfer is {transfer}", option)
        self._check_tokens()

    def _check_tokens(self) -> None:
        """Whether it takes token ids; asked without asking for any."""
        try:
            self._post("/inference/v1/abort_requests", {"request_ids": []})
        except NoAnswer as error:
            if error.status == 403:
                raise self._unfit("it takes no token ids", "--enable-scale-out") from None
            raise

    def version(self) -> int | None:
        """The version of its weights, -1 for those that it started with; `None` if it does not answer."""
        try:
            return _version(self._get("/weight_info", PROBE_S)["weight_version"])
        except NoAnswer:
            return None

    def complete(self, token_ids: Sequence[int], arguments: Mapping[str, Any]) -> Completion:
        """Sample one completion; `arguments` are those of vLLM's `SamplingParams`.

        Raises:
            NoAnswer: if there is none; another server may give one.
        """
        body: Json = {"token_ids": list(token_ids), "sampling_params": dict(arguments)}
        answer = self._post("/inference/v1/generate", body | ({"model": ADAPTER} if self._adapter else {}))
        return self._completion(answer["choices"][0])

    def _completion(self, choice: Json) -> Completion:
        """Example: `{"token_ids": [7], "logprobs": {"content": [{"logprob": -0.1}]}, "finish_reason": "stop",
        "weight_versions": [{"version": "3", "start": 0, "end": 1}]}` has the policy version 3."""
        versions = {span["version"] for span in choice["weight_versions"] or ()}
        if choice["finish_reason"] not in ("stop", "length") or len(versions) != 1:
            raise NoAnswer(f"{self.url} ended a request with {choice['finish_reason']!r}, weights {sorted(versions)}")
        (label,) = versions
        return Completion(
            token_ids=tuple(choice["token_ids"]),
            logprobs=tuple(token["logprob"] for token in choice["logprobs"]["content"]),
            finish=Finish(choice["finish_reason"]),
            policy_version=_version(label),
        )

    def take(self, sender: Sender, version: int) -> None:
        """Let it finish what it samples, for whomever, hold back what comes meanwhile, and bring the weights over.

        Raises:
            NoAnswer: if it is lost on the way.
        """
        with _Paused(self):
            sender.send(self)
            self._post("/update_weight_version", {"new_version": str(version)})

    def take_adapter(self, folder: str, version: int) -> None:
        """Likewise for the adapter in a folder that the server sees."""
        with _Paused(self):
            self._post("/v1/load_lora_adapter", {"lora_name": ADAPTER, "lora_path": folder, "load_inplace": True})
            self._post("/update_weight_version", {"new_version": str(version)})

    def world_size(self) -> int:
        """Its workers."""
        return int(self._get("/get_world_size")["world_size"])

    def init_weight_transfer_engine(self, init_info: Json) -> None:
        """See `Receiver`."""
        self._post("/init_weight_transfer_engine", {"init_info": init_info})

    def start_weight_update(self) -> None:
        """See `Receiver`. An update that a trainer left open when it was killed is closed first."""
        try:
            self._post("/start_weight_update")
        except NoAnswer:
            self._post("/finish_weight_update")
            self._post("/start_weight_update")

    def update_weights(self, update_info: Any) -> None:
        """See `Receiver`."""
        self._post("/update_weights", {"update_info": update_info})

    def finish_weight_update(self, weight_version: str | None = None) -> None:
        """See `Receiver`."""
        self._post("/finish_weight_update")

    def _get(self, path: str, timeout: float | None = None, missing: str = "") -> Json:
        return self._ask(urllib.request.Request(self.url + path), timeout or self._timeout, missing)

    def _post(self, path: str, body: Json | None = None) -> Json:
        data = json.dumps(body or {}).encode()
        head = {"Content-Type": "application/json"}
        return self._ask(urllib.request.Request(self.url + path, data=data, headers=head), self._timeout)

    def _ask(self, request: urllib.request.Request, timeout: float, missing: str = "") -> Json:
        """The answer as JSON, {} where it is something else."""
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:
                text = response.read()
        except urllib.error.HTTPError as error:
            if error.code == 404 and missing:
                raise self._unfit("it offers nothing for training", missing) from None
            raise NoAnswer(f"{self.url}{_path(request)}: {_said(error)}", error.code) from None
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(f"no answer from {self.url}: {getattr(error, 'reason', None) or error}") from None
        answer = _json(text)
        return answer if isinstance(answer, dict) else {}

    def _unfit(self, found: str, option: str) -> UserError:
        return UserError(
            f"the vLLM server {self.url} cannot be trained with: {found}; start it with {option}, "
            "or by `python -m prorl.agents.vllm.serve MODEL`"
        )


class _Paused:
    """The server samples nothing meanwhile and forgets what it has cached of prompts."""

    def __init__(self, server: Server):
        self._server = server

    def __enter__(self) -> None:
        self._server._post("/pause?mode=wait&clear_cache=true")

    def __exit__(self, *error: object) -> None:
        self._server._post("/resume")


def _version(label: str) -> int:
    return int(label) if label.isdigit() else -1


def _path(request: urllib.request.Request) -> str:
    return request.selector.partition("?")[0]


def _said(error: urllib.error.HTTPError) -> str:
    """What the server says is wrong, in one line."""
    answer = _json(error.read())
    told = answer.get("error", answer.get("detail", "")) if isinstance(answer, dict) else ""
    told = told.get("message", "") if isinstance(told, dict) else told
    return f"status {error.code} {(str(told).splitlines() or [''])[0][:200]}".strip()


def _json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
