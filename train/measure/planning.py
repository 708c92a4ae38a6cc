"""From a request to the plan of an evaluation."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from prorl.registry.errors import UserError
from prorl.registry.mixture_items import MixtureItem, merge, parse_items
from prorl.registry.table import TABLE
from prorl.train.config import Config
from prorl.train.measure import plan as plans
from prorl.train.measure.engines import context_of
from prorl.train.measure.items import Target
from prorl.train.measure.models import models_of
from prorl.train.measure.out_of_distribution import DEFAULT_ENVS, in_and_out, trained_items
from prorl.train.measure.plan import Model, Plan
from prorl.train.measure.presets import Preset, Protocol, checked_n, preset
from prorl.train.measure.request import Request
from prorl.train.measure.suite import MissingData, chosen, targets_of
from prorl.train.measure.summary import ks_up_to

DEFAULT_ITEMS = 50
DEFAULT_N = 16
QUICK = "mixture:quick"
"""What the bundled policy is measured on if nothing is named."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """What a command asks for."""

    folder: Path
    plan: Plan
    """Of this command alone; the folder may hold more."""
    missing: tuple[str, ...] = ()
    """One line for each suite whose data are not here."""
    notes: tuple[str, ...] = ()
    """Lines that its user should read."""


def planned(request: Request) -> Planned:
    """The plan of a command.

    Raises:
        UserError: for anything in the request that cannot be done.
        MissingData: if data are missing and nothing else was asked for.
    """
    if len(request.models) == 1 and plans.is_evaluation(Path(request.models[0])):
        return _going_on(request, Path(request.models[0]))
    if not request.models:
        raise UserError("name a model, a run's folder or an evaluation's folder, e.g. prorl-eval bundled")
    run = _run(request.models)
    config = _config(run)
    targets, missing = _targets(request, run, config)
    models = models_of(request.models, request.checkpoints, request.base, request.null)
    baseline = next((model.label for model in models if model.role == "base"), "")
    if request.match_entropy:
        models = _matched(models, baseline)
    protocol, notes = _protocol(request, config, models)
    n = checked_n(request.n or _preset(request).n)
    plan = Plan(
        protocol=protocol,
        n=n,
        ks=_ks(request.ks, n),
        models=models,
        targets=targets,
        baseline=baseline,
    )
    return Planned(folder=_folder(request, run, models), plan=plan, missing=missing, notes=notes)


def _going_on(request: Request, folder: Path) -> Planned:
    """The evaluation of a folder as it is, perhaps with more samples."""
    for name in ("envs", "suites", "base", "checkpoints", "preset", "temperature", "top_p", "max_tokens", "items"):
        if getattr(request, name):
            raise UserError(
                f"{folder} goes on with the settings in it, so --{name.replace('_', '-')} has no place beside it: "
                f"name the models and --out {folder} to add to it"
            )
    plan = plans.load(folder)
    n = checked_n(request.n or plan.n)
    ks = _ks(request.ks, n) if request.ks or n != plan.n else plan.ks
    return Planned(folder=folder, plan=replace(plan, n=n, ks=ks))


def _run(names: Iterable[str]) -> Path | None:
    """The first of the names that is a run's folder."""
    paths = [Path(name.rpartition("=")[2]).expanduser() for name in names]
    return next((path for path in paths if (path / "checkpoints").is_dir()), None)


def _config(run: Path | None) -> Config | None:
    from prorl.train.configuring import load_config

    return None if run is None else load_config(str(run / "config.toml"))


def _targets(request: Request, run: Path | None, config: Config | None) -> tuple[tuple[Target, ...], tuple[str, ...]]:
    items = request.items or DEFAULT_ITEMS
    if request.ood:
        if run is None or config is None:
            raise UserError("--ood needs a run's folder: it says what was trained")
        return tuple(in_and_out(config, run, request.ood_envs or DEFAULT_ENVS, items)), ()
    suites, missing = _suite_targets(request)
    named = [Target(env_id=i.env_id, level=i.level, items=items) for i in _environments(request, config)]
    found = {target.name: target for target in (*named, *suites)}
    if not found:
        raise MissingData(missing[0] if len(missing) == 1 else f"no suite has its data: {'; '.join(missing)}")
    _one_meaning(found.values())
    return tuple(found.values()), missing


