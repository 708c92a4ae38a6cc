"""How much of what a model writes is not in a reference corpus: n-gram novelty, by position and by length.

Longer texts hold more new n-grams, and so does a reference that is smaller: two models are compared against one
reference, at equal positions (`matched_difference`). Where the reference is the base's own samples, a second sample of
the base is the control: it is new to a finite reference as well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from prorl.train.measure.binomial import CONFIDENCE
from prorl.train.measure.estimators import Floats
from prorl.train.measure.intervals import Interval, Statistic, bootstrap, jackknife
from prorl.train.measure.ngrams import Reference, length, ngrams

EDGES = (0, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192)
"""Where the buckets of positions and lengths begin, in units; the last has no end."""
SPANS = tuple(range(5, 13))
"""Lengths, in units, of the spans of the creativity index."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """One response, or several alike."""

    item: str
    """What it answers: intervals are over items."""
    text: str
    times: int = 1
    """How many responses have this text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bucket:
    """n-grams between two positions, or of responses between two lengths."""

    start: int
    """First position or length in it, units."""
    stop: int | None
    """First one beyond it, `None` for the last."""
    grams: int
    novel: int

    @property
    def share(self) -> float:
        """Novel ones among the n-grams; NaN for none."""
        return self.novel / self.grams if self.grams else float("nan")


@dataclass(frozen=True, kw_only=True, slots=True)
class Novelty:
    """Novelty of the responses of one model against one reference."""

    share: Interval
    """Novel n-grams among all, over items; NaN where no response is as long as an n-gram."""
    by_position: tuple[Bucket, ...]
    """By where the n-gram begins in its response."""
    by_length: tuple[Bucket, ...]
    """By the length of the response that it is in."""
    responses: int
    table: Floats
    """[I, B, 2]: n-grams and novel ones by item and position bucket."""
    items: tuple[str, ...]
    """Names of the rows, sorted."""


def novelty(responses: Iterable[Written], corpus: Reference, *, confidence: float = CONFIDENCE) -> Novelty:
    """Share of the n-grams of the responses that the corpus does not hold.

    An n-gram counts once in each response, where it first appears, so that a response caught in a loop does not count
    its loop again and again.

    Example: against the characters of "abcd" and n = 2, the response "abxcd" has the 2-grams ab, bx, xc, cd, of which
    two are novel: share 0.5.
    """
    buckets = len(EDGES)
    by_item: dict[str, np.ndarray] = {}
    by_length = np.zeros((buckets, 2), dtype=np.int64)
    total = 0
    for response in responses:
        seen = _by_position(response.text, corpus) * response.times
        by_item[response.item] = by_item.get(response.item, 0) + seen
        by_length[_bucket(length(response.text, corpus.unit))] += seen.sum(axis=0)
        total += response.times
    items = tuple(sorted(by_item))
    table = np.array([by_item[item] for item in items], dtype=np.float64).reshape(-1, buckets, 2)
    return Novelty(
        share=_share(table, confidence),
        by_position=_buckets(table.sum(axis=0)),
        by_length=_buckets(by_length),
        responses=total,
        table=table,
        items=items,
    )


def matched_difference(first: Novelty, second: Novelty, *, confidence: float = CONFIDENCE) -> Interval:
    """Novelty of the second minus novelty of the first at equal positions, over the items of both.

    Buckets of positions that both fill are weighted by the smaller of the two numbers of n-grams; n-grams at positions
    that the other never reaches say nothing about it. The interval is a Student one over items (`jackknife`).

    Raises:
        ValueError: if they have no item in common.
    """
    rows = sorted(set(first.items) & set(second.items))
    if not rows:
        raise ValueError("the two sets of responses answer no item in common")
    sides = [side.table[[side.items.index(item) for item in rows]] for side in (first, second)]
    columns = np.concatenate([side.reshape(len(rows), -1) for side in sides], axis=1)
    return jackknife({"items": columns}, _matched(len(EDGES)), confidence=confidence)[0]


