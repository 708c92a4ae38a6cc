"""The five small tasks, each against a solution worked out here from the prompt alone."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prorl.envs.answer import tagged, wrap
from prorl.envs.seeding import generator
from prorl.envs.strings import add, compose, count, reverse, sort
from prorl.envs.strings.letters import random_string
from prorl.envs.strings.simple import LEVELS

HINT = " Answer inside <answer></answer>."


def solve_add(prompt):
    left, right = map(int, re.fullmatch(r"Compute (\d+) \+ (\d+)\." + HINT, prompt).groups())
    return str(left + right), max(left, right)


def solve_count(prompt):
    letter, text = re.fullmatch(r"Count the letter ([abc]) in ([abc]+)\." + HINT, prompt).groups()
    return str(sum(c == letter for c in text)), len(text)


def solve_reverse(prompt):
    text = re.fullmatch(r"Reverse the string ([a-z]+)\." + HINT, prompt)[1]
    return "".join(reversed(text)), len(text)


def solve_sort(prompt):
    digits = re.fullmatch(r"Sort the digits of (\d+)\." + HINT, prompt)[1]
    return "".join(d * digits.count(d) for d in "0123456789"), len(digits)


def solve_compose(prompt):
    text, steps = re.fullmatch(r"Take ([a-z]{4}): (.*)\." + HINT, prompt).groups()
    letters = list(text)
    for step in steps.split(", "):
        match step:
            case "reverse it":
                letters.reverse()
            case "double the first letter":
                letters.insert(0, letters[0])
            case "drop the last letter" if len(letters) > 1:
                letters.pop()
            case "move the first letter to the end":
                letters.append(letters.pop(0))
            case "swap the first and last letters":
                letters[0], letters[-1] = letters[-1], letters[0]
    return "".join(letters), len(steps.split(", "))


TASKS = [
    pytest.param(reverse, solve_reverse, lambda level: level + 3, id="reverse"),
    pytest.param(sort, solve_sort, lambda level: level + 3, id="sort"),
    pytest.param(count, solve_count, lambda level: 3 * level + 6, id="count"),
    pytest.param(add, solve_add, None, id="add"),
    pytest.param(compose, solve_compose, lambda level: level + 1, id="compose"),
]


@pytest.mark.parametrize(("module", "solve", "size"), TASKS)
@pytest.mark.parametrize("level", LEVELS.tested())
def test_reference_and_size(module, solve, size, level):
    task = module.make_task("train", "strict")
    rng = generator("test", level)
    for _ in range(40):
        problem = task.generate(rng, level)
        answer, measured = solve(problem.prompt)
        assert problem.reference == answer
        assert size is None or measured == size(level)


@pytest.mark.parametrize(("module", "solve", "size"), TASKS)
def test_the_generator_decides_everything(module, solve, size):
    task = module.make_task("train", "strict")
    runs = [[task.generate(np.random.default_rng(3), 4) for _ in range(3)] for _ in range(2)]
    assert runs[0] == runs[1]


@pytest.mark.parametrize(("module", "solve", "size"), TASKS)
def test_only_the_reference_is_right(module, solve, size):
    task = module.make_task("train", "strict")
    problem = task.generate(generator("verify"), 3)
    reference = problem.reference
    assert task.verify(problem, task.oracle(problem)).solved
    assert task.verify(problem, f"thinking</think>it is {wrap(f' {reference} ')}").solved
    for answer in (f"{reference} {reference}", f"{reference}.", reference[:-1], f"0{reference}", "", "nan"):
        assert task.verify(problem, wrap(answer)).reward == 0.0
    assert task.verify(problem, reference).status == "no_answer"
    assert task.verify(problem, wrap(reference) + wrap("x")).reward == 0.0


@given(level=st.integers(0, 12), seed=st.integers(0, 2**32))
def test_sums_stay_in_range(level, seed):
    prompt, answer = add.draw(np.random.default_rng(seed), level)
    largest = 20 * 5**level
    assert all(1 <= int(n) <= largest for n in re.findall(r"\d+", prompt))
    assert 2 <= int(answer) <= 2 * largest


def test_addends_reach_both_ends():
    rng = np.random.default_rng(0)
    numbers = [int(n) for _ in range(500) for n in re.findall(r"\d+", add.draw(rng, 0)[0])]
    assert (min(numbers), max(numbers)) == (1, 20)


@pytest.mark.parametrize(
    ("names", "results"),
    [
        (["reverse it"], ["dcba"]),
        (["reverse it", "drop the last letter"], ["dcba", "dcb"]),
        (["double the first letter", "move the first letter to the end"], ["aabcd", "abcda"]),
        (["swap the first and last letters", "swap the first and last letters"], ["dbca", "abcd"]),
        (["drop the last letter"] * 5, ["abc", "ab", "a", "a", "a"]),
        ([*["drop the last letter"] * 3, "swap the first and last letters"], ["abc", "ab", "a", "a"]),
    ],
)
def test_trace(names, results):
    assert compose.trace("abcd", names) == results


@given(st.lists(st.sampled_from(sorted(compose.FUNCTIONS)), max_size=20))
def test_no_chain_empties_a_string(names):
    assert all(compose.trace("abcd", names))


def test_random_strings_use_the_whole_alphabet():
    text = random_string(np.random.default_rng(0), 3000)
    assert (len(text), len(set(text))) == (3000, 26)
    assert set(random_string(np.random.default_rng(0), 100, "ab")) == {"a", "b"}
    assert tagged(wrap(text)).text == text
