"""The in-process engine: samples from a transformers model, the very weights that are being trained."""

from prorl.agents.engine.policy import TransformersPolicy

__all__ = ["TransformersPolicy"]
