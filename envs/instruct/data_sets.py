"""Instruction-following data sets: IFEval, IFBench, Llama-Nemotron's and RLVR-IFeval.

A row is judged by the published kinds, without any rule of our own: what counts there counts here. Rows that contradict
themselves stay in (nobody can solve them) unless `oracle_only` leaves out all that the oracle cannot answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from prorl.envs.data_file import Row
from prorl.envs.data_task import Recipe, data_task, sample_for_training
from prorl.envs.hub import HubSource
from prorl.envs.instruct.data_rules import Request, ifeval_row, nemotron_row, rlvr_row
from prorl.envs.instruct.items import Reward, oracle
from prorl.envs.instruct.scribe import write
from prorl.envs.loaders import Choice, DataSet, SourceName
from prorl.envs.seeding import Split
from prorl.envs.task import Problem, Task
from prorl.envs.text_env import Scoring
from prorl.envs.verdict import Verdict
from prorl.envs.verify.instructions.check import VERIFIER, check

Mode = Literal["strict", "loose"]
HARDEST = 2
"""The level of rows with three instructions or more."""
SPACED, DIVIDER = "* * *", "***"
_COLUMNS: dict[str, Any] = {"prompt": str, "instruction_id_list": list, "kwargs": list}


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One data set."""

    dataset: DataSet
    """Where it is."""
    read: Callable[[Row], Request | str]
    """The prompt and rules of a row, or why there are none."""
    benchmark: bool
    """Whether all of its rows are evaluation rows."""
    spaced: bool = False
    """Whether its prompts ask for dividers with blanks, `* * *`, which then count like `***`."""


def _benchmark(name: str, file: str, hub_id: str, revision: str, sample: str) -> Source:
    hub = HubSource(id=hub_id, config="default", splits={"eval": "train"}, revision=revision)
    files: dict[Split, str] = {"eval": file}
    place = ("prorl.envs.instruct", sample)
    dataset = DataSet(name=name, columns=_COLUMNS, files=files, hub=hub, sample=place)
    return Source(dataset=dataset, read=ifeval_row, benchmark=True)


SOURCES: dict[str, Source] = {
    "ifeval": _benchmark(
        *("IFEval", "ifeval_input_data.jsonl", "google/IFEval", "966cd89545d6b6acfd7638bc708b98261ca58e84"),
        "ifeval_sample.jsonl",
    ),
    "ifbench": _benchmark(
        *("IFBench", "ifbench_test.jsonl", "allenai/IFBench_test", "2e8a48de45ff3bf41242f927254ca81b59ca3ae2"),
        "ifbench_sample.jsonl",
    ),
    "nemotron-if": Source(
        dataset=DataSet(
            name="Llama-Nemotron instruction following",
            columns={"input": list, "args": dict | str},
            files={"train": "instruction_following.jsonl", "eval": "instruction_following.jsonl"},
            hub=HubSource(
                id="nvidia/Llama-Nemotron-Post-Training-Dataset",
                config="RL",
                splits={"train": "instruction_following", "eval": "instruction_following"},
                revision="main",
            ),
            sample=("prorl.envs.instruct", "ifeval_sample.jsonl"),
            sample_columns=_COLUMNS,
        ),
        read=nemotron_row,
        benchmark=False,
    ),
    "rlvr-ifeval": Source(
        dataset=DataSet(
            name="RLVR-IFeval",
            columns={"messages": list, "ground_truth": str | dict},
            files={"train": "rlvr_ifeval.jsonl", "eval": "rlvr_ifeval.jsonl"},
            hub=HubSource(
                id="allenai/RLVR-IFeval",
                config="default",
                splits={"train": "train", "eval": "train"},
                revision="47c03c73621c4aab2b824b7818681117d662770e",
            ),
            sample=("prorl.envs.instruct", "ifeval_sample.jsonl"),
            sample_columns=_COLUMNS,
        ),
        read=rlvr_row,
        benchmark=False,
        spaced=True,
    ),
}
"""The data sets by the names that the ids have."""


def make_task(  # noqa: PLR0913
    split: Split,
    scoring: Scoring,
    *,
    name: str,
    data: str | None = None,
    source: SourceName = "auto",
    revision: str | None = None,
    mode: Mode = "strict",
    reward: Reward = "all",
    oracle_only: bool = False,
) -> Task:
    """The task over the rows of one split; both scorings are the same.

    Args:
        split: "train" or "eval". A benchmark has evaluation rows only, all of them: its "train" is the bundled sample.
        scoring: has no effect.
        name: a key of `SOURCES`; each registered id has its own.
        data: a file, or a folder that holds the data set's file.
        source: "auto", "local", "hub" or "sample", see `prorl.envs.loaders`.
        revision: a revision on the hub in place of the pinned one.
        mode: "strict", or "loose" for IFEval's loose accuracy.
        reward: "all", or "share" for the share of the instructions that hold.
        oracle_only: whether rows that the oracle cannot answer are dropped.

    Raises:
        DataError: if the data cannot be found or used.
        ValueError: for an unknown mode or reward.
    """
    if mode not in ("strict", "loose") or reward not in ("all", "share"):
        raise ValueError(f"mode is 'strict' or 'loose' and reward 'all' or 'share', not {mode!r} and {reward!r}")
    chosen = SOURCES[name]
    recipe = Recipe(
        dataset=chosen.dataset,
        read=partial(read, chosen, oracle_only=oracle_only),
        verify=partial(judge, mode=mode, reward=reward),
        oracle=oracle,
        verifier=VERIFIER,
        level=level_of,
    )
    choice = Choice(data=data, source=source, revision=revision)
    if chosen.benchmark and split == "train":
        choice = sample_for_training(chosen.dataset.name, choice)
    return data_task(recipe, split, choice, divided=not chosen.benchmark)


def read(source: Source, row: Row, *, oracle_only: bool = False) -> Problem | str:
    """The problem in a row, or why there is none."""
    found = source.read(row)
    if isinstance(found, str):
        return found
    prompt, rules = found
    if oracle_only and write(rules, prompt) is None:
        return "ask for what the oracle cannot write"
    reference: dict[str, Any] = {"ids": [rule.kind for rule in rules], "kwargs": [rule.given for rule in rules]}
    if source.spaced:
        reference["spaced"] = True
    return Problem(prompt=prompt, reference=reference, metadata={"instructions": len(rules)})


def level_of(problem: Problem) -> int:
    """One instruction is level 0, two are level 1, three and more level 2."""
    return min(problem.metadata["instructions"] - 1, HARDEST)


def judge(problem: Problem, response: str, *, mode: Mode = "strict", reward: Reward = "all") -> Verdict:
    """Whether a response follows the instructions of a row."""
    reference: Any = problem.reference
    text = response.replace(SPACED, DIVIDER) if reference.get("spaced") else response
    return check(text, reference["ids"], reference["kwargs"], mode=mode, reward=reward, prompt=problem.prompt)
