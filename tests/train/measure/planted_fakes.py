"""Tasks with planted faults, and policies that say what a test tells them to."""

import re
from collections import Counter
from contextlib import contextmanager

from prorl.agents.bundled.tokenizer import byte_tokenizer
from prorl.agents.policy import Sampling, Stream
from prorl.agents.records import Completion, Finish
from prorl.envs.answer import tagged
from prorl.envs.task import Problem, Task
from prorl.envs.verdict import Status, Verdict, right, wrong
from prorl.registry.entry import EnvEntry
from prorl.train.measure.engines import Opened

CREDIT = 0.3


def generate(rng, level):
    number = int(rng.integers(1000))
    return Problem(prompt=f"Say {number} between answer tags.", reference=str(number))


def strict(problem, response):
    answer = tagged(response)
    if answer.failure is not None:
        return answer.failure
    return right(answer.text) if answer.text == problem.reference else wrong(answer.text)


def credit(problem, response):
    """Partial credit for any answer."""
    verdict = strict(problem, response)
    if verdict.solved or verdict.status != Status.OK:
        return verdict
    return Verdict(reward=CREDIT, solved=False, extracted=verdict.extracted, reason="an answer")


def anything(problem, response):
    """Cannot fail where there is an answer."""
    answer = tagged(response)
    return answer.failure or right(answer.text)


def _task(verify):
    def make(split, scoring):
        oracle = lambda problem: f"<answer>{problem.reference}</answer>"  # noqa: E731
        return Task(generate=generate, verify=verify, oracle=oracle, verifier=f"{verify.__name__}@1")

    return make


honest, partial, blank = map(_task, (strict, credit, anything))


def entries():
    return [
        EnvEntry(id=f"fake/{name}-v0", task=f"planted_fakes:{name}", domain="test", summary="For one test.")
        for name in ("honest", "partial", "blank")
    ]


class Scripted:
    """Answers what `say(number, times)` returns: the number of the prompt, and how often it was asked before."""

    version = 0

    def __init__(self, say):
        self.tokenizer, self._say, self._asked = byte_tokenizer(), say, Counter()

    def generate(self, prompts, sampling: Sampling):
        return [tuple(self._one(prompt) for _ in prompt.seeds) for prompt in prompts]

    def stream(self, sampling: Sampling) -> Stream:
        raise NotImplementedError

    def _one(self, prompt):
        number = int(re.search(r"Say (\d+) between", self.tokenizer.decode(prompt.token_ids))[1])
        ids = [*self.tokenizer(self._say(number, self._asked[number])).input_ids, self.tokenizer.eos_token_id]
        self._asked[number] += 1
        return Completion(token_ids=tuple(ids), logprobs=(-0.5,) * len(ids), finish=Finish.STOP, policy_version=0)


def opener(said):
    """In place of `open_policy`: folder name to `say`."""

    @contextmanager
    def open_policy(path, settings):
        policy = Scripted(said[path.rpartition("/")[2]])
        yield Opened(policy=policy, tokenizer=policy.tokenizer, context_limit=512)

    return open_policy
