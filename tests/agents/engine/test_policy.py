import pytest
import torch

from prorl.agents.engine import TransformersPolicy
from prorl.agents.policy import Prompt, Sampling
from prorl.agents.records import Finish

GREEDY = Sampling(max_new_tokens=12, temperature=0)
WARM = Sampling(max_new_tokens=12, temperature=1.3)
TEXTS = ("Hi", "Sort 3 1 2.", "A prompt that is a good deal longer than the others.", "ab")


@pytest.fixture
def policy(model, tokenizer):
    """Stops at the tokenizer's end-of-turn token alone, which the random model hardly ever writes."""
    return TransformersPolicy(model, tokenizer)


@pytest.fixture
def ids(tokenizer):
    return [tuple(tokenizer(text).input_ids) for text in TEXTS]


def prompts_of(ids, *seeds):
    return [Prompt(token_ids=prompt, seeds=seeds) for prompt in ids]


def tokens(written):
    return [[completion.token_ids for completion in group] for group in written]


def generated(model, prompt, **settings):
    """What transformers itself appends to one prompt when it is asked for the most likely tokens."""
    inputs = torch.tensor([prompt])
    mask = torch.ones_like(inputs)
    out = model.generate(inputs, attention_mask=mask, do_sample=False, max_new_tokens=12, **settings)
    return tuple(out[0, len(prompt) :].tolist())


class TestAgainstTransformers:
    def test_greedy_writes_the_same_tokens(self, policy, model, ids):
        written = policy.generate(prompts_of(ids, 0), GREEDY)
        assert tokens(written) == [[generated(model, prompt)] for prompt in ids]
        assert len({group[0].token_ids for group in written}) == len(TEXTS)

    @pytest.mark.parametrize("temperature", [0.7, 1.3])
    def test_logprobs_are_those_of_a_padded_forward_pass(self, policy, model, ids, temperature):
        sampling = Sampling(max_new_tokens=12, temperature=temperature)
        written = policy.generate(prompts_of(ids, 4, 5), sampling)
        rows = [(p, c) for p, group in zip(ids, written, strict=True) for c in group]
        width = max(len(prompt) for prompt in ids) + 12
        inputs = torch.full((len(rows), width), 263)
        mask = torch.zeros_like(inputs)
        for row, (prompt, completion) in enumerate(rows):
            whole = prompt + completion.token_ids
            inputs[row, : len(whole)] = torch.tensor(whole)
            mask[row, : len(whole)] = 1
        with torch.no_grad():
            logprobs = (model(input_ids=inputs, attention_mask=mask).logits / temperature).log_softmax(-1)
        for row, (prompt, completion) in enumerate(rows):
            at = torch.arange(len(completion.token_ids)) + len(prompt)
            expected = logprobs[row, at - 1, inputs[row, at]]
            assert torch.allclose(torch.tensor(completion.logprobs), expected, atol=1e-4)


class TestIndependence:
    def test_neighbours_do_not_matter(self, policy, ids):
        together = tokens(policy.generate(prompts_of(ids, 1, 2), WARM))
        alone = [[tokens(policy.generate(prompts_of([p], s), WARM))[0][0] for s in (1, 2)] for p in ids]
        assert together == alone
        assert all(first != second for first, second in together)

    def test_completions_of_a_shared_prompt_are_those_of_equal_prompts(self, policy, ids):
        shared = tokens(policy.generate(prompts_of(ids[:1], 5, 6, 5), WARM))[0]
        apart = tokens(policy.generate([Prompt(token_ids=ids[0], seeds=(s,)) for s in (5, 6, 5)], WARM))
        assert shared == [group[0] for group in apart]
        assert shared[0] == shared[2] != shared[1]

    def test_results_are_in_the_order_of_prompts_and_seeds(self, policy, ids):
        forward = tokens(policy.generate(prompts_of(ids, 1, 2), WARM))
        backward = tokens(policy.generate(prompts_of(ids[::-1], 2, 1), WARM))
        assert forward == [group[::-1] for group in backward[::-1]]

    @pytest.mark.parametrize("max_rows", [1, 3, 5])
    def test_the_number_of_slots_does_not_matter(self, model, tokenizer, policy, ids, max_rows):
        prompts = prompts_of(ids, 1, 2)
        few = TransformersPolicy(model, tokenizer, max_rows=max_rows)
        assert tokens(few.generate(prompts, WARM)) == tokens(policy.generate(prompts, WARM))

    def test_nothing_asked_nothing_written(self, policy, ids):
        assert policy.generate([], WARM) == []
        assert policy.generate([Prompt(token_ids=ids[0], seeds=())], WARM) == [()]


