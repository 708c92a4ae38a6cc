import pytest

from prorl.agents import rollout
from prorl.agents.bundled.tokenizer import ASSISTANT, END, USER
from prorl.agents.engine import TransformersPolicy
from prorl.agents.policy import Sampling
from prorl.agents.records import Finish
from prorl.agents.rollout import PlaySettings, PlayTimes, play
from prorl.envs.verdict import Status
from prorl.registry.make import make_env, start
from prorl.registry.mixture import ItemRef


def item(index=0, env_id="fake/say-v0", seed=1):
    return ItemRef(env_id=env_id, level=None, split="train", seed=seed, index=index)


TALK = item(env_id="fake/talk-v0")


def settings(group_size=2, seed=0, context_limit=256, max_new_tokens=8):
    return PlaySettings(
        group_size=group_size,
        sampling=Sampling(max_new_tokens=max_new_tokens),
        seed=seed,
        context_limit=context_limit,
    )


def oracle(ref):
    env = make_env(ref)
    start(env, ref)
    return env.oracle()


@pytest.fixture
def scripted(fakes, tokenizer):
    return lambda *scripts: fakes.ScriptedPolicy(tokenizer, *scripts)


@pytest.fixture
def sampled(fakes, model, tokenizer):
    """Groups that the tiny random model plays."""
    policy = TransformersPolicy(model, tokenizer)
    return lambda items, **changes: play(policy, tokenizer, items, settings(**changes))


def token_ids(groups):
    return [[e.turns[0].completion.token_ids for e in group.episodes] for group in groups]


class TestGroups:
    def test_one_of_g_episodes_per_item_in_order(self, sampled):
        items = [item(3), item(0), item(3, env_id="fake/talk-v0"), item(1)]
        groups = sampled(items, group_size=3)
        assert [group.item for group in groups] == items
        for ref, group in zip(items, groups, strict=True):
            assert [e.item for e in group.episodes] == [ref] * 3
            assert {e.prompt for e in group.episodes} == {start(make_env(ref), ref)}

    def test_every_sample_has_its_own_numbers(self, sampled):
        [[a, b, c], [d, e, f]] = token_ids(sampled([item(0), item(1)], group_size=3))
        assert len({a, b, c, d, e, f}) == 6

    def test_the_same_call_gives_the_same(self, sampled):
        assert sampled([item(0), item(1)]) == sampled([item(0), item(1)])

    def test_another_seed_gives_another_sample(self, sampled):
        assert token_ids(sampled([item()], seed=0)) != token_ids(sampled([item()], seed=1))

    def test_an_item_is_played_alike_alone_and_in_a_larger_group(self, sampled):
        [_, among] = sampled([item(0), item(1)], group_size=3)
        [alone] = sampled([item(1)], group_size=2)
        assert token_ids([alone])[0] == token_ids([among])[0][:2]

    def test_nothing_to_play(self, sampled):
        assert sampled([]) == []


class TestVerdicts:
    def test_are_those_of_the_environment(self, scripted, tokenizer):
        right = oracle(item())
        [group] = play(scripted([right, "<answer>x</answer>", "dunno"]), tokenizer, [item()], settings(group_size=3))
        assert [e.verdict.reward for e in group.episodes] == [1.0, 0.0, 0.0]
        assert [e.verdict.status for e in group.episodes] == [Status.OK, Status.OK, Status.NO_ANSWER]
        assert [e.turns[0].response for e in group.episodes] == [right, "<answer>x</answer>", "dunno"]
        assert group.is_informative()

    def test_a_verifier_that_fails_is_ungradeable(self, scripted, tokenizer):
        policy = scripted([oracle(item()), "boom"])
        [group] = play(policy, tokenizer, [item()], settings())
        right, failed = group.episodes
        assert failed.verdict.status == Status.ERROR
        assert failed.verdict.reason == "verifier failed: RuntimeError: boom"
        assert not failed.trainable
        assert group.trainable == (right,)
        assert not group.is_informative()

    def test_a_reply_that_fails_is_ungradeable(self, scripted, tokenizer):
        [group] = play(scripted(["bang"]), tokenizer, [TALK], settings(group_size=1))
        assert group.episodes[0].verdict.reason == "reply failed: RuntimeError: bang"
        assert not group.episodes[0].trainable

    def test_times_are_added_up(self, scripted, tokenizer, monkeypatch):
        clock = iter([10.0, 11.0, 14.0, 20.0, 20.5, 20.75])
        monkeypatch.setattr(rollout.time, "perf_counter", lambda: next(clock))
        times = PlayTimes()
        play(scripted(["hm"], ["<answer>1</answer>"]), tokenizer, [TALK], settings(group_size=1), times)
        assert (times.sample, times.verify) == (1.5, 3.25)


