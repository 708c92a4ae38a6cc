"""`prorl-train`, once its arguments are parsed."""

import logging
import os
from collections.abc import Iterable
from dataclasses import replace

os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")

import transformers

from prorl.registry.errors import UserError
from prorl.registry.mixture import Mixture
from prorl.train.config import Config
from prorl.train.configuring import load_config
from prorl.train.display import Display, summary_table
from prorl.train.loop import Finished, train
from prorl.train.reporting.output import write_report
from prorl.train.stopping import Stopped


def start(
    recipe: str,
    *,
    envs: Iterable[str],
    model: str | None,
    overrides: Iterable[str],
    fresh: bool,
    like: str | None = None,
) -> Finished | None:
    """Train, write the report, and print what was learnt and where the report is; `None` if asked to stop."""
    transformers.logging.set_verbosity_error()
    logging.getLogger("accelerate").setLevel(logging.ERROR)  # it warns of tied weights at every checkpoint
    transformers.utils.logging.disable_progress_bar()
    config = configure(recipe, envs, model, overrides, like)
    main_process = int(os.environ.get("RANK", "0")) == 0
    display = Display(quiet=not main_process)
    display.console.print(f"run {config.run.dir}: {len(config.mixture)} environments, model {config.model.path}")
    try:
        with display:
            finished = train(config, display, fresh)
    except Stopped as stop:
        display.console.print(str(stop))
        return None
    if main_process:
        report = write_report(finished.path)
        display.console.print(summary_table(finished.before, finished.after))
        display.console.print(f"{finished.resets} reference resets. Report: {report}", soft_wrap=True)
    return finished


def configure(
    recipe: str, envs: Iterable[str], model: str | None, overrides: Iterable[str], like: str | None = None
) -> Config:
    """The recipe with `--like`, `--set`, `--env` and `--model` applied."""
    config = load_config(recipe, overrides, like)
    envs = list(envs)
    if envs:
        items = Mixture.parse(envs).items
        names = [item.env_id if item.level is None else f"{item.env_id}@{item.level}" for item in items]
        config = replace(config, mixture=dict(zip(names, (item.weight for item in items), strict=True)))
    if model is not None:
        if not model:
            raise UserError("--model is empty")
        config = replace(config, model=replace(config.model, path=model))
    return config
