import math
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from prorl.agents.records import Group
from prorl.train import update as update_module
from prorl.train.bad_steps import NonFiniteLoss
from prorl.train.batch import Batch
from prorl.train.prepare import prepare
from prorl.train.sampling import Collected
from prorl.train.setup import build
from prorl.train.update import _shares, update

KL_COEF = 0.01


def collected(groups):
    own = tuple(enumerate(groups))
    return Collected(own=own, kept=len(own), drawn=len(own), rounds=1, episodes=(), samples=())


def weights(bench):
    return torch.cat([p.detach().flatten().clone() for p in bench.loaded.model.parameters()])


class TestShares:
    def numbers(self, bench, groups, step=1):
        batch = prepare(bench, collected(groups), step, KL_COEF)
        return [sorted(set(share.groups.tolist())) for share in _shares(bench, batch, len(groups), step)]

    def test_every_group_is_in_one_share(self, bench, random_groups, change):
        bench.config = change(bench.config, optim={"updates": 3})
        shares = self.numbers(bench, random_groups(8))
        assert sorted(len(share) for share in shares) == [2, 3, 3]
        assert sorted(number for share in shares for number in share) == list(range(8))

    def test_fewer_groups_than_updates(self, bench, random_groups, change):
        bench.config = change(bench.config, optim={"updates": 4})
        assert sorted(self.numbers(bench, random_groups(2))) == [[0], [1]]

    def test_order_belongs_to_seed_and_step(self, bench, random_groups):
        groups = random_groups(8)
        assert self.numbers(bench, groups) == self.numbers(bench, groups)
        assert len({str(self.numbers(bench, groups, step)) for step in range(1, 6)}) > 1


class TestUpdate:
    def test_makes_the_better_answers_likelier(self, bench, episode):
        """One prompt, a right and a wrong token: log p(right) - log p(wrong) rises."""
        rows = [episode(r, ([65, 66], [token], [-5.0])) for r, token in ((1.0, 70), (0.0, 71))]

        def margin():
            with torch.no_grad():
                logprobs = bench.loaded.model(torch.tensor([[65, 66]])).logits[0, -1].log_softmax(-1)
            return float(logprobs[70] - logprobs[71])

        before = margin()
        metrics = update(bench, collected([Group(episodes=tuple(rows))]), 1, KL_COEF).metrics
        assert margin() > before + 1e-3
        assert bench.policy.version == 1
        assert metrics["policy/grad_norm"] > 0.1
        assert metrics["loss/policy"] == pytest.approx(0.0, abs=1e-5)
        assert metrics["policy/kl_ref"] == pytest.approx(0.0, abs=1e-9)

    @pytest.mark.parametrize("rows_per_pass", [1, 4, 100])
    def test_weights_do_not_depend_on_rows_per_pass(self, config, change, random_groups, rows_per_pass):
        benches = [build(change(config, optim={"rows_per_pass": rows})) for rows in (7, rows_per_pass)]
        first, second = (update(bench, collected(random_groups(3)), 1, KL_COEF).metrics for bench in benches)
        assert first == pytest.approx(second, abs=1e-4)
        assert benches[0].policy.version == 2
        torch.testing.assert_close(weights(benches[0]), weights(benches[1]), atol=1e-4, rtol=0)

    def test_nothing_kept_leaves_the_weights(self, bench):
        before = weights(bench)
        assert update(bench, collected([]), 1, KL_COEF).metrics == {}
        assert torch.equal(weights(bench), before)

    def test_nan_leaves_the_weights_and_the_batch_behind(self, bench, random_groups, monkeypatch):
        before = weights(bench)
        monkeypatch.setattr(bench.accelerator, "clip_grad_norm_", lambda *args: torch.tensor(math.nan))
        updated = update(bench, collected(random_groups(1)), 7, KL_COEF)
        assert updated.faults == ("gradient norm nan: optimizer step skipped, batch in step-000007.safetensors",)
        assert updated.metrics == {}
        assert torch.equal(weights(bench), before)
        assert all(p.grad is None for p in bench.loaded.model.parameters())
        kept = load_file(Path(bench.config.run.dir) / "faults" / "step-000007.safetensors")
        assert kept["loss_mask"].sum() > 0
        assert kept["input_ids"].shape == kept["advantages"].shape

    def test_three_in_a_row_end_the_run_and_a_good_one_starts_the_count_again(self, bench, random_groups, monkeypatch):
        def step(norm):
            with monkeypatch.context() as patch:
                if norm is not None:
                    patch.setattr(bench.accelerator, "clip_grad_norm_", lambda *args: torch.tensor(norm))
                return update(bench, collected(random_groups(1)), 1, KL_COEF)

        for norm in (math.nan, math.inf, None, math.nan, math.nan):
            step(norm)
        with pytest.raises(NonFiniteLoss, match="in 3 optimizer steps in a row, the weights are those before"):
            step(math.nan)


