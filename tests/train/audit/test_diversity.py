import numpy as np
import pytest

from prorl.train.audit.diversity import falling_diversity
from prorl.train.audit.finding import Check, Severity
from prorl.train.audit.series import Counter as Counted
from prorl.train.audit.series import Series, _between, _within


def test_pairs_by_hand():
    assert _within(Counted("aab")) == (1, pytest.approx(1 / 3))
    assert _within(Counted("a")) == (0, 0)
    assert _between(Counted("ab"), Counted("ac")) == (1, 0.25)
    assert _between(Counted(), Counted("ac")) == (0, 0)


@pytest.fixture
def series(visit, given):
    """100 steps, four items each; `answer(rng, step, item)` gives a text and whether it is right."""

    def make(answer, seed=0):
        rng, found = np.random.default_rng(seed), Series(100)
        for step in range(1, 101):
            for item in range(4):
                texts = [answer(rng, step, 4 * step + item) for _ in range(4)]
                found.add(visit(*(given(text, float(right)) for text, right in texts), step=step))
        return found

    return make


def test_planted_collapse_to_one_answer(series):
    """More and more often the policy says 7, whatever the item is."""
    falling = series(lambda rng, step, item: ("7", False) if rng.random() < step / 100 else (f"{item}", True))
    (found,) = falling_diversity(falling, "training", "a")
    assert (found.check, found.severity) == (Check.DIVERSITY, Severity.LOOK)
    assert found.evidence.startswith("answers to different items agreed in ")


def test_planted_collapse_to_one_mistake_an_item(series):
    falling = series(lambda rng, step, item: (f"{item}.{rng.integers(1 + 12 * (100 - step) // 100)}", False))
    (found,) = falling_diversity(falling, "training", "a")
    assert found.evidence.startswith("wrong answers to one item agreed in ")


@pytest.mark.parametrize("seed", range(5))
def test_learning_is_no_collapse(series, seed):
    """Right answers agree within an item, and differ between items; a yes-or-no task has two."""
    learns = series(
        lambda rng, step, item: (f"{item}", True) if rng.random() < step / 100 else (f"{rng.random()}", False), seed
    )
    assert falling_diversity(learns, "training", "a") == []

    def yes_or_no(rng, step, item):
        right = "yes" if (7 * item) % 5 < 3 else "no"
        said = right if rng.random() < 0.5 + step / 200 else "maybe"
        return said, said == right

    assert falling_diversity(series(yes_or_no, seed), "training", "a") == []


def test_memory_is_bounded_by_bins(series):
    assert len(series(lambda rng, step, item: (f"{item}", True)).bins) <= 60
    assert falling_diversity(Series(0), "training", "a") == []
