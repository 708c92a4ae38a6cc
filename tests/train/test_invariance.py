"""Loss and gradient of an optimizer step do not depend on how its rows are laid out."""

from dataclasses import replace

import pytest
import torch

from prorl.train.aggregate import Counts
from prorl.train.batch import Batch
from prorl.train.config import KlConfig, LossConfig, MismatchConfig
from prorl.train.layout import Layout
from prorl.train.logprobs import frozen_logprobs, token_logprobs
from prorl.train.loss import Objective, policy_objective
from prorl.train.recompute import enable_recompute

OBJECTIVES = {
    "clip": Objective(loss=LossConfig(), kl=KlConfig(estimator="k3", coef=0.1), mismatch=MismatchConfig()),
    "gspo": Objective(
        loss=LossConfig(policy="gspo", clip_low=0.05, clip_high=0.05),
        kl=KlConfig(estimator="k2", coef=0.1),
        mismatch=MismatchConfig(),
    ),
    "cispo": Objective(
        loss=LossConfig(policy="cispo", aggregate="constant-length"),
        kl=KlConfig(estimator="k1", coef=0.1, score_gradient=True),
        mismatch=MismatchConfig(correction="icepop"),
    ),
    "sequences": Objective(
        loss=LossConfig(aggregate="sequence-mean", dual_clip=3.0),
        kl=KlConfig(coef=0.1, limit=0.1),
        mismatch=MismatchConfig(correction="seq_mask"),
    ),
}


@pytest.fixture(params=OBJECTIVES)
def objective(request):
    return OBJECTIVES[request.param]


def prepared(model, batch):
    """Old, engine and reference log-probabilities that differ from the present ones: every term has a gradient."""
    now, rng = frozen_logprobs(model, batch, 1.0, Layout(rows=100)), torch.Generator().manual_seed(1)
    old, ref, engine = (now + torch.randn(now.shape, generator=rng) * 0.3 * batch.loss_mask for _ in range(3))
    return replace(batch, old_logprobs=old, ref_logprobs=ref, sampled_logprobs=engine)


def counts_of(batch):
    return Counts(tokens=batch.num_targets, sequences=batch.num_sequences, constant=12)


def gradient(model, pieces, counts, objective, layout=Layout()):  # noqa: B008 (frozen)
    model.zero_grad()
    total = 0.0
    for rows in pieces:
        out = policy_objective(*token_logprobs(model, rows, 1.0, layout), rows, counts, objective)
        out.loss.backward()
        total += out.loss.item()
    return total, torch.cat([p.grad.flatten() for p in model.parameters()])


@pytest.fixture
def batch(model, random_groups, pack):
    return prepared(model, pack(random_groups(3)))


@pytest.fixture
def expected(model, batch, objective):
    loss, slope = gradient(model, [batch], counts_of(batch), objective)
    assert slope.norm() > 1e-2
    return loss, slope


def assert_same(found, expected):
    assert found[0] == pytest.approx(expected[0], abs=1e-5)
    torch.testing.assert_close(found[1], expected[1], atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("rows_per_pass", [1, 2, 5])
def test_rows_per_pass(model, batch, objective, expected, rows_per_pass):
    assert_same(gradient(model, batch.passes(Layout(rows=rows_per_pass)), counts_of(batch), objective), expected)


LAYOUTS = {
    "head on one target at a time": Layout(rows=4, block=1),
    "head on seven": Layout(rows=4, block=7),
    "head on all": Layout(rows=4, block=10**9),
    "layers run again": Layout(rows=4, recompute=True),
    "layers and head run again": Layout(rows=5, block=7, recompute=True),
    "end to end": Layout(rows=5, packed=True),
    "end to end, few tokens": Layout(tokens=20, packed=True, block=7),
    "end to end, all in one": Layout(rows=100, packed=True, block=7, recompute=True),
    "few tokens": Layout(tokens=20, block=7),
    "prompts once": Layout(rows=5, shared=True, block=7),
    "prompts once, all in one": Layout(rows=100, shared=True, block=10**9),
    "prompts once, few tokens": Layout(tokens=40, shared=True, block=7),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_layout(model, batch, objective, expected, layout):
    """The expected values are those of all rows in one pass, whole logits, nothing run again."""
    enable_recompute(model)
    assert_same(gradient(model, batch.passes(layout), counts_of(batch), objective, layout), expected)


def test_order_of_rows(model, batch, objective, expected):
    order = torch.randperm(len(batch.input_ids), generator=torch.Generator().manual_seed(2))
    assert order.tolist() != sorted(order.tolist())
    assert_same(gradient(model, batch.take(order).passes(Layout(rows=5)), counts_of(batch), objective), expected)


def widened(batch, columns):
    def wider(array, value=0):
        return torch.nn.functional.pad(array, (0, columns), value=value)

    arrays = ("loss_mask", "advantages", "sampled_logprobs", "old_logprobs", "ref_logprobs")
    values = {name: wider(getattr(batch, name)) for name in arrays}
    return Batch(input_ids=wider(batch.input_ids, 263), groups=batch.groups, **values)


def test_padding(model, batch, objective, expected):
    """Seven more columns of padding, not cut away."""
    assert_same(gradient(model, [widened(batch, 7)], counts_of(batch), objective), expected)


def test_rows_that_are_masked_altogether(model, batch, objective, expected):
    """A row more, of which nothing counts, with an advantage and log-probabilities that would."""
    wide = widened(batch, 0)
    extra = batch.take(torch.tensor([0]))
    extra = widened(extra, wide.input_ids.shape[1] - extra.input_ids.shape[1])
    extra = replace(extra, loss_mask=torch.zeros_like(extra.loss_mask), advantages=extra.advantages + 5)
    names = ("input_ids", "loss_mask", "advantages", "sampled_logprobs", "old_logprobs", "ref_logprobs", "groups")
    more = Batch(**{name: torch.cat([getattr(wide, name), getattr(extra, name)]) for name in names})
    assert counts_of(more) == counts_of(batch)
    for layout in (Layout(rows=4), Layout(rows=4, packed=True, block=7)):
        assert_same(gradient(model, more.passes(layout), counts_of(more), objective, layout), expected)
