"""Records out of their JSON form: the way back from `json.dumps(dataclasses.asdict(group))`."""

from collections.abc import Mapping
from typing import Any

from prorl.agents.records import Completion, Episode, Finish, Group, Turn
from prorl.envs.verdict import Status, Verdict
from prorl.registry.mixture import ItemRef


def group_from(row: Mapping[str, Any]) -> Group:
    """The group of a row; equal to the one that was written."""
    return Group(episodes=tuple(episode_from(episode) for episode in row["episodes"]))


def episode_from(row: Mapping[str, Any]) -> Episode:
    """The episode of a row."""
    verdict = row["verdict"] | {"status": Status(row["verdict"]["status"])}
    return Episode(
        item=ItemRef(**row["item"]),
        prompt=row["prompt"],
        turns=tuple(map(_turn, row["turns"])),
        verdict=Verdict(**verdict),
    )


def _turn(row: Mapping[str, Any]) -> Turn:
    completion = row["completion"]
    return Turn(
        prompt_ids=tuple(row["prompt_ids"]),
        completion=Completion(
            token_ids=tuple(completion["token_ids"]),
            logprobs=tuple(completion["logprobs"]),
            finish=Finish(completion["finish"]),
            policy_version=completion["policy_version"],
        ),
        response=row["response"],
        reply=row.get("reply", ""),
    )
