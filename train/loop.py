"""The loop of ProRL, to be read from top to bottom.

mixture -> groups of G rollouts -> verdicts -> dynamic sampling -> advantages -> K updates -> validation ->
stagnation detector -> reference reset -> checkpoint.

Kept of ProRL v1 (arXiv 2505.24864): group-normalised advantages, decoupled clipping, dynamic sampling on whole groups,
a KL term to a reference that is reset, hard, when validation stagnates, with fresh or kept optimizer moments.
"""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from prorl.agents.records import Group
from prorl.train.anchor import kl_of, reset_if_due
from prorl.train.checkpoint import Progress, load, newest_whole, save
from prorl.train.config import Config
from prorl.train.display import Display
from prorl.train.engine_faults import surviving
from prorl.train.engines import close_engine, sync_seconds
from prorl.train.evaluate import Scores, evaluate
from prorl.train.kl import steered
from prorl.train.lookahead import looking_ahead
from prorl.train.mixing import steer
from prorl.train.ranks import watching
from prorl.train.resets import observe_score
from prorl.train.rundir import RunDir
from prorl.train.sampling import Collected, collect
from prorl.train.setup import Workbench, build
from prorl.train.stage_entry import enter_if_due
from prorl.train.stopping import Stopped, StopRequest, listening
from prorl.train.update import Updated, update
from prorl.train.verifying import VerifyClock, verify_metrics

