"""Deductions: the strongest conclusion about two letters, syllogisms, statements about themselves, riddles."""

import random
import re
from collections.abc import Sequence
from itertools import combinations, product
from typing import Any

from prorl.envs.library.adapter import family
from prorl.envs.library.answers import integer, word
from prorl.envs.library.draws import Balance, Keep, yes_or_no
from prorl.envs.library.formulas import holds, read_formula, variables, worlds
from prorl.envs.library.notes import notes
from prorl.envs.library.row import Ask, Item, LibraryTask, columns, scale
from prorl.envs.task import Json, Problem
from prorl.envs.verdict import Status, Verdict, right, unread, wrong

Pairs = frozenset[tuple[bool, bool]]
"""The values of two letters that some premises allow."""
_FORMS = ("{a} ∧ {b}", "{a} ∧ ¬{b}", "¬{a} ∧ {b}", "¬{a} ∧ ¬{b}", "{a} ↔ {b}", "{a} ↔ ¬{b}")
_FORMS_OR = ("{a} ∨ {b}", "{a} ∨ ¬{b}", "¬{a} ∨ {b}", "¬{a} ∨ ¬{b}")


def allowed(premises: Sequence[str], a: str, b: str) -> Pairs:
    """The values of (a, b) in all worlds where the premises hold."""
    read = [read_formula(premise) for premise in premises]
    names = sorted(set().union({a, b}, *map(variables, read)))
    return frozenset((world[a], world[b]) for world in worlds(names) if all(holds(f, world) for f in read))


def premise_of(rng: random.Random, names: Sequence[str], nested: bool) -> str:
    """A premise over two letters, or three, in the library's notation: `"(¬P → Q)"`."""
    letters = [rng.choice(("", "¬")) + name for name in rng.sample(names, 3 if nested else 2)]
    text = f"({letters[0]} {rng.choice('∧∨→↔')} {letters[1]})"
    return f"({letters[2]} {rng.choice('∨→↔')} {text})" if nested else text


def conclusion_item(dataset: Any, seed: int) -> Item:
    """Premises over letters and a question about two of them, whose answer no single premise gives."""
    rng, config = random.Random(seed), dataset.config
    names = [chr(ord("P") + i) for i in range(rng.randint(config.min_vars, config.max_vars))]
    wanted, forms = rng.choice((*_FORMS, *_FORMS_OR)), (*_FORMS, *_FORMS_OR)
    meanings = {form: allowed([form.format(a="P", b="Q")], "P", "Q") for form in forms}
    while True:
        count = rng.randint(config.min_statements, config.max_statements)
        premises = [premise_of(rng, names, rng.randint(2, config.max_complexity) > 2) for _ in range(count)]
        a, b = sorted(rng.sample(names, 2))
        alone = [allowed([premise], a, b) for premise in premises]
        if allowed(premises, a, b) == meanings[wanted] and meanings[wanted] not in alone:
            return asked(premises, names, wanted.format(a=a, b=b), (a, b))


def asked(premises: Sequence[str], names: Sequence[str], answer: str, about: tuple[str, str]) -> Item:
    """The item with its question about two letters."""
    a, b = about
    listed = "\n".join(f"{i}. {premise}" for i, premise in enumerate(premises, start=1))
    question = (
        f"Propositional logic, with ∨ for or, ∧ for and, → for implies, ↔ for if and only if, ¬ for not.\n\n"
        f"Premises:\n{listed}\n\n"
        f"What is the strongest conclusion about {a} and {b} alone? Give one formula over {a} and {b} that is true "
        "for exactly those values of the two that the premises leave possible."
    )
    metadata = {"source_dataset": "propositional_logic", "premises": list(premises), "about": [a, b]}
    return {
        "question": question,
        "answer": None,
        "metadata": metadata | {"variables": list(names), "example_answer": answer},
    }


def example(item: Item) -> Json:
    """The answer of an item that carries it among its facts."""
    return str(item["metadata"]["example_answer"])


def strongest(problem: Problem, answer: str) -> Verdict:
    """Right if the answer is a formula over the two letters, equivalent to what the premises say about them."""
    item = problem.metadata["item"]
    a, b = item["about"]
    try:
        formula = read_formula(answer)
    except ValueError:
        return unread(Status.INVALID, "not a formula", answer)
    if not variables(formula) <= {a, b}:
        return wrong(answer, "other letters than the two asked about")
    said = frozenset((world[a], world[b]) for world in worlds([a, b]) if holds(formula, world))
    return right(answer) if said == allowed(item["premises"], a, b) else wrong(answer)


