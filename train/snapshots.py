"""Weights that a reset may want besides the policy's own: those of the best validation, and a moving average."""

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import PreTrainedModel

from prorl.train.config import ResetConfig
from prorl.train.weights import copied, trained

FILE = "snapshot.safetensors"


class Snapshots:
    """One copy of the trained weights if `reset.source` is "best" or "ema"; nothing for "current" or "keep"."""

    def __init__(self, config: ResetConfig, model: PreTrainedModel, place: torch.device | None = None):
        """The copy rests in `place`; by default where the model is."""
        self._config = config
        wanted = config.source in ("best", "ema")
        self._kept = copied(trained(model), place or model.device) if wanted else None

    def after_step(self, model: PreTrainedModel) -> None:
        """Move the average: kept = decay · kept + (1 - decay) · weights."""
        if self._config.source == "ema" and self._kept is not None:
            for name, weights in trained(model).items():
                kept = self._kept[name]
                kept.copy_(kept + (1 - self._config.ema_decay) * (weights.detach().to(kept.device) - kept))

    def after_best(self, model: PreTrainedModel) -> None:
        """Keep the weights of a new best validation score."""
        if self._config.source == "best":
            self._take(trained(model))

    def source(self, model: PreTrainedModel) -> Mapping[str, torch.Tensor]:
        """The weights that a reset takes."""
        return trained(model) if self._kept is None else self._kept

    def save(self, folder: Path) -> None:
        """Write the copy, if there is one, beside a checkpoint's other files."""
        if self._kept is not None:
            save_file({name: tensor.contiguous() for name, tensor in self._kept.items()}, folder / FILE)

    def load(self, folder: Path) -> None:
        """Read it back."""
        if self._kept is not None:
            self._take(load_file(folder / FILE))

    def _take(self, weights: Mapping[str, torch.Tensor]) -> None:
        assert self._kept is not None
        for name, kept in self._kept.items():
            kept.copy_(weights[name].detach())
