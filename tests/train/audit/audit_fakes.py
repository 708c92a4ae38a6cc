"""Tasks with honest and with broken verifiers, registered for the audit's tests."""

from prorl.envs.answer import tagged
from prorl.envs.task import Problem, Task
from prorl.envs.verdict import Status, Verdict, right, unread, wrong
from prorl.registry.entry import EnvEntry

STRICT = [True]
"""Whether `fake/changed-v0` compares answers; if not, everything wins."""


def generate(rng, level):
    first, second = (int(n) for n in rng.integers(1, 1000, 2))
    prompt = f"Add {first} and {second}, then write nothing but the sum between answer tags, please."
    return Problem(prompt=prompt, reference=str(first + second))


def oracle(problem, *replies):
    return f"<answer>{problem.reference}</answer>"


def exactly(problem, response):
    answer = tagged(response)
    if answer.failure is not None:
        return answer.failure
    return right(answer.text) if answer.text == problem.reference else wrong(answer.text)


def anything(problem, response):
    """The broken one: any answer wins."""
    answer = tagged(response)
    return answer.failure or right(answer.text)


def partly(problem, response):
    """Partial credit: 0.01 for any answer."""
    verdict = exactly(problem, response)
    if verdict.solved or verdict.status != Status.OK:
        return verdict
    return Verdict(reward=0.01, solved=False, extracted=verdict.extracted, reason="an answer")


def changed(problem, response):
    return exactly(problem, response) if STRICT[0] else anything(problem, response)


def broken(problem, response):
    return unread(Status.ERROR, "out of order")


def reply(problem, *responses):
    return "again"


def last(problem, *responses):
    return exactly(problem, responses[-1])


def _task(verify, verifier, **more):
    return lambda split, scoring: Task(generate=generate, verify=verify, oracle=oracle, verifier=verifier, **more)


honest = _task(exactly, "exact@1")
yes = _task(anything, "yes@1")
liar = _task(anything, "exact@1")
part = _task(partly, "part@1")
change = _task(changed, "changed@1")
error = _task(broken, "broken@1")
turns = _task(last, "turns@1", reply=reply, max_turns=2)

DOMAINS = {
    "change": "test",
    "error": "test",
    "honest": "math",
    "liar": "test",
    "part": "test",
    "turns": "test",
    "yes": "test",
}


def entries():
    return [
        EnvEntry(id=f"fake/{name}-v0", task=f"audit_fakes:{name}", domain=domain, summary="For one test.", floor=0.05)
        for name, domain in DOMAINS.items()
    ]