class TestStream:
    def test_completions_come_out_as_they_are_finished(self, policy, model, ids):
        model.generation_config.eos_token_id = list(range(60))
        stream = policy.stream(Sampling(max_new_tokens=30, temperature=1.3))
        for prompt in prompts_of(ids, 1, 2, 3):
            stream.add(prompt)
        lengths = []
        while finished := stream.next():
            lengths.append({len(one.completion.token_ids) for one in finished})
        assert len(lengths) > 3
        assert all(len(together) == 1 for together in lengths)
        assert [max(together) for together in lengths] == sorted(max(together) for together in lengths)

    def test_the_same_calls_give_the_same_bits(self, model, tokenizer, ids):
        def play():
            stream = TransformersPolicy(model, tokenizer, max_rows=3).stream(WARM)
            for prompt in prompts_of(ids[:2], 1, 2, 3):
                stream.add(prompt)
            finished = list(stream.next())
            stream.add(prompts_of(ids[2:3], 9)[0])
            while more := stream.next():
                finished += more
            return finished

        assert play() == play()

    def test_prompts_can_be_added_after_some_have_finished(self, policy, ids):
        expected = tokens(policy.generate(prompts_of(ids, 1, 2), WARM))
        stream = policy.stream(WARM)
        assert [stream.add(prompt) for prompt in prompts_of(ids[:2], 1, 2)] == [0, 1]
        finished = list(stream.next())
        assert finished
        assert [stream.add(prompt) for prompt in prompts_of(ids[2:], 1, 2)] == [2, 3]
        while more := stream.next():
            finished += more
        assert not stream.next()
        written = {(one.prompt, one.sample): one.completion.token_ids for one in finished}
        assert len(finished) == len(written) == 8
        assert [[written[prompt, sample] for sample in (0, 1)] for prompt in range(4)] == expected

    def test_closing_drops_what_is_pending(self, policy, ids):
        stream = policy.stream(WARM)
        stream.add(prompts_of(ids[:1], 1)[0])
        stream.close()
        assert not stream.next()


class TestStopping:
    def test_without_a_stop_token_it_writes_to_the_limit(self, policy, ids):
        [[completion]] = policy.generate(prompts_of(ids[:1], 0), GREEDY)
        assert completion.finish == Finish.LENGTH
        assert len(completion.token_ids) == len(completion.logprobs) == 12

    @pytest.mark.parametrize("as_list", [False, True])
    def test_the_stop_token_is_the_last_one(self, policy, model, ids, as_list):
        [[unstopped]] = policy.generate(prompts_of(ids[:1], 0), GREEDY)
        stop = unstopped.token_ids[4]
        length = unstopped.token_ids.index(stop) + 1
        model.generation_config.eos_token_id = [263, stop] if as_list else stop
        [[completion]] = policy.generate(prompts_of(ids[:1], 0), GREEDY)
        assert completion.finish == Finish.STOP
        assert completion.token_ids == unstopped.token_ids[:length] == generated(model, ids[0])
        assert completion.logprobs == pytest.approx(unstopped.logprobs[:length], abs=1e-5)

    def test_the_tokenizers_stop_token_counts_too(self, policy, tokenizer, ids):
        [[unstopped]] = policy.generate(prompts_of(ids[:1], 0), GREEDY)
        tokenizer.eos_token = tokenizer.convert_ids_to_tokens(unstopped.token_ids[0])
        [[completion]] = policy.generate(prompts_of(ids[:1], 0), GREEDY)
        assert (completion.token_ids, completion.finish) == (unstopped.token_ids[:1], Finish.STOP)

    def test_stopping_at_the_limit_is_stopping(self, policy, model, ids):
        [[unstopped]] = policy.generate(prompts_of(ids[:1], 0), GREEDY)
        model.generation_config.eos_token_id = unstopped.token_ids[0]
        [[completion]] = policy.generate(prompts_of(ids[:1], 0), Sampling(max_new_tokens=1, temperature=0))
        assert (completion.token_ids, completion.finish) == (unstopped.token_ids[:1], Finish.STOP)

    def test_neither_tokenizer_nor_model_has_a_stop_token(self, policy, tokenizer, ids):
        tokenizer.eos_token = None
        [[completion]] = policy.generate(prompts_of(ids[:1], 0), GREEDY)
        assert completion.finish == Finish.LENGTH

    @pytest.mark.parametrize("max_rows", [64, 5])
    def test_rows_that_leave_do_not_disturb_the_others(self, policy, model, ids, max_rows):
        model.generation_config.eos_token_id = list(range(60))
        long = Sampling(max_new_tokens=30, temperature=1.3)
        policy.max_rows = max_rows
        together = policy.generate(prompts_of(ids, 1, 2, 3), long)
        for prompt, group in zip(ids, together, strict=True):
            for seed, completion in zip((1, 2, 3), group, strict=True):
                [[alone]] = policy.generate(prompts_of([prompt], seed), long)
                assert completion.token_ids == alone.token_ids
                assert completion.finish == alone.finish
                assert completion.logprobs == pytest.approx(alone.logprobs, abs=1e-4)
        assert len({len(c.token_ids) for group in together for c in group}) > 3
        stopped = [c for group in together for c in group if c.finish == Finish.STOP]
        assert all(c.token_ids[-1] < 60 and min(c.token_ids[:-1], default=60) >= 60 for c in stopped)