Metrics = dict[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finished:
    """How a run ended: held-out strict pass@1 before and after, by environment."""

    path: Path
    before: dict[str, float]
    after: dict[str, float]
    resets: int


def train(config: Config, display: Display, fresh: bool = False) -> Finished:
    """Run, or go on with, a training run until `run.steps`.

    Raises:
        UserError: for a setting, model, environment or folder that cannot work.
        CheckpointError: if a checkpoint cannot be written.
        NonFiniteLoss: if `optim.bad_steps` gradients in a row are not finite.
        EngineLost: if the engine crashes `rollout.engine_crashes` times in a row.
        RankLost: if another process of the run dies.
        Stopped: after SIGTERM or Ctrl-C, once a checkpoint is written.
    """
    bench = build(config)
    try:
        return _train(bench, display, fresh)
    finally:
        bench.trackers.close()
        close_engine(bench.policy)


def _train(bench: Workbench, display: Display, fresh: bool) -> Finished:
    config = bench.whole
    run = RunDir(Path(config.run.dir), writes=bench.accelerator.is_main_process)
    run.open(config, fresh)
    with watching(bench.accelerator, config.run.rank_timeout, lambda message: run.event(0, "fault", message=message)):
        bench.accelerator.wait_for_everyone()
        progress = _begin(bench, run)
        if bench.accelerator.is_main_process:
            bench.trackers.open(config, run.path, lambda step, message: run.event(step, "fault", message=message))
        display.begin(config.run.steps, progress.step)
        with listening() as request:
            for step in range(progress.step + 1, config.run.steps + 1):
                progress, metrics = _step(bench, run, progress, step)
                display.step(step, metrics)
                if step < config.run.steps and request.by_anyone(bench.accelerator):
                    _stop(bench, run, progress, request)
    run.event(progress.step, "finish", resets=progress.resets.count)
    before, after = run.last_scores() if bench.accelerator.is_main_process else ({}, {})
    return Finished(path=run.path, before=before, after=after, resets=progress.resets.count)


def _stop(bench: Workbench, run: RunDir, progress: Progress, request: StopRequest) -> None:
    """Leave a checkpoint of this step and end the run.

    Raises:
        Stopped: always.
    """
    if progress.step % bench.config.run.checkpoint_every:
        save(bench, run, progress)
    run.event(progress.step, "stop", signal=request.name)
    raise Stopped(f"stopped after step {progress.step}; the same command goes on from there")


def _begin(bench: Workbench, run: RunDir) -> Progress:
    """From the newest checkpoint, or from step 0 with a first validation."""
    newest = newest_whole(bench, run)
    if newest is not None:
        progress = load(bench, newest)
        run.rewind(progress.step)
        run.event(progress.step, "resume", checkpoint=newest.name)
        return progress
    run.rewind(-1)
    run.event(0, "start", processes=bench.accelerator.num_processes)
    scores = surviving(bench, run, 0, lambda: evaluate(bench))
    run.append(run.metrics, {"step": 0, **scores.metrics()})
    run.rollouts(0, "eval", _some(scores.samples))
    return _observe(bench, Progress(kl_coef=bench.config.kl.coef), scores)


def _observe(bench: Workbench, progress: Progress, scores: Scores) -> Progress:
    """Tell the triggers of a validation, and keep the weights if it is the best."""
    resets = observe_score(progress.resets, scores.mean, scores.error, bench.config.reference)
    if resets.best_score > progress.resets.best_score:
        bench.snapshots.after_best(bench.loaded.model)
    return replace(progress, resets=resets)


def _step(bench: Workbench, run: RunDir, progress: Progress, step: int) -> tuple[Progress, Metrics]:
    """One rollout batch, K updates, and what is due after them."""
    clock = _Clock(bench)
    collected = surviving(bench, run, step, lambda: collect(bench, step))
    steering = steer(bench.mixture, collected.solved, collected.informative)
    clock.lap("rollout")
    with looking_ahead(bench, run, step + 1, collected.drawn):
        updated = update(bench, collected, step, progress.kl_coef)
        clock.lap("update")
    clock.lap("rollout")
    for message in updated.faults:
        run.event(step, "fault", message=message)
    bench.snapshots.after_step(bench.loaded.model)
    metrics = _sample_metrics(collected) | verify_metrics(collected.episodes)
    metrics |= updated.metrics | steering
    clock.lap("update")
    scores = surviving(bench, run, step, lambda: evaluate(bench)) if _has_validation(bench.config, step) else None
    clock.lap("eval")
    metrics["policy/kl_coef"] = progress.kl_coef
    progress = replace(progress, step=step, policy_version=bench.policy.version)
    progress = _steer(progress, metrics.get("policy/kl_ref"), len(collected.episodes), bench.config)
    if scores is not None:
        metrics |= scores.metrics() | _base_kl(bench, progress, updated)
        progress = _observe(bench, progress, scores)
    progress, wanted = enter_if_due(bench, run, progress)
    progress = reset_if_due(bench, run, progress, metrics.get("policy/kl_ref"), updated.probe, wanted)
    run.append(run.metrics, {"step": step, **metrics})
    times = clock.row(collected)
    run.append(run.timings, {"step": step, **times})
    bench.trackers.log(step, metrics | times)
    _dump(bench, run, step, collected, scores)
    if step % bench.config.run.checkpoint_every == 0 or step == bench.config.run.steps:
        save(bench, run, progress)
    return progress, metrics


def _steer(progress: Progress, kl: float | None, episodes: int, config: Config) -> Progress:
    """Move the KL coefficient where it is adaptive and the step measured a KL."""
    if not config.kl.target or kl is None:
        return progress
    return replace(progress, kl_coef=steered(progress.kl_coef, kl, episodes, config.kl))


def _base_kl(bench: Workbench, progress: Progress, updated: Updated) -> Metrics:
    """`policy/kl_base`: how far the policy has come from the model that the run started from, in all."""
    if not bench.config.reset.base_kl or "policy/kl_ref" not in updated.metrics:
        return {}
    if not progress.resets.count:
        return {"policy/kl_base": updated.metrics["policy/kl_ref"]}
    assert bench.base is not None, "kept at the first reset"
    kl = kl_of(bench, bench.base, updated.probe)
    return {} if kl is None else {"policy/kl_base": kl}


def _has_validation(config: Config, step: int) -> bool:
    return step % config.evaluation.every == 0 or step == config.run.steps


def _sample_metrics(collected: Collected) -> Metrics:
    """What sampling says, over every episode, those of dropped groups included."""
    episodes = [episode for episode in collected.episodes if episode.gradeable]
    count = max(len(episodes), 1)
    metrics = {
        "reward/mean": sum(e.reward for e in episodes) / count,
        "reward/solved": sum(e.solved for e in episodes) / count,
        "sample/kept": (collected.kept - collected.reused) / max(collected.drawn, 1),
        "sample/reused": float(collected.reused),
        "sample/staleness": collected.staleness,
        "sample/groups": float(collected.kept),
        "sample/rounds": float(collected.rounds),
        "sample/episodes": float(len(collected.episodes)),
        "sample/tokens": float(sum(e.tokens for e in collected.episodes)),
        "sample/truncated": sum(e.truncated for e in episodes) / count,
        "sample/length": sum(e.tokens for e in episodes) / count,
        "sample/ungradeable": 1 - len(episodes) / max(len(collected.episodes), 1),
        "sample/useful_tokens": _useful_tokens(collected),
    }
    for env_id in sorted({e.env_id for e in episodes}):
        own = [e for e in episodes if e.env_id == env_id]
        metrics[f"reward/{env_id}"] = sum(e.reward for e in own) / len(own)
        metrics[f"solved/{env_id}"] = sum(e.solved for e in own) / len(own)
    return metrics


def _useful_tokens(collected: Collected) -> float:
    """Share of this step's sampled tokens that are trained on, now or later: the rest is the price of filtering."""
    tokens = sum(episode.tokens for episode in collected.episodes)
    useful = sum(episode.tokens for episode in collected.episodes if episode.kept)
    return useful / max(tokens, 1)


def _dump(bench: Workbench, run: RunDir, step: int, collected: Collected, scores: Scores | None) -> None:
    every, groups = bench.config.run.samples_every, bench.config.run.samples_groups
    if step % every == 0:
        run.rollouts(step, "train", collected.samples[:groups])
    if scores is not None:
        run.rollouts(step, "eval", _some(scores.samples))


def _some(groups: Sequence[Group], most: int = 40) -> Sequence[Group]:
    """An even choice of at most `most` groups."""
    return groups[:: max(1, -(-len(groups) // most))]


class _Clock:
    """Seconds between laps, what the rollouts spent on what (`PlayTimes`), and this process's processor time.

    `time/rollout` is what the step waited for samples; `time/rollout_early` was spent while the step before updated.
    `time/sync` is what handing weights over to an engine of vLLM took, wherever in the step it was done.
    """

    def __init__(self, bench: Workbench):
        self._bench, self._synced = bench, sync_seconds(bench.policy)
        self._times, self._before = bench.times, asdict(bench.times)
        self._early = bench.early.seconds if bench.early is not None else 0.0
        self._pool = VerifyClock()
        self._started = self._last = time.perf_counter()
        self._processor = time.process_time()
        self._laps: Metrics = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self._laps[f"time/{name}"] = self._laps.get(f"time/{name}", 0.0) + now - self._last
        self._last = now
        if name == "rollout":
            spent = {part: seconds - self._before[part] for part, seconds in asdict(self._times).items()}
            self._laps |= {f"time/{part}": seconds for part, seconds in spent.items()}

    def row(self, collected: Collected) -> Metrics:
        total = time.perf_counter() - self._started
        tokens = sum(episode.tokens for episode in collected.episodes)
        sampling = self._laps["time/rollout"] + self._early
        processor = time.process_time() - self._processor
        whole = {"time/step": total, "time/cpu": processor, "speed/tokens_per_s": tokens / sampling}
        if self._early:
            whole["time/rollout_early"] = self._early
        if (synced := sync_seconds(self._bench.policy)) > 0:
            whole["time/sync"] = synced - self._synced
        return self._laps | whole | self._pool.row()
