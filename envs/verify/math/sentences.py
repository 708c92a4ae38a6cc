"""What a sentence says the answer is: its formula, bold text or number; nothing for a refusal, a question or code."""

import re

from prorl.envs.verify.math.symbols import FUNCTIONS

MAX_LINE = 400
"""Longest line that can be an answer without saying so."""
_CORRECT = re.compile(
    r"(?:^|\b(?:option|choice|answer|so|thus|therefore|hence),?)\s*\**\(?([A-J])\)?\**\s+is\s+(?:the\s+)?(?:only\s+)?correct\b",
    re.IGNORECASE,
)
_ANSWER_LAST = re.compile(
    r"(?:^|[\s*])(\$[^$]+\$|\S{1,60}?)\**\s+is\s+(?:the|our|my)\s+(?:final\s+|correct\s+)?answer\b", re.IGNORECASE
)
_PICKED = re.compile(
    r"\b(?:go with|choose|pick|select|chose)\s+(?:option\s+|choice\s+)?\(?([A-J])\)?\W*$"
    r"|^\W*([A-J])[.)]\s+(?!.*\b[A-J][.)])(?=[A-Z][a-z]* )"
)
_NEGATED = re.compile(r"\b(?:(?:is|are|was|does|do|ca|wo)n['’]t|(?:is|are|was)\s+not)\b[^,;]*")
SENTENCE = re.compile(r"(?<!\.)\.(?=\s|$|\*|\$)|。|\n\s*\n|\n(?=[A-Z#*])|[!?](?=\s+[A-Z]|\s*$)(?<!\\!)")
_FORMULA = re.compile(
    r"\$\$([^$]+)\$\$|\$(?=\S)((?:\\\$|[^$])+)(?<=\S)\$(?!\d)|\$(\s(?:\\\$|[^$])+\s)\$(?!\d)"
    r"|\\\(([^\n]{1,1500}?)\\\)|\\\[([^\0]{1,1500}?)\\\]"
)
_INLINE = r"(?:\$[^$]+\$|\\\([^\n]+?\\\))"
_LISTED_FORMULAS = re.compile(
    rf"\b(?:are|either|both)\b:?\s*({_INLINE}(?:(?:\s*,?\s*(?:and|or)\s+|\s*,\s*){_INLINE})+)[\s.*]*$"
)
_LISTED_NUMBERS = re.compile(r"\bare\s+((?:-?\d[\d./]*(?:,\s+and\s+|\s+and\s+|\s+or\s+|,\s+))+-?\d[\d./]*?)[\s.*]*$")
_BOLD = re.compile(r"\*\*([^*\n]{1,80})\*\*")
_BOLD_FIRST = re.compile(r"\*\*[^*]+\*\* [a-z]")
_WORD = re.compile(r"[a-z]{3,}")
REFUSAL = re.compile(
    r"\b(?:sorry|cannot|can't|can not|unable|could not|couldn't|not able|don't know|do not know|"
    r"not sure|unsure|no idea|impossible to|"
    r"in progress|unfinished|to be continued|"
    r"as an ai|give up|gave up|attempts?|i won't|refuse|insufficient|not enough)\b",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"```|\b(?:import|def|print|return|exec|eval|lambda|class)\b\s*[\w(:'\"]|__\w+__|[;{]\s*$|\bos\.|</?[a-z]+>"
)
_UNSOLVABLE = re.compile(r"\b(?:there (?:is|are)|has|have)\s+(no (?:real )?(?:solutions?|roots?))\b", re.IGNORECASE)
_POINT = re.compile(r"(\(\s*-?\d[\d./]*(?:\s*,\s*-?\d[\d./]*)+\s*\))[\s.*]*$")
_VALUE = r"[a-z]\s*=\s*-?\d[\d./]*"
_LISTED_VALUES = re.compile(rf"\b({_VALUE}(?:(?:\s*,?\s*and\s+|\s*,\s*){_VALUE})+?)[\s.*]*$")
_CUE = re.compile(
    r"[=≈:]|\b(?:so|thus|hence|therefore|is|are|was|were|total|equals?|have|has|get|"
    r"gets|got|obtain|obtained|it['’]s|simplify|simplifies|reduces?|becomes?|gives?|"
    r"cost|costs|answer|result|takes?|makes?|made|left|"
    r"needs?|needed|found|scored|sold|earned|earns|spent|paid|pays|saved|will|in all)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.,])[-−]?[$€£]?\d[\d,]*(?:\.\d+)?(?:\s?/\s?\d+)?\s?(?:\\?%)?")
_REASON = re.compile(r",?\s+(?:since|because|as|which|where|so that)\s.*", re.DOTALL)
_BECAUSE = re.compile(r",?\s+(?:because|since)\s")
_DENIED = re.compile(r"(?:,\s+(?:and\s+)?|\s\(|:\s*)not\s.*|\s(?:and not|rather than|instead of)\s.*", re.DOTALL)
_BOUNDED = re.compile(
    r"(?:\b(?:lies?|is|are|be)\s+(?:somewhere\s+|strictly\s+)?|^)"
    r"(?:between|greater than|less than|more than|fewer than|at least|at most|larger than|smaller than|above|below"
    r"|no more than|no less than|no fewer than|not more than|half of|twice|double|triple)\s+[-$\d\\]"
)
_ATTAINED = re.compile(
    r",\s+(?:which is\s+)?(?:attained|achieved|reached|obtained|occurring|when|with equality)\b.*"
    r"|,?\s{1,4}or\s{1,4}(?:about|approximately|roughly|around)\s.*",
    re.DOTALL,
)
_FORMULA_FIRST = re.compile(r"(\$[^$]+\$|\\\([^\n]+?\\\)),?\s+(?:which|since|because|where|i\.e)\b", re.DOTALL)
_SUPPOSED = re.compile(r"\W*(?:suppose|assume|if\b.{1,60}\bwere)\b", re.IGNORECASE)
_CLOSING = re.compile(r"\b(?:hope|let me know|feel free|is correct|glad|questions)\b", re.IGNORECASE)
_ENDS_WITH = re.compile(
    r".*\b(?:is|are|equals)\s+(?:exactly\s+|only\s+)?(-?[$\d\\√π][^.$\s]*\$?(?:\.\d+)?)\s*[.*]*$", re.DOTALL
)
_OPENERS = frozenset(
    [
        "so",
        "thus",
        "therefore",
        "hence",
        "then",
        "the",
        "he",
        "she",
        "it",
        "they",
        "we",
        "there",
        "this",
        "that",
        "each",
        "in",
    ]
)
_LISTED = re.compile(r"^(?:[-*•>]|\d+[.)])\s+")


