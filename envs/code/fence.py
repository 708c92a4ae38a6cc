"""Reading a program out of a response: the last fenced block marked as Python.

The convention of the code tasks:

* with a `</think>` marker only what follows the last one counts, as in `prorl.envs.answer`;
* a block opens with a line "```python" (in any case) and closes with a line "```"; inside a block of any
  kind only a closing line counts, and a block that is never closed is no block;
* the last Python block is the answer, whatever other blocks stand before or after it.
"""

from prorl.envs.answer import MAX_ANSWER, Answer, after_thinking
from prorl.envs.verdict import Status, unread

FENCE = "```"
OPENING = "```python"


def python_block(response: str) -> Answer:
    r"""The program of a response.

    Examples: `python_block("So:\n```python\nx = 1\n```\n").text == "x = 1"`; two such blocks give the second;
    `python_block("x = 1").failure.status == "no_answer"`.
    """
    inside: list[str] | None = None
    marked = False
    found = None
    for line in after_thinking(response).splitlines():
        text = line.strip()
        if inside is None and text.startswith(FENCE):
            inside, marked = [], text.lower() == OPENING
        elif inside is not None and text == FENCE:
            found = "\n".join(inside) if marked else found
            inside = None
        elif inside is not None:
            inside.append(line)
    return _answer(found)


def _answer(program: str | None) -> Answer:
    if program is None:
        return Answer(text="", failure=unread(Status.NO_ANSWER, "no closed ```python block in the response"))
    if not program.strip():
        return Answer(text="", failure=unread(Status.NO_ANSWER, "the ```python block is empty"))
    if len(program) > MAX_ANSWER:
        return Answer(text="", failure=unread(Status.INVALID, f"the program is over {MAX_ANSWER} characters"))
    return Answer(text=program)


def fenced(program: str) -> str:
    r"""A response that holds a program: `fenced("x = 1") == "```python\nx = 1\n```"`."""
    return f"{OPENING}\n{program}\n{FENCE}"
