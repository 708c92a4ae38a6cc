from dataclasses import replace

import pytest

from prorl.train.config import Config, OptimConfig, RunConfig
from prorl.train.shares import dealt


def config(updates, seed=0):
    return Config(optim=OptimConfig(updates=updates), run=RunConfig(seed=seed))


@pytest.mark.parametrize(("updates", "kept", "sizes"), [(3, 8, [3, 3, 2]), (4, 2, [1, 1]), (1, 5, [5]), (4, 0, [])])
def test_every_group_is_in_one_share(updates, kept, sizes):
    shares = dealt(config(updates), kept, 1)
    assert [len(share) for share in shares] == sizes
    assert sorted(number for share in shares for number in share) == list(range(kept))


def test_order_belongs_to_seed_and_step():
    def order(seed, step):
        return dealt(config(2, seed), 16, step)

    assert order(0, 1) == order(0, 1)
    assert len({order(0, 1), order(0, 2), order(1, 1)}) == 3


def test_other_settings_do_not_matter():
    one = config(2)
    assert dealt(one, 8, 1) == dealt(replace(one, mixture={"a": 1.0}), 8, 1)
