"""All checks in one call."""

from prorl.train.measure.findings import findings
from prorl.train.measure.flags import Sign
from prorl.train.measure.tally import Tally


def model(solved, no_answer=0, env="prorl/a-v0"):
    return [
        Tally(
            env_id=env,
            level=None,
            item=f"{item:03}",
            judged=64,
            solved=count,
            reward=float(count),
            no_answer=no_answer,
            answers=((f"{item}", count, True), (f"-{item}", 64 - no_answer - count, False)),
        )
        for item, count in enumerate(solved)
    ]


VARIED = list(range(2, 42))


def test_planted_cases_are_found_and_the_worst_come_first():
    models = {"base": model([1] * 40, no_answer=60), "trained": model(VARIED, no_answer=1)}
    found = [(one.model, one.finding.sign) for one in findings(models, {"prorl/a-v0": 0.02}, "base")]
    assert found == [
        ("base", Sign.SPIKE),
        ("trained", Sign.FORMAT_ONLY),
        ("base", Sign.SELDOM_ANSWERS),
        ("base", Sign.CHANCE),
    ]


def test_an_honest_evaluation_has_none():
    models = {"base": model(VARIED), "trained": model([count + 10 for count in VARIED])}
    assert findings(models, {"prorl/a-v0": 0.01}, "base") == []
    assert findings(models, {}) == []
