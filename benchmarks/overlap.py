"""What of a step goes on beside something else, and what that saves.

    python benchmarks/overlap.py [--pairs 3] [--steps 5] [--part verdicts|items|ahead] [--write]

Three tables, each of variants that take turns in one process with the bundled policy:

* verdicts: one round of rollouts, judged at once in the sampling thread, in one background thread, by the sandbox
  while others sample, or after everything is sampled;
* items: steps of training with the next step's items made ahead in pool workers during the update, and without;
* ahead: steps of training with `rollout.ahead` 0 and 1.

Seconds are medians over pairs. --write makes `docs/results/overlap.md`.
"""

import argparse
import contextlib
import io
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import prorl  # noqa: F401  (fills the table of environments)
from prorl.agents.engine import TransformersPolicy
from prorl.agents.judging import Judging
from prorl.agents.load import load_policy
from prorl.agents.policy import Sampling
from prorl.agents.rollout import PlaySettings, PlayTimes, play
from prorl.agents.shelf import Shelf
from prorl.registry.mixture import ItemRef
from prorl.train.config import Config, MismatchConfig
from prorl.train.configuring import load_config
from prorl.train.display import Display
from prorl.train.loop import train

ROOT = Path(__file__).parents[1]
VERDICTS = {"prorl/sort-digits-v0": "in process", "prorl/mbpp-v0": "sandbox"}
ITEMS = ("prorl/sort-digits-v0", "prorl/sudoku-v0", "prorl/word-ladder-v0", "prorl/group-anagrams-v0")
Row = Sequence[str | float]


class AfterAll(Judging):
    """Asks for every verdict when all is sampled."""

    def __init__(self) -> None:
        super().__init__()
        self._late = []

    def add(self, env) -> None:
        self._late.append(env)

    def settle(self) -> float:
        for env in self._late:
            super().add(env)
        return super().settle() * 0.0


class OneThread(Judging):
    """Judges in one background thread whatever is judged in this process."""

    def __init__(self) -> None:
        super().__init__()
        self._threads = ThreadPoolExecutor(max_workers=1)

    def add(self, env) -> None:
        asked = env.ask_pool() or self._threads.submit(env.judge_here)
        self._background.watch(asked)
        self._waiting.append((env, asked))


MODES = {"as it is": Judging, "one thread": OneThread, "after all": AfterAll}


def verdicts(pairs: int) -> Iterator[Row]:
    """One round of 8 items with 16 responses each, of at most 48 tokens."""
    loaded = load_policy("bundled", "float32")
    policy = TransformersPolicy(loaded.model, loaded.tokenizer)
    sampling = Sampling(max_new_tokens=48)
    settings = PlaySettings(group_size=16, sampling=sampling, seed=0, context_limit=loaded.context_limit)
    yield "environment", "judged", "when", "whole s", "sample s", "exposed s", "hidden s"
    for env_id, place in VERDICTS.items():
        items = [ItemRef(env_id=env_id, level=0, split="train", seed=0, index=i) for i in range(8)]
        found: dict[str, list[tuple[float, PlayTimes]]] = {mode: [] for mode in MODES}
        shelf = Shelf(keep=True)
        for number in range(pairs + 1):
            for mode, judging in MODES.items():
                with replaced("prorl.agents.rollout.Judging", judging):
                    times, started = PlayTimes(), time.perf_counter()
                    play(policy, loaded.tokenizer, items, settings, times, shelf)
                    if number:
                        found[mode].append((time.perf_counter() - started, times))
        for mode, rows in found.items():
            whole = statistics.median(seconds for seconds, _ in rows)
            parts = [statistics.median(getattr(t, p) for _, t in rows) for p in ("sample", "verify", "verify_hidden")]
            yield env_id, place, mode, whole, *parts


def items(pairs: int, steps: int) -> Iterator[Row]:
    """Steps of 16 groups, with `Shelf.prepare` and without."""
    yield "environment", "items", "step s", "items: exposed s", "items: hidden s", "update s"
    for env_id in ITEMS:
        config = replace(recipe(steps), mixture={f"{env_id}@0": 1.0})
        variants = {"when needed": no_preparing, "ahead": contextlib.nullcontext}
        for name, rows in taking_turns(variants, lambda _, config=config: config, pairs):
            yield env_id, name, *medians(rows, "time/step", "time/prompts", "time/prompts_hidden", "time/update")