class TestStopStrings:
    def test_the_token_that_completes_one_is_the_last(self, policy, tokenizer, ids):
        [[unstopped]] = policy.generate(prompts_of(ids[:1], 3), WARM)
        text = tokenizer.decode(list(unstopped.token_ids))
        stop = tokenizer.decode(list(unstopped.token_ids[3:6]))
        sampling = Sampling(max_new_tokens=12, temperature=1.3, stop=("not in it", stop))
        [[completion]] = policy.generate(prompts_of(ids[:1], 3), sampling)
        assert completion.finish == Finish.STOP
        assert completion.token_ids == unstopped.token_ids[: len(completion.token_ids)]
        assert len(completion.token_ids) <= 6
        assert stop in tokenizer.decode(list(completion.token_ids))
        assert stop not in tokenizer.decode(list(completion.token_ids[:-1]))
        assert stop in text

    def test_a_string_of_the_prompt_does_not_stop(self, policy, ids):
        [[completion]] = policy.generate(prompts_of(ids[2:3], 3), Sampling(max_new_tokens=3, stop=("prompt",)))
        assert completion.finish == Finish.LENGTH

    def test_rows_stop_each_at_its_own(self, policy, tokenizer, ids):
        free = policy.generate(prompts_of(ids, 1, 2), WARM)
        stop = tokenizer.decode([free[0][0].token_ids[2]])
        stopped = policy.generate(prompts_of(ids, 1, 2), Sampling(max_new_tokens=12, temperature=1.3, stop=(stop,)))
        for before, after in zip((c for g in free for c in g), (c for g in stopped for c in g), strict=True):
            where = [n for n in range(1, 13) if stop in tokenizer.decode(list(before.token_ids[:n]))]
            assert after.token_ids == before.token_ids[: where[0] if where else 12]


class TestContext:
    def test_a_completion_ends_with_the_context(self, policy):
        prompt = Prompt(token_ids=(1,) * 250, seeds=(1, 2))
        [group] = policy.generate([prompt], Sampling(max_new_tokens=30, temperature=1.3))
        assert [(len(c.token_ids), c.finish) for c in group] == [(6, Finish.LENGTH)] * 2

    @pytest.mark.parametrize(
        ("length", "message"),
        [(0, "at least one token"), (256, "256 tokens leaves no room in the model's context of 256")],
    )
    def test_a_prompt_without_room_is_refused(self, policy, length, message):
        with pytest.raises(ValueError, match=message):
            policy.generate([Prompt(token_ids=(1,) * length, seeds=(1,))], WARM)


class TestWeights:
    def test_are_those_of_the_moment(self, policy, model, ids):
        before = tokens(policy.generate(prompts_of(ids, 1), WARM))
        with torch.no_grad():
            model.model.layers[0].mlp.down_proj.weight.mul_(-1)
        after = tokens(policy.generate(prompts_of(ids, 1), WARM))
        assert after != before
        assert after == tokens(TransformersPolicy(model, policy.tokenizer).generate(prompts_of(ids, 1), WARM))

    def test_other_tensors_are_noticed(self, policy, model, ids):
        before = tokens(policy.generate(prompts_of(ids, 1), WARM))
        model.model.norm.weight = torch.nn.Parameter(-model.model.norm.weight.detach())
        assert tokens(policy.generate(prompts_of(ids, 1), WARM)) != before

    def test_no_second_copy_of_them_stays(self, policy, model, ids):
        policy.generate(prompts_of(ids, 1), WARM)
        ours = {p.data_ptr() for p in policy._decoder._twin.parameters()}
        assert ours == {p.data_ptr() for p in model.parameters()}
        assert all(linear._packed is None for linear in policy._decoder._packed)


class TestModel:
    @pytest.mark.parametrize("training", [True, False])
    def test_its_mode_is_restored(self, policy, model, ids, training):
        model.train(training)
        policy.generate(prompts_of(ids[:1], 0), GREEDY)
        assert model.training is training

    def test_its_mode_is_restored_after_an_error(self, policy, model):
        model.train()
        with pytest.raises(IndexError):
            policy.generate([Prompt(token_ids=(10_000,), seeds=(0,))], GREEDY)
        assert model.training is True

    def test_dropout_is_off_while_sampling(self, policy, model, ids):
        before = tokens(policy.generate(prompts_of(ids[:1], 1), WARM))
        for layer in model.model.layers:
            layer.self_attn.attention_dropout = 0.9
        model.train()
        assert tokens(policy.generate(prompts_of(ids[:1], 1), WARM)) == before

    def test_completions_carry_the_version(self, policy, ids):
        policy.version = 17
        [[completion]] = policy.generate(prompts_of(ids[:1], 0), GREEDY)
        assert completion.policy_version == 17