def uniqueness(text: str, corpora: Sequence[Reference]) -> Floats:
    """L-uniqueness for each corpus's n = L: share of units that lie in no span of L or more units from the corpus, [L].

    A span of at least L units that the corpus holds consists of L-grams that it holds: looking at those is enough.
    A text shorter than L has no such span and would be unique for being short: its values are NaN.

    Raises:
        ValueError: for a reference that had to be thinned out: it cannot tell which units are covered.

    Example: characters, corpus "abcd", text "abxcd", L = 2: a, b, c, d are covered, x is not: 0.2.
    """
    found = []
    for corpus in corpora:
        if corpus.halvings:
            raise ValueError(f"the reference for n = {corpus.n} does not hold all n-grams: give it a higher limit")
        units = length(text, corpus.unit)
        begins = np.flatnonzero(corpus.holds(ngrams(text, corpus.n, corpus.unit)))
        depth = np.zeros(units + 1, dtype=np.int64)
        np.add.at(depth, begins, 1)
        np.add.at(depth, np.minimum(begins + corpus.n, units), -1)
        covered = np.cumsum(depth)[:units] > 0
        found.append(1 - covered.mean() if units >= corpus.n else np.nan)
    return np.array(found)


def creativity_index(
    responses: Iterable[Written], corpora: Sequence[Reference], *, confidence: float = CONFIDENCE
) -> Interval:
    """Sum of L-uniqueness over the corpora's L (`SPANS`: 5 to 12), mean over responses of an item, then over items.

    After Lu et al. 2024 (arXiv 2410.04265), with verbatim matches only, and against the corpus that is given rather
    than the web: comparable between models on one corpus, not with published values. Responses shorter than the longest
    span are left out.

    Returns:
        Between 0 (all copied) and the number of corpora (nothing is); NaN where no response is long enough.
    """
    by_item: dict[str, list[tuple[float, int]]] = {}
    for response in responses:
        value = float(uniqueness(response.text, corpora).sum())
        if not np.isnan(value):
            by_item.setdefault(response.item, []).append((value, response.times))
    if not by_item:
        return Interval(value=float("nan"), low=float("nan"), high=float("nan"), confidence=confidence)
    means = [
        sum(value * times for value, times in rows) / sum(times for _, times in rows)
        for _, rows in sorted(by_item.items())
    ]
    return bootstrap({"items": np.array(means)[:, None]}, confidence=confidence)[0]


def _by_position(text: str, corpus: Reference) -> np.ndarray:
    """[B, 2]: different n-grams that begin in each bucket for the first time, and those that are novel."""
    hashes, firsts = np.unique(ngrams(text, corpus.n, corpus.unit), return_index=True)
    sampled = corpus.sampled(hashes)
    hashes, firsts = hashes[sampled], firsts[sampled]
    places = np.searchsorted(EDGES, firsts, side="right") - 1
    grams = np.bincount(places, minlength=len(EDGES))
    return np.stack([grams, np.bincount(places[~corpus.holds(hashes)], minlength=len(EDGES))], axis=1)


def _bucket(place: int) -> int:
    return int(np.searchsorted(EDGES, place, side="right")) - 1


def _buckets(counts: np.ndarray) -> tuple[Bucket, ...]:
    stops = (*EDGES[1:], None)
    return tuple(
        Bucket(start=start, stop=stop, grams=int(grams), novel=int(novel))
        for start, stop, (grams, novel) in zip(EDGES, stops, counts, strict=True)
    )


def _share(table: Floats, confidence: float) -> Interval:
    totals = table.sum(axis=1)
    if not len(totals) or not totals[:, 0].sum():
        return Interval(value=float("nan"), low=float("nan"), high=float("nan"), confidence=confidence)

    def ratio(means_REC: Floats) -> Floats:
        grams, novel = means_REC[:, 0, :1], means_REC[:, 0, 1:]
        return np.divide(novel, grams, out=np.full_like(grams, np.nan), where=grams > 0)

    return bootstrap({"items": totals}, ratio, confidence=confidence)[0]


def _matched(buckets: int) -> Statistic:
    def statistic(means_REC: Floats) -> Floats:
        sides = means_REC[:, 0].reshape(-1, 2, buckets, 2)
        grams, novel = sides[..., 0], sides[..., 1]
        shares = np.divide(novel, grams, out=np.zeros_like(novel), where=grams > 0)
        weights = grams.min(axis=1)
        total = weights.sum(axis=1)
        weighed = (weights * (shares[:, 1] - shares[:, 0])).sum(axis=1)
        return np.divide(weighed, total, out=np.full_like(total, np.nan), where=total > 0)[:, None]

    return statistic
