from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prorl.envs.answer import wrap
from prorl.envs.task import Problem
from prorl.envs.verdict import Status
from prorl.envs.verify.number import MAX_CHARS, parse_amount, parse_integer, parse_number, plain, same_number

NUMBERS = {
    "72": 72,
    "72.0": 72,
    "+72": 72,
    "-5": -5,
    "−5": -5,
    "007": 7,
    "1,080": 1080,
    "-1,250.50": Fraction(-2501, 2),
    ".5": Fraction(1, 2),
    " 12 ": 12,
    "12345678901234567890": 12345678901234567890,
}
AMOUNTS = {
    "$1,080.": 1080,
    "$ 5": 5,
    "$-5": -5,
    "-$5": -5,
    "€2.50": Fraction(5, 2),
    "25%": 25,
    "25 %.": 25,
    "25 percent": 25,
    "5.": 5,
    "5kg": 5,
    "12 square feet": 12,
    "60 miles per hour": 60,
    "5 o'clock": 5,
    "8 café": 8,
}
NEITHER = [
    *("", " ", "-", "$", "%", ".", ",", "five", "nan", "inf", "-inf", "Infinity", "NaN", "None", "True"),
    *("1/2", "1+1", "2*3", "2**3", "9**9**9", "10!", "1e5", "1E5", "0x10", "1_000", "5j", "(5)", "=5", "x=5"),
    *("5 6", "5, 6", "5 or 6", "5 and 6", "5-6", "5\n6", "5 apples and 6 pears", "5 6 apples", "5 1/2"),
    *(
        "1,25",
        "1,2345",
        "0,123",
        "1,234,5",
        "1 000",
        "1.2.3",
        "5..",
        "--5",
        "-+5",
        "$-$5",
        "-$-5",
        "$$5",
        "5 %%",
    ),
    *(
        "3 dozen",
        "2 million",
        "5 k",
        "5k",
        "4 hundred",
        "5 twenty-two",
        "5 half",
        "5 pi",
        "5 e",
        "5 or so",
        "5万",
    ),
    *(
        "٣",
        "５",
        "²",
        "½",
        "5\x00",
        "\x00",
        "\ud800",
        "5\u200b",
        "<b>5</b>",
        "__import__('os')",
        "9" * (MAX_CHARS + 1),
    ),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_a_plain_number_is_read_exactly(text, value):
    assert parse_number(text) == value
    assert parse_amount(text) == value


@pytest.mark.parametrize(("text", "value"), AMOUNTS.items())
def test_only_an_amount_may_have_a_currency_or_a_unit(text, value):
    assert parse_number(text) is None
    assert parse_amount(text) == value


@pytest.mark.parametrize("text", NEITHER)
def test_what_is_not_one_plain_number_is_not_read(text):
    assert parse_number(text) is None
    assert parse_amount(text) is None


def test_integers():
    assert parse_integer("−1,024") == -1024
    assert parse_integer("7.0") == 7
    assert parse_integer("7.5") is None
    assert parse_integer("7 eggs") is None
    assert parse_integer("9" * MAX_CHARS) == 10**MAX_CHARS - 1


def test_plain_text_of_a_value():
    cases = {
        (5, 2): "2.5",
        (-1, 200): "-0.005",
        (0, 1): "0",
        (1200, 1): "1200",
        (-7, 1): "-7",
        (101, 100): "1.01",
    }
    assert {value: plain(Fraction(*value)) for value in cases} == cases


@given(st.integers(-(10**20), 10**20), st.integers(0, 8))
def test_plain_text_is_read_back(digits, places):
    value = Fraction(digits, 10**places)
    assert parse_number(plain(value)) == value


@given(st.integers(-(10**30), 10**30))
def test_thousands_separators_change_nothing(number):
    assert parse_integer(f"{number:,}") == parse_integer(str(number)) == number


def judge(answer: str, reference: str = "72"):
    return same_number(Problem(prompt="", reference=reference), wrap(answer))


def test_verdicts():
    assert judge("72").solved
    assert judge("72.0").solved
    assert judge("$72").solved
    assert judge("1,080", "1080").solved
    assert judge("0.10", "0.1").solved
    for answer in ("72.0000001", "-72", "7.2", "720"):
        assert (judge(answer).reward, judge(answer).status) == (0.0, Status.OK)
    for answer in ("nan", "inf", "72 73", "70+2", "9**9**9"):
        assert (judge(answer).reward, judge(answer).status) == (0.0, Status.INVALID)
    assert judge("").status is Status.NO_ANSWER
    assert same_number(Problem(prompt="", reference="72"), "72").status is Status.NO_ANSWER
    assert len(judge("9" * 10_000).extracted) == MAX_CHARS


@given(st.text())
def test_any_text_gets_a_verdict(text):
    for response in (text, wrap(text)):
        verdict = same_number(Problem(prompt="", reference="72"), response)
        assert verdict.gradeable
        assert verdict == same_number(Problem(prompt="", reference="72"), response)


@given(st.text(alphabet="0123456789.,-+$% ", max_size=12))
def test_a_right_answer_has_the_value_of_the_reference(text):
    if judge(text).solved:
        assert float(text.replace(",", "").replace("$", "").strip(" %").rstrip(".").replace(" ", "")) == 72.0
