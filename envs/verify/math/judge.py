"""The verdict on a response or on an answer."""

import re
from functools import lru_cache

from prorl.envs.verdict import Status, Verdict, right, unread, wrong
from prorl.envs.verify.math.algebra import by_algebra, is_unread
from prorl.envs.verify.math.boxes import boxed
from prorl.envs.verify.math.compare import equivalent
from prorl.envs.verify.math.extract import extract
from prorl.envs.verify.math.normalise import plain, squeezed, words
from prorl.envs.verify.math.parts import parts
from prorl.envs.verify.math.read import MAX_ANSWER, read, read_words
from prorl.envs.verify.math.symbols import EMPTY_WORDS, FRACTION_WORDS, NUMBER_WORDS
from prorl.envs.verify.math.tokens import Unreadable
from prorl.envs.verify.math.tree import Add, Many, Mul, Node, Num, Quantity, SetOf, Text

FAULT = "the grader failed"
"""How the reason of a verdict starts that is a mistake of ours."""
MAX_REMEMBERED = 200
"""Longest text whose trees are remembered, in characters."""
_AMBIGUOUS_COMMA = re.compile(r"\d,\d{3}(?!\d)")
_NO_ITEM = re.compile(r"\d,0\d\d(?!\d)")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
_SURE_COMMA = re.compile(r"-?(?:0,\d{3,}|[1-9],\d\d)")
_PROSE = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)+")
_COMMAND = re.compile(r"\\[a-z]|[{}]")
_WORD = re.compile(r"[^\W\d_]")
_LETTERS = re.compile(r"[A-Za-z ]{3,}")
_BETWEEN_WORDS = re.compile(r"\s*,\s*and\s+|\s*[,;&]\s*|\s+and\s+")
_DOLLARS = re.compile(r"\\\$|^\s*\$\s?-?[\d.,]+\s*\.?$")
_DECIMAL = re.compile(r"-?\d*\.\d+")
_CHOICE = re.compile(r"\(?([A-Za-z])\)?\.?")
_OPTION = re.compile(r"^(?:the\s+)?(?:correct\s+)?(?:option|choice|answer)\s*(?:is\s+)?:?\s*", re.IGNORECASE)
_CHOSEN = re.compile(r"(?:\(([A-Za-z])\)|([A-Za-z])\s?[.):])(?=\W|$).*", re.DOTALL)
_JOINED = r"\s*(?:\bor\b|\band\b|[,;/&])\s*(?:option\s+|choice\s+)?"
_ANOTHER = re.compile(
    rf"\([A-J]\).*{_JOINED}\([A-J]\)|[A-J]\s?[.):].*{_JOINED}[A-J][.):]\s+\S|\(?[A-J][.):]?\)?{_JOINED}\(?[A-J]\)?[.):]?$"
)
_OPTIONS = re.compile(r"[A-J](?:(?:\s*[,;&]\s*|\s*,?\s+and\s+)?[A-J]){1,7}")
_ARE = re.compile(r" (?:is|are) ")
_LABEL = re.compile(r"\([A-Za-z]\)|\b[A-Z][.)]")
_LABELLED = re.compile(
    r"(?:\\(?:text|textbf|textrm|mathrm|mathbf|mbox|bf)\s*\{?\s*)?(?:\(([A-J])\)|([A-J])[.)])(?:\s|\\[ ,;]|\})+(.+)"
)


def grade(response: str, gold: str) -> Verdict:
    r"""Whether the answer of a response is equivalent to the reference.

    Args:
        response: A whole response, with or without reasoning; see `extract` for where its answer is looked for.
        gold: The reference answer: LaTeX or plain text, with or without `\boxed{}` or `$`.

    Returns:
        `solved` if they are equivalent. The status is `no_answer` if there is none, `invalid` if it cannot be read,
        `error` if the reference cannot be read, `timeout` if computer algebra ran out of time.

    Example: `grade("Thus \\boxed{0.5}.", "\\frac{1}{2}").solved`.
    """
    found = extract(response.strip())
    if found is None:
        return unread(Status.NO_ANSWER, "no answer in the response")
    return same(found, gold)


def same(answer: str, gold: str) -> Verdict:
    """Whether an answer is equivalent to the reference, see `grade`."""
    shown = _shown(answer)
    reference = reference_of(gold)
    if not reference or len(gold) > 10 * MAX_ANSWER:
        return unread(Status.ERROR, "the reference is empty or too long")
    if len(answer) > MAX_ANSWER:
        return unread(Status.INVALID, f"the answer is over {MAX_ANSWER} characters", shown)
    given = plain(answer)
    if not given:
        return unread(Status.NO_ANSWER, "the answer is empty")
    if squeezed(given) == squeezed(reference):
        return right(shown)
    try:
        return _judged(given, reference, answer, gold)
    except RecursionError:
        return unread(Status.INVALID, "the answer is nested too deeply", shown)
    except Exception as error:
        return unread(Status.ERROR, f"{FAULT}: {type(error).__name__}", shown)


