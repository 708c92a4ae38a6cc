import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from prorl.agents.policy import Sampling
from prorl.agents.sampler import pick, uniforms

LAST = math.nextafter(1, 0)
"""The largest number that `uniforms` can give."""


def draw(probabilities, numbers, **settings):
    """Tokens and exp(log-probabilities), one for each of the uniform numbers."""
    logits = torch.tensor(probabilities).log().expand(len(numbers), -1)
    tokens, logprobs = pick(logits, torch.tensor(numbers, dtype=torch.float64), Sampling(**settings))
    return tokens.tolist(), logprobs.exp().tolist()


class TestUniforms:
    def test_a_row_belongs_to_its_seed(self):
        alone = uniforms([7], 5)
        among = uniforms([1, 7, 2**64 - 1, 7], 5)
        assert torch.equal(among[1], alone[0])
        assert torch.equal(among[3], alone[0])
        assert not torch.equal(among[0], among[1])

    def test_a_longer_row_begins_like_a_shorter_one(self):
        assert torch.equal(uniforms([7], 9)[:, :4], uniforms([7], 4))

    def test_are_float64_in_the_half_open_unit_interval(self):
        numbers = uniforms(list(range(50)), 40)
        assert numbers.dtype == torch.float64
        assert numbers.shape == (50, 40)
        assert 0 <= numbers.min() < 0.01
        assert 0.99 < numbers.max() < 1
        assert numbers.unique().numel() == 2000

    def test_leave_the_global_generators_alone(self):
        torch.manual_seed(0)
        np.random.seed(0)
        before = torch.get_rng_state(), np.random.get_state()[1].tolist()
        uniforms([1, 2], 3)
        assert torch.equal(torch.get_rng_state(), before[0])
        assert np.random.get_state()[1].tolist() == before[1]


class TestInverseCumulative:
    def test_literal_cases(self):
        tokens, probabilities = draw([0.2, 0.5, 0.3], [0.0, 0.19, 0.21, 0.6, 0.69, 0.71, 0.99, LAST])
        assert tokens == [0, 0, 1, 1, 1, 2, 2, 2]
        assert probabilities == pytest.approx([0.2, 0.2, 0.5, 0.5, 0.5, 0.3, 0.3, 0.3], abs=1e-6)

    def test_a_grid_of_numbers_hits_each_token_by_its_probability(self):
        tokens, _ = draw([0.2, 0.5, 0.3], [(i + 0.5) / 1000 for i in range(1000)])
        assert [tokens.count(t) for t in range(3)] == [200, 500, 300]

    def test_rows_have_their_own_distribution(self):
        logits = torch.tensor([[0.9, 0.1], [0.1, 0.9]]).log()
        tokens, _ = pick(logits, torch.tensor([0.5, 0.5], dtype=torch.float64), Sampling())
        assert tokens.tolist() == [0, 1]

    def test_impossible_tokens_at_both_ends_and_between(self):
        assert draw([0.0, 0.5, 0.0, 0.5, 0.0], [0.0, 0.49, 0.51, LAST])[0] == [1, 1, 3, 3]

    @pytest.mark.parametrize("count", [3, 99_999, 140_000])  # float32 sums: two below 1, one above
    def test_a_large_vocabulary_with_an_impossible_end(self, count):
        logits = torch.full((2, 150_000), float("-inf"))
        logits[:, :count] = 0
        tokens, _ = pick(logits, torch.tensor([0.0, LAST], dtype=torch.float64), Sampling())
        assert tokens.tolist() == [0, count - 1]

    def test_a_large_vocabulary_is_resolved_token_by_token(self):
        wanted = torch.tensor([1, 17, 49_999, 50_000, 77_777, 99_998])
        numbers = (wanted.double() + 0.5) / 100_000
        tokens, _ = pick(torch.zeros(6, 100_000), numbers, Sampling())
        assert tokens.tolist() == wanted.tolist()

    @given(
        st.lists(st.sampled_from([float("-inf"), -1000.0, -5.0, 0.0, 3.0]), min_size=1, max_size=12).filter(
            lambda logits: max(logits) > -1000
        ),
        st.floats(0, LAST),
        st.sampled_from([0.3, 1.0, 2.0]),
        st.sampled_from([0.5, 1.0]),
    )
    def test_what_has_no_probability_is_never_drawn(self, logits, number, temperature, top_p):
        sampling = Sampling(temperature=temperature, top_p=top_p)
        token, logprob = pick(torch.tensor([logits]), torch.tensor([number], dtype=torch.float64), sampling)
        assert logits[token.item()] > -1000
        assert -100 < logprob.item() <= 0

    def test_tokens_rarer_than_float32_resolves_can_be_drawn(self):
        # after the first token, whose probability rounds to 1, come ten of 1e-9: the last 5.5e-9 end in the fifth
        tokens, probabilities = draw([1.0] + [1e-9] * 10, [0.5, 1 - 5.5e-9])
        assert tokens == [0, 5]
        assert probabilities == pytest.approx([1, 1e-9], rel=1e-4)


