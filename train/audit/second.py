"""Second verifiers that share no code with ours."""

import re
from collections.abc import Callable

from prorl.envs.task import Problem
from prorl.envs.verify.pool import VerifierError, VerifierTimeout, guarded
from prorl.train.audit.visits import Given

SECONDS = 5.0
LONGEST = 2_000
"""Characters of an answer that are handed on."""
Opinion = bool | None
"""Solved, not solved, or no opinion."""


def second_of(verifier: str) -> tuple[str, Callable[[Problem, Given], Opinion]] | None:
    """The second verifier for what a verifier judges: its name and what to call; `None` where there is none.

    Example: `second_of("math@2")` is math-verify, `second_of("exact@1")` compares the tagged text.
    """
    name = verifier.partition("@")[0]
    if name == "exact":
        return "text between the tags", exact_text
    if name in ("math", "number") and _has_math_verify():
        return "math-verify", math_verify
    return None


def exact_text(problem: Problem, given: Given) -> Opinion:
    """Whether the last tagged text after the thinking is the reference, character for character."""
    tail = re.split(r"</think>", given.turns[-1])[-1]
    marked = re.findall(r"<answer>((?:(?!</?answer>).)*)</answer>", tail, re.DOTALL)
    return bool(marked) and marked[-1].strip() == problem.reference


def math_verify(problem: Problem, given: Given) -> Opinion:
    """What math-verify says of the answer that was read, each in a box; no opinion past five seconds or on an error.

    It does not know `<answer>` tags, so it is not asked where the answer is.
    """
    if not isinstance(problem.reference, str) or not given.extracted or len(given.extracted) > LONGEST:
        return None
    try:
        said = guarded(ask_math_verify, given.extracted, problem.reference, deadline_s=SECONDS)
    except (VerifierError, VerifierTimeout):
        return None
    return said if isinstance(said, bool) else None


def ask_math_verify(answer: str, gold: str) -> bool | None:
    """math-verify's verdict; `None` if it reads no gold. Not bounded in time: call it through `guarded`."""
    import logging

    from math_verify import parse, verify

    logging.getLogger("math_verify").setLevel(logging.ERROR)  # else it warns of the time limits that are off
    wanted = parse(f"\\boxed{{{gold}}}", parsing_timeout=None)
    if not wanted:
        return None
    return bool(verify(wanted, parse(f"\\boxed{{{answer}}}", parsing_timeout=None), timeout_seconds=None))


def _has_math_verify() -> bool:
    from importlib.util import find_spec

    return find_spec("math_verify") is not None
