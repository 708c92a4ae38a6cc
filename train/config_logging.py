"""The configuration of what follows a run from outside (docs/report.md)."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class LoggingConfig:
    """Programs that are told every step's numbers; they may change when a run is resumed."""

    trackers: tuple[str, ...] = ()
    """Names that accelerate knows, e.g. `["tensorboard", "wandb", "trackio"]`; each is a package to be installed."""
    project: str = "prorl"
    """What the run belongs to, for those that have projects; the run's name is that of its folder."""
