import pytest
import torch

from prorl.agents.records import Group
from prorl.train.batch import Batch
from prorl.train.prepare import penalised, prepare
from prorl.train.sampling import Collected
from prorl.train.shares import dealt


def three_tokens(d):
    """One row of three sampled tokens of advantage 1 whose old log-probabilities are d above the reference's."""
    mask = torch.tensor([[False, True, True, True]])
    ref = torch.full((1, 4), -1.0)
    old = ref + torch.tensor([[9.0, *d]])
    return Batch(
        input_ids=mask.long(),
        loss_mask=mask,
        advantages=mask.float(),
        sampled_logprobs=old,
        old_logprobs=old,
        ref_logprobs=ref,
    )


@pytest.mark.parametrize(("returns", "expected"), [(True, [0.0, 0.3, 0.4, 0.6]), (False, [0.0, 0.9, 0.8, 0.6])])
def test_a_token_pays_for_the_kl_from_itself_on(returns, expected):
    found = penalised(three_tokens([0.1, 0.2, 0.4]), "k1", 1.0, returns=returns)
    assert found.tolist()[0] == pytest.approx(expected, abs=1e-6)


def collected(groups):
    own = tuple(enumerate(groups))
    return Collected(own=own, kept=len(own), drawn=len(own), rounds=1, episodes=(), samples=())


def test_the_batch_of_a_step(bench, change, random_groups):
    bench.config = change(
        bench.config, advantage={"estimator": "reinforce_pp_baseline"}, optim={"old_logprobs": "trainer"}
    )
    batch = prepare(bench, collected(random_groups(3)), 1, 0.01)
    values = batch.advantages[batch.loss_mask]
    assert batch.groups.tolist() == [0] * 4 + [1] * 4 + [2] * 4
    assert float(values.mean()) == pytest.approx(0.0, abs=1e-5)
    assert float(values.std(correction=0)) == pytest.approx(1.0, abs=1e-4)
    second = batch.groups == dealt(bench.config, 3, 1)[1][0]
    torch.testing.assert_close(batch.old_logprobs[second], batch.ref_logprobs[second])


def test_kl_in_the_reward_moves_the_advantages(bench, change, random_groups):
    groups = random_groups(1)
    plain = prepare(bench, collected(groups), 1, 0.5)
    with torch.no_grad():
        for weight in bench.reference.weights.values():
            weight.mul_(1.1)
    bench.config = change(bench.config, kl={"place": "reward"})
    assert not torch.allclose(prepare(bench, collected(groups), 1, 0.5).advantages, plain.advantages)


def test_a_process_without_groups(bench):
    assert prepare(bench, collected([]), 1, 0.01) is None


def test_a_truncated_response_outside_the_loss_has_no_target(bench, change, episode):
    rows = [episode(r, ([65], [70, 71], [-5.0, -5.0])) for r in (1.0, 0.0)]
    batch = prepare(bench, collected([Group(episodes=tuple(rows))]), 1, 0.01)
    assert (batch.num_targets, batch.num_sequences) == (4, 2)