class TestTemperature:
    @pytest.mark.parametrize("temperature", [0.25, 1.0, 3.0])
    def test_logprobs_are_those_of_the_scaled_logits(self, temperature):
        logits = torch.tensor([[1.0, -2.0, 0.5, 4.0]]).expand(6, -1)
        numbers = torch.linspace(0, 0.999, 6, dtype=torch.float64)
        tokens, logprobs = pick(logits, numbers, Sampling(temperature=temperature))
        expected = (logits / temperature).log_softmax(-1)[torch.arange(6), tokens]
        assert torch.allclose(logprobs, expected, atol=1e-6)
        assert logprobs.dtype == torch.float32

    def test_a_literal_case(self):
        # probabilities 0.2 and 0.8 at temperature 0.5 are 0.04 : 0.64, that is 1/17 and 16/17
        tokens, probabilities = draw([0.2, 0.8], [0.05, 0.06], temperature=0.5)
        assert tokens == [0, 1]
        assert probabilities == pytest.approx([1 / 17, 16 / 17], abs=1e-6)

    def test_zero_takes_the_most_likely_and_reports_temperature_one(self):
        tokens, probabilities = draw([0.2, 0.5, 0.3], [0.0, 0.99], temperature=0, top_p=0.1)
        assert tokens == [1, 1]
        assert probabilities == pytest.approx([0.5, 0.5], abs=1e-6)

    def test_half_precision_logits_are_normalised_in_float32(self):
        logits = torch.tensor([[1.0, 2.0, 3.0]], dtype=torch.bfloat16)
        token, logprob = pick(logits, torch.tensor([0.99], dtype=torch.float64), Sampling())
        assert token.item() == 2
        assert logprob.item() == pytest.approx(-0.407606, abs=1e-6)  # 3 - log(e + e^2 + e^3)


class TestNucleus:
    def test_is_cut_and_renormalised(self):
        # 0.5 and 0.3 are kept (0.5 < 0.7 <= 0.8): 0.625 and 0.375, in the order of the ids
        tokens, probabilities = draw([0.05, 0.5, 0.15, 0.3], [0.0, 0.62, 0.63, LAST], top_p=0.7)
        assert tokens == [1, 1, 3, 3]
        assert probabilities == pytest.approx([0.625, 0.625, 0.375, 0.375], abs=1e-6)

    def test_the_token_that_crosses_the_line_is_kept(self):
        tokens, _ = draw([0.4, 0.35, 0.25], [0.0, 0.5, LAST], top_p=0.76)
        assert tokens == [0, 1, 2]

    def test_a_tiny_one_keeps_the_most_likely_token_alone(self):
        tokens, probabilities = draw([0.3, 0.3001, 0.3999], [0.0, LAST], top_p=1e-6)
        assert tokens == [2, 2]
        assert probabilities == pytest.approx([1, 1])

    def test_is_cut_after_the_temperature(self):
        # the second token has 0.8 < 0.9 at temperature 1, and 16/17 > 0.9 at temperature 0.5
        assert draw([0.2, 0.8], [0.0], top_p=0.9)[0] == [0]
        assert draw([0.2, 0.8], [0.0], top_p=0.9, temperature=0.5)[0] == [1]