def _suite_targets(request: Request) -> tuple[list[Target], tuple[str, ...]]:
    """Of all suites whose data are here; a line for each of the others."""
    targets: list[Target] = []
    missing = []
    for suite in chosen(request.suites):
        try:
            targets += targets_of(suite, request.items)
        except MissingData as error:
            missing.append(str(error))
    return targets, tuple(missing)


def _environments(request: Request, config: Config | None) -> Sequence[MixtureItem]:
    if request.envs:
        return merge(parse_items(request.envs, TABLE))
    if request.suites:
        return ()
    if config is not None:
        return trained_items(config)
    if "bundled" in (request.base, *request.models):
        return merge(parse_items([QUICK], TABLE))
    raise UserError("say what to measure: --suite gsm8k, --env prorl/chain-sum-v0, --env mixture:quick …")


def _one_meaning(targets: Iterable[Target]) -> None:
    """Samples are stored by environment and item, so an environment has the same options in all targets."""
    options = {target.env_id: target.options for target in targets}
    for target in targets:
        if target.options != options[target.env_id]:
            raise UserError(f"{target.env_id} is asked for with two sets of options: leave out --env or --suite")


def _matched(models: Sequence[Model], baseline: str) -> tuple[Model, ...]:
    if not baseline:
        raise UserError("--match-entropy needs a base to match: name one with --base, or use --checkpoints 0,…")
    return tuple(replace(model, matched=model.role == "model") for model in models)


def _preset(request: Request) -> Preset:
    if request.preset is None:
        return Preset(summary="", protocol=Protocol(), n=DEFAULT_N)
    return preset(request.preset)


def _protocol(request: Request, config: Config | None, models: Sequence[Model]) -> tuple[Protocol, tuple[str, ...]]:
    base = _preset(request).protocol
    if request.preset is None and config is not None:
        base = replace(base, max_new_tokens=config.rollout.max_new_tokens)
    asked: dict[str, Any] = {
        "temperature": request.temperature,
        "top_p": request.top_p,
        "max_new_tokens": request.max_tokens,
        "seed": request.seed,
    }
    protocol = replace(base, **{name: value for name, value in asked.items() if value is not None})
    protocol.sampling()
    if request.match_entropy and not protocol.temperature:
        raise UserError("--match-entropy needs a temperature over 0")
    return fitted(protocol, models, explicit=request.max_tokens is not None)


def fitted(protocol: Protocol, models: Sequence[Model], explicit: bool) -> tuple[Protocol, tuple[str, ...]]:
    """The protocol with a token limit that every model has room for, the same for all, and a note if it was cut.

    Raises:
        UserError: if there is no room and the limit was asked for explicitly.
    """
    contexts = {model.label: context_of(model.path) for model in models}
    label, context = min(contexts.items(), key=lambda pair: pair[1])
    if protocol.max_new_tokens < context:
        return protocol, ()
    if explicit:
        raise UserError(f"{protocol.max_new_tokens} tokens leave no room for a prompt: {label} takes {context}")
    note = f"{label} takes {context} tokens, prompt included: responses have at most {context // 2}, for every model"
    return replace(protocol, max_new_tokens=context // 2), (note,)


def _ks(text: str | None, n: int) -> tuple[int, ...]:
    """The k of `-k 1,8,64`, or the usual ones."""
    if text is None:
        return ks_up_to(n)
    words = text.split(",")
    if not all(re.fullmatch(r"\s*[1-9]\d*\s*", word) for word in words):
        raise UserError(f"-k takes numbers from 1 on with commas between, got {text!r}")
    ks = sorted({int(word) for word in words})
    if ks[-1] > n:
        raise UserError(f"pass@{ks[-1]} needs at least as many samples: give -n {ks[-1]} or more, better twice that")
    return tuple(ks)


def _folder(request: Request, run: Path | None, models: Sequence[Model]) -> Path:
    if request.out is not None:
        return request.out
    if run is not None:
        return run / ("evaluation-ood" if request.ood else "evaluation")
    return Path("evals") / next(model.label for model in models if model.role == "model")
