import pytest

from prorl.train.measure.decontaminate import contamination

FORMAT = "Give one number. Write it as <answer>N</answer>."
QUESTION = (
    "A farmer has 17 sheep and buys 5 more at the market on Monday, then sells 3 of them to Ann; how many are left?"
)
LONG = (
    "Let alpha be the largest root of the cubic whose coefficients are the first four primes in falling order, "
    "and find the sum of the digits of the whole part of its hundredth power."
)
FILLER = [f"Question {n}: what is the product of {n} and {n + 3}, less {n * n}?\n\n{FORMAT}" for n in range(400)]


def found(training, *texts, padding=tuple(FILLER)):
    """Rules and sources by item number; the training texts stand among many others of their environment."""
    items = {f"i{n}": f"{text}\n\n{FORMAT}" for n, text in enumerate([*texts, *other_items()])}
    (one,) = contamination({"t/planted-v0": [*padding, *training]}, {"bench": items})
    assert one.items == len(items)
    return {find.item: (find.rules, find.source) for find in one.finds}


def other_items():
    """Enough others that the answer format is seen to be one."""
    return [f"Entirely different riddle about topic{n} with words{n} and nothing{n} shared{n}" for n in range(30)]


def test_nothing_is_found_where_nothing_is():
    assert found(["Something else altogether, of other words."], QUESTION, LONG) == {}


def test_the_same_words_are_exact_whatever_case_marks_and_format():
    shouted = QUESTION.upper().replace(",", " --").replace(";", ".") + "\n\nAnswer in a box."
    rest = [f"unrelated text {n}\n\nAnswer in a box." for n in range(30)]
    rules, source = found([shouted, *rest], QUESTION, padding=())["i0"]
    assert rules == ("exact", "13-gram", "8-gram")
    assert source == "t/planted-v0"


def test_thirteen_words_in_a_row():
    words = LONG.split()
    inside = "Here is a puzzle: " + " ".join(words[4:17]) + " and that is all we know of it."
    assert found([inside], LONG) == {"i0": (("13-gram",), "t/planted-v0")}
    short = "Here is a puzzle: " + " ".join(words[4:16]) + " which is all we know of it."
    assert found([short], LONG) == {}


def test_most_runs_of_eight_words_but_none_of_thirteen():
    """Every tenth word is another one in one text and the pieces between are in a second one."""
    words = LONG.split()
    pieces = [" ".join(words[start : start + 12]) for start in range(0, len(words), 2)]
    assert found(pieces, LONG) == {"i0": (("8-gram",), "")}


def test_a_phrase_that_many_training_texts_share_is_no_find():
    phrase = "for all positive real numbers a b and c whose sum is equal to one prove that"
    item = f"Consider the following claim; {phrase} at least two of three given quantities vanish or both diverge"
    shared = [f"Number {n}: {phrase} thing {n} holds" for n in range(11)]
    assert found(shared, item) == {}
    assert found(shared[:10], item) == {"i0": (("13-gram",), "t/planted-v0")}


def test_short_items_are_found_whole_only():
    assert found(["What is 7 times 8"], "What is 7 times 8?") == {"i0": (("exact",), "t/planted-v0")}
    assert found(["What is 7 times 8 plus 1"], "What is 7 times 8?") == {}


def test_the_format_may_name_something_of_the_item():
    """The last paragraph differs from item to item and is no find; what stands before it is."""
    ending = "The function to be called is f{}. Give it completely in one fenced block of code and nothing else."
    items = {f"i{n}": f"Entirely different riddle{n} about topic{n}\n\n{ending.format(n)}" for n in range(30)}
    texts = [f"Some sum{n} of parts{n}\n\n{ending.format(n)}" for n in range(100)]
    (one,) = contamination({"t/x-v0": texts}, {"bench": items})
    assert one.finds == ()
    (one,) = contamination({"t/x-v0": [*texts, items["i7"]]}, {"bench": items})
    assert [(find.item, find.rules) for find in one.finds] == [("i7", ("exact",))]


def test_counts_and_texts():
    items = {"a": QUESTION, "b": LONG, "c": "something else that nobody has seen before in any text at all"}
    (one,) = contamination({"t/x-v0": [QUESTION, LONG[:-40]]}, {"bench": items})
    assert [one.count(rule) for rule in ("exact", "13-gram", "8-gram")] == [1, 2, 2]
    first, second = one.finds
    assert (first.item, first.text, first.training, first.share) == ("a", QUESTION, QUESTION, 1.0)
    assert second.training == LONG[:-40]
    assert second.share == pytest.approx(0.75, abs=0.15)