class TestTopK:
    def test_keeps_the_most_likely_in_the_order_of_their_ids(self):
        # 0.3 and 0.5 stay: 0.375 and 0.625
        tokens, probabilities = draw([0.05, 0.3, 0.15, 0.5], [0.0, 0.37, 0.38, LAST], top_k=2)
        assert tokens == [1, 1, 3, 3]
        assert probabilities == pytest.approx([0.375, 0.375, 0.625, 0.625], abs=1e-6)

    def test_more_than_there_are_is_all(self):
        assert draw([0.2, 0.8], [0.1, 0.3], top_k=9) == ([0, 1], pytest.approx([0.2, 0.8]))

    def test_the_nucleus_is_that_of_what_is_left(self):
        # 0.4 and 0.3 stay, as 4/7 and 3/7: the first alone reaches 0.5, which 0.4 would not
        assert draw([0.4, 0.3, 0.2, 0.1], [LAST], top_k=2, top_p=0.5)[0] == [0]
        assert draw([0.4, 0.3, 0.2, 0.1], [LAST], top_p=0.5)[0] == [1]


class TestMinP:
    def test_is_a_share_of_the_most_likely(self):
        # at least 0.3 * 0.5 = 0.15: 0.5 and 0.3 stay
        tokens, probabilities = draw([0.5, 0.14, 0.3, 0.06], [0.0, LAST], min_p=0.3)
        assert tokens == [0, 2]
        assert probabilities == pytest.approx([0.625, 0.375], abs=1e-6)

    def test_one_keeps_the_most_likely_alone(self):
        assert draw([0.3, 0.5, 0.2], [0.0, LAST], min_p=1.0)[0] == [1, 1]


class TestLargeVocabularies:
    """Sizes around whole blocks, where the token is found in two steps."""

    @pytest.mark.parametrize("size", [257, 512, 513, 1000, 50_257])
    def test_are_inverted_like_small_ones(self, size):
        generator = torch.Generator().manual_seed(size)
        logits = 4 * torch.randn((40, size), generator=generator)
        numbers = torch.rand(40, generator=generator, dtype=torch.float64)
        tokens, logprobs = pick(logits, numbers, Sampling())
        cumulative = logits.double().softmax(-1).cumsum(-1)
        expected = torch.searchsorted(cumulative, numbers.unsqueeze(-1), right=True).squeeze(-1)
        assert tokens.tolist() == expected.tolist()
        assert torch.allclose(logprobs, logits.log_softmax(-1)[torch.arange(40), tokens], atol=1e-5)

    def test_rows_in_parts_are_rows(self):
        logits = torch.randn((50, 40_000), generator=torch.Generator().manual_seed(0))
        numbers = torch.linspace(0, 0.99, 50, dtype=torch.float64)
        tokens, logprobs = pick(logits, numbers, Sampling(temperature=0.8))
        alone = [pick(logits[i : i + 1], numbers[i : i + 1], Sampling(temperature=0.8)) for i in range(50)]
        assert tokens.tolist() == [token.item() for token, _ in alone]
        assert logprobs.tolist() == [logprob.item() for _, logprob in alone]

    def test_rare_tokens_beside_a_sure_one_can_be_drawn(self):
        # 600 tokens of 1e-10 around token 300, whose probability rounds to 1
        logits = torch.full((3, 600), math.log(1e-10))
        logits[:, 300] = 0
        numbers = torch.tensor([100.5e-10, 0.5, 1 - 99.5e-10], dtype=torch.float64)
        assert pick(logits, numbers, Sampling())[0].tolist() == [100, 300, 500]

    def test_a_nucleus_wider_than_the_tokens_sorted_at_first(self):
        logits = torch.zeros((1, 5000))
        logits[0, 10] = 1.0
        tokens, _ = pick(logits.expand(2, -1), torch.tensor([0.0, LAST], dtype=torch.float64), Sampling(top_p=0.9))
        # token 10 and about 9 of 10 others, whichever they are: more than 1024
        assert pick(logits, torch.tensor([0.5], dtype=torch.float64), Sampling(top_p=0.9))[
            1
        ].exp().item() == pytest.approx(1 / (0.9 * (4999 + math.e)), rel=1e-3)
        assert tokens[0] < tokens[1]

    def test_a_cut_far_beyond_the_likely_ones(self):
        logits = torch.full((2, 3000), -20.0)
        logits[:, [7, 2999]] = 0
        numbers = torch.tensor([0.4999, 0.5001], dtype=torch.float64)
        tokens, logprobs = pick(logits, numbers, Sampling(top_p=0.99))
        assert tokens.tolist() == [7, 2999]
        assert logprobs.exp().tolist() == pytest.approx([0.5, 0.5])
