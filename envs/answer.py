"""Reading the answer out of a response that ends in `<answer>…</answer>`.

The convention of every prorl task that does not say otherwise:

* reasoning may come before the answer; with a `</think>` marker only what follows the last one counts, and a
  `<think>` that is never closed leaves nothing to read;
* the last `</answer>` and the nearest `<answer>` before it hold the answer, surrounding blanks do not count;
* an answer longer than the task could ever need is invalid, not searched.
"""

from dataclasses import dataclass

from prorl.envs.verdict import Status, Verdict, unread

TAG_HINT = "Answer inside <answer></answer>."
"""The sentence that prompts end with."""
MAX_ANSWER = 20_000
"""Longest answer that is read, in characters."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What stands between the last pair of answer tags."""

    text: str
    """The answer without surrounding blanks; "" where there is none."""
    failure: Verdict | None = None
    """The verdict if no answer could be read, else `None`."""


def after_thinking(response: str) -> str:
    """What follows the last `</think>`; "" for thinking that never ends.

    Example: `after_thinking("<think>3?</think>4") == "4"`.
    """
    _, marker, tail = response.rpartition("</think>")
    visible = tail if marker else response
    return "" if "<think>" in visible else visible


def tagged(response: str) -> Answer:
    """The answer of a response.

    Examples: `tagged("so <answer> 12 </answer>").text == "12"`; `tagged("12").failure.status == "no_answer"`.
    """
    visible = after_thinking(response)
    end = visible.rfind("</answer>")
    start = visible.rfind("<answer>", 0, max(end, 0))
    if end < 0 or start < 0:
        return Answer(text="", failure=unread(Status.NO_ANSWER, "no <answer>…</answer> in the response"))
    text = visible[start + len("<answer>") : end].strip()
    if not text:
        return Answer(text="", failure=unread(Status.NO_ANSWER, "the answer is empty"))
    if len(text) > MAX_ANSWER:
        return Answer(text="", failure=unread(Status.INVALID, f"the answer is over {MAX_ANSWER} characters"))
    return Answer(text=text)


def wrap(answer: str) -> str:
    """A response that holds an answer: `wrap("12") == "<answer>12</answer>"`."""
    return f"<answer>{answer}</answer>"
