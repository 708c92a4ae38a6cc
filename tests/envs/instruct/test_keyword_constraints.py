import json
from collections import Counter
from dataclasses import asdict

import gymnasium as gym
import numpy as np
import pytest

import prorl  # noqa: F401  (registers the ids)
from prorl.envs.answer import wrap
from prorl.envs.instruct.constraint import Constraint, from_json
from prorl.envs.instruct.draws import AVOIDED_WORDS, FIRST_WORDS, LAST_WORDS, PHRASES
from prorl.envs.instruct.keyword_constraints import LEVELS, generate, make_task, oracle
from prorl.envs.instruct.topics import TOPICS
from prorl.envs.instruct.writer import (
    ADVERBS,
    FILLERS,
    PREPOSITIONS,
    SUBJECTS,
    VERBS,
    sentence_lengths,
    write,
)
from prorl.envs.task import Problem

TASK = make_task("train", "strict")


def problem_at(level: int, seed: int = 0) -> Problem:
    return generate(np.random.default_rng([level, seed]), level)


@pytest.mark.parametrize("level", LEVELS.tested())
def test_the_oracle_solves_every_level_also_after_json(level):
    for seed in range(60):
        problem = problem_at(level, seed)
        verdict = TASK.verify(problem, oracle(problem))
        assert verdict.solved, (verdict.reason, problem.prompt, oracle(problem))
        assert len(verdict.parts) == level + 2
        again = Problem(**json.loads(json.dumps(asdict(problem))))
        assert oracle(again) == oracle(problem)
        assert TASK.verify(again, oracle(again)) == verdict


def test_level_is_the_number_of_constraints_less_one():
    assert LEVELS.maximum == 14
    for level in range(15):
        problem = problem_at(level)
        kinds = problem.metadata["kinds"]
        assert len(kinds) == len(set(kinds)) == level + 1
        assert kinds[0] == "keywords"
        assert f"\n{level + 1}. " in problem.prompt
        assert f"\n{level + 2}. " not in problem.prompt


def test_all_kinds_occur():
    kinds = Counter(kind for seed in range(60) for kind in problem_at(14, seed).metadata["kinds"])
    assert len(kinds) == 18


def test_a_level_too_high_is_refused():
    with pytest.raises(ValueError, match="over this task's maximum of 14"):
        gym.make("prorl/keyword-constraints-v0", level=15)


def test_conflicting_kinds_never_meet():
    for seed in range(100):
        kinds = set(problem_at(14, seed).metadata["kinds"])
        for pair in ({"lower_case", "upper_case"}, {"bullets", "paragraphs"}, {"last_word", "ends_with"}):
            assert len(kinds & pair) == 1
        constraints = {c.kind: c for c in map(from_json, problem_at(14, seed).reference)}
        needed = [w for c in constraints.values() if "avoided" not in c.kind for w in c.words]
        text = " ".join(needed).lower()
        assert constraints["letter_avoided"].words[0] not in text
        assert constraints["avoided"].words[0] not in text.replace(".", "").split()


def test_word_lists_do_not_overlap():
    topic_words = [word for words in TOPICS.values() for word in words]
    assert len(TOPICS) == 50
    assert len(topic_words) == len(set(topic_words)) == 600
    assert all(word.isascii() and word.isalpha() and word.islower() for word in topic_words)
    others = {*SUBJECTS, *VERBS, *ADVERBS, *PREPOSITIONS, *FILLERS, *FIRST_WORDS, *LAST_WORDS, *AVOIDED_WORDS}
    others |= {word for phrase in PHRASES for word in phrase.rstrip(".").split()}
    assert not others & set(topic_words)


def test_one_keyword_is_of_the_topic_and_one_is_not():
    for seed in range(50):
        problem = problem_at(0, seed)
        first, second = problem.reference[0]["words"]
        topic = TOPICS[problem.metadata["topic"]]
        assert first in topic
        assert second not in topic


def test_policies_that_ignore_the_item_earn_next_to_nothing():
    """Other items' texts, the prompt, and the longest legal list of the most common keywords."""
    problems = [problem_at(0, seed) for seed in range(400)]
    earlier = [problem_at(0, seed) for seed in range(1000, 2000)]
    common = Counter(word for problem in earlier for word in problem.reference[0]["words"])
    texts = [" ".join(word for word, _ in common.most_common(70)) + "."]
    texts += [oracle(problem) for problem in problems[:5]]
    for text in texts:
        solved = [TASK.verify(problem, wrap(text)).solved for problem in problems[5:]]
        assert sum(solved) / len(solved) <= 0.04
    for problem in problems[:50]:
        body = problem.prompt.removesuffix("Answer inside <answer></answer>.")
        for copy in (problem.prompt, body, body.split("Always")[0], body.split("Always")[0] * 2):
            assert not TASK.verify(problem, wrap(copy)).solved
            assert not TASK.verify(problem, copy).solved


def test_a_prompt_in_full():
    constraints = [
        Constraint(kind="keywords", words=("password", "current")),
        Constraint(kind="ends_with", words=("that is the whole story.",)),
        Constraint(kind="bullets", low=2),
    ]
    assert [constraint.wording for constraint in constraints] == [
        'Use the words "password" and "current".',
        'End with exactly this phrase, full stop included: "that is the whole story."',
        'Write exactly 2 bullet points, which are lines that start with "- ".',
    ]
    text = write(constraints)
    assert [line[:2] for line in text.splitlines()] == ["- ", "- "]
    assert text.endswith(". that is the whole story.")
    assert len(text.replace("- ", "").split()) == 50


@pytest.mark.parametrize(
    ("sizes", "lengths"),
    [((50, 4, 0), [13, 13, 12, 12]), ((50, 4, 5), [15, 15, 15]), ((50, 5, 0), [10] * 5), ((7, 2, 4), [3])],
)
def test_sentence_lengths(sizes, lengths):
    assert sentence_lengths(*sizes) == lengths


def test_in_gymnasium():
    env = gym.make("prorl/keyword-constraints-v0", level=3)
    _, info = env.reset(seed=1)
    assert info["domain"] == "instruct"
    *_, end = env.step(env.unwrapped.oracle())
    assert end["solved"]
    assert end["parts"]["keywords"] == 1.0
