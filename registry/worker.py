"""The child process of the conformance kit: requests come in as JSON lines, answers go out as JSON lines.

A request names an operation, an environment (`entry`, `level`, `split`) and a stream of items (`seed`).

* `"op": "fingerprint"` has `items`, the `wrong` responses to judge, and `backwards`;
* `"op": "play"` has `index`, and the `name` and text of one `response`.

The answer is `{"result": ..}` or `{"error": "one line"}`.
"""

import json
import os
import sys
from dataclasses import asdict, replace
from functools import lru_cache, partial
from typing import Any

from prorl.envs.seeding import Split, digest
from prorl.envs.text_env import TextEnv
from prorl.registry.entry import EnvEntry
from prorl.registry.episodes import play
from prorl.registry.make import build


def fingerprint(request: dict[str, Any]) -> list[list[str]]:
    """For each item, in order: hashes of its content, of the oracle's response and of the verdicts."""
    env = _env(request)
    rows: dict[int, list[str]] = {}
    order = range(request["items"])
    for index in reversed(order) if request["backwards"] else order:
        env.reset(seed=request["seed"], options={"index": index})
        rows[index] = _item_row(env, request["wrong"])
    return [rows[index] for index in order]


def _item_row(env: TextEnv, wrong: list[str]) -> list[str]:
    content = json.dumps(asdict(env.problem), sort_keys=True)
    first_response = env.oracle()
    episodes = [play(env, "oracle", lambda env, seen: env.oracle())]
    episodes += [play(env, "wrong", partial(_say, response)) for response in wrong]
    verdicts = json.dumps([asdict(replace(episode, seconds=0.0)) for episode in episodes])
    return [f"{digest(part):032x}" for part in (content, first_response, verdicts)]


def play_one(request: dict[str, Any]) -> dict[str, Any]:
    """The episode of one item in which the same response is given at every turn."""
    entry, rest = json.dumps(request["entry"]), ("level", "split", "seed", "index")
    env = _item(entry, *(request[name] for name in rest))
    return asdict(play(env, request["name"], partial(_say, request["response"])))


@lru_cache(maxsize=1)
def _item(entry: str, level: int, split: Split, seed: int, index: int) -> TextEnv:
    """The environment at that item, kept for the next response to it: `play` leaves it as it was."""
    env = build(EnvEntry(**json.loads(entry)), split=split, level=level)
    env.reset(seed=seed, options={"index": index})
    return env


def _say(response: str, env: TextEnv, seen: str) -> str:
    return response


def _env(request: dict[str, Any]) -> TextEnv:
    return build(EnvEntry(**request["entry"]), split=request["split"], level=request["level"])


OPERATIONS = {"fingerprint": fingerprint, "play": play_one}


def main() -> None:
    """Serve until the input ends. What a task prints goes to stderr, not between the answers."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        sys.path[:] = request["path"]
        try:
            reply = {"result": OPERATIONS[request["op"]](request)}
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), file=answers, flush=True)


if __name__ == "__main__":
    main()
