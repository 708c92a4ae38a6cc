"""`prorl/graph-query-v0`: a program that finds cheapest ways in a small graph under drawn rules."""

import heapq
from typing import Any

import numpy as np

from prorl.envs.code.families.exercise import HIDDEN, SHOWN, Exercise, exercise_task, written
from prorl.envs.seeding import Split
from prorl.envs.task import Levels, Task
from prorl.envs.text_env import Scoring

LEVELS = Levels(default_mix=(0, 1, 2, 3, 4), probe=5)
QUERIES = 3
FEWEST_RULES = 2
"""With fewer, a handful of programs would solve all items of level 0."""
NONE = {"directed": False, "toll": 0, "closed": 0, "free": 0, "parity": False, "most": 0}


def answer(  # noqa: PLR0913  (the rules)
    text: str,
    directed: bool,
    toll: int,
    closed: int,
    free: int,
    parity: bool,
    most: int,
) -> str:
    """One line for each query: the least cost, or -1."""
    numbers = list(map(int, text.split()))
    nodes, edges, queries = numbers[:3]
    near: dict[int, list[list[int]]] = {node: [] for node in range(1, nodes + 1)}
    for place in range(3, 3 + 3 * edges, 3):
        a, b, cost = numbers[place : place + 3]
        near[a].append([b, cost])
        if not directed:
            near[b].append([a, cost])
    asked = numbers[3 + 3 * edges :][: 2 * queries]
    rules = [toll, closed, free, parity, most]
    return "\n".join(str(cheapest(near, asked[i], asked[i + 1], rules)) for i in range(0, 2 * queries, 2))


def cheapest(near: dict[int, list[list[int]]], start: int, goal: int, rules: list[Any]) -> int:
    """The least cost from start to goal, -1 if there is no way."""
    toll, closed, free, parity, most = rules
    heap, done = [(0, start, 0, 0)], set()
    while heap:
        cost, node, used, steps = heapq.heappop(heap)
        if node == goal:
            return cost
        if (node, used, steps) in done or (most and steps == most):
            continue
        done.add((node, used, steps))
        for after, price in near[node]:
            if closed and after % closed == 0 and after != goal:
                continue
            if parity and price % 2 == 1 and steps % 2 == 1:
                continue
            extra = toll if toll and after % 3 == 0 else 0
            kept = steps + 1 if most else (steps + 1) % 2 if parity else 0
            heapq.heappush(heap, (cost + price + extra, after, used, kept))
            if used < free:
                heapq.heappush(heap, (cost + extra, after, used + 1, kept))
    return -1


def draw(rng: np.random.Generator, level: int) -> Exercise | None:
    """level + 2 extra rules, five at most; the graph grows by a node a level."""
    parameters: dict[str, Any] = {**NONE, "directed": bool(rng.random() < 0.5)}
    extra = [
        str(name) for name in rng.permutation(["toll", "closed", "free", "parity", "most"])[: level + FEWEST_RULES]
    ]
    values = {
        "toll": int(rng.integers(3, 9)),
        "closed": int(rng.integers(4, 6)),
        "free": int(rng.integers(1, 3)),
        "parity": True,
        "most": int(rng.integers(3, 5)),
    }
    parameters |= {name: values[name] for name in extra}
    nodes = 6 + level
    fewer = [{**parameters, name: NONE[name]} for name in extra]
    return written(
        answer,
        statement=_statement(parameters),
        inputs=[(_draw_graph(rng, nodes),) for _ in range(SHOWN + HIDDEN)],
        parameters=parameters,
        helpers=[cheapest],
        simpler=[*fewer, {**parameters, "directed": not parameters["directed"]}],
    )


def _draw_graph(rng: np.random.Generator, nodes: int) -> str:
    edges = int(rng.integers(nodes + 2, 2 * nodes + 1))
    pairs: dict[tuple[int, int], int] = {}
    while len(pairs) < edges:
        a, b = (int(n) for n in rng.integers(1, nodes + 1, size=2))
        if a != b and (a, b) not in pairs and (b, a) not in pairs:
            pairs[a, b] = int(rng.integers(1, 21))
    lines = [f"{a} {b} {cost}" for (a, b), cost in pairs.items()]
    asked = []
    for _ in range(QUERIES):
        start, goal = (int(n) for n in rng.permutation(nodes)[:2] + 1)
        asked.append(f"{start} {goal}")
    return "\n".join([f"{nodes} {edges} {QUERIES}", *lines, *asked]) + "\n"


def _statement(parameters: dict[str, Any]) -> str:
    toll, closed, free, most = (parameters[name] for name in ("toll", "closed", "free", "most"))
    rules = {
        "toll": f"Every time that a way enters a node whose number is divisible by 3, {toll} is added to its cost.",
        "closed": f"A way may not enter nodes whose number is divisible by {closed}, except as its last node b.",
        "free": f"Up to {free} {'edge' if free == 1 else 'edges'} of a way may be used without paying the edge's cost.",
        "parity": "An edge of odd cost (as it stands in the input) may only be used as the 1st, 3rd, 5th edge "
        "and so on "
        "of a way.",
        "most": f"A way has at most {most} edges.",
    }
    used = [wording for name, wording in rules.items() if parameters[name]]
    kind = "be used from a to b only" if parameters["directed"] else "be used in both directions"
    return (
        "The first line of the input holds the numbers of nodes, edges and queries. Nodes are numbered from 1. Then "
        f"follows one line for each edge, with a, b and its cost: it can {kind}. Then follows one line for each query, "
        "with two different nodes a and b. For each query print on a line of its own the least cost of a way from a to "
        "b, or -1 if there is none. The cost of a way is the sum of the costs of its edges; nodes and edges may "
        "be used "
        "several times, and a way ends when it first enters b.\n" + "\n".join(f"- {line}" for line in used)
    ).strip()


def make_task(split: Split, scoring: Scoring, *, reward: str = "all") -> Task:
    """Write a program that reads a graph and queries and prints the least costs of ways under the rules of the prompt.

    Answer: a whole program in a fenced block that starts with "```python"; the last such block counts.

    Reward: 1 if all six hidden cases come out right, else 0. With `reward="share"` the share of them; a constant
    program then gets 1/3 at most.

    Levels: level + 2 extra rules, five at most (tolls, closed nodes, free edges, parity, most edges),
    each of which some hidden case needs; 6 + level nodes. Edges are directed or not.

    Floor: three answers a case, and no output is right in more than two of the six cases; the commonest program of
    level 0 is right in 0.03 of its items.

    History: v0, first version; level 0 had no extra rule at first, and two programs solved all of it.
    """
    return exercise_task(draw, LEVELS, reward)
