"""A policy that says what it is told to, and small tasks to play it in."""

from prorl.agents.policy import Finished
from prorl.agents.records import Completion, Finish
from prorl.envs.answer import tagged, wrap
from prorl.envs.task import Problem, Task
from prorl.envs.verdict import right, wrong


class ScriptedPolicy:
    """The n-th call for finished turns answers all that was asked since with the n-th list of texts, in that order.

    A text that ends in "…" is one that ran into the token limit: it has no end-of-turn token. `calls` keeps the
    prompts, those of one answer together.
    """

    def __init__(self, tokenizer, *scripts):
        self.tokenizer, self.scripts, self.calls, self.version, self.closed = tokenizer, list(scripts), [], 0, 0
        self.asked, self.answered = [], 0

    def stream(self, sampling):
        self.asked, self.answered = [], 0
        return self

    def add(self, prompt):
        self.asked.append(prompt)
        return len(self.asked) - 1

    @property
    def is_pending(self):
        return self.answered < len(self.asked)

    def write(self, text):
        return completion(self.tokenizer, text, self.version)

    def next(self):
        fresh = list(enumerate(self.asked))[self.answered :]
        self.answered = len(self.asked)
        if not fresh:
            return []
        texts = iter(self.scripts[len(self.calls)])
        self.calls.append([prompt for _, prompt in fresh])
        return [
            Finished(prompt=number, sample=sample, completion=self.write(next(texts)))
            for number, prompt in fresh
            for sample in range(len(prompt.seeds))
        ]

    def close(self):
        self.closed += 1


class PacedPolicy(ScriptedPolicy):
    """Answers one prompt at a time, each seed with the next of its texts; the shortest of them are finished first."""

    def __init__(self, tokenizer, texts):
        super().__init__(tokenizer)
        self.texts, self.pending, self.finished = iter(texts), [], []

    def add(self, prompt):
        number = super().add(prompt)
        written = [self.write(next(self.texts)) for _ in prompt.seeds]
        self.pending += [Finished(prompt=number, sample=n, completion=one) for n, one in enumerate(written)]
        return number

    def next(self):
        if not self.pending:
            return []
        first = min(self.pending, key=lambda one: (len(one.completion.token_ids), one.prompt, one.sample))
        self.pending.remove(first)
        self.finished.append((first.prompt, first.sample))
        return [first]


def completion(tokenizer, text, version=0):
    """Log-probability -0.5 for the first token, -1.5 for the second, and so on."""
    cut = text.endswith("…")
    ids = tokenizer(text.removesuffix("…")).input_ids + ([] if cut else [tokenizer.eos_token_id])
    return Completion(
        token_ids=tuple(ids),
        logprobs=tuple(-0.5 - n for n in range(len(ids))),
        finish=Finish.LENGTH if cut else Finish.STOP,
        policy_version=version,
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
