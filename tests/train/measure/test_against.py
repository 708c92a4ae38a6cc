"""Models against their base, where the second base sample is there, in part, or of no use."""

import pytest

from prorl.train.measure.against import against_base, against_rows
from prorl.train.measure.boundary import DOUBLED, SECOND
from prorl.train.measure.evaluation import Evaluation
from prorl.train.measure.items import Target
from prorl.train.measure.plan import Model, Plan
from prorl.train.measure.presets import Protocol
from prorl.train.measure.tally import Tally

ENV = "prorl/add-numbers-v0"


def tally(item, solved, judged=8):
    return Tally(env_id=ENV, level=None, item=item, judged=judged, solved=solved, reward=float(solved))


@pytest.fixture
def against(tmp_path):
    """Base 2 of 8 on items a and b, the trained model 8 of 8; the second base sample as given."""

    def make(second, **changes):
        evaluation = Evaluation(
            folder=tmp_path,
            plan=Plan(
                protocol=Protocol(),
                n=8,
                ks=(1, 8),
                models=(
                    Model(label="base", path="x", role="base"),
                    Model(label="new", path="x"),
                    Model(label="base-null", path="x", role="null"),
                ),
                targets=(Target(env_id=ENV),),
                baseline="base",
            ),
            items=(),
            tallies={
                "base": (tally("a", 2), tally("b", 2)),
                "new": (tally("a", 8), tally("b", 8)),
                "base-null": second,
            }
            | changes,
            missing={},
            matches={},
        )
        return against_base(evaluation)

    return make


@pytest.mark.parametrize(
    ("second", "items", "null"),
    [
        ((tally("a", 2), tally("b", 2)), 2, SECOND),
        ((tally("a", 2),), 1, SECOND),
        ((), 2, DOUBLED),
        ((tally("a", 0, judged=1), tally("b", 0, judged=0)), 2, DOUBLED),
        ((tally("c", 2),), 2, DOUBLED),
    ],
    ids=["whole", "in part", "not there", "too few responses", "of other items"],
)
def test_the_null(against, second, items, null):
    (found,) = against(second)
    cells = found.boundary["all"]
    assert (found.k, cells.items, cells.null) == (2, items, null)
    assert against_rows([found])[0][0] == "new - base"


def test_one_item_whose_verifier_gave_up_does_not_bring_k_down(against):
    """Ten items with 8 responses, one with a single one: k stays 2, the one is left out."""
    many = tuple(tally(f"i{number}", 2) for number in range(10))
    (found,) = against((), base=(*many, tally("late", 0, judged=1)), new=(*many, tally("late", 1, judged=1)))
    assert found.k == 2
    assert (found.large["mean"].items, found.large["mean"].left_out) == (10, 1)
    assert (found.first["mean"].items, found.boundary["all"].items) == (11, 10)


def test_models_without_a_common_item(against):
    assert against((), new=(tally("z", 2),)) == ()
    assert against((), new=(tally("a", 0, judged=0),)) == ()
