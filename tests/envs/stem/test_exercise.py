import numpy as np

from prorl.envs.stem.exercise import choose, grid, show


def test_grid_reaches_both_ends_and_nothing_else():
    rng = np.random.default_rng(0)
    assert {grid(rng, 0.5, 0.8, 0.1) for _ in range(200)} == {0.5, 0.6, 0.7, 0.8}
    assert {grid(rng, 3, 3, 1) for _ in range(5)} == {3.0}


def test_show_has_no_floating_point_tails():
    assert [show(n) for n in (12.0, 0.35, 0.1 + 0.2, 1200.0, 3200)] == ["12", "0.35", "0.3", "1200", "3200"]


def test_choose():
    rng = np.random.default_rng(0)
    assert {choose(rng, ("a", "b")) for _ in range(50)} == {"a", "b"}
