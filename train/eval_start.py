"""`prorl-eval`, once its arguments are parsed."""

import json
import os
import warnings
from dataclasses import replace
from pathlib import Path

import click

os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")

import transformers
from rich.console import Console

import prorl  # noqa: F401  (fills the table)
from prorl.envs.loaders import FOLDER_VARIABLE
from prorl.registry.errors import UserError
from prorl.train.eval_display import EvalDisplay
from prorl.train.measure import plan as plans
from prorl.train.measure.decontaminate_table import print_contamination
from prorl.train.measure.engines import EngineSettings, check_engine
from prorl.train.measure.evaluation import Evaluation, load_evaluation
from prorl.train.measure.items import open_env
from prorl.train.measure.out_of_distribution import group_lines, group_table, longer
from prorl.train.measure.plan import samples_of
from prorl.train.measure.planning import Planned, fitted, planned
from prorl.train.measure.presets import PRESETS
from prorl.train.measure.recording import recorded
from prorl.train.measure.request import Request
from prorl.train.measure.rescore import Changes, rescore
from prorl.train.measure.running import Job, sample_models
from prorl.train.measure.sample import Shard
from prorl.train.measure.suite import MissingData, suites
from prorl.train.measure.summary import Summary, summarise, summary_json, write_summary
from prorl.train.measure.summary_table import against_table, markdown, more_notes, notes, table


def start_evaluation(request: Request) -> None:
    """Do what was asked: sample, judge again, or look for contamination; print what came of it.

    Raises:
        UserError: for a mistake in the request.
        RunEnded: if an engine failed.
    """
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    if request.data is not None:
        os.environ[FOLDER_VARIABLE] = str(request.data)
    if "list" in (request.preset, *request.suites):
        _list()
    elif request.decontaminate is not None:
        print_contamination(request.decontaminate, request.suites, request.items, request.form)
    else:
        _evaluate(request)


def _list() -> None:
    for name, preset in PRESETS.items():
        protocol = preset.protocol
        settings = f"temperature {protocol.temperature:g}, top-p {protocol.top_p:g}, {protocol.max_new_tokens} tokens"
        click.echo(f"preset {name:<15} {settings}, n = {preset.n}: {preset.summary}")
    for suite in suites().values():
        click.echo(f"suite  {suite.name:<15} {', '.join(suite.groups):<9} {suite.title}")


def _evaluate(request: Request) -> None:
    check_engine(engine_of(request))
    asked = planned(request)
    for line in (*asked.missing, *asked.notes):
        click.echo(f"note: {line}", err=True)
    shard, launched = shard_of(request.shard)
    display = EvalDisplay(Console(stderr=request.form != "table"), quiet=launched and shard.index > 0)
    display.say(f"evaluation in {asked.folder}")
    parts = [asked, _with_more_tokens(asked, request.ood_tokens)] if request.ood_tokens else [asked]
    for part in parts:
        if request.rescore:
            _rescore(part.folder, display)
        else:
            _sample(request, part, shard, display)
    evaluations = [load_evaluation(part.folder) for part in parts]
    summary, *_ = summaries = [summarise(evaluation) for evaluation in evaluations]
    for one in summaries:
        write_summary(one)
    if not launched or shard.index == 0 or all(evaluation.complete for evaluation in evaluations):
        _print(summary, evaluations, request.form)
    if asked.missing:
        raise MissingData(f"{len(asked.missing)} of the suites had no data, see the notes above; the others are done")


def _sample(request: Request, asked: Planned, shard: Shard, display: EvalDisplay) -> None:
    """Make the folder hold the samples that were asked for."""
    items = recorded(asked.folder, asked.plan)
    job = Job(
        folder=asked.folder,
        plan=asked.plan,
        items=tuple({item.key: item for own in items.values() for item in own}.values()),
        envs={target.env_id: open_env(replace(target, level=None)) for target in asked.plan.targets},
        shard=shard,
        engine=engine_of(request),
        block=request.block,
    )
    with display:
        sample_models(job, asked.plan.models, display)


def engine_of(request: Request) -> EngineSettings:
    """What is to sample."""
    return EngineSettings(kind=request.engine, dtype=request.dtype, max_rows=request.rows, urls=request.engine_urls)


def _rescore(folder: Path, display: EvalDisplay) -> None:
    """Judge what the folder holds again, all models."""
    plan = plans.load(folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # without its data set an environment can still judge
        envs = {target.env_id: open_env(replace(target, level=None)) for target in plan.targets}
    for model in plan.models:
        changes = rescore(samples_of(folder, model.label), envs)
        for line in _told(model.label, changes):
            display.say(line)


def _told(label: str, changes: Changes) -> list[str]:
    counts = f"{label}: {changes.responses} different responses of {changes.samples} samples judged again"
    lines = [f"{counts}, {sum(changes.verdicts.values())} verdicts changed"]
    for (env_id, kind), count in sorted(changes.verdicts.items()):
        names = " -> ".join(changes.verifiers[env_id])
        lines.append(f"  {env_id}: {count} {kind} ({names})")
    return lines


def _with_more_tokens(asked: Planned, factor: float) -> Planned:
    """The trained targets again, in a folder inside, with a larger token limit.

    Raises:
        UserError: for a factor that is not over 1, or where no model has room.
    """
    if not 1 < factor < 1000:
        raise UserError(f"--ood-tokens must be over 1, got {factor:g}")
    more = replace(asked.plan.protocol, max_new_tokens=round(asked.plan.protocol.max_new_tokens * factor))
    protocol, _ = fitted(more, asked.plan.models, explicit=True)
    targets = tuple(longer(asked.plan.targets, factor))
    if not targets:
        raise UserError("--ood-tokens belongs to --ood")
    plan = replace(asked.plan, protocol=protocol, targets=targets)
    return Planned(folder=asked.folder / f"tokens-x{factor:g}", plan=plan)


def shard_of(text: str | None) -> tuple[Shard, bool]:
    """This process's share, and whether a launcher decided it.

    `--shard I/N` goes first; else RANK and WORLD_SIZE, which `accelerate launch` and torchrun set.

    Raises:
        UserError: for anything but I/N with 0 <= I < N.
    """
    if text is None:
        world = int(os.environ.get("WORLD_SIZE", "1"))
        return Shard(index=int(os.environ.get("RANK", "0")), count=world), world > 1
    index, slash, count = text.partition("/")
    if not (slash and index.isdigit() and count.isdigit() and int(index) < int(count)):
        raise UserError(f"--shard takes I/N with I from 0 to N - 1, e.g. 0/4, got {text!r}")
    return Shard(index=int(index), count=int(count)), False


def _print(summary: Summary, evaluations: list[Evaluation], form: str) -> None:
    if form == "json":
        click.echo(json.dumps(summary_json(summary), indent=1))
        return
    if form == "md":
        click.echo(markdown(summary), nl=False)
        return
    console = Console()
    if not console.is_terminal:
        console = Console(width=200)
    console.print(table(summary, console.width))
    if summary.against:
        console.print(against_table(summary))
    for line in (*notes(summary), *more_notes(summary)):
        console.print(line, soft_wrap=True, markup=False)
    groups = [line for evaluation in evaluations for line in group_lines(evaluation)]
    if groups:
        console.print(group_table(groups))