def ahead(pairs: int, steps: int) -> Iterator[Row]:
    """Steps of the quickstart."""
    yield "rollout.ahead", "step s", "waited for samples s", "sampled meanwhile s", "update s", "processor s"
    config = replace(recipe(steps), mismatch=MismatchConfig(correction="tis"))

    def of(name: str) -> Config:
        return replace(config, rollout=replace(config.rollout, ahead=int(name)))

    for name, rows in taking_turns({"0": contextlib.nullcontext, "1": contextlib.nullcontext}, of, pairs):
        names = ("time/step", "time/rollout", "time/rollout_early", "time/update", "time/cpu")
        yield name, *medians(rows, *names)


def recipe(steps: int) -> Config:
    """The quickstart without validations, every group kept, so that every step has the same work."""
    config = load_config("quickstart")
    return replace(
        config,
        run=replace(config.run, steps=steps, checkpoint_every=10**6),
        dynamic=replace(config.dynamic, keep="all"),
        evaluation=replace(config.evaluation, every=10**6, items=1, samples=1),
    )


def taking_turns(
    variants: dict[str, Callable], config_of: Callable[[str], Config], pairs: int
) -> Iterator[tuple[str, list[dict[str, float]]]]:
    """The timings of each variant's steps, but for the first two and the last of each run."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in variants}
    for _ in range(pairs):
        for name, around in variants.items():
            with tempfile.TemporaryDirectory() as folder, around(), contextlib.redirect_stdout(io.StringIO()):
                config = config_of(name)
                config = replace(config, run=replace(config.run, dir=f"{folder}/run"))
                path = train(config, Display(quiet=True)).path
                rows = [json.loads(line) for line in (path / "timings.jsonl").read_text().splitlines()]
                found[name] += rows[2:-1]
    yield from found.items()


def medians(rows: Sequence[dict[str, float]], *names: str) -> list[float]:
    return [statistics.median(row.get(name, 0.0) for row in rows) for name in names]


@contextlib.contextmanager
def replaced(name: str, value: object) -> Iterator[None]:
    """Another value of a module's name for a while."""
    import importlib

    module, _, attribute = name.rpartition(".")
    owner = importlib.import_module(module)
    before = getattr(owner, attribute)
    setattr(owner, attribute, value)
    yield
    setattr(owner, attribute, before)


@contextlib.contextmanager
def no_preparing() -> Iterator[None]:
    """Items are made when they are needed."""
    real, Shelf.prepare = Shelf.prepare, lambda self, items: None
    yield
    Shelf.prepare = real


def table(rows: Iterator[Row]) -> str:
    """Prints each row as it comes."""
    lines: list[str] = []
    for row in rows:
        cells = [cell if isinstance(cell, str) else f"{cell:.3f}" for cell in row]
        fresh = ["| " + " | ".join(cells) + " |"] + ([] if lines else ["| " + " | ".join(["---"] * len(cells)) + " |"])
        print("\n".join(fresh), flush=True)
        lines += fresh
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--steps", type=int, default=6)
    parser.add_argument("--part", choices=["verdicts", "items", "ahead"])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    parts = {
        "verdicts": lambda: verdicts(options.pairs),
        "items": lambda: items(options.pairs, options.steps),
        "ahead": lambda: ahead(options.pairs, options.steps),
    }
    text = [f"{os.cpu_count()} cores, medians over {options.pairs} rounds of taking turns."]
    print(text[0])
    for name, part in parts.items():
        if options.part in (None, name):
            print(f"\n## {name}\n", flush=True)
            text.append(f"## {name}\n\n{table(part())}")
    if options.write:
        page = "# What goes on beside something else\n\n`python benchmarks/overlap.py`. " + "\n\n".join(text) + "\n"
        (ROOT / "docs" / "results" / "overlap.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
