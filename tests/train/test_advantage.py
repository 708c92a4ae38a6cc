import pytest
import torch

from prorl.train.advantage import ADVANTAGES, dr_grpo, grpo, rloo

ONE, THREE = (1.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0, 0.0)
THIRD = 1 / 3


@pytest.mark.parametrize(
    ("advantage", "one", "three"),
    [
        (grpo, (1.499997, -0.499999, -0.499999, -0.499999), (0.499999, 0.499999, 0.499999, -1.499997)),
        (dr_grpo, (0.75, -0.25, -0.25, -0.25), (0.25, 0.25, 0.25, -0.75)),
        (rloo, (1.0, -THIRD, -THIRD, -THIRD), (THIRD, THIRD, THIRD, -1.0)),
    ],
)
def test_one_and_three_of_four_right(advantage, one, three):
    assert advantage(torch.tensor(ONE)).tolist() == pytest.approx(one, abs=1e-5)
    assert advantage(torch.tensor(THREE)).tolist() == pytest.approx(three, abs=1e-5)


def test_grpo_of_nearly_equal_rewards():
    """Fifteen of .9 and a 1: the sample std is .025, so 1 is worth 3.75 and .9 is worth -.25."""
    values = grpo(torch.tensor([1.0] + [0.9] * 15)).tolist()
    assert values == pytest.approx([3.75] + [-0.25] * 15, abs=1e-3)


@pytest.mark.parametrize("name", ADVANTAGES)
@pytest.mark.parametrize("rewards", [(0.3, 0.3, 0.3), (1.0,), (0.0, 0.0)])
def test_equal_rewards_are_worth_nothing(name, rewards):
    assert ADVANTAGES[name](torch.tensor(rewards)).tolist() == pytest.approx([0.0] * len(rewards), abs=1e-5)


@pytest.mark.parametrize("name", ADVANTAGES)
def test_advantages_of_a_group_add_up_to_zero(name):
    assert float(ADVANTAGES[name](torch.tensor([0.1, 0.9, 0.4, 0.0, 1.0])).sum()) == pytest.approx(0, abs=1e-5)
