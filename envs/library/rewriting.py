"""Rules applied until nothing changes: tokens that cancel, strings that grow, machines taken apart."""

import random
import sys
from typing import Any

from prorl.envs.library.adapter import family
from prorl.envs.library.answers import exact
from prorl.envs.library.cells import harmless, same_list
from prorl.envs.library.draws import Keep
from prorl.envs.library.notes import notes
from prorl.envs.library.row import Item, LibraryTask, columns, scale
from prorl.envs.library.texts import phrase

MAX_STEPS = 40
"""Rewritings of a string that is asked for; some sets of rules would never come to an end."""


def ends_elsewhere(item: Item) -> bool:
    """Whether the program of an item changes, and something is left of it."""
    program = item["question"].partition("following program:\n")[2].strip().split("\n")[0]
    return bool(item["answer"]) and item["answer"] != program


def string_with_patterns(dataset: Any, seed: int) -> Item:
    """The library's item with a string in which every second piece is one of the patterns, so that there is work."""
    rng, config = random.Random(seed), dataset.config
    length, text = rng.randint(config.min_string_length, config.max_string_length), ""
    patterns = [pattern for pattern, _ in dataset.insertion_rules]
    while len(text) < length:
        text += rng.choice(patterns) if rng.random() < 0.4 else rng.choice(dataset.vocabulary)
    answer = dataset._get_answer(text)
    question = sys.modules[type(dataset).__module__].QUESTION_TEMPLATE.format(string=text)
    return {"question": question, "answer": answer, "metadata": {"source_dataset": "string_insertion", "string": text}}


def grows(item: Item) -> bool:
    """Whether at least one character is inserted."""
    return bool(item["answer"] != item["metadata"]["string"])


def bounded_string(dataset: Any, seed: int) -> Item:
    """The library's item; a string that is not done after 40 steps gets the answer "" (and is not asked)."""
    rng, config = random.Random(seed), dataset.config
    length = rng.randint(config.min_string_length, config.max_string_length)
    text = "".join(rng.choice(dataset.vocabulary) for _ in range(length))
    rules = rng.sample(dataset.rules, rng.randint(config.min_num_rules, config.max_num_rules))
    states = [text]
    for _ in range(MAX_STEPS):
        new, rule = dataset._apply_rule(states[-1], rules)
        if rule == 0 or new in states:
            break
        states.append(new)
    else:
        states.append("")
    listed = "\n".join(f"{i}. {rule}" for i, (rule, _) in enumerate(rules, start=1))
    question = sys.modules[type(dataset).__module__].QUESTION_TEMPLATE.format(string=text, rules=listed)
    metadata = {"source_dataset": "string_manipulation", "string": text, "steps": len(states) - 1}
    return {"question": question, "answer": states[-1], "metadata": metadata}


def transforms(item: Item) -> bool:
    """Whether at least one rule applies, and something is left."""
    return bool(item["answer"]) and item["metadata"]["steps"] > 0


def reacts(item: Item) -> bool:
    """Whether at least two rules apply."""
    return len(item["metadata"]["states"]) > 2


AB = LibraryTask(
    name="ab",
    judge=phrase,
    config=columns(length=(7, 8, 9, 10, 12, 16)),
    levels=scale(6),
    draw=Keep(ends_elsewhere),
    notes=notes(
        "Compute a program of the rewriting system A::B, whose neighbouring tokens cancel or change places.",
        answer="the remaining tokens, separated by blanks.",
        levels="7 to 16 tokens.",
        floor="0.04 at level 0, where few tokens are left, less above.",
        history="Programs that do not change, and programs of which nothing is left, are not asked.",
    ),
)
STRING_INSERTION = LibraryTask(
    name="string_insertion",
    judge=exact,
    config=columns(min_string_length=(6, 8, 12, 18, 26, 40), max_string_length=(7, 10, 16, 24, 36, 60)),
    levels=scale(6),
    draw=Keep(grows, string_with_patterns),
    admits=harmless,
    notes=notes(
        "Insert a letter after each of five patterns in a string of the letters A to E.",
        answer="the new string.",
        levels="strings of about 6 to 60 letters.",
        floor="0.",
        history="Stock strings hold no pattern in most cases, so that copying the string wins; here they are put "
        "together from letters and patterns, and at least one letter is to be inserted.",
    ),
)
STRING_MANIPULATION = LibraryTask(
    name="string_manipulation",
    judge=exact,
    config=columns(
        min_string_length=(5, 6, 8, 10, 14, 18),
        max_string_length=(6, 8, 10, 14, 20, 30),
        min_num_rules=(3, 3, 4, 5, 7, 10),
        max_num_rules=(3, 4, 5, 7, 10, 16),
    ),
    levels=scale(6),
    draw=Keep(transforms, bounded_string),
    notes=notes(
        "Rewrite a string by a list of rules until none applies or a state comes back.",
        answer="the last string.",
        levels="5..6 letters and 3 rules to 18..30 letters and 10..16 rules.",
        floor="under 0.05.",
        history="Strings that no rule changes, that vanish, or that take over 40 steps are not asked.",
    ),
)
STRING_SPLITTING = LibraryTask(
    name="string_splitting",
    judge=same_list,
    config=columns(min_initial_machines=(0, 1, 2, 4, 8, 15), max_initial_machines=(6, 8, 12, 18, 25, 40)),
    levels=scale(6),
    draw=Keep(reacts),
    notes=notes(
        "Take machines apart and put parts together by five rules until none applies.",
        answer="six counts, separated by blanks or commas.",
        levels="up to 6 to up to 40 machines of each kind.",
        floor="under 0.05.",
    ),
)
STRING_SYNTHESIS = LibraryTask(
    name="string_synthesis",
    judge=same_list,
    config=columns(min_initial_blocks=(0, 1, 2, 4, 8, 15), max_initial_blocks=(6, 8, 12, 18, 25, 40)),
    levels=scale(6),
    draw=Keep(reacts),
    notes=notes(
        "Combine blocks by six rules until none applies.",
        answer="nine counts, separated by blanks or commas.",
        levels="up to 6 to up to 40 blocks of each kind.",
        floor="under 0.05.",
    ),
)

make_task, NOTES = family(AB, STRING_INSERTION, STRING_MANIPULATION, STRING_SPLITTING, STRING_SYNTHESIS)