Statement = tuple[str, str, str]
"""Quantifier and two classes: `("Some not", "cats", "dogs")`."""


def read_statement(text: str) -> Statement:
    """Example: `read_statement("Some cats are not dogs") == ("Some not", "cats", "dogs")`."""
    found = re.fullmatch(r"(All|No|Some) (\w+) are (not )?(\w+)", text)
    assert found is not None, f"{text!r} is no statement"
    return (found[1] + (" not" if found[3] else ""), found[2], found[4])


def true_in(statement: Statement, inhabited: Sequence[frozenset[str]]) -> bool:
    """Whether a statement holds where exactly these combinations of classes have members."""
    quantifier, subject, predicate = statement
    some = any(subject in kind and predicate in kind for kind in inhabited)
    some_not = any(subject in kind and predicate not in kind for kind in inhabited)
    return {"All": not some_not, "No": not some, "Some": some, "Some not": some_not}[quantifier]


def follows(premises: Sequence[Statement], conclusion: Statement, populated: bool) -> bool:
    """Whether a conclusion holds in every world of the premises; `populated`: only where no class is empty."""
    names = sorted({name for statement in (*premises, conclusion) for name in statement[1:]})
    kinds = [frozenset(kind) for size in (1, 2, 3) for kind in combinations(names, size)]
    for chosen in product([False, True], repeat=len(kinds)):
        world = [kind for kind, there in zip(kinds, chosen, strict=True) if there]
        if populated and not all(any(name in kind for kind in world) for name in names):
            continue
        if all(true_in(premise, world) for premise in premises) and not true_in(conclusion, world):
            return False
    return True


def validity(item: Item) -> str | None:
    """The library's answer where it is right and does not depend on whether empty classes are allowed."""
    facts = item["metadata"]
    premises = [read_statement(facts["premise1"]), read_statement(facts["premise2"])]
    conclusion = read_statement(facts["conclusion"])
    said = {follows(premises, conclusion, populated) for populated in (False, True)}
    return str(item["answer"]) if said == {item["answer"] == "Yes"} else None


def is_prime(number: int) -> bool:
    """Whether a small number is a prime."""
    return number > 1 and all(number % divisor for divisor in range(2, number))


def statement_of(rng: random.Random, n: int, earlier: int) -> tuple[str, str, int, int]:
    """A statement about how many of n statements hold: kind, words and two parameters."""
    kinds = ["least", "most", "exactly", "false", "prime", "composite"] + (["either"] if earlier >= 2 else [])
    kind, k = rng.choice(kinds), rng.randint(0, n)
    i, j = sorted(rng.sample(range(1, max(earlier, 2) + 1), 2))
    text = {
        "least": f"At least {k} of these {n} statements are true.",
        "most": f"At most {k} of these {n} statements are false.",
        "exactly": f"Exactly {k} of these {n} statements are true.",
        "false": f"Exactly {k} of these {n} statements are false.",
        "prime": "The number of true statements is a prime number.",
        "composite": "The number of false statements is a composite number.",
        "either": f"Either Statement {i} or Statement {j} is true, but not both.",
    }[kind]
    return (kind, text, i, j) if kind == "either" else (kind, text, k, 0)


def solutions(statements: Sequence[tuple[str, str, int, int]]) -> int:
    """How many assignments of truth agree with what the statements say: at most one for each number of true ones."""
    n, found = len(statements), 0
    for true in range(n + 1):
        false = n - true
        values: list[bool] = []
        for kind, _, k, other in statements:
            truth = {
                "least": true >= k,
                "most": false <= k,
                "exactly": true == k,
                "false": false == k,
                "prime": is_prime(true),
                "composite": false > 3 and not is_prime(false),
            }
            values.append(values[k - 1] != values[other - 1] if kind == "either" else truth[kind])
        found += sum(values) == true
    return found


SIZES = (3, 4, 5, 7, 9, 12)
"""Statements at each level of the self-reference task, by the library's `difficulty` less 1."""


