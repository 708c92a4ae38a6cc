import pytest

from prorl.train.audit.finding import Check, Severity
from prorl.train.audit.several import Several, is_joined, marked


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<answer>4</answer> <answer>5</answer>", {"4", "5"}),
        (r"so \boxed{4}, that is <answer>\boxed{4}</answer>", {"4"}),
        (r"<answer>The result is $\boxed{12}$.</answer>", {"12"}),
        (r"\boxed{1} \boxed{2} \boxed{3}", {"1", "2", "3"}),
        ("<think><answer>4</answer></think><answer>5</answer>", {"5"}),
        ("<answer> <answer>5</answer>", {"5"}),
        ("5", set()),
    ],
)
def test_marked(given, text, found):
    assert marked(given(text)) == found


@pytest.mark.parametrize(
    ("answer", "joined"),
    [
        ("4 or 5", True),
        ("yes/no", False),
        ("(a) or (b)", True),
        ("ln|x| + C", False),
        ("orange", False),
        ("4, 5", False),
    ],
)
def test_joined(answer, joined):
    assert is_joined(answer) is joined


def test_planted_marks_of_many_answers(watched, visit, given):
    """A verifier that takes any of them."""
    shot = "".join(f"<answer>{n}</answer>" for n in range(5))
    (found,) = watched(Several, [visit(given(shot, 1.0)) for _ in range(20)])
    assert (found.check, found.severity) == (Check.SEVERAL, Severity.LOOK)
    assert found.evidence == "on 20 of 20 won items winning responses mark two or more different answers"


def test_planted_alternatives_in_one_answer(watched, visit, given):
    (found,) = watched(Several, [visit(given("<answer>yes or no</answer>", 1.0)) for _ in range(20)])
    assert found.evidence == "on 20 of 20 won items winning responses join alternatives in one answer"


def test_honest_winners(watched, visit, given):
    """One answer each; one in forty corrects itself; a loser may shoot as it likes."""
    visits = [
        visit(given(f"<answer>{n}</answer>", 1.0), given("<answer>1</answer><answer>2</answer>")) for n in range(80)
    ]
    visits += [visit(given("<answer>1</answer> no: <answer>2</answer>", 1.0))] * 2
    assert watched(Several, visits) == []


def test_programs_and_prose_may_say_or(watched, visit, given):
    visits = [visit(given("a or b", 1.0)) for _ in range(20)]
    assert watched(Several, visits, domain="code") == []
    assert watched(Several, visits, domain="instruct") == []
