from prorl.agents.policy import Sampling
from prorl.envs.verdict import Status
from prorl.train.measure.items import Target, items_of, open_env
from prorl.train.measure.playing import Task, play


def tasks(env_id, count, samples, known=frozenset()):
    target = Target(env_id=env_id, items=count)
    env = open_env(target)
    return [Task(item=item, env=env, samples=samples, known=known) for item in items_of(target)]


def test_equal_responses_are_stored_and_judged_once(games, player):
    (stored,) = play(player(), tasks("fake/guess-v0", 1, ((0, 64),)))
    texts = [one.text for one in stored]
    assert len(texts) == len(set(texts)) == len(games.SAID) == 5
    assert sorted(number for one in stored for number in one.samples) == list(range(64))
    for one in stored:
        assert len(one.tokens) == len(one.logprobs) == len(one.versions) == len(one.samples)
        assert one.logprobs == tuple(-0.25 * tokens for tokens in one.tokens)
        assert one.verifier == "guess@1"
        assert set(one.versions) == {3}
    assert sum(one.verdict.solved for one in stored) == 1
    (cut,) = [one for one in stored if one.truncated]
    assert cut.text == ("hm ",)
    assert cut.truncated == frozenset(cut.samples)
    assert cut.verdict.status is Status.NO_ANSWER


def test_a_sample_depends_on_the_item_and_its_number_alone(games, player):
    first, second = tasks("fake/guess-v0", 2, ((0, 8),))
    together = play(player(), [first, second])
    alone = play(player(), [second])
    later = play(player(), tasks("fake/guess-v0", 1, ((5, 8),)))
    assert by_number(together[1]) == by_number(alone[0])
    assert by_number(later[0]) == {n: text for n, text in by_number(together[0]).items() if n >= 5}
    assert by_number(together[0]) != by_number(together[1])


def test_another_stream_gives_other_samples(games, player):
    asked = tasks("fake/guess-v0", 1, ((0, 32),))
    assert by_number(play(player(), asked)[0]) != by_number(play(player(stream=(0, 1)), asked)[0])


def by_number(stored):
    return {number: one.text for one in stored for number in one.samples}


def test_what_is_known_is_not_judged_again(games, player):
    (stored,) = play(player(), tasks("fake/guess-v0", 1, ((0, 16),)))
    asked = len(games.SAID)
    play(player(), tasks("fake/guess-v0", 1, ((16, 64),), known=frozenset(one.hash for one in stored)))
    assert len(games.SAID) - asked == 5 - len(stored)


def test_several_turns(games, player):
    (stored,) = play(player(), tasks("fake/twice-v0", 1, ((0, 32),)))
    assert {len(one.text) for one in stored} == {1, 2}
    for one in stored:
        assert one.verdict.solved == (len(one.text) == 1 or one.text[1] == stored_right(stored))
    assert len(games.SAID) == len(stored)


def stored_right(stored):
    return next(one.text[0] for one in stored if len(one.text) == 1)


def test_the_prompts_of_equal_contexts_are_shared(games, player):
    one = player()
    play(one, tasks("fake/guess-v0", 2, ((0, 8),)))
    assert [len(prompt.seeds) for prompt in one.policy.prompts] == [8, 8]


def test_a_prompt_without_room_is_not_solved(games, player):
    (stored,) = play(player(context_limit=40), tasks("fake/guess-v0", 1, ((0, 4),)))
    (only,) = stored
    assert (only.text, only.samples, only.tokens) == ((), (0, 1, 2, 3), (0, 0, 0, 0))
    assert (only.verdict.status, only.verdict.solved) == (Status.NO_ANSWER, False)


def test_the_settings_reach_the_engine(games, player):
    seen = []
    one = player(sampling=Sampling(max_new_tokens=7, temperature=0.3))
    generate = one.policy.generate
    one.policy.generate = lambda prompts, sampling: (seen.append(sampling), generate(prompts, sampling))[1]
    play(one, tasks("fake/guess-v0", 1, ((0, 1),)))
    assert seen == [Sampling(max_new_tokens=7, temperature=0.3)]
