"""What samples a step ahead: the weights of a moment, while the policy's own go on changing."""

import copy
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from prorl.agents.load import Loaded
from prorl.agents.records import Group
from prorl.agents.records_json import group_from
from prorl.train.config import Config
from prorl.train.engines import new_engine
from prorl.train.weights import frozen, trained


@dataclass(frozen=True, kw_only=True, slots=True)
class Early:
    """The first round of a step, sampled while the step before was updating."""

    own: tuple[tuple[int, Group], ...]
    """This process's groups, each with the number of its item."""
    seconds: float = 0.0
    """What sampling took."""

    def save(self, folder: Path, process: int) -> None:
        """Write this process's part into a checkpoint."""
        rows = [[number, asdict(group)] for number, group in self.own]
        _path(folder, process).write_text(json.dumps(rows), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, process: int) -> "Early | None":
        """Read it back; `None` where there is none."""
        path = _path(folder, process)
        if not path.exists():
            return None
        rows = json.loads(path.read_text(encoding="utf-8"))
        return cls(own=tuple((number, group_from(row)) for number, row in rows))


def _path(folder: Path, process: int) -> Path:
    return folder / f"early-{process}.json"


class Follower:
    """A second engine with weights of its own, brought up to date when it is asked to follow.

    It has a copy of the weights that train; those that are frozen are shared with the policy.
    """

    def __init__(self, loaded: Loaded, config: Config):
        """Copy the model."""
        shared = {id(weight): weight for weight in frozen(loaded.model).values()}
        self._config = config
        self._loaded = Loaded(model=copy.deepcopy(loaded.model, shared).eval(), tokenizer=loaded.tokenizer)
        self.engine = new_engine(self._loaded, config)

    @torch.no_grad()
    def follow(self, model: torch.nn.Module, version: int) -> None:
        """Take over the weights of now."""
        own = trained(self._loaded.model)
        for name, weight in trained(model).items():
            own[name].copy_(weight)
        self.engine.version = version

    def rebuild(self) -> None:
        """Another engine over the same weights."""
        version = self.engine.version
        self.engine = new_engine(self._loaded, self._config)
        self.engine.version = version