def _shown(answer: str) -> str:
    """An answer for people: not too long."""
    return answer if len(answer) <= 500 else answer[:500] + "…"


def reference_of(gold: str) -> str:
    r"""A reference as a plain answer: out of its box if it has one, behind `####` if it has that."""
    gold = gold.strip()
    if "boxed" in gold:
        gold = boxed(gold) or ""
    elif "####" in gold:
        gold = gold.rpartition("####")[2]
    return plain(gold)


def _judged(given: str, reference: str, answer: str, gold: str) -> Verdict:
    """The verdict on answers that do not look the same; `given` and `reference` are their plain forms."""
    shown = _shown(answer)
    verdict = _by_form(given, reference, shown)
    if verdict is not None:
        return verdict
    given, reference = _ordered(given), _ordered(reference)
    (label, reference), (other, given) = labelled(reference), labelled(given)
    if label is not None and other is not None and label != other:
        return wrong(shown)
    wanted = in_dollars(readings(reference), gold)
    found = in_dollars(readings(given), answer)
    if _are_words(reference, (*wanted, *found)) and _same_words(given, reference):
        return right(shown)
    if any(equivalent(a, b) for b in wanted for a in found) or _decimal_comma(given, reference):
        return right(shown)
    if not found and wanted:
        return unread(Status.INVALID, "the answer cannot be read", shown)
    if is_unread(reference, wanted):
        return by_algebra(given, reference, shown)
    return wrong(shown) if wanted else unread(Status.ERROR, "the reference cannot be read", shown)


def _by_form(given: str, reference: str, shown: str) -> Verdict | None:
    """The verdict on letters of options and on answers in labelled parts, `None` for other answers."""
    letters = choice(given), choice(reference)
    if letters[1] is not None and chosen(given) == letters[1]:
        return right(shown)
    if letters[0] is not None and chosen(reference) == letters[0]:
        return right(shown)
    if option_letters(given) is not None and option_letters(given) == option_letters(reference):
        return right(shown)
    sections = parts(given), parts(reference)
    return None if sections[0] is None or sections[1] is None else _same_parts(sections[0], sections[1], shown)


def _ordered(text: str) -> str:
    """Labelled parts as a tuple: `(a) 3, (b) 5` is `(3, 5)` next to an answer without labels."""
    sections = parts(text)
    return text if sections is None else "(" + ", ".join(sections) + ")"


def _same_parts(given: tuple[str, ...], reference: tuple[str, ...], shown: str) -> Verdict:
    """The verdict on answers in labelled parts, part by part."""
    if len(given) != len(reference):
        return wrong(shown)
    verdicts = [same(a, b) for a, b in zip(given, reference, strict=True)]
    return next((verdict for verdict in verdicts if not verdict.solved), right(shown))


def in_dollars(trees: tuple[Node, ...], text: str) -> tuple[Node, ...]:
    """Values with a dollar sign before them as quantities: 50 cents are not 50 dollars."""
    if not _DOLLARS.search(text):
        return trees
    values = tuple(Quantity(node, "dollar") for node in trees if isinstance(node, Num | Add | Mul))
    return values or trees


def _are_words(reference: str, trees: tuple[Node, ...]) -> bool:
    """Whether answers are compared as words: one was read as words, or the reference is nothing but letters."""
    return bool(_LETTERS.fullmatch(reference)) or any(isinstance(tree, Text) for tree in trees)


def _same_words(given: str, reference: str) -> bool:
    r"""Whether words are the same, or lists of them in any order: `\text{A and C}` is `C, A`."""
    said, wanted = words(given), words(reference)
    if _ARE.sub(" ", said) == _ARE.sub(" ", wanted):
        return True
    if wanted in ("yes", "no"):
        return re.findall(r"\b(?:yes|no)\b", said) == [wanted] and said.startswith((f"{wanted}, ", f"{wanted}. "))
    parts = [sorted(map(words, _BETWEEN_WORDS.split(_unmarked(text)))) for text in (given, reference)]
    return parts[0] == parts[1] and len(parts[0]) > 1 and all(parts[0])


