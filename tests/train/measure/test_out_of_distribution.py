import json

import pytest

from prorl.registry.errors import UserError
from prorl.train.config import Config, StageConfig
from prorl.train.measure.evaluation import Evaluation
from prorl.train.measure.items import Target
from prorl.train.measure.out_of_distribution import IN, LARGER, UNSEEN, group_lines, in_and_out, longer, trained_items
from prorl.train.measure.plan import Model, Plan
from prorl.train.measure.presets import Protocol
from prorl.train.measure.tally import Tally


def named(targets):
    return {(target.group, target.name) for target in targets}


def test_the_mix_and_a_fixed_level(games, tmp_path):
    """`guess` has the default mix 0 and 1 and the maximum 5."""
    mix = in_and_out(Config(mixture={"fake/guess-v0": 1.0}), tmp_path, ["fake/rows-v0"], 7)
    assert named(mix) == {
        (IN, "fake/guess-v0"),
        (LARGER, "fake/guess-v0@2"),
        (LARGER, "fake/guess-v0@3"),
        (LARGER, "fake/guess-v0@5"),
        (UNSEEN, "fake/rows-v0"),
    }
    assert {target.items for target in mix} == {7}
    fixed = in_and_out(Config(mixture={"fake/guess-v0@3": 1.0}), tmp_path, ["fake/rows-v0"], 7)
    assert named(fixed) == {
        (IN, "fake/guess-v0@3"),
        (LARGER, "fake/guess-v0@4"),
        (LARGER, "fake/guess-v0@5"),
        (UNSEEN, "fake/rows-v0"),
    }


def test_adaptive_levels_count_as_trained(games, tmp_path):
    for step, level in ((20, 1.2), (40, 2.5)):
        folder = tmp_path / "checkpoints" / f"step-{step:06d}"
        folder.mkdir(parents=True)
        (folder / "progress.json").write_text(json.dumps({"mixture": {"levels": {"fake/guess-v0": level}}}))
    targets = in_and_out(Config(mixture={"fake/guess-v0": 1.0}), tmp_path, ["fake/rows-v0"], 7)
    assert {name for group, name in named(targets) if group == LARGER} == {"fake/guess-v0@4", "fake/guess-v0@5"}


def test_later_stages_were_trained_too(games):
    stage = StageConfig(name="more", settings={"mixture": {"fake/rows-v0": 1.0}})
    config = Config(mixture={"fake/guess-v0": 1.0}, stages=(stage,))
    assert [item.env_id for item in trained_items(config)] == ["fake/guess-v0", "fake/rows-v0"]


def test_what_was_trained_is_not_unseen(games, tmp_path):
    both = Config(mixture={"fake/guess-v0@5": 1.0, "fake/rows-v0": 1.0})
    assert {name for group, name in named(in_and_out(both, tmp_path, ["fake/rows-v0", "fake/twice-v0"], 7))} == {
        *("fake/guess-v0@5", "fake/rows-v0", "fake/twice-v0", "fake/twice-v0@1", "fake/twice-v0@2", "fake/twice-v0@4")
    } - {"fake/twice-v0@1", "fake/twice-v0@2", "fake/twice-v0@4"}
    with pytest.raises(UserError, match="nothing is left"):
        in_and_out(both, tmp_path, ["fake/rows-v0"], 7)


def test_more_tokens_for_what_was_trained():
    targets = [Target(env_id="a/b-v0", group=IN), Target(env_id="a/c-v0", group=UNSEEN)]
    assert longer(targets, 2) == [Target(env_id="a/b-v0", group="out: 2 times the tokens")]


def test_the_table(tmp_path):
    def tally(env_id, solved):
        return Tally(env_id=env_id, level=None, item="i", judged=4, solved=solved)

    plan = Plan(
        protocol=Protocol(),
        n=4,
        ks=(1, 4),
        models=(Model(label="base", path="x"), Model(label="new", path="y")),
        targets=(
            Target(env_id="a/one-v0", group=IN),
            Target(env_id="a/two-v0", group=IN),
            Target(env_id="a/far-v0", group=UNSEEN),
        ),
    )
    evaluation = Evaluation(
        folder=tmp_path,
        plan=plan,
        items=(),
        tallies={
            "base": (tally("a/one-v0", 1), tally("a/two-v0", 0), tally("a/far-v0", 0)),
            "new": (tally("a/one-v0", 4), tally("a/two-v0", 2)),
        },
        missing={},
        matches={},
    )
    lines = group_lines(evaluation)
    assert [(line.group, line.model, line.targets) for line in lines] == [
        (IN, "base", 2),
        (IN, "new", 2),
        (UNSEEN, "base", 1),
    ]
    assert [line.first.value for line in lines] == pytest.approx([0.125, 0.75, 0.0])
    assert [line.last.value for line in lines] == pytest.approx([0.5, 1.0, 0.0])
    assert {line.k for line in lines} == {4}
