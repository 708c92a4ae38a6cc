import pytest

from prorl.agents.records import Group
from prorl.train import sampling
from prorl.train.sampling import collect, stats_of


@pytest.fixture
def scripted(bench, episode, monkeypatch):
    """Group n of the run has the rewards `table[n]`; `bench.mixture` still deals the items."""

    def set_up(table):
        groups = iter(
            Group(episodes=tuple(episode(reward, ([5], [6], [-1.0])) for reward in rewards)) for rewards in table
        )
        monkeypatch.setattr(sampling, "play", lambda policy, tokenizer, items, *_: [next(groups) for _ in items])
        return bench

    return set_up


SOME, NONE = (1.0, 0.0), (0.0, 0.0)


def test_uninformative_groups_are_replaced(scripted):
    """Four wanted: round 1 gives two, round 2 draws two and keeps one, round 3 draws one."""
    found = collect(scripted([SOME, NONE, NONE, SOME, NONE, SOME, SOME]))
    assert (found.kept, found.drawn, found.rounds) == (4, 7, 3)
    assert [number for number, _ in found.own] == [0, 1, 2, 3]
    assert all(group.is_informative() for _, group in found.own)
    assert len(found.episodes) == 14
    assert len(found.samples) == 7


def test_rounds_run_out(scripted):
    bench = scripted([SOME] + [NONE] * 99)
    found = collect(bench)
    assert (found.kept, found.rounds) == (1, bench.config.rollout.max_rounds)
    assert found.drawn == 4 + 4 * 3


def test_without_dynamic_sampling_everything_is_kept(scripted, change):
    bench = scripted([NONE, SOME, NONE, NONE])
    bench.config = change(bench.config, rollout={"dynamic_sampling": False})
    found = collect(bench)
    assert (found.kept, found.drawn, found.rounds) == (4, 4, 1)


def test_stats(episode):
    stats = stats_of(episode(0.25, ([5], [6, 7], [-1.0, -1.0])))
    assert (stats.env_id, stats.reward, stats.solved, stats.tokens) == ("fake/even-v0", 0.25, False, 2)
    assert stats.gradeable
    assert not stats_of(episode(0.0, ([5], [6], [-1.0]), gradeable=False)).gradeable


def test_items_go_on_where_the_last_step_stopped(bench):
    first, second = collect(bench), collect(bench)
    items = [group.item for found in (first, second) for group in found.samples]
    assert len(set(items)) == len(items)
    assert {item.split for item in items} == {"train"}
