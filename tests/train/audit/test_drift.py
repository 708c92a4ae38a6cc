import numpy as np
import pytest

from prorl.train.audit.drift import drift
from prorl.train.audit.finding import Check, Severity


def metrics(steps=100, seed=0, **keys):
    """Rows whose numbers go from one value to another, with a little noise."""
    rng = np.random.default_rng(seed)
    return [
        {"step": n} | {key: a + (b - a) * n / steps + 0.003 * float(rng.normal()) for key, (a, b) in keys.items()}
        for n in range(1, steps + 1)
    ]


def healthy(seed=0, **changes):
    keys = {
        "sample/truncated": (0.02, 0.03),
        "sample/ungradeable": (0.0, 0.0),
        "policy/entropy": (0.6, 0.25),
        "sample/length": (100.0, 120.0),
        "reward/mean": (0.2, 0.5),
        "reward/solved": (0.2, 0.5),
        "reward/a": (0.3, 0.6),
        "reward/b": (0.2, 0.5),
        "reward/c": (0.1, 0.4),
    }
    return metrics(seed=seed, **(keys | changes))


def checks(rows):
    return [(one.check, one.severity, one.env) for one in drift(rows)]


@pytest.mark.parametrize("seed", range(10))
def test_a_healthy_run_has_none(seed):
    assert checks(healthy(seed)) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"sample/truncated": (0.02, 0.4)}, (Check.TRUNCATED, Severity.LOOK, "")),
        ({"sample/ungradeable": (0.0, 0.1)}, (Check.UNGRADEABLE, Severity.LOOK, "")),
        ({"sample/ungradeable": (0.7, 0.7)}, (Check.UNGRADEABLE, Severity.WRONG, "")),
        ({"policy/entropy": (0.6, 0.0)}, (Check.ENTROPY, Severity.LOOK, "")),
        ({"sample/length": (100.0, 300.0)}, (Check.LENGTH, Severity.LOOK, "")),
        ({"sample/length": (300.0, 100.0)}, (Check.LENGTH, Severity.LOOK, "")),
        ({"reward/b": (0.1, 0.0), "reward/c": (0.1, 0.0)}, (Check.CARRIED, Severity.LOOK, "a")),
    ],
)
def test_planted(changes, found):
    assert checks(healthy(**changes)) == [found]


def test_rows_without_these_numbers():
    assert drift([]) == []
    assert drift([{"step": n, "reward/mean": None, "sample/length": "long"} for n in range(50)]) == []


def test_two_environments_carry_nothing():
    rows = [{"step": n, "reward/a": 0.9, "reward/b": 0.0} for n in range(50)]
    assert drift(rows) == []


def test_the_evidence_has_the_numbers():
    (found,) = drift(healthy(**{"policy/entropy": (0.6, 0.0)}))
    assert found.evidence.startswith("mean token entropy fell from 0.5")
    assert found.numbers["p"] < 1e-6
