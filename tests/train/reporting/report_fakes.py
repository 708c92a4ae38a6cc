"""A small run and a small evaluation on disk, and readers of pages. Imported through the fixture `fakes`."""

import json
import re

from prorl.envs.task import Problem
from prorl.envs.verdict import Status, right, unread, wrong
from prorl.train.measure import plan as plans
from prorl.train.measure.items import Item, Target
from prorl.train.measure.plan import Model, Plan, samples_of
from prorl.train.measure.presets import Protocol
from prorl.train.measure.ranges import ranges_of
from prorl.train.measure.shards import ShardWriter
from prorl.train.measure.store import Stored, item_row, stored_row, text_hash

ADD, SORT, GUESS = "prorl/add-numbers-v0", "prorl/sort-digits-v0", "prorl/guess-number-v0"
HOSTILE = "</script><script>alert(1)</script> <!-- & {{style}} \ud800"
METRICS = [
    {"step": 0, f"eval/{ADD}/pass@1": 0.25, f"eval/{SORT}/pass@1": 0.5, "eval/mean/pass@1": 0.375},
    {"step": 1, "reward/mean": 0.5, "reward/solved": 0.4, f"reward/{ADD}": 0.3, "policy/kl_ref": 0.01},
    {"step": 2, "reward/mean": float("nan"), "policy/kl_ref": 0.02, "sample/kept": 0.75},
    {
        "step": 3,
        "reward/mean": 0.75,
        f"eval/{ADD}/pass@1": 0.875,
        f"eval/{SORT}/pass@1": 0.45,
        "eval/mean/pass@1": 0.6625,
    },
]
EVENTS = [
    {"step": 0, "kind": "start"},
    {"step": 2, "kind": "reset", "trigger": "stagnation", "evidence": "no rise for 2 validations", "kl_before": 0.02},
    {"step": 3, "kind": "finish"},
]
TIMINGS = [
    {"step": n, "time/rollout": 40.0, "time/verify": 1.5, "time/update": 20.0, "time/step": 61.0} for n in (1, 2, 3)
]
SAMPLE = {"step": 3, "split": "eval", "env": ADD, "prompt": "1+1?", "response": HOSTILE, "reward": 1.0, "solved": True}


def lines(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def write_run(folder):
    (folder / "config.toml").write_text('name = "<tiny>"\n')
    (folder / "metrics.jsonl").write_text(lines(METRICS))
    (folder / "events.jsonl").write_text(lines(EVENTS))
    (folder / "timings.jsonl").write_text(lines(TIMINGS))
    (folder / "rollouts").mkdir()
    (folder / "rollouts" / "step-000003.jsonl").write_text(lines([SAMPLE]))
    return folder


def without_plotly(page):
    return re.sub(r'<script type="text/plain" id="plotly">.*?</script>', "", page, flags=re.DOTALL)


def cells(page, css, number=0):
    table = re.findall(rf'<table class="{css}">(.*?)</table>', page, re.DOTALL)[number]
    return [re.findall(r"<td>(.*?)</td>", row) for row in table.split("<tr>")[2:]]


def embedded(page, name):
    return json.loads(re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)[1])


def samples_in(page):
    """The samples of a page as dictionaries, as the browser reads them."""
    data = embedded(page, "sample-data")

    def read(name, value):
        if value is None or name not in data["coded"]:
            return value
        return [data["texts"][one] for one in value] if isinstance(value, list) else data["texts"][value]

    return [{name: read(name, value) for name, value in zip(data["columns"], row, strict=True)} for row in data["rows"]]


def item(env_id, prompt, reference, digit, **metadata):
    problem = Problem(prompt=prompt, reference=reference, metadata=metadata)
    key = {"hash": str(digit) * 16, "index": digit, "seed": 0, "level": 1, "split": "eval"}
    return Item(env_id=env_id, problem=problem, **key)


ITEMS = (
    item(ADD, "6 + 6?", "12", 1),
    item(ADD, "6 + 7?", "13", 2),
    item(SORT, "Sort 21.", "12", 3),
    item(GUESS, "Guess from 1 to 30.", 7, 4, top=30, lies=0, lying=[], turns=8),
)
SOLVED = {
    "tiny@0": (0, 4, 16, 0),
    "tiny@50": (12, 4, 16, 0),
    "tiny@100": (16, 0, 16, 0),
}
"""Of 16 responses to each item, those that are right."""


def stored(turns, verdict, samples):
    return Stored(
        hash=text_hash(turns),
        text=turns,
        verdict=verdict,
        verifier="x@1",
        samples=tuple(samples),
        tokens=(5,) * len(samples),
        logprobs=(-2.0,) * len(samples),
        truncated=frozenset(samples[:1]) if verdict.status == Status.NO_ANSWER else frozenset(),
        versions=(0,) * len(samples),
    )


def answers(one, solved):
    """The different responses to an item: right, wrong and silent ones."""
    if one.env_id == GUESS:
        return [
            stored(("<answer>15</answer>", "<answer>9</answer>"), wrong("9", "the goal was not reached"), range(16))
        ]
    right_ones = [stored(("It is 12.",), right("12"), range(solved))] if solved else []
    left = list(range(solved, 16))
    silent = [stored((HOSTILE,), unread(Status.NO_ANSWER, "no <answer>"), left[:2])] if left else []
    return right_ones + silent + ([stored(("13",), wrong("13"), left[2:])] if left else [])


def write_evaluation(folder):
    """Three checkpoints of a run on four items of three environments, 16 samples each."""
    models = (
        Model(label="tiny@0", path="bundled", role="base", step=0),
        Model(label="tiny@50", path="a", step=50),
        Model(label="tiny@100", path="b", step=100),
    )
    targets = (
        Target(env_id=ADD, items=2, group="in: trained"),
        Target(env_id=SORT, items=1, group="in: trained"),
        Target(env_id=GUESS, items=1, group="out: unseen environments"),
    )
    plan = Plan(
        protocol=Protocol(max_new_tokens=64),
        n=16,
        ks=(1, 2, 4, 8, 16),
        models=models,
        targets=targets,
        baseline="tiny@0",
    )
    plans.save(folder, plan, {target.name: [one for one in ITEMS if one.env_id == target.name] for target in targets})
    for model in models:
        with ShardWriter(samples_of(folder, model.label), "a") as writer:
            for one, solved in zip(ITEMS, SOLVED[model.label], strict=True):
                rows = [stored_row(one.key, found) for found in answers(one, solved)]
                writer.append([item_row(one), *rows], {one.key: ranges_of(range(16))})
    return folder
