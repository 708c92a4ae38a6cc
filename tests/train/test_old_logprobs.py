from dataclasses import replace

import pytest
import torch

from prorl.agents.policy import Prompt, Sampling
from prorl.agents.records import Group
from prorl.registry.errors import UserError
from prorl.train.config_rules import check
from prorl.train.logprobs import frozen_logprobs
from prorl.train.old_logprobs import come_from_engine, with_old_logprobs
from prorl.train.prepare import prepare
from prorl.train.sampling import Collected
from prorl.train.setup import build
from prorl.train.shares import dealt
from prorl.train.update import update


def collected(groups):
    own = tuple(enumerate(groups))
    return Collected(own=own, kept=len(own), drawn=len(own), rounds=1, episodes=(), samples=())


@pytest.mark.parametrize(
    ("changes", "engine"),
    [
        ({}, True),
        ({"model": {"dtype": "float64"}}, False),
        ({"model": {"dtype": "bfloat16"}}, False),
        ({"memory": {"compute": "bfloat16"}}, False),
        ({"mismatch": {"correction": "tis"}}, False),
        ({"engine": {"kind": "vllm"}}, False),
        ({"optim": {"old_logprobs": "trainer"}}, False),
        ({"model": {"dtype": "bfloat16"}, "optim": {"old_logprobs": "engine"}}, True),
    ],
)
def test_whose(config, change, changes, engine):
    assert come_from_engine(change(config, **changes)) == engine


def test_nothing_left_to_correct(config, change):
    with pytest.raises(UserError, match=r"leaves nothing for mismatch\.correction to correct"):
        check(change(config, optim={"old_logprobs": "engine"}, mismatch={"correction": "tis"}))


@pytest.fixture
def batch(random_groups, pack):
    return pack(random_groups(2))


def test_rows_of_older_weights_go_through_the_model(bench, batch):
    batch = replace(batch, lag=torch.tensor([0, 1, 0, 2, 0, 0, 0, 3]))
    every = torch.ones(8, dtype=torch.bool)
    found = with_old_logprobs(bench, batch, every & (torch.arange(8) < 7))
    expected = frozen_logprobs(bench.loaded.model, batch, 1.0, bench.layout)
    for row in range(8):
        wanted = expected if row in (1, 3) else batch.sampled_logprobs
        torch.testing.assert_close(found.old_logprobs[row], wanted[row])
    bench.config = replace(bench.config, optim=replace(bench.config.optim, old_logprobs="trainer"))
    torch.testing.assert_close(with_old_logprobs(bench, batch, every).old_logprobs, expected)
    assert with_old_logprobs(bench, batch, ~every) is batch


def test_the_first_share_keeps_the_engines_and_the_others_get_the_trainers(bench, random_groups, change):
    bench.config = change(bench.config, optim={"old_logprobs": "trainer", "updates": 3})
    batch = prepare(bench, collected(random_groups(3)), 1, 0.01)
    first = torch.isin(batch.groups, torch.tensor(dealt(bench.config, 3, 1)[0]))
    torch.testing.assert_close(batch.old_logprobs[first], batch.sampled_logprobs[first])
    torch.testing.assert_close(batch.old_logprobs[~first], batch.ref_logprobs[~first])


def sampled_groups(bench, episode):
    """Two groups of four answers that the engine itself sampled."""
    prompts = [Prompt(token_ids=(65, 66 + n), seeds=tuple(range(4 * n, 4 * n + 4))) for n in range(2)]
    written = bench.policy.generate(prompts, Sampling(max_new_tokens=6))
    return [
        Group(
            episodes=tuple(
                episode(reward, (prompt.token_ids, one.token_ids, one.logprobs))
                for reward, one in zip((1.0, 0.0, 0.0, 0.5), answers, strict=True)
            )
        )
        for prompt, answers in zip(prompts, written, strict=True)
    ]


def weights(bench):
    return torch.cat([p.detach().flatten().clone() for p in bench.loaded.model.parameters()])


def test_engine_and_trainer_lead_to_the_same_weights(config, change, episode):
    """Two updates: the first with a ratio of exactly 1, the second with either's log-probabilities."""
    found = []
    for whose in ("trainer", "engine"):
        bench = build(change(config, optim={"old_logprobs": whose, "lr": 1e-4}))
        before = weights(bench)
        metrics = update(bench, collected(sampled_groups(bench, episode)), 1, 0.01).metrics
        found.append((metrics, weights(bench) - before))
    (first, moved), (second, as_well) = found
    assert bench.policy.version == 2
    assert float(moved.norm()) > 1e-3
    assert float((moved - as_well).norm()) < 1e-2 * float(moved.norm())
    assert first["policy/grad_norm"] == pytest.approx(second["policy/grad_norm"], rel=1e-4)
    assert first["policy/mismatch_max"] < 1e-4


def test_one_update_needs_no_forward_pass_besides_its_own(bench, change, random_groups, monkeypatch):
    bench.config, bench.reference = change(bench.config, optim={"updates": 1}, kl={"coef": 0.0}), None
    monkeypatch.setattr("prorl.train.old_logprobs.frozen_logprobs", lambda *args: pytest.fail("a forward pass"))
    metrics = update(bench, collected(random_groups(2)), 1, 0.0).metrics
    assert metrics["policy/clip_low"] == metrics["policy/clip_high"] == 0.0
    assert metrics["policy/grad_norm"] > 0.1
