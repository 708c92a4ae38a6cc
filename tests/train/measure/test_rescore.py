import pytest

from prorl.envs.text_env import TextEnv
from prorl.registry.errors import UserError
from prorl.train.measure.items import Target, items_of, open_env
from prorl.train.measure.rescore import rescore
from prorl.train.measure.sample import Shard, Wanted, sample_missing
from prorl.train.measure.shards import ledgers
from prorl.train.measure.store import Store
from prorl.train.measure.tallying import tally_of


@pytest.fixture
def folder(games, player, tmp_path):
    """Four items, 40 samples each, in two shards and blocks of 11."""
    target = Target(env_id="fake/guess-v0", items=4)
    for index in range(2):
        wanted = Wanted(
            folder=tmp_path / "samples",
            items=items_of(target),
            envs={target.env_id: open_env(target)},
            n=40,
            shard=Shard(index=index, count=2),
            block=11,
        )
        sample_missing(player(), wanted, lambda samples, tokens: None)
    return tmp_path / "samples"


def judge_of(games, version):
    """The environment with another version of its verifier."""
    games.VERSION[0] = version
    return {"fake/guess-v0": TextEnv(task=games.guess("eval", "strict"), env_id="fake/guess-v0", domain="test")}


def outcomes(folder):
    return {
        (answered.item.key, number): (one.text, one.verdict.solved, one.verifier)
        for answered in Store(folder).all_answered()
        for one in answered.responses
        for number in one.samples
    }


def test_the_same_verifier_changes_nothing(folder, games):
    before = outcomes(folder)
    asked = len(games.SAID)
    changes = rescore(folder, judge_of(games, 1))
    assert outcomes(folder) == before
    assert changes.verdicts == {}
    assert (changes.responses, changes.samples) == (4 * 5, 160)
    assert len(games.SAID) - asked == 20


def test_another_verifier_gives_other_verdicts_to_the_same_responses(folder, games):
    """From version 2 on "0" is right, whatever the item asks for."""
    before = outcomes(folder)
    changes = rescore(folder, judge_of(games, 2))
    after = outcomes(folder)
    assert {key: text for key, (text, _, _) in after.items()} == {key: text for key, (text, _, _) in before.items()}
    assert {(solved, verifier) for text, solved, verifier in after.values() if text == ("<answer>0</answer>",)} == {
        (True, "guess@2")
    }
    assert not any(solved for text, solved, _ in after.values() if text != ("<answer>0</answer>",))
    wanted = [answered.item.problem.reference for answered in Store(folder).all_answered()]
    moved = sum(reference != "0" for reference in wanted)
    assert moved > 0
    assert changes.verdicts == {
        ("fake/guess-v0", "solved now"): moved,
        ("fake/guess-v0", "no longer solved"): moved,
    }
    assert changes.verifiers == {"fake/guess-v0": {"guess@1": None, "guess@2": None}}
    for answered in Store(folder).all_answered():
        tally = tally_of(answered, None)
        assert tally.solved == sum(count for answer, count, _ in tally.answers if answer == "0")


def test_sampling_goes_on_after_it(folder, games, player):
    rescore(folder, judge_of(games, 2))
    target = Target(env_id="fake/guess-v0", items=4)
    wanted = Wanted(
        folder=folder, items=items_of(target), envs=judge_of(games, 2), n=50, shard=Shard(index=0, count=2), block=11
    )
    sample_missing(player(), wanted, lambda samples, tokens: None)
    assert len(outcomes(folder)) == 160 + 20
    assert {verifier for _, _, verifier in outcomes(folder).values()} == {"guess@2"}


def test_a_kill_in_between_changes_nothing(folder, games):
    before = outcomes(folder)

    def stop(samples):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rescore(folder, judge_of(games, 2), stop)
    assert outcomes(folder) == before
    rescore(folder, judge_of(games, 2))
    assert outcomes(folder) != before
    assert len(list(folder.glob("*.gz"))) == len(ledgers(folder)) == 2


def test_few_problems_in_memory(folder, games, monkeypatch):
    monkeypatch.setattr("prorl.train.measure.rescore.MOST_ITEMS", 1)
    before = outcomes(folder)
    rescore(folder, judge_of(games, 1))
    assert outcomes(folder) == before


def test_responses_to_an_environment_that_is_not_there(folder, games):
    with pytest.raises(UserError, match="fake/guess-v0, which the evaluation does not have"):
        rescore(folder, {})
