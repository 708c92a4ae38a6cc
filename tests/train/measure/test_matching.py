import math

import pytest

from prorl.train.measure.items import Target, items_of
from prorl.train.measure.matching import HIGH, LOW, kept, match_temperature, token_entropy


def of_two(temperature):
    """Entropy of two tokens whose logits differ by 1."""
    p = 1 / (1 + math.exp(-1 / temperature))
    return -p * math.log(p) - (1 - p) * math.log(1 - p)


@pytest.mark.parametrize("wanted", [0.2, 0.6, 1.0, 1.7])
def test_it_finds_the_temperature(wanted):
    match = match_temperature(of_two, of_two(wanted), 0.6)
    assert match.met
    assert match.temperature == pytest.approx(wanted, rel=0.15)
    assert match.entropy == pytest.approx(of_two(wanted), rel=0.01)


def test_the_first_guess_may_be_it():
    match = match_temperature(of_two, of_two(0.6), 0.6)
    assert (match.temperature, match.rounds) == (0.6, 1)


def test_a_target_that_no_temperature_reaches():
    above = match_temperature(of_two, 0.8, 0.6)
    assert not above.met
    assert above.temperature == pytest.approx(HIGH, rel=0.01)
    assert match_temperature(lambda t: 1 + t, 0.5, 0.6).temperature == pytest.approx(LOW, rel=0.01)


def test_the_entropy_is_the_mean_surprisal_of_tokens(games, player):
    items = items_of(Target(env_id="fake/guess-v0", items=3))
    one = player()
    assert token_entropy(one, items, 4, 0.6) == 0.25
    assert [len(prompt.seeds) for prompt in one.policy.prompts] == [4, 4, 4]
    seeds = [prompt.seeds for prompt in one.policy.prompts]
    other = player()
    token_entropy(other, items, 4, 1.1)
    assert [prompt.seeds for prompt in other.policy.prompts] == seeds


def test_the_first_process_decides_for_all(tmp_path):
    first = kept(tmp_path / "new" / "match.json", lambda: match_temperature(of_two, of_two(0.6), 0.6))
    again = kept(tmp_path / "new" / "match.json", lambda: match_temperature(of_two, of_two(1.2), 0.6))
    assert first == again
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["match.json"]
