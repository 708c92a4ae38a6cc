"""Notations that are brought to the usual one, by the module that does it."""

import pickle
import subprocess
import sys
from fractions import Fraction

import pytest

from prorl.envs.verify.math import grade, same
from prorl.envs.verify.math.absolute import opened
from prorl.envs.verify.math.algebra import Comparer, braced
from prorl.envs.verify.math.basis import components
from prorl.envs.verify.math.phrases import phrased
from prorl.envs.verify.math.read import read
from prorl.envs.verify.math.restrictions import with_modulus, without_exceptions
from prorl.envs.verify.math.tree import Many, Num, Rel, Sym


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not time computer algebra out."""
    monkeypatch.setattr("prorl.envs.verify.math.algebra.DEADLINE_S", 60.0)


@pytest.mark.parametrize(
    "text",
    ["(mod 7)", "(\\mathrm{mod}\\ 7)", "\\text{ (mod 7)}", "\\text{(mod } 7)", "\\left(\\operatorname{mod} 7\\right)"],
)
def test_a_modulus_has_one_spelling(text: str) -> None:
    assert with_modulus(f"3{text}") == "3\\pmod{7}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("all real numbers except 2 and 3", "\\mathbb{R} \\setminus \\{2, 3\\}"),
        ("\\text{all reals except } x = \\frac12", "\\mathbb{R} \\setminus \\{\\frac12\\}"),
        ("all real numbers except zero", "all real numbers except zero"),
        ("all integers except 2", "all integers except 2"),
    ],
)
def test_left_out_numbers_are_a_difference_of_sets(text: str, wanted: str) -> None:
    assert without_exceptions(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("]-\\infty, 2]", "(-\\infty, 2]"),
        ("[1;2[", "[1, 2)"),
        ("[1,2],[3,4]", "[1,2],[3,4]"),
        ("[[1,2],[3,4]]", "[[1,2],[3,4]]"),
        ("0.1666...", "0.166\\overline{6}"),
        ("0.142857142857\\ldots", "0.142857\\overline{142857}"),
        ("3.14159...", "3.14159"),
        ("1.41...", "1.41..."),
        ("1, 2, 3, ...", "1, 2, 3, ..."),
        ("10:15 a.m", "10:15 am"),
        ("5 USD", "5 dollars"),
        ("\\text{LCM}(4,6)=12", "y = 12"),
        ("\\text{Area}(ABC) = 12", "y = 12"),
        ("45^\\circ 30'", "\\frac{91}{2}^\\circ"),
        ("45^\\circ 30' 36''", "\\frac{4551}{100}^\\circ"),
    ],
)
def test_phrases(text: str, wanted: str) -> None:
    assert " ".join(phrased(text).replace("y =", "y = ").split()) == wanted


def test_a_distance_is_bounds() -> None:
    x, low, high = Sym("x"), Num(Fraction(1)), Num(Fraction(5))
    assert opened(read("|x-3| < 2")) == Rel(("<", "<"), (low, x, high))
    assert opened(read("2 \\le |3-x|")) == Many((Rel(("≤",), (x, low)), Rel(("≥",), (x, high))), either=True)
    for text in ("|x| < 2", "|x-3| < -1", "|x-a| < 2", "|x^2-3| < 2", "|x-3| = 2"):
        assert opened(read(text)) == read(text)


def test_components_of_a_vector() -> None:
    shown = [
        ("3\\mathbf{i}-2\\mathbf{j}", "(3,-2)"),
        ("\\frac12(\\hat{\\imath}+\\hat{k})", "(\\frac12, 0, \\frac12)"),
        ("2\\vec{j}", "(0, 2)"),
    ]
    for text, wanted in shown:
        assert same(text, wanted).solved and same(wanted, text).solved
    for text in ("3+4i", "ij", "\\hat{i}\\hat{j}", "\\hat{i}+1", "\\hat{i}^2", "a+b"):
        assert components(read(text)) is None


@pytest.mark.parametrize(
    ("answer", "gold", "solved"),
    [
        ("\\frac{n(n+1)}{2}", "\\sum_{k=1}^{n} k", True),
        ("\\frac{n(n-1)}{2}", "\\sum_{k=1}^{n} k", False),
        ("2^n", "\\sum_{k=0}^{n} \\binom{n}{k}", True),
        ("\\sum_{i=0}^{n} i", "\\sum_{k=1}^{n} k", True),
        ("\\frac{n(n+1)}{2}", "\\sum_{k=1}^{m} k", False),
        ("x \\equiv 10 \\pmod 7", "x \\equiv 3 \\pmod 7", True),
        ("x \\equiv 10 \\pmod 7", "x \\equiv 4 \\pmod 7", False),
        ("7 \\pmod 5", "2 \\pmod 5", True),
        ("7", "2 \\pmod 5", False),
        ("x<3 \\text{ or } x>1", "x<3 \\text{ and } x>1", False),
        ("x<3, x>1", "x<3 \\text{ and } x>1", True),
        ("\\frac34 = 75\\%", "\\frac34", True),
        ("\\frac34 = 70\\%", "\\frac34", False),
        ("\\text{GCD}(12, 18) = 6", "6", True),
        ("3x^2", "\\frac{d}{dx} x^3", True),
        ("3x", "\\frac{d}{dx} x^3", False),
        ("\\frac13", "\\int_0^1 x^2\\,dx", True),
        ("16\\,\\frac{\\text{m}}{\\text{s}^2}", "16 \\text{ m/s}^2", True),
        ("16\\,\\frac{\\text{s}}{\\text{m}}", "16 \\text{ m/s}", False),
        ("x + y = 30 + 40 = 70", "70", True),
        ("x + y = 30 + 30 = 70", "70", False),
        ("3x = 12 \\Rightarrow x = 4", "x = 4", True),
        ("3x = 12 \\Rightarrow x = 4", "12", False),
        ("r \\Rightarrow q", "p \\Rightarrow q", False),
        ("2", "\\sum_{n=1}^{\\infty} \\frac{1}{2^n}", False),
    ],
)
def test_pairs(answer: str, gold: str, solved: bool) -> None:
    verdict = same(answer, gold)
    assert verdict.solved is solved and verdict.gradeable


def test_a_denied_number_is_no_answer() -> None:
    assert not grade("Answer: not 7", "7").solved
    assert grade("Answer: 8, not 7", "8").solved


def test_a_reason_behind_the_answer_does_not_count() -> None:
    assert grade(r"The answer is 70, because $\binom84=70$.", "70").solved
    assert not grade(r"The answer is 56, because $\binom83=56$ (and not $70$).", "70").solved


def test_braces_that_were_left_out() -> None:
    assert braced("\\frac13+\\frac{1}2 \\sqrt2 pi") == "\\frac{1}{3}+\\frac{1}{2} \\sqrt{2} \\pi "


def test_a_worker_loads_computer_algebra_with_the_item() -> None:
    script = (
        "import pickle, sys; item = pickle.loads(bytes.fromhex(sys.argv[1])); "
        "assert 'latex2sympy2_extended' in sys.modules; print(item('\\\\frac12', '0.5'))"
    )
    run = [sys.executable, "-c", script, pickle.dumps(Comparer()).hex()]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout.strip() == "True"