class TestTurns:
    def test_the_history_is_append_only(self, scripted, tokenizer):
        policy = scripted(["hm", "well…"], ["<answer>1</answer>", "so"], ["<answer>2</answer>"])
        [group] = play(policy, tokenizer, [TALK], settings())
        first, second = group.episodes
        assert [[t.response for t in e.turns] for e in group.episodes] == [
            ["hm", "<answer>1</answer>"],
            ["well", "so", "<answer>2</answer>"],
        ]
        for episode in group.episodes:
            for before, after in zip(episode.turns, episode.turns[1:], strict=False):
                history = before.prompt_ids + before.completion.token_ids
                assert after.prompt_ids[: len(history)] == history
        opening = f"{USER}{first.prompt}{ASSISTANT}"
        assert tokenizer.decode(first.turns[1].prompt_ids) == f"{opening}hm{END}{USER}again 1{ASSISTANT}"
        assert tokenizer.decode(second.turns[2].prompt_ids) == (
            f"{opening}well{END}{USER}again 1{ASSISTANT}so{END}{USER}again 2{ASSISTANT}"
        )

    def test_a_cut_turn_is_remembered(self, scripted, tokenizer):
        [group] = play(scripted(["well…", "hm"], ["<answer>1</answer>"] * 2), tokenizer, [TALK], settings())
        assert [e.truncated for e in group.episodes] == [True, False]
        assert group.episodes[0].turns[0].completion.finish == Finish.LENGTH

    def test_the_environments_turn_limit_ends_it(self, scripted, tokenizer):
        [group] = play(scripted(["a"], ["b"], ["c"]), tokenizer, [TALK], settings(group_size=1))
        assert [t.response for t in group.episodes[0].turns] == ["a", "b", "c"]
        assert group.episodes[0].verdict.status == Status.NO_ANSWER

    def test_seats_with_the_same_context_share_a_prompt(self, scripted, tokenizer):
        policy = scripted(["hm", "hm", "so"], ["<answer>1</answer>"] * 3)
        play(policy, tokenizer, [TALK], settings(group_size=3))
        assert [[len(prompt.seeds) for prompt in call] for call in policy.calls] == [[3], [2, 1]]

    def test_every_number_of_a_run_has_its_own_seed(self, scripted, tokenizer):
        items = [TALK, item(1, env_id="fake/talk-v0"), item(0, env_id="fake/talk-v0", seed=2)]
        seeds = []
        for run_seed in (0, 1):
            policy = scripted(["hm"] * 6, ["<answer>1</answer>"] * 6)
            play(policy, tokenizer, items, settings(seed=run_seed))
            seeds += [seed for call in policy.calls for prompt in call for seed in prompt.seeds]
        assert len(seeds) == len(set(seeds)) == 24  # 2 runs, 3 items, 2 samples, 2 turns
        assert all(0 <= seed < 2**64 for seed in seeds)


class TestContext:
    def room_for_first(self, tokenizer):
        """The smallest context limit that the first prompt of `TALK` fits into."""
        prompt = start(make_env(TALK), TALK)
        return len(prompt) + 2 + settings().sampling.max_new_tokens

    def test_a_prompt_that_is_too_long_fails_its_episodes_unasked(self, scripted, tokenizer):
        policy = scripted()
        [group] = play(policy, tokenizer, [item()], settings(context_limit=10))
        for episode in group.episodes:
            assert episode.turns == ()
            assert episode.verdict.status == Status.ERROR
            assert episode.verdict.reason == "the prompt leaves no room for an answer in the context"
            assert not episode.verdict.gradeable
            assert not episode.trainable
        assert policy.calls == []
        assert not group.is_informative()

    def test_a_prompt_may_fill_the_context_to_the_last_token(self, scripted, tokenizer, fakes):
        room = self.room_for_first(tokenizer)
        [fits] = play(scripted(["<answer>1</answer>"] * 2), tokenizer, [TALK], settings(context_limit=room))
        [fails] = play(scripted(), tokenizer, [TALK], settings(context_limit=room - 1))
        assert [len(e.turns) for e in fits.episodes] == [1, 1]
        assert [len(e.turns) for e in fails.episodes] == [0, 0]

    def test_other_items_are_still_played(self, scripted, tokenizer):
        long = item(env_id="prorl/compose-functions-v0")  # its prompt explains itself at length
        failed, played = play(scripted(["hm"] * 2), tokenizer, [long, item()], settings(context_limit=40))
        assert [len(e.turns) for e in failed.episodes] == [0, 0]
        assert [e.turns[0].response for e in played.episodes] == ["hm", "hm"]

    def test_a_conversation_that_grows_too_long_is_judged_as_it_stands(self, scripted, tokenizer, fakes):
        limit = self.room_for_first(tokenizer)
        [group] = play(scripted(["hm", "boom"]), tokenizer, [TALK], settings(context_limit=limit))
        judged, failed = group.episodes
        assert len(judged.turns) == len(failed.turns) == 1
        assert judged.verdict.status == Status.NO_ANSWER
        assert judged.trainable
        assert failed.verdict.status == Status.ERROR
        assert not failed.trainable
