"""Samples as the browser of a page shows them, and how they travel in the page."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

OUTCOMES = ("solved", "wrong", "no answer", "not judged")
MOST_SAMPLES = 10_000
MOST_CHARACTERS = 8_000
"""Of one text."""
BUDGET = 12_000_000
"""Characters of all samples together, so that a page opens at once."""
COLUMNS = (
    *("env", "model", "step", "split", "level", "item", "prompt", "turns", "extracted", "reason", "status"),
    *("outcome", "reward", "tokens", "truncated", "times"),
)
TEXTS = frozenset(("env", "model", "split", "item", "prompt", "turns", "extracted", "reason", "status", "outcome"))
"""Columns that hold places in the list of texts."""

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One response, or several equal ones to the same item."""

    env: str
    model: str | None = None
    """Of an evaluation."""
    step: int | None = None
    """Of a run."""
    split: str | None = None
    level: int | None = None
    item: str | None = None
    """Names the item within its environment."""
    prompt: str | None = None
    turns: tuple[str, ...] = ()
    """Response, the environment's answer, response, …"""
    extracted: str | None = None
    """What was read as the answer."""
    reason: str | None = None
    """The verifier's."""
    status: str | None = None
    solved: bool | None = None
    reward: float | None = None
    tokens: int | None = None
    truncated: bool | None = None
    times: int = 1
    """How many samples gave it."""

    @property
    def outcome(self) -> str:
        """`"solved"`, `"wrong"`, `"no answer"` or `"not judged"`."""
        if self.solved:
            return "solved"
        return {"no_answer": "no answer", "invalid": "no answer", "timeout": "not judged", "error": "not judged"}.get(
            self.status or "", "wrong"
        )

    @property
    def size(self) -> int:
        """Characters that it takes in the page, about; the prompt aside, which samples share."""
        return 80 + sum(map(len, (*self.turns, self.extracted or "", self.reason or "")))


@dataclass(frozen=True, kw_only=True, slots=True)
class Samples:
    """What a page shows of all samples."""

    shown: tuple[Sample, ...]
    total: int
    """Different responses that there are."""
    given: int
    """Samples that gave them."""
    outcomes: tuple[tuple[str, str, int], ...]
    """(environment, outcome, samples) over all of them."""
    unit: str = "samples"
    """What `total` counts."""

    def cap(self) -> str:
        """One sentence for people about what is here."""
        if not self.total:
            return "There are no samples."
        if len(self.shown) == self.total:
            which = f"all {self.total:,} {self.unit}"
        else:
            which = (
                f"{len(self.shown):,} of {self.total:,} {self.unit}, as many of every environment, "
                "model or part of the run, and outcome as there is room for, by a fixed hash: always the same ones"
            )
        limits = f"at most {MOST_SAMPLES:,}, and {BUDGET // 1_000_000} million characters"
        return f"Here are {which} ({limits}). Counts and rates on this page are of all {self.given:,} samples."


def shortened(text: str, most: int = MOST_CHARACTERS) -> str:
    """Text of at most about `most` characters: the two ends, with a mark between them."""
    half = most // 2
    if len(text) <= most:
        return text
    return f"{text[:half]}\n[… {len(text) - 2 * half:,} characters left out …]\n{text[-half:]}"


def packed(samples: Iterable[Sample]) -> dict[str, Any]:
    """JSON for the page: each different text once, and a row of numbers for each sample.

    Halves of surrogate pairs, which are no characters, become U+FFFD.

    Example: one sample of "a" with the response "b" gives `{"texts": ["a", "b", …], "columns": ["env", …], "coded":
    […], "rows": [[0, …, [1], …]]}`; null stays null.
    """
    places: dict[str, int] = {}

    def coded(value: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, tuple):
            return [coded(one) for one in value]
        return places.setdefault(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value), len(places))

    rows = [[coded(v) if name in TEXTS else v for name, v in _values(sample)] for sample in samples]
    return {"texts": list(places), "columns": list(COLUMNS), "coded": sorted(TEXTS), "rows": rows}


def _values(sample: Sample) -> list[tuple[str, Any]]:
    return [(name, getattr(sample, name)) for name in COLUMNS]


def script_json(value: object) -> str:
    r"""JSON that cannot end the script element around it: `"</script>"` becomes `"\u003c/script\u003e"`."""
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def outcome_table(outcomes: Sequence[tuple[str, str, int]]) -> list[list[str]]:
    """Cells: environment, then samples and the share of each outcome.

    Example: `[("a", "solved", 3), ("a", "wrong", 1)]` gives `[["a", "4", "75.0 %", "25.0 %", "0.0 %", "0.0 %"]]`.
    """
    by_env: dict[str, dict[str, int]] = {}
    for env, outcome, count in outcomes:
        row = by_env.setdefault(env, {})
        row[outcome] = row.get(outcome, 0) + count
    return [[env, f"{sum(row.values()):,}", *(_share(row, name) for name in OUTCOMES)] for env, row in by_env.items()]


def _share(row: dict[str, int], name: str) -> str:
    return f"{100 * row.get(name, 0) / sum(row.values()):.1f} %"
