"""From the words of the command line to models: names, folders, and checkpoints of runs."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from prorl.registry.errors import UserError
from prorl.train.measure.plan import Model, Role

EDGE = 2**20
"""Bytes at either end of a large file that are hashed, beside its length."""
STEP = re.compile(r"^step-(\d{6,})$")


def models_of(names: Sequence[str], checkpoints: str | None, base: str | None, null: bool) -> tuple[Model, ...]:
    """All models of an evaluation, the base first.

    Args:
        names: each a model, `LABEL=MODEL`, or a run's folder.
        checkpoints: of every run, e.g. `"0,100,last"`; `None` for the last one.
        base: a model to compare with; by default none.
        null: whether the base is sampled twice.

    Raises:
        UserError: for a checkpoint that is not there, two models of one label, or a null without a base.
    """
    found: list[Model] = []
    if base is not None:
        found.append(_model(base, "base"))
    for name in names:
        found += _of_name(name, checkpoints)
    if base is None and found and found[0].step == 0:
        found[0] = replace(found[0], role="base")
    if null:
        found += _nulls(found)
    labels = [model.label for model in found]
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        raise UserError(f"two models are called {twice[0]!r}: name one of them LABEL=MODEL")
    return tuple(replace(model, fingerprint=fingerprint(model.path)) for model in found)


def _nulls(found: Iterable[Model]) -> list[Model]:
    bases = [model for model in found if model.role == "base"]
    if not bases:
        raise UserError("--null samples the base a second time: name one with --base, or use --checkpoints 0,…")
    return [replace(bases[0], label=f"{bases[0].label}-null", role="null")]


def _of_name(name: str, checkpoints: str | None) -> list[Model]:
    label, path = _split(name)
    folder = Path(path).expanduser()
    if not (folder / "checkpoints").is_dir():
        if checkpoints is not None:
            raise UserError(f"--checkpoints needs a run's folder, and {path!r} has no checkpoints in it")
        return [_model(name, "model")]
    return [_checkpoint(folder, label, word) for word in (checkpoints or "last").split(",")]


def _split(name: str) -> tuple[str, str]:
    """Label and model of `LABEL=MODEL`; without a label `("", name)`."""
    label, equals, path = name.partition("=")
    if not equals or not re.fullmatch(r"[\w.@+-]+", label):
        return "", name
    return label, path


def _model(name: str, role: Role) -> Model:
    from prorl.agents.load import standard_name

    label, path = _split(name)
    return Model(label=label or _slug(Path(path).name or path), path=standard_name(path), role=role)


def _checkpoint(run: Path, label: str, word: str) -> Model:
    """A checkpoint of a run: `"0"` is the model that it started from, `"last"` the newest one."""
    from prorl.agents.load import standard_name
    from prorl.train.configuring import load_config

    label = label or _slug(run.resolve().name)
    if word.strip() == "0":
        start = load_config(str(run / "config.toml")).model.path
        return Model(label=f"{label}@0", path=standard_name(start), step=0)
    steps = {int(found[1]): path for path in (run / "checkpoints").iterdir() if (found := STEP.match(path.name))}
    if not steps:
        raise UserError(f"{run} has no checkpoint yet")
    step = max(steps) if word.strip() == "last" else _step(word)
    if step not in steps:
        there = ", ".join(map(str, sorted(steps)))
        raise UserError(f"{run} has no checkpoint {word.strip()!r} (there are: 0, {there})")
    return Model(label=f"{label}@{step}", path=str(steps[step].resolve()), step=step)


def _step(word: str) -> int:
    if not word.strip().isdigit():
        raise UserError(f"--checkpoints takes steps, 0 and 'last' with commas between, got {word.strip()!r}")
    return int(word)


def _slug(name: str) -> str:
    """Fit for a folder's name: `_slug("a b/c") == "a-b-c"`."""
    return re.sub(r"[^\w.@+-]+", "-", name).strip("-.") or "model"


def fingerprint(path: str) -> str:
    """Sixteen hex digits of the files of a local model; "" for a name on the hub.

    The weights enter by their length and their first and last MiB.
    """
    folder = Path(path).expanduser()
    if not folder.exists():
        return ""
    files = [folder] if folder.is_file() else sorted(folder.glob("*.safetensors")) + sorted(folder.glob("config.json"))
    sha = hashlib.sha256()
    for file in files:
        size = file.stat().st_size
        sha.update(json.dumps([file.name, size]).encode())
        with file.open("rb") as opened:
            sha.update(opened.read(EDGE))
            opened.seek(max(size - EDGE, 0))
            sha.update(opened.read())
    return sha.hexdigest()[:16]
