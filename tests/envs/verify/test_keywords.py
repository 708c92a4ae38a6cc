import pytest
from hypothesis import given
from hypothesis import strategies as st

from prorl.envs.answer import wrap
from prorl.envs.instruct.constraint import WORDINGS, Constraint, from_json
from prorl.envs.task import Problem
from prorl.envs.verify.keywords import CHECKS, broken_ground_rule, satisfies_all, take_apart, words_of

TEXT = "The orbit of a Comet is long. Is it an orbit, too? Yes!"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("It's a well-known X_y.", ("it's", "a", "well-known", "x", "y")),
        ("3.5 m, 1,000 times", ("3", "5", "m", "1", "000", "times")),
        ("-a- 'b' don't-", ("a", "b", "don't")),
        ("Straße ÉTÉ 数", ("strasse", "été", "数")),
        ("a--b a''b", ("a", "b", "a", "b")),
    ],
)
def test_words(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", ()),
        ("One two", (2,)),
        ("One two.", (2,)),
        ("One. Two three! Four?", (1, 2, 1)),
        ("One... two?! Three.", (1, 1, 1)),
        ("Pay 3.5 now. Go.", (4, 1)),
        ("e.g. this", (2, 1)),
        ('He said "go." Then left.', (3, 2)),
        ('"One two. Three."', (2, 1)),
        ("- one\n- two three\n\n- ! four.", (1, 2, 1)),
        ("One.Two", (2,)),
    ],
)
def test_sentences(text, sentences):
    assert take_apart(text).sentences == sentences


@pytest.mark.parametrize(
    ("constraint", "right", "wrong"),
    [
        (
            Constraint(kind="keywords", words=("orbit", "comet")),
            [TEXT, "COMET orbit"],
            ["orbit", "orbits comet", "orbit-comet", ""],
        ),
        (
            Constraint(kind="exactly", words=("orbit",), low=2),
            [TEXT],
            ["orbit", "orbit orbit orbit", "orbit orbits"],
        ),
        (Constraint(kind="at_least", words=("orbit",), low=2), [TEXT, "orbit " * 3], ["orbit", ""]),
        (Constraint(kind="avoided", words=("orbit",)), ["", "orbits", "orbital"], [TEXT, "ORBIT"]),
        (Constraint(kind="length", low=2, high=3), ["a b", "a, b - c"], ["a", "a b c d", ""]),
        (Constraint(kind="sentences", low=3), [TEXT], ["A. B.", "", "A. B. C. D"]),
        (Constraint(kind="sentence_length", low=3), ["A b c. D e f.", "a b c\nd"], ["A b c d.", "a b c d"]),
        (Constraint(kind="lower_case"), ["a 1 b.", "größe"], ["a B", "Élan"]),
        (Constraint(kind="upper_case"), ["A 1 B."], ["A b", "ß"]),
        (Constraint(kind="no_commas"), ["a; b"], ["a, b", "a，b"]),
        (
            Constraint(kind="first_word", words=("now",)),
            ["Now then", '"now then"', "- NOW."],
            ["then now", "nowhere", ""],
        ),
        (
            Constraint(kind="last_word", words=("now",)),
            ["then Now!", '"then now."'],
            ["now then", "then no w", ""],
        ),
        (
            Constraint(kind="ends_with", words=("it ends.",)),
            ["So it ends.", '"So it ends."', "it ends."],
            ["So It ends.", "So it ends", "so it ends. ", "rabbit ends.", "it ends.)"],
        ),
        (
            Constraint(kind="bullets", low=2),
            ["- a\n- b", "Two:\n- a\n- b\nend", '"- a\n- b"'],
            ["- a", "- a\n- ", "* a\n* b", " - a\n - b"],
        ),
        (
            Constraint(kind="paragraphs", low=2),
            ["a\n\nb", "a\nb\n \n\n\nc", "a\r\n\r\nb"],
            ["a\nb", "a", "a\n\n- \n\n!"],
        ),
        (Constraint(kind="quoted"), ['"a"', '"a" "b"'], ["a", '"a', "'a'", "“a”", '"']),
        (Constraint(kind="letter_avoided", words=("q",)), ["a b"], ["a Q", "q"]),
        (
            Constraint(kind="number", words=("37",)),
            ["a 37.", "37-fold 37"],
            ["3 7", "137", "thirty-seven", "37th"],
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, Constraint) else "",
)
def test_each_kind(constraint, right, wrong):
    check = CHECKS[constraint.kind]
    assert [text for text in right if not check(take_apart(text), constraint)] == []
    assert [text for text in wrong if check(take_apart(text), constraint)] == []


def test_every_kind_has_a_check_and_a_wording():
    assert set(CHECKS) == set(WORDINGS)
    assert len(CHECKS) == 18


def words(number: int, start: int = 0) -> str:
    return " ".join(f"w{start + i}" for i in range(number))


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        (words(25), ""),
        (words(70), ""),
        (words(24), "the text has 24 words, not 25 to 70"),
        (words(71), "the text has 71 words, not 25 to 70"),
        (f"{words(15)} {words(15)}", ""),
        (f"{words(14)} {words(14)} w0", "only 14 of 29 words are different"),
        (f"{words(30)} {'w0 ' * 7}", ""),
        (f"{words(30)} {'W0 ' * 8}", "a word stands there more than 8 times"),
        (f"{words(20)} write a short text about chess and", ""),
        (f"{words(20)} Write a short text, about chess and tea", "8 words in a row are copied from the task"),
    ],
)
def test_ground_rules(text, broken):
    assert broken_ground_rule(take_apart(text), "Write a short text about chess and tea!") == broken


