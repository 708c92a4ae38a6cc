"""`prorl/string-rewriting-v0`: a function that applies drawn rewriting rules to a string."""

import numpy as np

from prorl.envs.code.families.exercise import HIDDEN, SHOWN, Exercise, exercise_task, written
from prorl.envs.seeding import Split
from prorl.envs.task import Levels, Task
from prorl.envs.text_env import Scoring

LEVELS = Levels(default_mix=(0, 1, 2, 3, 4), maximum=5)
LETTERS = "abcd"
MOST_RULES = 24
MOST_DRAWS = 1000


def rewrite(text: str, rules: list[list[str]], steps: int, last: bool) -> str:
    """The number of steps made, a colon and the final string."""
    made = 0
    while made < steps:
        for old, new in rules:
            place = text.rfind(old) if last else text.find(old)
            if place >= 0:
                text = text[:place] + new + text[place + len(old) :]
                break
        else:
            break
        made += 1
    return f"{made}:{text}"


def sweep(text: str, rules: list[list[str]], steps: int) -> str:
    """The number of rounds that changed something, a colon and the final string."""
    for made in range(steps):
        parts, place = [], 0
        while place < len(text):
            for old, new in rules:
                if text.startswith(old, place):
                    parts.append(new)
                    place += len(old)
                    break
            else:
                parts.append(text[place])
                place += 1
        if "".join(parts) == text:
            return f"{made}:{text}"
        text = "".join(parts)
    return f"{steps}:{text}"


def draw(rng: np.random.Generator, level: int) -> Exercise | None:
    """level + 2 rules, one at a time or in rounds over the string."""
    rules = _draw_rules(rng, level + 2)
    if rules is None:
        return None
    rounds = bool(rng.random() < 0.5)
    parameters = {"rules": rules, "steps": int(rng.integers(2, 5) if rounds else rng.integers(5, 14))}
    if not rounds:
        parameters["last"] = bool(rng.random() < 0.5)
    fewer = [{**parameters, "rules": rules[:i] + rules[i + 1 :]} for i in range(len(rules))]
    inputs = [(_draw_text(rng, int(rng.integers(6, 13 + level))),) for _ in range(SHOWN + HIDDEN)]
    return written(
        sweep if rounds else rewrite,
        statement=_statement(parameters, rounds),
        inputs=inputs,
        arguments="text",
        parameters=parameters,
        simpler=fewer,
    )


def _draw_text(rng: np.random.Generator, length: int) -> str:
    return "".join(LETTERS[i] for i in rng.integers(0, len(LETTERS), size=length))


def _draw_rules(rng: np.random.Generator, count: int) -> list[list[str]] | None:
    """Rules with different left sides; a right side is at most one letter longer than its left side.

    No left side begins with that of an earlier rule. `None` where the first ones leave no room for more, as a rule for
    each single letter does.
    """
    rules: dict[str, str] = {}
    wanted = min(count, MOST_RULES)
    for _ in range(MOST_DRAWS):
        if len(rules) == wanted:
            return [[old, new] for old, new in rules.items()]
        old = _draw_text(rng, int(rng.integers(1, 4)) if rng.random() < 0.4 else 2)
        new = _draw_text(rng, int(rng.integers(0, len(old) + 2)))
        if old not in new and not any(old.startswith(earlier) for earlier in rules):
            rules[old] = new
    return None


def _statement(parameters: dict[str, object], rounds: bool) -> str:
    rules, steps = parameters["rules"], parameters["steps"]
    assert isinstance(rules, list)
    listed = "\n".join(f'{n}. "{old}" becomes "{new}"' for n, (old, new) in enumerate(rules, start=1))
    start = f"The argument text is a string of the letters {', '.join(LETTERS)}. There are these rules:\n{listed}\n"
    if rounds:
        return (
            f"{start}In one round, go through the string from left to right: at each place use the first rule of the "
            "list whose left side starts there (look for it in the string as it was before the round), write its right "
            "side to the new string and go on after the left side; where no rule fits, copy one letter. Make "
            f"{steps} rounds, but stop before a round that would change nothing. Return the number of rounds made, a "
            'colon and the final string, such as "2:abca".'
        )
    where = "last" if parameters["last"] else "first"
    return (
        f"{start}In one step, use the first rule of the list whose left side occurs in the string, at its {where} "
        f"occurrence (the {'right' if parameters['last'] else 'left'}most one), and replace just that one. Make "
        f"{steps} steps, but stop as soon as no rule fits. Return the number of steps made, a colon and the final "
        'string, such as "2:abca".'
    )


def make_task(split: Split, scoring: Scoring, *, reward: str = "all") -> Task:
    """Write a function that applies a list of rewriting rules to a string, either one replacement at a time by the
    priority of the rules, or in rounds over the whole string.

    Answer: a function `solve(text)` in a fenced block that starts with "```python"; the last such block counts.

    Reward: 1 if all six hidden calls come out right, else 0. With `reward="share"` the share of them; a constant
    function then gets 1/3 at most.

    Levels: level + 2 rules (24 at most), each of which some hidden case needs; strings of 6 to 12 + level letters.

    Floor: no value is right in more than two of the six calls, so that a constant function earns 0.

    History: v0, first version.
    """
    return exercise_task(draw, LEVELS, reward)
