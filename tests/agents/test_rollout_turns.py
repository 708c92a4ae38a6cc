from dataclasses import replace

import pytest

from prorl.agents.bundled.tokenizer import ASSISTANT, END, USER
from prorl.agents.policy import Sampling
from prorl.agents.records import Finish
from prorl.agents.rollout import PlaySettings, play
from prorl.envs.verdict import Status
from prorl.registry.make import make_env, start
from prorl.registry.mixture import ItemRef


def item(index=0, env_id="fake/say-v0", seed=1):
    return ItemRef(env_id=env_id, level=None, split="train", seed=seed, index=index)


TALK = item(env_id="fake/talk-v0")


def settings(group_size=2, seed=0, context_limit=256):
    return PlaySettings(
        max_episode_tokens=0,
        group_size=group_size,
        sampling=Sampling(max_new_tokens=8),
        seed=seed,
        context_limit=context_limit,
    )


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


class TestTokens:
    """What the policy reads and writes, id by id: prompts of `fake/talk-v0` are "Say N."."""

    @pytest.fixture
    def group(self, scripted, tokenizer):
        [group] = play(scripted(["a", "bc…"], ["<answer>1</answer>", "d"], ["e"]), tokenizer, [TALK], settings())
        return group

    def test_histories(self, group, tokenizer):
        """<|user|> is 260, <|assistant|> 261, <|end|> 262; what was cut gets its end from the environment."""
        say = tuple(tokenizer(group.episodes[0].prompt).input_ids)
        again = {n: tuple(tokenizer(f"again {n}").input_ids) for n in (1, 2)}
        answer = (256, 16, 257)  # <answer>1</answer>
        first, second = ([turn.prompt_ids for turn in e.turns] for e in group.episodes)
        assert first == [
            (260, *say, 261),
            (260, *say, 261, 64, 262, 260, *again[1], 261),
        ]
        assert second == [
            (260, *say, 261),
            (260, *say, 261, 65, 66, 262, 260, *again[1], 261),
            (260, *say, 261, 65, 66, 262, 260, *again[1], 261, 67, 262, 260, *again[2], 261),
        ]
        sampled = [[turn.completion.token_ids for turn in e.turns] for e in group.episodes]
        assert sampled == [[(64, 262), (*answer, 262)], [(65, 66), (67, 262), (68, 262)]]

    def test_log_probabilities_belong_to_their_turn(self, group):
        found = [[turn.completion.logprobs for turn in e.turns] for e in group.episodes]
        assert found == [
            [(-0.5, -1.5), (-0.5, -1.5, -2.5, -3.5)],
            [(-0.5, -1.5), (-0.5, -1.5), (-0.5, -1.5)],
        ]

    def test_a_stop_string_leaves_the_end_of_the_turn_to_the_environment(self, scripted, tokenizer, fakes):
        """The engine says STOP, and the last token is not the end-of-turn token."""
        policy = scripted(["a"], ["<answer>1</answer>"])
        cut = fakes.completion(tokenizer, "a…")
        answers = iter([replace(cut, finish=Finish.STOP), fakes.completion(tokenizer, "<answer>1</answer>")])
        policy.write = lambda text: next(answers)
        [group] = play(policy, tokenizer, [TALK], settings(group_size=1))
        assert tokenizer.decode(group.episodes[0].turns[1].prompt_ids).endswith(f"a{END}{USER}again 1{ASSISTANT}")
