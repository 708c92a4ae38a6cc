import dataclasses

import pytest

from prorl.agents.records import Completion, Episode, Finish, Group, Turn
from prorl.envs.verdict import Status, Verdict
from prorl.registry.mixture import ItemRef

ITEM = ItemRef(env_id="fake/say-v0", level=None, split="train", seed=1, index=2)


def turn(length=2, finish=Finish.STOP):
    completion = Completion(token_ids=tuple(range(length)), logprobs=(-1.0,) * length, finish=finish, policy_version=0)
    return Turn(prompt_ids=(9,), completion=completion, response="x")


def episode(reward=0.0, status=Status.OK, turns=None):
    verdict = Verdict(reward=reward, solved=reward == 1.0, status=status)
    return Episode(item=ITEM, prompt="p", turns=(turn(),) if turns is None else turns, verdict=verdict)


def group(*rewards):
    return Group(episodes=tuple(episode(reward) for reward in rewards))


class TestEpisode:
    @pytest.mark.parametrize(
        ("status", "trainable"),
        [
            (Status.OK, True),
            (Status.NO_ANSWER, True),
            (Status.INVALID, True),
            (Status.TIMEOUT, False),
            (Status.ERROR, False),
        ],
    )
    def test_what_could_not_be_judged_is_not_trained_on(self, status, trainable):
        assert episode(status=status).trainable is trainable

    def test_without_a_turn_there_is_nothing_to_train_on(self):
        assert episode(turns=()).trainable is False

    def test_one_cut_turn_makes_it_truncated(self):
        assert episode(turns=(turn(), turn(finish=Finish.LENGTH), turn())).truncated
        assert not episode(turns=(turn(), turn())).truncated

    def test_counts_the_sampled_tokens_of_all_turns(self):
        assert episode(turns=(turn(2), turn(5))).num_tokens == 7

    def test_is_frozen(self):
        with pytest.raises(dataclasses.FrozenInstanceError):
            episode().prompt = "other"


class TestGroup:
    @pytest.mark.parametrize(
        ("rewards", "informative"),
        [
            ((1, 0, 0, 0), True),
            ((1, 1), False),
            ((0, 0, 0), False),
            ((0.3, 0.3, 0.3), False),
            ((0.3, 0.4), True),
            ((1,), False),
        ],
    )
    def test_is_informative_if_rewards_differ(self, rewards, informative):
        assert group(*rewards).is_informative() is informative

    def test_a_difference_must_be_over_the_tolerance(self):
        rewards = group(0.5, 0.75)
        assert rewards.is_informative(tolerance=0.2)
        assert not rewards.is_informative(tolerance=0.25)
        assert not group(0.5, 0.5 + 1e-7).is_informative()
        assert group(0.5, 0.5 + 1e-5).is_informative()

    def test_only_trainable_episodes_count(self):
        failed, right = episode(0.0, Status.ERROR), episode(1.0)
        mixed = Group(episodes=(failed, right, right))
        assert mixed.trainable == (right, right)
        assert not mixed.is_informative()

    def test_all_failed_is_not_informative(self):
        assert not Group(episodes=(episode(status=Status.TIMEOUT),) * 2).is_informative()

    def test_has_the_item_of_its_episodes(self):
        assert group(1, 0).item == ITEM