def _decimal_comma(given: str, reference: str) -> bool:
    """Whether one is the other with a comma for the point: `2,74` for 2.74, and `0,111` and 0.111 either way."""
    if _DECIMAL_COMMA.fullmatch(given) and _DECIMAL.fullmatch(reference):
        return given.replace(",", ".") == reference
    return bool(_SURE_COMMA.fullmatch(reference)) and reference.replace(",", ".") == given


def choice(text: str) -> str | None:
    r"""The letter of a reference that is a choice: `choice("\\text{(C)}") == "C"`; only capitals are."""
    match = _CHOICE.fullmatch(_unmarked(text))
    return match.group(1) if match and match.group(1) in "ABCDEFGHIJ" else None


def chosen(text: str) -> str | None:
    r"""The letter that an answer chooses: `C`, `(C)`, `c.`, `C. x = 42`, `\textbf{(C) } 42`."""
    text = _OPTION.sub("", _unmarked(text))
    match = _CHOICE.fullmatch(text) or _CHOSEN.fullmatch(text)
    if match is not None and _ANOTHER.match(text):
        return None
    return next(group for group in match.groups() if group).upper() if match else None


def option_letters(text: str) -> str | None:
    """The letters of several options in order: those of `ABD` and of `D, B and A` are "ABD"; `BAD` is a name."""
    text = _unmarked(text)
    if not _OPTIONS.fullmatch(text):
        return None
    letters = "".join(c for c in text if c.isupper())
    ordered = "".join(sorted(set(letters)))
    if len(ordered) < len(letters):
        return None
    return ordered if ordered == letters or letters != text else None


def labelled(text: str) -> tuple[str | None, str]:
    r"""The letter of an option that is written out, and what it says: `labelled("(D) 15") == ("D", "15")`.

    `(A) 3, (B) 5` are two answers and no option.
    """
    match = _LABELLED.fullmatch(text)
    if match is None or _LABEL.search(match.group(3)):
        return None, text
    value = match.group(3)
    return match.group(1) or match.group(2), value[:-1] if value.count("}") > value.count("{") else value


def _unmarked(text: str) -> str:
    """A text without text commands and emphasis."""
    return re.sub(
        r"\\(?:text|textbf|mathrm|mathbf|mbox|textit|rm|bf|textrm)\b\s*|[{}*$]", "", re.sub(r"\\[ ,;!]|~", " ", text)
    ).strip()


def readings(text: str) -> tuple[Node, ...]:
    """The trees that a plain text may mean: `1,234` is a number or two. Those of short texts are remembered."""
    return _remembered(text) if len(text) <= MAX_REMEMBERED else _readings(text)


@lru_cache(maxsize=4_096)
def _remembered(text: str) -> tuple[Node, ...]:
    """`_readings` of a short text: a reference is read once for all responses to it."""
    return _readings(text)


def _readings(text: str) -> tuple[Node, ...]:
    """Read a text in every way that its commas allow, as words if it is no mathematics."""
    if text == "{}":
        return (SetOf(()),)
    if words(text) in EMPTY_WORDS:
        return _in_words(text)
    bracketed = _inside_brackets(text)
    ways = [not bracketed, bracketed] if _AMBIGUOUS_COMMA.search(text) else [True]
    if _NO_ITEM.search(text):
        ways = [True]
    found: list[Node] = []
    for thousands in ways:
        try:
            node = read(text, thousands=thousands)
        except Unreadable:
            continue
        if not (bracketed and thousands and len(ways) == 2 and _is_single(node)):
            found.append(node)
    if _is_prose(text) or words(text) in NUMBER_WORDS or words(text) in FRACTION_WORDS:
        return _in_words(text)
    return tuple(found) or _in_words(text)


def _is_single(node: Node) -> bool:
    """Whether a tree is one number, in braces or not."""
    return isinstance(node, Num) or (isinstance(node, SetOf | Many) and len(node.items) == 1)


def _inside_brackets(text: str) -> bool:
    """Whether the first comma that may separate thousands stands in brackets, where it separates items."""
    comma = _AMBIGUOUS_COMMA.search(text)
    if comma is None:
        return False
    before = text[: comma.start()]
    return sum(before.count(c) for c in "([{") > sum(before.count(c) for c in ")]}")


def _is_prose(text: str) -> bool:
    """Whether a text is words with blanks between them, at least two of three letters or more."""
    return bool(_PROSE.fullmatch(text)) and sum(len(word) > 2 for word in text.split()) > 1


def _in_words(text: str) -> tuple[Node, ...]:
    """The tree of an answer in words; nothing for what is neither mathematics nor words."""
    node = read_words(text)
    is_markup = isinstance(node, Text) and (_COMMAND.search(node.words) or not _WORD.search(node.words))
    return () if is_markup else (node,)