def self_reference_item(dataset: Any, seed: int) -> Item:
    """The library's question about statements of our own, whose number of solutions was drawn first."""
    rng, n = random.Random(seed), SIZES[dataset.config.difficulty - 1]
    wanted = rng.randint(0, 3)
    while True:
        statements = [statement_of(rng, n, i) for i in range(n)]
        if solutions(statements) == wanted:
            break
    lines = "".join(f" - Statement {i}: '{text}'\n" for i, (_, text, _, _) in enumerate(statements, start=1))
    question = "Given the truthfulness of these statements, please tell me the number of possible solutions:\n" + lines
    metadata = {"source_dataset": "self_reference", "statements": n}
    return {"question": question.rstrip(), "answer": str(wanted), "metadata": metadata}


def is_plain_kinship(item: Item) -> bool:
    """Whether a riddle is about the girl's own brother or friend, and not about a boy who was never mentioned."""
    who = re.search(r"does (\w+)'s brother have", item["question"])
    return who is None or item["question"].startswith(who[1] + " has")


PROPOSITIONAL_LOGIC = LibraryTask(
    name="propositional_logic",
    judge=strongest,
    config=columns(
        min_vars=(3, 3, 3, 4, 4),
        max_vars=(3, 3, 4, 4, 5),
        min_statements=(2, 2, 3, 3, 4),
        max_statements=(2, 3, 4, 4, 5),
        max_complexity=(2, 2, 3, 3, 3),
    ),
    levels=scale(5),
    draw=conclusion_item,
    reference=example,
    notes=notes(
        "Find the strongest conclusion about two letters that premises allow.",
        answer="a formula over the two letters, with signs, ASCII arrows or words; every equivalent one counts.",
        levels="2 premises over 3 letters to 4..5 over up to 5.",
        floor="under 0.05: ten meanings are alike, for varying letters.",
        history="Premises are our own. The library accepts everything that follows from the premises, so that "
        "copying one of them wins in eight of ten items; here the conclusion has to say all that the premises say "
        "about two letters, and none of them says it alone.",
    ),
)
SYLLOGISM = LibraryTask(
    name="syllogism",
    judge=word,
    config=columns(inversion_probability=(1.0, 0.5, 0.0), invalid_ratio=0.5),
    levels=scale(3),
    draw=Balance(validity, yes_or_no),
    notes=notes(
        "Decide whether a conclusion follows from two statements about classes.",
        answer="Yes or No.",
        levels="conclusions from one of the statements; both kinds; conclusions from both.",
        floor="0.5: both answers are drawn alike.",
        history="The library misses the rule of the undistributed middle and so calls some fallacies valid. Only "
        "items are asked whose answer a check of all worlds confirms, with and without empty classes.",
    ),
)
SELF_REFERENCE = LibraryTask(
    name="self_reference",
    judge=integer,
    config=columns(difficulty=(1, 2, 3, 4, 5, 6)),
    levels=scale(6),
    draw=self_reference_item,
    notes=notes(
        "Count the ways in which statements about their own number of truths can be true or false.",
        answer="a whole number.",
        levels="3 to 12 statements.",
        floor="0.25: 0, 1, 2 and 3 solutions are alike.",
        history="The library's difficulty changes nothing and it always asks about the same seven kinds; here their "
        "number and order vary.",
    ),
)
AIW = LibraryTask(
    name="aiw",
    judge=integer,
    config=columns(max_entities=(40, 60, 90, 150, 400, 1000), task_type_weights=[0.5, 0.5, 0.0]),
    levels=scale(6),
    draw=Keep(is_plain_kinship),
    notes=notes(
        "Count the sisters of a girl's brother, or the female friends of a friend.",
        answer="a whole number.",
        levels="up to 40 to up to 1,000 people of a kind.",
        floor="0.04 at level 0, less above.",
        history="Riddles about colleagues, whose stock answer counts one person twice, and about the brother of a "
        "boy who was not mentioned before, are not asked; level 0 has up to 40 people, because with 10 one number was "
        "right too often.",
    ),
)
ZEBRA_PUZZLES = LibraryTask(
    name="zebra_puzzles",
    judge=word,
    config=columns(num_people=(2, 3, 3, 3, 4), num_characteristics=(3, 2, 3, 4, 3)),
    levels=scale(5),
    prompt=Ask(drop=("? Provide only the name of the person as your final answer.",), add="Give only the name."),
    notes=notes(
        "Find out from clues who lives in the first house.",
        answer="the name; capitals do not count.",
        levels="2 people with 3 features to 4 people with 3.",
        floor="0.5 with 2 people, 0.25 with 4.",
    ),
)

make_task, NOTES = family(PROPOSITIONAL_LOGIC, SYLLOGISM, SELF_REFERENCE, AIW, ZEBRA_PUZZLES)
