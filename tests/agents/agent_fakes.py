"""A policy that says what it is told to, and small tasks to play it in."""

from prorl.agents.records import Completion, Finish
from prorl.envs.answer import tagged, wrap
from prorl.envs.task import Problem, Task
from prorl.envs.verdict import right, wrong


class ScriptedPolicy:
    """Its n-th call answers with the n-th list of texts, one per seed in order; `calls` keeps the prompts.

    A text that ends in "…" is one that ran into the token limit: it has no end-of-turn token.
    """

    def __init__(self, tokenizer, *scripts):
        self.tokenizer, self.scripts, self.calls = tokenizer, list(scripts), []

    def generate(self, prompts, sampling):
        texts = iter(self.scripts[len(self.calls)])
        self.calls.append(list(prompts))
        return [tuple(self._completion(next(texts)) for _ in prompt.seeds) for prompt in prompts]

    def _completion(self, text):
        cut = text.endswith("…")
        ids = self.tokenizer(text.removesuffix("…")).input_ids + ([] if cut else [self.tokenizer.eos_token_id])
        return Completion(
            token_ids=tuple(ids),
            logprobs=(-0.5,) * len(ids),
            finish=Finish.LENGTH if cut else Finish.STOP,
            policy_version=0,
        )


def generate(rng, level):
    number = int(rng.integers(10**6))
    return Problem(prompt=f"Say {number}.", reference=str(number))


def verify(problem, *responses):
    """The last answer counts; "boom" makes the verifier fail."""
    if "boom" in responses[-1]:
        raise RuntimeError("boom")
    answer = tagged(responses[-1])
    if answer.failure is not None:
        return answer.failure
    return right(answer.text) if answer.text == problem.reference else wrong(answer.text)


def reply(problem, *responses):
    """The episode goes on until there is an answer tag; "bang" makes the reply itself fail."""
    if "bang" in responses[-1]:
        raise RuntimeError("bang")
    return None if "<answer>" in responses[-1] else f"again {len(responses)}"


def say(split, scoring):
    return Task(generate=generate, verify=verify, oracle=lambda problem: wrap(problem.reference), verifier="say@1")


def talk(split, scoring):
    """At most three turns."""
    return Task(
        generate=generate,
        verify=verify,
        oracle=lambda problem, *replies: wrap(problem.reference),
        verifier="talk@1",
        reply=reply,
        max_turns=3,
    )