def core(sentence: str) -> str:
    """A sentence without emphasis around it; a formula with words behind it is that formula."""
    sentence = _ATTAINED.sub("", _DENIED.sub("", sentence))
    told = _BECAUSE.split(sentence, maxsplit=1)[0].strip("*_ ")
    if len(told) < len(sentence) and told and bare(told):
        return told
    sentence = _REASON.sub("", sentence.strip().strip("*_ ").strip()) if "$" not in sentence else sentence.strip("*_ ")
    first = _FORMULA_FIRST.match(sentence)
    sentence = sentence if first is None else first.group(1)
    if bare(sentence.replace("=", " ")):
        return sentence
    return _from_sentence(sentence, stated=True) or sentence


def last_line(text: str) -> str | None:
    """The answer in the last line that says something."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip(" *_-#`")]
    if not lines or "```" in text[-600:] or "\\boxed" in lines[-1]:
        return None
    line = _LISTED.sub("", lines[-1]) if len(lines) > 1 else lines[-1]
    line = line[-4 * MAX_LINE :]
    if REFUSAL.search(line) or _CODE.search(line) or line.endswith("?"):
        return None
    chosen = _chosen(line, alone=len(lines) == 1)
    if chosen is not None:
        return chosen
    line = _BOLD.sub(r"\1", line) if _BOLD_FIRST.match(line) else line
    if bare(line) and not _FORMULA.search(line):
        return line
    sentences = [s for s in SENTENCE.split(line) if s.strip(" *_.$") and not _CLOSING.search(s)]
    return _from_sentence(sentences[-1].strip()) if sentences else None


def _chosen(line: str, *, alone: bool) -> str | None:
    """What a line says is correct, is picked, or is the answer."""
    for pattern in (_UNSOLVABLE, _CORRECT, _PICKED, _ANSWER_LAST) if alone else (_UNSOLVABLE, _CORRECT, _ANSWER_LAST):
        match = pattern.search(line)
        if match is not None:
            return next(group for group in match.groups() if group)
    return None


def bare(line: str) -> bool:
    """Whether a line is nothing but an answer: short, with no more than three words in a row."""
    if len(line) > 120:
        return False
    stripped = line.strip("*_$ .")
    formula = _FORMULA.fullmatch(line.strip("*_ ."))
    said = re.findall(r"[A-Za-z]{2,}", re.sub(r"\\[a-zA-Z]+", "", stripped))
    said = [word for word in said if word not in FUNCTIONS]
    if formula or not said:
        return True
    if len(said) == 2 and said[0] == "The" and not re.search(r"[^A-Za-z ]", stripped):
        return True
    if len(said) > 3 or stripped.startswith(("I ", "We ")) or said[0].lower() in _OPENERS or "=" in stripped:
        return False
    return len(said) == 1 or not re.search(r"\d", stripped) or not stripped[0].isalpha()


def _from_sentence(sentence: str, *, stated: bool = False) -> str | None:
    """The last formula, bold text or number of a sentence that states a result, or that is `stated` to be one."""
    sentence = _ATTAINED.sub("", _NEGATED.sub("", _DENIED.sub("", sentence)))
    if _BOUNDED.search(sentence) or _SUPPOSED.match(sentence):
        return None
    stated = stated or bool(_CUE.search(sentence))
    tail = _ENDS_WITH.search(sentence)
    if tail is not None and any(c.isdigit() or c == "$" for c in tail.group(1)):
        return tail.group(1)
    formulas = [m.group() for m in _FORMULA.finditer(sentence)]
    if formulas and (len(formulas) == 1 or stated):
        listed = _LISTED_FORMULAS.search(sentence)
        return listed.group(1) if listed else formulas[-1]
    if not stated:
        return None
    bold = _BOLD.findall(sentence)
    if bold:
        return str(bold[-1])
    return _plain_value(sentence)


def _plain_value(sentence: str) -> str | None:
    """What a sentence without formulas states: behind a colon or an equals sign, a list, or its last number."""
    _, colon, behind = sentence.rpartition(": ")
    if colon and behind.strip() and bare(behind) and not _WORD.search(behind):
        return behind.strip()
    for pattern in (_POINT, _LISTED_VALUES, _LISTED_NUMBERS):
        listed = pattern.search(sentence)
        if listed is not None:
            return listed.group(1)
    after_equals = sentence.rpartition("=")[2].strip() if "=" in sentence else ""
    if after_equals.startswith("\\") and bare(after_equals):
        return after_equals
    first = _NUMBER.search(after_equals)
    if first is not None:
        return first.group().strip().rstrip(",")
    numbers = [m.group().strip() for m in _NUMBER.finditer(sentence)]
    return numbers[-1].rstrip(",") if numbers else None
