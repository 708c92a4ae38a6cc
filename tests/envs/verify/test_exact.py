from prorl.envs.answer import wrap
from prorl.envs.task import Problem
from prorl.envs.verify.exact import same_after, same_text

PROBLEM = Problem(prompt="?", reference="Ab 1")


def test_same_text_is_literal():
    assert same_text(PROBLEM, wrap(" Ab 1 ")).solved
    for text in ("ab 1", "Ab  1", "Ab 1.", "Ab 1 Ab 1", "Ab１"):
        assert same_text(PROBLEM, wrap(text)).reward == 0.0
    assert same_text(PROBLEM, "Ab 1").status == "no_answer"


def test_same_after_normalises_both_sides():
    verify = same_after(str.lower)
    assert verify(PROBLEM, wrap("aB 1")).extracted == "aB 1"
    assert verify(PROBLEM, wrap("aB 1")).solved
    assert not verify(PROBLEM, wrap("aB 2")).solved
    assert verify(PROBLEM, "").status == "no_answer"
