"""`python -m prorl.agents.vllm.serve MODEL [options of vllm serve]`: a server that can be trained with."""

import json
import os
import sys
from collections.abc import Mapping, Sequence

from prorl.agents.vllm.launch import BACKEND, EXTENSION, require_vllm
from prorl.registry.errors import UserError

ENVIRONMENT = {"VLLM_SERVER_DEV_MODE": "1", "VLLM_ALLOW_RUNTIME_LORA_UPDATING": "True", "VLLM_NO_USAGE_STATS": "1"}
"""The first opens the calls for weights. Both let whoever reaches the port change what the server computes."""
_DEFAULTS = {
    "--host": "127.0.0.1",
    "--logprobs-mode": "processed_logprobs",
    "--generation-config": "vllm",
    "--worker-extension-cls": EXTENSION,
    "--weight-transfer-config": json.dumps({"backend": BACKEND}),
}


def command(model: str, options: Sequence[str] = ()) -> list[str]:
    """The command line; options that are given replace the defaults.

    Example: `command("m", ("--port", "8001"))` is `vllm serve m --port 8001 --host 127.0.0.1 --logprobs-mode ...`.
    """
    given = {option.partition("=")[0] for option in options}
    defaults = [part for name, value in _DEFAULTS.items() if name not in given for part in (name, value)]
    return [sys.executable, "-m", "vllm.entrypoints.cli.main", "serve", model, *options, *defaults]


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
