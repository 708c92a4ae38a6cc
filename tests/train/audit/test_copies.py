from prorl.train.audit.copies import Copies, runs
from prorl.train.audit.finding import Check, Severity

PROMPT = "There are seven red apples and nine green pears in basket number {n}. How many fruits are there in all?"


def test_runs_of_five_words():
    assert len(runs("Sort a b c d e.")) == 3
    assert runs("one two three") == set()


def test_planted_copy_of_the_prompt(watched, visit, given):
    visits = [visit(given(PROMPT.format(n=n), 1.0), prompt=PROMPT.format(n=n)) for n in range(20)]
    (found,) = watched(Copies, visits)
    assert (found.check, found.severity) == (Check.COPY, Severity.WRONG)
    assert "wins on 20 of 20 items; the declared floor allows a share of 0.05" in found.evidence
    assert len(found.examples) == 3


def test_planted_passage_of_the_prompt(watched, visit, given):
    passage = "There are seven red apples and nine green pears"
    visits = [visit(given(f"<answer>{passage}</answer>", 1.0), prompt=PROMPT.format(n=n)) for n in range(20)]
    (found,) = watched(Copies, visits)
    assert (found.check, found.severity) == (Check.COPY, Severity.LOOK)
    assert "on 20 of 20 won items the winning answer is a passage of the prompt" in found.evidence


def test_honest_winners(watched, visit, given):
    """One repeats the question and then works; copies that lose do not count."""
    works = PROMPT + " Seven and nine are sixteen, as one sees by counting on from nine: ten, eleven, twelve, "
    works += "thirteen, fourteen, fifteen, sixteen. So there must be sixteen of them in that basket, in all: 16."
    visits = []
    for n in range(40):
        own = PROMPT.format(n=n)
        visits.append(visit(given(works.format(n=n), 1.0, extracted="16"), given(own, 0.0), prompt=own))
    assert watched(Copies, visits) == []


def test_tasks_that_quote_are_worth_a_look_at_most(watched, visit, given):
    own = PROMPT.format(n=1)
    assert [one.severity for one in watched(Copies, [visit(given(own, 1.0), prompt=own)] * 20, floor=None)] == [
        Severity.LOOK
    ]


def test_short_prompts_have_no_runs(watched, visit, given):
    assert watched(Copies, [visit(given("Say a", 1.0), prompt="Say a")] * 20) == []
