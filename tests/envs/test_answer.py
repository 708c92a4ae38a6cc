import pytest
from hypothesis import given
from hypothesis import strategies as st

from prorl.envs.answer import MAX_ANSWER, after_thinking, tagged, wrap

MARKUP = st.lists(
    st.sampled_from(["<answer>", "</answer>", "<think>", "</think>", "1", "2", " ", "\n", "\ud800", "<", "é"])
).map("".join)

READ = {
    "<answer>12</answer>": "12",
    "so <answer> 12\n</answer> it is": "12",
    "<answer>1</answer><answer>2</answer>": "2",
    "<think><answer>1</answer></think><answer>2</answer>": "2",
    "</think></think><answer>3</answer>": "3",
    "<answer><answer>4</answer>": "4",
    "<answer>5</answer></answer>": "5</answer>",
    "<answer>a <b> & c</answer>": "a <b> & c",
    "<answer>6</answer><answer>": "6",
}
UNREAD = [
    "",
    "12",
    "<answer>12",
    "12</answer>",
    "</answer>12<answer>",
    "<ANSWER>12</ANSWER>",
    "<answer>  </answer>",
    "<answer></answer>",
    "<think>never ends <answer>1</answer>",
    "<answer>1</answer></think>",
    "</think><think><answer>1</answer>",
]


@pytest.mark.parametrize(("response", "text"), READ.items())
def test_reads_the_last_answer_after_the_thinking(response, text):
    answer = tagged(response)
    assert answer.text == text
    assert answer.failure is None


@pytest.mark.parametrize("response", UNREAD)
def test_no_answer(response):
    answer = tagged(response)
    assert answer.text == ""
    assert (answer.failure.status, answer.failure.reward, answer.failure.solved) == ("no_answer", 0.0, False)


def test_too_long_an_answer_is_invalid():
    assert tagged(wrap("x" * MAX_ANSWER)).failure is None
    assert tagged(wrap("x" * (MAX_ANSWER + 1))).failure.status == "invalid"


@pytest.mark.parametrize(
    ("response", "visible"),
    [
        ("4", "4"),
        ("<think>3?</think>4", "4"),
        ("3</think>4", "4"),
        ("<think>4", ""),
        ("a</think>b</think>c", "c"),
    ],
)
def test_after_thinking(response, visible):
    assert after_thinking(response) == visible


@given(st.text(min_size=1).filter(lambda s: s.strip() and "<" not in s))
def test_what_is_wrapped_is_read_back(text):
    assert tagged(wrap(text)).text == text.strip()
    assert tagged(f"<think>{text}</think>{text}{wrap(text)}\n").text == text.strip()


@given(MARKUP)
def test_any_markup_is_either_read_or_refused(response):
    answer = tagged(response)
    assert (answer.failure is None) == bool(answer.text)
    assert answer.text in response
    assert answer.text == answer.text.strip()
