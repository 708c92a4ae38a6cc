"""How much of the right responses the base never read: `python benchmarks/long_run/new_texts.py MEASURED`.

MEASURED is a folder of `measure.py`. The reference is the exact training text of the base, all responses of it, and
what is compared are the responses that solve their item: the share whose whole text no training text has, and the
share of their runs of `N` characters that no training text holds. The second sample of the base is the control: two
samples of one model differ by chance alone. Differences are taken at equal positions and over common items.
"""

import argparse
import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import traces as lessons
from base import BATCH, SIZES

from prorl.train.measure.evaluation import Evaluation, load_evaluation
from prorl.train.measure.ngrams import Reference, reference
from prorl.train.measure.novelty import Novelty, Written, matched_difference, novelty

RESULT = Path(__file__).parents[2] / "docs" / "results" / "long-run" / "novelty.json"
N = 8
"""Characters."""
GROUPS = {"composed": tuple(lessons.WORKING), "all": tuple(lesson.name for lesson in lessons.LESSONS)}
"""Environments whose responses are chains of steps, and all that the base has read of."""


def corpus(size: str) -> list[str]:
    """All responses that a base has read, in their order."""
    texts = itertools.islice(lessons.traces(), SIZES[size].steps * BATCH)
    return [text.response for text in texts]


def name_of(target: str) -> str:
    """Example: `"prorl/gcd-v0@4"` gives `"gcd"`."""
    return target.removeprefix("prorl/").partition("-v0")[0]


def right(evaluation: Evaluation, label: str, names: Sequence[str]) -> Iterator[Written]:
    """The responses of a model that solve their items, equal ones together."""
    for target in evaluation.plan.targets:
        if name_of(target.name) in names:
            for answered in evaluation.answered(label, target.name):
                for given in answered.responses:
                    if given.verdict.solved and given.text:
                        yield Written(item=answered.item.key, text=given.text[0], times=len(given.samples))


def whole(responses: Iterable[Written], read: frozenset[str]) -> dict[str, float]:
    """How many right responses there are, and how many of them have a text that was never read.

    Example: against {"ab"}, "ab" three times and "ba" once: 4 responses, 1 of them new; 2 texts, 1 of them new.
    """
    rows = list(responses)
    return {
        "responses": sum(row.times for row in rows),
        "responses_new": sum(row.times for row in rows if row.text not in read),
        "texts": len(rows),
        "texts_new": sum(row.text not in read for row in rows),
    }


def compared(first: Novelty, second: Novelty) -> list[float]:
    """Novelty of the second less that of the first at equal positions, with its interval."""
    found = matched_difference(first, second)
    return [found.value, found.low, found.high]


def group(evaluation: Evaluation, names: Sequence[str], read: frozenset[str], grams: Reference) -> dict:
    """All models on some environments, each against the base."""
    base = evaluation.plan.baseline
    rows, found = {}, {}
    for model in evaluation.plan.models:
        responses = list(right(evaluation, model.label, names))
        found[model.label] = novelty(responses, grams)
        share = found[model.label].share
        rows[model.label] = whole(responses, read) | {"runs": [share.value, share.low, share.high]}
    for label in rows.keys() - {base}:
        rows[label]["less_base"] = compared(found[base], found[label])
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measured", type=Path)
    parser.add_argument("--size", choices=list(SIZES), default="small")
    parser.add_argument("--write", metavar="NAME", help="Key in the result file.")
    options = parser.parse_args()
    texts, evaluation = corpus(options.size), load_evaluation(options.measured)
    grams, read = reference(texts, N, "characters"), frozenset(texts)
    found = {name: group(evaluation, names, read, grams) for name, names in GROUPS.items()}
    found |= {"n": N, "texts": len(texts), "different": len(read), "runs": len(grams.hashes)}
    print(json.dumps(found, indent=1))
    if options.write:
        kept = json.loads(RESULT.read_text()) if RESULT.exists() else {}
        RESULT.write_text(json.dumps(kept | {options.write: found}, indent=1) + "\n")


if __name__ == "__main__":
    main()