class TestRowsThatAddNothing:
    """Rewards (1, 0.5, 0): the middle one is the mean of its group, its advantage 0."""

    @pytest.fixture
    def group(self, episode):
        rows = [(1.0, [70, 71]), (0.5, [72, 73, 74, 75]), (0.0, [76])]
        return Group(episodes=tuple(episode(r, ([65, 66], answer, [-5.0] * len(answer))) for r, answer in rows))

    @pytest.fixture
    def plain(self, bench, change):
        bench.config, bench.reference = change(bench.config, optim={"updates": 1, "rows_per_pass": 8}), None
        return bench

    def test_they_go_through_no_pass_and_count_in_the_denominator(self, plain, group, monkeypatch):
        seen, objective = [], update_module.policy_objective
        monkeypatch.setattr(
            update_module,
            "policy_objective",
            lambda logprobs, entropy, rows, counts, how: (
                seen.append((rows.num_targets, counts)) or objective(logprobs, entropy, rows, counts, how)
            ),
        )
        update(plain, collected([group]), 1, 0.0)
        assert [(targets, counts.tokens, counts.sequences, counts.computed) for targets, counts in seen] == [
            (3, 7, 3, 3)
        ]

    def test_the_gradient_is_that_of_all_rows(self, config, change, group, monkeypatch):
        found = []
        for everything in (False, True):
            bench = build(change(config, optim={"updates": 1}, memory={"shared_prompts": "off"}))
            bench.reference = None
            if everything:
                monkeypatch.setattr(Batch, "contributes", property(lambda batch: batch.loss_mask.any(dim=1)))
            metrics = update(bench, collected([group]), 1, 0.0).metrics
            found.append((metrics, weights(bench)))
        (few, first), (all_, second) = found
        torch.testing.assert_close(first, second, atol=1e-5, rtol=0)
        assert few["policy/grad_norm"] == pytest.approx(all_["policy/grad_norm"], rel=1e-5)
        assert few["loss/policy"] == pytest.approx(all_["loss/policy"], abs=1e-6)
        assert few["policy/entropy"] != pytest.approx(all_["policy/entropy"], rel=1e-4)

    def test_a_reference_pulls_at_them(self, bench, group):
        assert prepare(bench, collected([group]), 1, KL_COEF).contributes.tolist() == [True, True, True]
        bench.reference = None
        assert prepare(bench, collected([group]), 1, KL_COEF).contributes.tolist() == [True, False, True]

    def test_a_reference_that_is_only_measured_does_not(self, bench, group):
        assert prepare(bench, collected([group]), 1, 0.0).contributes.tolist() == [True, False, True]

    def test_nothing_but_them(self, plain, episode):
        """The optimizer makes its step all the same, with a gradient of 0."""
        rows = tuple(episode(1.0, ([65], [70], [-5.0])) for _ in range(2))
        metrics = update(plain, collected([Group(episodes=rows)]), 1, 0.0).metrics
        assert metrics == {"policy/grad_norm": 0.0}
        assert plain.policy.version == 1
