"""Programs that follow a run: TensorBoard, Weights & Biases, trackio and others that accelerate has a tracker for.

`RUN/trackers.json` says up to which step each was told. So a resumed run tells none of them a step twice (the repeated
steps have the same numbers), and one that joins later hears the whole history out of `metrics.jsonl`.
"""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from prorl.registry.errors import UserError, nearest
from prorl.train.config import Config
from prorl.train.measure.plan import write_whole
from prorl.train.run_log import number, read_run, step_of

FILE = "trackers.json"
Fault = Callable[[int, str], None]
"""Told the step and what went wrong."""


class Tracker(Protocol):
    """The part of accelerate's `GeneralTracker` that is used."""

    def start(self) -> None:
        """Open it."""

    def log(self, values: dict[str, Any], step: int | None = None) -> None:
        """Take the numbers of a step."""

    def finish(self) -> None:
        """Close it."""


@dataclass(kw_only=True, slots=True)
class _Followed:
    """A tracker and how far it was told."""

    tracker: Tracker
    told: int


class Trackers:
    """All trackers of a run, in its main process; elsewhere there are none."""

    def __init__(self) -> None:
        """None yet."""
        self._followed: dict[str, _Followed] = {}
        self._path, self._name = Path(), ""
        self._fault: Fault = lambda step, message: None

    def open(self, config: Config, run_dir: Path, fault: Fault) -> None:
        """Start those of the configuration and tell them what they have missed.

        Args:
            config: of the run.
            run_dir: its folder, rewound to the step that it goes on from.
            fault: told of a tracker that fails later; the run goes on without it.

        Raises:
            UserError: for a tracker that does not start.
        """
        if not config.logging.trackers:
            return
        self._path, self._fault = run_dir / FILE, fault
        saved = _saved(self._path)
        self._name = saved.get("id") or uuid.uuid4().hex[:12]
        told = saved.get("told", {})
        for name in dict.fromkeys(config.logging.trackers):
            tracker = _started(name, config, run_dir, self._name)
            self._followed[name] = _Followed(tracker=tracker, told=told.get(name, -1))
        for step, values in _history(run_dir):
            self.log(step, values)

    def log(self, step: int, values: Mapping[str, Any]) -> None:
        """Tell every tracker that has not heard of the step yet; one that fails is dropped."""
        numbers = {key: found for key, value in values.items() if (found := number(value)) is not None}
        late = {name: one for name, one in self._followed.items() if one.told < step}
        for name, one in late.items():
            try:
                one.tracker.log(numbers, step=step)
                one.told = step
            except Exception as error:
                del self._followed[name]
                self._fault(step, f"{name} is told nothing more: {type(error).__name__}: {error}")
        if late:
            told = {name: one.told for name, one in self._followed.items()}
            write_whole(self._path, json.dumps({"id": self._name, "told": _saved(self._path).get("told", {}) | told}))

    def close(self) -> None:
        """Close them; what fails now is lost."""
        for name, one in self._followed.items():
            try:
                one.tracker.finish()
            except Exception as error:
                self._fault(one.told, f"{name} did not close: {type(error).__name__}: {error}")
        self._followed = {}


def check_trackers(config: Config) -> None:
    """Refuse a tracker that is unknown or not installed, before anything is loaded.

    Raises:
        UserError: one line that names the package.
    """
    if not config.logging.trackers:
        return
    from accelerate.tracking import LOGGER_TYPE_TO_CLASS, get_available_trackers

    known, installed = sorted(LOGGER_TYPE_TO_CLASS), {str(name) for name in get_available_trackers()}
    for name in config.logging.trackers:
        if name not in known:
            raise UserError(f"logging.trackers: {name!r} is unknown{nearest(name, known)} (known: {', '.join(known)})")
        if name not in installed:
            raise UserError(f"logging.trackers: {name!r} needs the package {name}: pip install {name}")


def _started(name: str, config: Config, run_dir: Path, unique: str) -> Tracker:
    from accelerate.tracking import LOGGER_TYPE_TO_CLASS

    kind = LOGGER_TYPE_TO_CLASS[name]
    options: dict[str, Any] = {"run_name": config.logging.project}
    if kind.requires_logging_directory:
        options["logging_dir"] = str(run_dir)
    options |= _options(name, run_dir, unique)
    try:
        tracker: Tracker = kind(**options)
        tracker.start()
    except Exception as error:
        raise UserError(f"logging.trackers: {name} does not start: {type(error).__name__}: {error}") from error
    return tracker


def _options(name: str, run_dir: Path, unique: str) -> dict[str, Any]:
    """So that a resumed run is the same run there, and what it writes lies in the run's folder."""
    run_name = run_dir.resolve().name
    return {
        "tensorboard": {"run_name": "tensorboard"},  # the folder in the run's folder
        "wandb": {"name": run_name, "dir": str(run_dir), "id": unique, "resume": "allow"},
        "trackio": {"name": f"{run_name}-{unique}", "resume": "allow"},
    }.get(name, {})


def _history(run_dir: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every step that is on record, with its times."""
    log = read_run(run_dir)
    times = {step_of(row): row for row in log.timings}
    for row in log.metrics:
        step = step_of(row)
        if step is not None:
            yield step, {key: value for key, value in (times.get(step, {}) | row).items() if key != "step"}


def _saved(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
