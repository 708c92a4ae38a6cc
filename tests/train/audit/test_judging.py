import pytest

from prorl.registry.make import make_env
from prorl.train.audit.choosing import Choice, Reservoir
from prorl.train.audit.disagreement import disagreement
from prorl.train.audit.finding import Check, Severity
from prorl.train.audit.judging import Judge, Rejudged
from prorl.train.audit.second import ask_math_verify, exact_text, math_verify, second_of
from prorl.train.audit.visits import RunSource


@pytest.fixture
def item():
    """Prompt and reference of a training item of a fake."""

    def make(name, index):
        env = make_env(f"fake/{name}-v0", split="train")
        prompt, _ = env.reset(seed=0, options={"index": index})
        return {"prompt": prompt, "env": f"fake/{name}-v0"}, env.problem.reference

    return make


@pytest.fixture
def judged(write_run):
    """What judging the rows of a run again comes to."""

    def run(rows, most=100):
        source, choice = RunSource(write_run(rows), seed=0), Choice(most)
        for number, visit in enumerate(source.visits()):
            choice.see(number, visit)
        return Judge().judge(source, choice)

    return run


def stored(line, item, name, count=6, right=True):
    """Responses with the right answer to items of a fake; stored as solved or not."""
    rows = []
    for index in range(count):
        own, reference = item(name, index)
        rows.append(line(1, index, f"<answer>{reference}</answer>", int(right), **own))
    return rows


def test_verdicts_that_hold(fakes, line, item, judged):
    (found,) = judged(stored(line, item, "honest"))
    assert (found.verifier, found.winners, found.lost, found.unmade) == ("exact@1", 6, 0, 0)
    assert (found.second, found.second_asked, found.second_lost) == ("text between the tags", 6, 0)
    assert disagreement([found]) == []


def test_planted_verifier_that_was_broken_when_the_run_was_made(fakes, line, item, judged):
    """Then everything won; the installed one compares."""
    rows = [line(1, n, "<answer>banana</answer>", 1, **item("change", n)[0]) for n in range(6)]
    (found,) = judged(rows)
    assert (found.winners, found.lost) == (6, 6)
    (finding,) = disagreement([found])
    assert (finding.check, finding.severity, finding.env) == (Check.VERDICT, Severity.WRONG, "fake/change-v0")
    assert finding.evidence == (
        "changed@1 rejects 6 of 6 responses that are stored as solved (100%, 95 % interval 54% to 100%)"
    )
    assert [one.response for one in finding.examples] == ["<answer>banana</answer>"] * 3


def test_losers_that_win_now(fakes, line, item, judged):
    (found,) = judged(stored(line, item, "honest", right=False))
    assert (found.losers, found.gained) == (6, 6)
    assert [(one.check, one.severity) for one in disagreement([found])] == [(Check.VERDICT, Severity.LOOK)]


def test_planted_verifier_that_a_second_one_contradicts(fakes, line, item, judged):
    """Its name says that it compares texts; it does not."""
    rows = [line(1, n, "<answer>banana</answer>", 1, **item("liar", n)[0]) for n in range(20)]
    (found,) = judged(rows)
    assert (found.lost, found.second_asked, found.second_lost) == (0, 20, 20)
    assert [(one.check, one.severity) for one in disagreement([found])] == [(Check.SECOND, Severity.LOOK)]


def test_few_disagreements_of_two_graders_are_left_alone():
    found = Rejudged(where="training", env_id="a", second="math-verify", second_asked=100, second_lost=5)
    assert disagreement([found]) == []


def test_a_verifier_that_is_out_of_order_says_nothing(fakes, line, item, judged):
    (found,) = judged(stored(line, item, "error"))
    assert (found.undecided, found.winners) == (6, 0)


def test_items_that_cannot_be_made_again(fakes, line, judged):
    gone = [line(1, 0, "x", 1, env="fake/gone-v0"), line(1, 0, "<answer>1</answer>", 1)]
    other = line(1, 3, "<answer>1</answer>", 1, env="fake/honest-v0", prompt="Another question?")
    found = {one.env_id: one for one in judged([*gone, other])}
    assert (found["fake/gone-v0"].unmade, found["fake/honest-v0"].unmade) == (1, 2)


def test_several_turns(fakes, line, item, judged):
    own, reference = item("turns", 0)
    texts = ["hm", f"<answer>{reference}</answer>"]
    (found,) = judged([line(1, 0, "\n".join(texts), 1, turns=texts, **own), line(1, 0, "\n".join(texts), 1, **own)])
    assert (found.winners, found.lost, found.unmade) == (1, 0, 1)


def test_a_choice_is_even_and_always_the_same(visit, given):
    choices = [Choice(10) for _ in range(2)]
    for choice in choices:
        for number in range(500):
            choice.see(number, visit(given("a", 1.0), given("b", 0.0)))
    places = choices[0].places()
    assert places == choices[1].places()
    assert sum(len(own) for own in places.values()) == 12
    assert choices[0].offered("fake/a-v0", True) == 500
    half = [sum(spot[0] < 250 for spot in _drawn(seed).spots) for seed in range(200)]
    assert 4.5 < sum(half) / 200 < 5.5


def _drawn(seed):
    found = Reservoir(most=10, seed=f"{seed}")
    for number in range(500):
        found.offer((number, 0))
    return found


def test_second_verifiers(fakes, given, item):
    assert second_of("code@1") is None
    assert second_of("exact@1")[0] == "text between the tags"
    assert second_of("math@2")[0] == second_of("number@1")[0] == "math-verify"
    problem = make_env("fake/honest-v0", split="train")
    problem.reset(seed=0)
    reference = problem.problem.reference
    assert exact_text(problem.problem, given(f"<answer> {reference} </answer>"))
    assert not exact_text(problem.problem, given(f"<think><answer>{reference}</answer></think>"))
    assert math_verify(problem.problem, given(f"<answer>{reference}.0</answer>"))
    assert math_verify(problem.problem, given("")) is None


@pytest.mark.parametrize(
    ("answer", "gold", "says"), [(r"\frac12", "0.5", True), ("3", "4", False), ("x+1", "1+x", True), ("4", "", None)]
)
def test_math_verify(answer, gold, says):
    assert ask_math_verify(answer, gold) is says
