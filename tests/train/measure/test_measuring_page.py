"""docs/measuring.md names functions that exist and quotes the thresholds that hold."""

import importlib
import re
from pathlib import Path

import pytest

from prorl.train.measure import classes, estimators, flags, format_gain, intervals, majority, ngrams, novelty, paired
from prorl.train.measure.reach import TARGET, responses_for

PAGE = (Path(__file__).parents[3] / "docs" / "measuring.md").read_text(encoding="utf-8")
MODULES = {path.stem for path in Path(classes.__file__).parent.glob("*.py")}
NAMED = sorted(
    {pair for pair in re.findall(r"`([a-z_]+)\.([a-z_]+)[`(]", PAGE) if pair[0] in MODULES and pair[1] != "py"}
)


def test_the_page_names_many_functions():
    assert len(NAMED) > 12


@pytest.mark.parametrize(("module", "name"), NAMED)
def test_they_exist(module, name):
    assert hasattr(importlib.import_module(f"prorl.train.measure.{module}"), name)


@pytest.mark.parametrize(
    "sentence",
    [
        f"**k > n/{1 / estimators.NEAR:.0f}**",
        f"Up to k·n = {majority.EXACT_COST:,} the expectation is exact",
        f"the mean over {majority.DRAWS:,} subsets",
        f"{intervals.RESAMPLES:,} resamples",
        f"up to {paired.EXACT_ITEMS} items that differ, else {paired.PERMUTATIONS:,} draws",
        f"`1 - (1-p)^k >= {TARGET}`",
        f"{responses_for(128)} for k = 128",
        f"at k = {classes.CLASS_K} or the largest power of two up to n/{classes.RESPONSES_PER_K}",
        f"and {classes.SMALLEST}.",
        f"less than 1 in {1 / flags.ALPHA:,.0f} for each environment and check",
        f"training raised that by {format_gain.RISE} or more",
        f"at most {ngrams.LIMIT // 1_000_000} million n-grams ({ngrams.LIMIT * 8 // 1_000_000} MB)",
        f"over L = {novelty.SPANS[0]} to {novelty.SPANS[-1]}",
    ],
)
def test_the_thresholds_are_those_of_the_code(sentence):
    assert sentence in " ".join(PAGE.split())