KEYWORDS = Constraint(kind="keywords", words=("orbit", "comet"))
PROBLEM = Problem(
    prompt="Write about chess.",
    reference=[c.to_json() for c in (KEYWORDS, Constraint(kind="sentences", low=2), Constraint(kind="no_commas"))],
)
GOOD = f"The orbit of a comet is {words(10)}. It {words(10, 10)}."


def test_a_text_that_satisfies_all():
    verdict = satisfies_all(PROBLEM, f"I think of chess. {wrap(GOOD)}")
    assert (verdict.reward, verdict.solved, verdict.extracted) == (1.0, True, GOOD)
    assert verdict.parts == {"ground_rules": 1.0, "keywords": 1.0, "sentences": 1.0, "no_commas": 1.0}


@pytest.mark.parametrize(
    ("text", "broken", "reason"),
    [
        (GOOD.replace("comet", "moon"), {"keywords"}, 'broken: Use the words "orbit" and "comet".'),
        (GOOD.replace(". It", ", it"), {"sentences", "no_commas"}, "broken: Write exactly 2 sentences"),
        (GOOD.replace("The", "The,"), {"no_commas"}, "broken: Do not use commas."),
        ("A comet. An orbit.", {"ground_rules"}, "the text has 4 words, not 25 to 70"),
        ("comet orbit " * 15, {"ground_rules", "sentences"}, "only 2 of 30 words are different"),
        ("?", {"ground_rules", "keywords", "sentences"}, "the text has 0 words, not 25 to 70"),
    ],
)
def test_one_broken_constraint_is_enough(text, broken, reason):
    verdict = satisfies_all(PROBLEM, wrap(text))
    assert (verdict.reward, verdict.solved, verdict.status) == (0.0, False, "ok")
    assert {name for name, value in verdict.parts.items() if value == 0.0} == broken
    assert verdict.reason.startswith(reason)


@pytest.mark.parametrize("response", ["", GOOD, "<answer></answer>", f"<answer>{GOOD}", f"<think>{wrap(GOOD)}"])
def test_no_answer(response):
    assert satisfies_all(PROBLEM, response).status == "no_answer"


def test_the_last_answer_counts():
    assert satisfies_all(PROBLEM, wrap("no") + wrap(GOOD)).solved
    assert not satisfies_all(PROBLEM, wrap(GOOD) + wrap("no")).solved


@pytest.mark.parametrize("piece", [".", "!a", "- ", "\n", "\n ", "a'", '."', " ", "é-", "a.\n"])
def test_long_texts_are_read_in_linear_time(piece):
    """Under a quadratic rule each of these would take minutes."""
    assert satisfies_all(PROBLEM, wrap("a" + piece * (19_000 // len(piece)) + "b")).reward == 0.0


@given(st.text(max_size=200))
def test_nothing_raises_and_parts_agree_with_the_reward(text):
    verdict = satisfies_all(PROBLEM, wrap(text))
    assert verdict.solved == (bool(verdict.parts) and min(verdict.parts.values()) == 1.0)


@given(st.text(st.sampled_from("aB1.!?\n\"'- ,é"), max_size=60))
def test_every_word_is_in_one_sentence(text):
    parts = take_apart(text)
    assert sum(parts.sentences) == len(parts.words)
    assert 0 not in parts.sentences


def test_constraints_survive_json():
    assert from_json(KEYWORDS.to_json()) == KEYWORDS
