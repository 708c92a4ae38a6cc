"""Rules to be found from examples, on lists and on a detector; and a card game followed round by round."""

import random
import re
from collections.abc import Callable, Sequence
from typing import Any

from prorl.envs.library.adapter import family
from prorl.envs.library.answers import word
from prorl.envs.library.draws import Balance
from prorl.envs.library.notes import notes
from prorl.envs.library.number_lists import same_values
from prorl.envs.library.row import Item, LibraryTask, columns, scale

RULES = ((0, 1, 2, 10, 11), (6, 8, 9, 12, 16), (3, 5, 7, 15))
"""The library's rules at each level: 0 to 16, without 4, 13 and 14, whose answers are nearly constant."""


def rule_item(dataset: Any, seed: int) -> Item:
    """The library's item about a rule of the level; any of the examples may be the one that is asked for."""
    rng = random.Random(seed)
    rule = rng.choice(RULES[dataset.level])
    generate: Callable[[random.Random], dict[str, str]] = dataset.generators[rule]
    examples = dict(generate(rng))
    asked = rng.choice([given for given, result in examples.items() if result != "[]"])
    answer = examples.pop(asked)
    lines = "".join(f"Input {i}: {a}\nOutput {i}: {b}\n" for i, (a, b) in enumerate(examples.items(), start=1))
    question = dataset.prompt_template.format(examples=lines, input=asked)
    return {"question": question, "answer": answer, "metadata": {"source_dataset": "list_functions", "rule": rule}}


def no_settings(level: int) -> dict[str, int]:
    """The library's data set has no settings; the level chooses among its rules."""
    return {}


def fresh(dataset: Any, seed: int) -> Item:
    """The first of five experiments made with a seed; the library makes them when the data set is made."""
    made = type(dataset)(type(dataset.config)(train=dataset.config.train, size=5, seed=seed))
    item: Item = made[0]
    return item


def light(question: str) -> str:
    """What follows from the experiments of a question: "on", "off" or "undetermined".

    The light is on if at least one of the objects is a blicket.
    """
    shown, _, asked = question.partition("Previous experimental results:\n")[2].partition("\n\nNew test case:\n")
    seen = [line.split(" → ") for line in shown.strip().split("\n")]
    inert = {thing for objects, state in seen if state == "off" for thing in objects.split(", ")}
    active = [set(objects.split(", ")) - inert for objects, state in seen if state == "on"]
    things = set(asked.split("\n")[0].split(", "))
    if things <= inert:
        return "off"
    return "on" if any(group <= things for group in active) else "undetermined"


def certain(item: Item) -> str | None:
    """The library's answer if reasoning about all experiments confirms it."""
    return str(item["answer"]) if light(item["question"]) == item["answer"] else None


def lights(config: Any) -> Sequence[str]:
    """The three answers."""
    return ("on", "off", "undetermined")


def call(hand: str, card: str) -> str:
    """What a new card gives with a hand of letters.

    Examples: `call("AAB", "A") == "Peng"`; `call("ABBZ", "C") == "Chi"`; `call("AZ", "B") == "Pass"`.
    """
    if hand.count(card) >= 2:
        return "Peng"
    near = [chr(ord(card) + step) in hand for step in (-2, -1, 1, 2)]
    runs = (near[0] and near[1]) or (near[1] and near[2]) or (near[2] and near[3])
    return "Chi" if runs else "Pass"


def last_call(item: Item) -> str | None:
    """The library's answer if the rules confirm it; the library misses some of both."""
    rounds = item["metadata"]["rounds"]
    dealt = re.search(r"initial cards ([A-Z]+),", item["question"])
    assert dealt is not None, "no cards in the question"
    hand = rounds[-2]["cards"] if len(rounds) > 1 else dealt[1]
    return str(item["answer"]) if call(hand, rounds[-1]["add"]) == item["answer"] else None


def calls(config: Any) -> Sequence[str]:
    """The three answers."""
    return ("Peng", "Chi", "Pass")


LIST_FUNCTIONS = LibraryTask(
    name="list_functions",
    judge=same_values,
    config=no_settings,
    levels=scale(len(RULES)),
    draw=rule_item,
    notes=notes(
        "Find the rule that maps lists to lists from four examples and apply it.",
        answer="a list of whole numbers; the brackets may be left out.",
        levels="order and places; counts, sums and arithmetic; conditions.",
        floor="0.03 at levels 1 and 2, where two rules answer with a small number.",
        history="Three rules whose answer is nearly always the same are left out (one of them draws from Python's "
        "global generator), and any example may be the one asked for.",
    ),
)
ACRE = LibraryTask(
    name="acre",
    judge=word,
    config=columns(train=(1, 0)),
    levels=scale(2),
    draw=Balance(certain, lights, fresh),
    notes=notes(
        "Tell from experiments whether a detector lights up for some objects.",
        answer="on, off or undetermined.",
        levels="the library's training items; its test items, with other combinations.",
        floor="0.34: the three answers are drawn alike.",
        history="Only items are asked whose answer follows from all experiments.",
    ),
)
MAHJONG_PUZZLE = LibraryTask(
    name="mahjong_puzzle",
    judge=word,
    config=columns(min_num_rounds=(1, 3, 6, 12, 25, 60), max_num_rounds=(2, 5, 10, 20, 50, 100)),
    levels=scale(6),
    draw=Balance(last_call, calls),
    notes=notes(
        "Follow a hand of letter cards and say what the last card gives.",
        answer="Peng, Chi or Pass.",
        levels="1..2 rounds to 60..100.",
        floor="0.34: the three answers are drawn alike.",
        history="The library overlooks runs where a letter is held twice, and pairs met by chance; only items are "
        "asked whose answer the rules confirm.",
    ),
)

make_task, NOTES = family(LIST_FUNCTIONS, ACRE, MAHJONG_PUZZLE)
