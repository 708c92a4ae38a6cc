"""What an evaluation is: models, targets and one protocol, kept in `evaluation.json` and `items.jsonl`."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from prorl.registry.errors import UserError
from prorl.train.measure.items import Item, Target
from prorl.train.measure.presets import Protocol

FORMAT = "prorl-evaluation-1"
FILE = "evaluation.json"
ITEMS = "items.jsonl"
Role = Literal["model", "base", "null"]
STREAMS: Mapping[Role, int] = {"model": 0, "base": 1, "null": 2}


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """A model of an evaluation."""

    label: str
    """Its name in tables and the name of its folder of samples."""
    path: str
    """As for `prorl.agents.load.load_policy`."""
    role: Role = "model"
    """`"base"`: what the others are compared with. `"null"`: the base once more, with other random numbers: what
    differs between the two is chance."""
    fingerprint: str = ""
    """Of its files."""
    step: int | None = None
    """Of the run whose checkpoint it is."""
    matched: bool = False
    """Whether it has a temperature of its own, at which its token entropy is that of the base."""

    @property
    def stream(self) -> int:
        """Names its random numbers, together with the protocol's seed.

        All models but the base have the same ones. Those of the base and of its null are their own, because what is
        said about items that one of two models solves takes independent samples.
        """
        return STREAMS[self.role]


@dataclass(frozen=True, kw_only=True, slots=True)
class Data:
    """Where the items of a suite come from."""

    suite: str
    env_id: str
    source: str
    """File names, or a hub id with its revision."""
    files: Mapping[str, str]
    """File name -> SHA-256 of its bytes, for local files."""
    rows: int
    rows_hash: str
    """Of the hashes of all rows that became items."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """An evaluation."""

    protocol: Protocol
    n: int
    """Samples of each item."""
    ks: tuple[int, ...]
    """For pass@k."""
    models: tuple[Model, ...]
    targets: tuple[Target, ...]
    data: tuple[Data, ...] = ()
    baseline: str = field(default="")
    """Label of the model that the others are compared with, "" for none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemName:
    """An item of a target, as `items.jsonl` lists it."""

    target: str
    key: str
    row: str
    """Hash of the row of the data set, "" for an item that is made."""


def joined(old: Plan, new: Plan) -> Plan:
    """Both plans' models and targets, under the new one's n and ks.

    Raises:
        UserError: if they cannot be one evaluation: another protocol, or two meanings of one name.
    """
    _same("sampling", asdict(old.protocol), asdict(new.protocol))
    return replace(
        new,
        models=_union("model", old.models, new.models, lambda model: model.label),
        targets=_union("target", old.targets, new.targets, lambda target: target.name),
        data=tuple({(data.suite, data.env_id): data for data in (*old.data, *new.data)}.values()),
        baseline=new.baseline or old.baseline,
    )


def _same(what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    for name, value in old.items():
        if new[name] != value:
            raise UserError(
                f"the folder holds an evaluation whose {what} has {name} {value!r}, now {new[name]!r}: "
                "give another --out, or the same settings"
            )


def _union(what: str, old: Sequence[Any], new: Sequence[Any], name: Any) -> tuple[Any, ...]:
    """By name, the old ones first; the number of a target's items may change."""
    found = {name(one): one for one in old}
    for one in new:
        label = name(one)
        if label in found:
            free = ("items",) if isinstance(one, Target) else ()
            was, now = ({k: v for k, v in asdict(x).items() if k not in free} for x in (found[label], one))
            _same(f"{what} {label}", was, now)
        found[label] = one
    return tuple(found.values())


def save(folder: Path, plan: Plan, items: Mapping[str, Sequence[Item]]) -> None:
    """Write `evaluation.json` and `items.jsonl`, each in one atomic move."""
    rows = [
        {"target": target, "key": item.key, "row": str(item.problem.metadata.get("row", ""))}
        for target, own in items.items()
        for item in own
    ]
    kept = [asdict(name) for name in item_names(folder) if name.target not in items]
    write_whole(folder / ITEMS, "".join(json.dumps(row) + "\n" for row in (*kept, *rows)))
    write_whole(folder / FILE, json.dumps({"format": FORMAT, **asdict(plan)}, indent=1) + "\n")


def load(folder: Path) -> Plan:
    """The plan of a folder.

    Raises:
        UserError: if it holds no evaluation.
    """
    try:
        tree = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if tree.pop("format") != FORMAT:
            raise ValueError("another format")
        return Plan(
            protocol=Protocol(**tree.pop("protocol")),
            ks=tuple(tree.pop("ks")),
            models=tuple(Model(**row) for row in tree.pop("models")),
            targets=tuple(Target(**row) for row in tree.pop("targets")),
            data=tuple(Data(**row) for row in tree.pop("data")),
            **tree,
        )
    except FileNotFoundError:
        raise UserError(f"{folder} holds no evaluation (no {FILE})") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{folder / FILE} cannot be read: {error}") from error


def is_evaluation(folder: Path) -> bool:
    """Whether a folder holds one."""
    return (folder / FILE).is_file()


def item_names(folder: Path) -> list[ItemName]:
    """The items of all targets; none where nothing was planned yet."""
    path = folder / ITEMS
    lines: Iterable[str] = path.read_text(encoding="utf-8").splitlines() if path.exists() else ()
    return [ItemName(**json.loads(line)) for line in lines]


def samples_of(folder: Path, label: str) -> Path:
    """The folder of a model's shards."""
    return folder / "samples" / label


def write_whole(path: Path, text: str) -> None:
    """All of a text or nothing, whatever other processes write at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)
