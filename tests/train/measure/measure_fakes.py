"""Guessing games, and a policy that guesses by its seed."""

from prorl.agents.records import Completion, Finish
from prorl.envs.task import Levels, Problem, Task
from prorl.envs.verdict import Status, right, unread, wrong
from prorl.registry.entry import EnvEntry

CHOICES = 4
SAID: list[str] = []
"""What verifiers were asked, in order."""
VERSION = [1]
"""Of the verifier of `guess`; from 2 on it takes 0 for right, whatever was asked for."""


class SeedPolicy:
    """Says "<answer>D</answer>" with D = seed % 4; every seventh seed runs into the token limit instead."""

    version = 3

    def __init__(self, tokenizer):
        self.tokenizer, self.prompts = tokenizer, []

    def generate(self, prompts, sampling):
        self.prompts += prompts
        return [tuple(self._one(seed) for seed in prompt.seeds) for prompt in prompts]

    def _one(self, seed):
        cut = seed % 7 == 0
        text = "hm " if cut else f"<answer>{seed % CHOICES}</answer>"
        ids = self.tokenizer(text).input_ids + ([] if cut else [self.tokenizer.eos_token_id])
        finish = Finish.LENGTH if cut else Finish.STOP
        return Completion(
            token_ids=tuple(ids), logprobs=(-0.25,) * len(ids), finish=finish, policy_version=self.version
        )


def generate(rng, level):
    number = int(rng.integers(1000))
    return Problem(prompt=f"Level {level}, number {number}: guess its rest.", reference=str(number % CHOICES))


def judge(problem, *responses):
    SAID.append(responses[-1])
    if "<answer>" not in responses[-1]:
        return unread(Status.NO_ANSWER, "none")
    answer = responses[-1].removeprefix("<answer>").removesuffix("</answer>")
    wanted = problem.reference if VERSION[0] == 1 else "0"
    return right(answer) if answer == wanted else wrong(answer)


def reply(problem, *responses):
    """Two turns, unless the first is right."""
    return None if problem.reference in responses[-1] else "again"


def oracle(problem, *replies):
    return f"<answer>{problem.reference}</answer>"


def guess(split, scoring):
    return Task(
        generate=generate,
        verify=judge,
        oracle=oracle,
        verifier=f"guess@{VERSION[0]}",
        levels=Levels(default_mix=(0, 1), maximum=5),
    )


def twice(split, scoring):
    return Task(generate=generate, verify=judge, oracle=oracle, verifier="twice@1", reply=reply, max_turns=2)


def rows(split, scoring, *, size=6):
    """A data set."""
    numbers = range(size)
    pools = {
        level: [
            Problem(prompt=f"Row {n}.", reference=str(n % CHOICES), metadata={"row": f"r{n}", "source": "rows.jsonl"})
            for n in numbers
            if n % 2 == level
        ]
        for level in (0, 1)
    }
    return Task(
        generate=lambda rng, level: pools[level][int(rng.integers(len(pools[level])))],
        verify=judge,
        oracle=oracle,
        verifier="rows@1",
        levels=Levels(default_mix=(0, 1), maximum=1),
        official_splits=True,
        pools=pools,
    )


def entries():
    return [
        EnvEntry(id=f"fake/{name}-v0", task=f"measure_fakes:{name}", domain="test", summary="For one test.", floor=0.25)
        for name in ("guess", "twice", "rows")
    ]
