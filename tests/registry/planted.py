"""Tasks with one planted fault each, for the tests of the conformance kit. `sound` has none."""

import os
import random
import sys
import time
from dataclasses import replace

from prorl.envs.answer import tagged, wrap
from prorl.envs.task import Levels, Problem, Task
from prorl.envs.verdict import Verdict, right, unread, wrong
from prorl.envs.verify.exact import same_text

WORDS = {"amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath"}


def generate(rng, level):
    numbers = [int(n) for n in rng.integers(0, 10**6, size=level + 2)]
    return Problem(
        prompt=f"Add {' and '.join(map(str, numbers))}. Answer inside <answer></answer>.",
        reference=str(sum(numbers)),
        metadata={"numbers": numbers},
    )


SOUND = Task(
    generate=generate,
    verify=same_text,
    oracle=lambda problem: wrap(problem.reference),
    verifier="sum@1",
    levels=Levels(maximum=1),
)


def sound(split, scoring):
    return SOUND


def leaks(split, scoring):
    def leaky(rng, level):
        problem = generate(rng, level)
        return replace(problem, prompt=f"{problem.prompt} (key: {problem.reference})")

    return replace(SOUND, generate=leaky)


def crashes(split, scoring):
    def verify(problem, response):
        text = tagged(response).text
        return right(text) if int(text) == int(problem.reference) else wrong(text)

    return replace(SOUND, verify=verify)


def constant_wins(split, scoring):
    def verify(problem, response):
        answer = tagged(response)
        return right("nan") if answer.text == "nan" else same_text(problem, response)

    return replace(SOUND, verify=verify)


def two_answers_win(split, scoring):
    def verify(problem, response):
        text = tagged(response).text
        return right(text) if problem.reference in text.split() else wrong(text)

    return replace(SOUND, verify=verify)


def copying_wins(split, scoring):
    def verify(problem, response):
        return right(response) if "Add" in response else same_text(problem, response)

    return replace(SOUND, verify=verify)


def global_rng(split, scoring):
    def shuffled(rng, level):
        problem = generate(rng, level)
        return replace(problem, metadata={"lucky": random.random() < 2})

    return replace(SOUND, generate=shuffled)


def oracle_fails(split, scoring):
    def oracle(problem):
        return wrap(str(int(problem.reference) // 1000 * 1000))

    return replace(SOUND, oracle=oracle)


def oracle_raises(split, scoring):
    return replace(SOUND, oracle=lambda problem: problem.metadata["missing"])


def hash_seed(split, scoring):
    def ordered_by_set(rng, level):
        problem = generate(rng, level)
        return replace(problem, prompt=f"{' '.join(WORDS)}! {problem.prompt}")

    return replace(SOUND, generate=ordered_by_set)


def order_dependent(split, scoring):
    count = [0]

    def counting(rng, level):
        count[0] += 1
        problem = generate(rng, level)
        return replace(problem, prompt=f"Item {count[0]}. {problem.prompt}")

    return replace(SOUND, generate=counting)


def tuples(split, scoring):
    def with_tuple(rng, level):
        problem = generate(rng, level)
        return replace(problem, metadata={"numbers": tuple(problem.metadata["numbers"])})

    def verify(problem, response):
        numbers = problem.metadata["numbers"]
        text = tagged(response).text
        return right(text) if isinstance(numbers, tuple) and text == str(sum(numbers)) else wrong(text)

    return replace(SOUND, generate=with_tuple, verify=verify)


def not_json(split, scoring):
    def with_set(rng, level):
        problem = generate(rng, level)
        return replace(problem, metadata={"numbers": set(problem.metadata["numbers"])})

    return replace(SOUND, generate=with_set)


def executes(split, scoring):
    def verify(problem, response):
        text = tagged(response).text[:100]
        try:
            value = eval(text)
        except BaseException:
            return wrong(text)
        return right(text) if str(value) == problem.reference else wrong(text)

    return replace(SOUND, verify=verify)


def endless(split, scoring):
    def verify(problem, response):
        while "9**9" in response:
            time.sleep(0.01)
        return same_text(problem, response)

    return replace(SOUND, verify=verify)


def exits(split, scoring):
    def verify(problem, response):
        if "factorial" in response:
            sys.exit(3)
        return same_text(problem, response)

    return replace(SOUND, verify=verify)


def dies(split, scoring):
    def verify(problem, response):
        if "factorial" in response:  # an attack, given in a child process only
            os._exit(3)
        return same_text(problem, response)

    return replace(SOUND, verify=verify)


def partial_reward(split, scoring):
    def verify(problem, response):
        answer = tagged(response)
        if answer.failure is not None:
            return answer.failure
        return right("") if answer.text == problem.reference else Verdict(reward=0.01, solved=False)

    return replace(SOUND, verify=verify)


def odd_verdict(split, scoring):
    def verify(problem, response):
        verdict = same_text(problem, response)
        return replace(verdict, extracted=len(verdict.extracted))

    return replace(SOUND, verify=verify)


def same_in_both_splits(split, scoring):
    def few(rng, level):
        return generate(type(rng)(type(rng.bit_generator)(int(rng.integers(5)))), level)

    return replace(SOUND, generate=few, official_splits=True)


def surrogate_prompt(split, scoring):
    def broken(rng, level):
        problem = generate(rng, level)
        return replace(problem, prompt=problem.prompt + "\ud800")

    return replace(SOUND, generate=broken)


def cannot_be_made(split, scoring):
    raise RuntimeError("the data file is missing")


def generator_raises(split, scoring):
    def failing(rng, level):
        if level == 1:
            raise LookupError("nothing at level 1")
        return generate(rng, level)

    return replace(SOUND, generate=failing)


def ungradeable(split, scoring):
    def verify(problem, response):
        return unread("error", "the grader is out") if "\x00" in response else same_text(problem, response)

    return replace(SOUND, verify=verify)


def two_turns(split, scoring):
    def reply(problem, *responses):
        return "say it again" if len(responses) < 2 else None

    def verify(problem, *responses):
        return same_text(problem, responses[-1])

    def oracle(problem, *replies):
        return wrap(problem.reference if replies else "wait")

    return replace(SOUND, reply=reply, verify=verify, oracle=oracle, max_turns=2)
