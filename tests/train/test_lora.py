"""Runs that train a LoRA adapter: what trains, what is shared, what is saved."""

import json

import pytest
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

from prorl.agents.linears import through_onednn
from prorl.agents.load import load_policy
from prorl.agents.policy import Prompt, Sampling
from prorl.registry.errors import UserError
from prorl.train.anchor import reset_if_due
from prorl.train.checkpoint import Progress, load, save
from prorl.train.config import LoraConfig
from prorl.train.layout import Layout
from prorl.train.logprobs import frozen_logprobs
from prorl.train.lora import add_adapter
from prorl.train.rundir import RunDir
from prorl.train.sampling import collect
from prorl.train.setup import build
from prorl.train.update import update
from prorl.train.weights import copied, frozen, standing_in, trained

CPU = torch.device("cpu")
LAYERS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


@pytest.fixture
def lora(config, change):
    """A run of a rank-2 adapter whose reference is reset after every step."""
    return change(config, lora={"rank": 2, "alpha": 8}, reference={"every": 1, "min_gap": 0})


@pytest.fixture
def batch(random_groups, pack):
    return pack(random_groups(2))


@pytest.fixture
def run(tmp_path):
    (tmp_path / "lora").mkdir()
    return RunDir(tmp_path / "lora")


def logprobs(model, batch):
    return frozen_logprobs(model, batch, 0.8, Layout(rows=100))


def step(bench, number=1):
    return update(bench, collect(bench, number), number, 0.01)


class TestAdapter:
    def test_only_the_adapter_trains(self, lora):
        """Seven linear layers in each of two blocks, two factors each; width 32, hidden 64, rank 2."""
        bench = build(lora)
        weights = trained(bench.loaded.model)
        assert len(weights) == 2 * 7 * 2
        assert sum(weight.numel() for weight in weights.values()) == 2 * (4 * 2 * 64 + 3 * 2 * 96)
        assert {name.split(".")[-4] for name in weights} == set(LAYERS)
        before = copied(frozen(bench.loaded.model), CPU)
        start = copied(weights, CPU)
        step(bench)
        assert all(torch.equal(weight, before[name]) for name, weight in frozen(bench.loaded.model).items())
        assert not any(torch.equal(weight, start[name]) for name, weight in weights.items() if "lora_B" in name)
        held = [weight for group in bench.optimizer.param_groups for weight in group["params"]]
        assert {id(weight) for weight in held} == {id(weight) for weight in weights.values()}
        assert len(bench.optimizer.state_dict()["state"]) == 28

    def test_a_new_adapter_adds_exactly_nothing(self, lora, batch):
        plain = load_policy(lora.model.path).model
        assert torch.equal(logprobs(build(lora).loaded.model, batch), logprobs(plain, batch))

    def test_the_seed_decides_its_first_weights(self, lora, change):
        same, again, other = (trained(build(c).loaded.model) for c in (lora, lora, change(lora, run={"seed": 1})))
        assert all(torch.equal(weight, again[name]) for name, weight in same.items())
        assert not any(torch.equal(weight, other[name]) for name, weight in same.items() if "lora_A" in name)

    def test_factors_are_float32_on_a_bfloat16_model(self, model):
        model = model.bfloat16()
        add_adapter(model, LoraConfig(rank=2), seed=0)
        assert {weight.dtype for weight in trained(model).values()} == {torch.float32}
        assert {weight.dtype for weight in frozen(model).values()} == {torch.bfloat16}
        assert torch.isfinite(model(input_ids=torch.tensor([[1, 2, 3]])).logits).all()

    def test_alpha_over_rank_scales_it(self, model):
        """By hand: with A = 1 and B = 1 the layer adds 6/3 · 3 · (sum of x) = 6 · (sum of x) to each output."""
        plain = model.model.layers[0].mlp.up_proj
        add_adapter(model, LoraConfig(rank=3, alpha=6, targets="up_proj"), seed=0)
        for weight in trained(model).values():
            weight.data.fill_(1.0)
        x = torch.arange(32.0) / 32
        torch.testing.assert_close(model.model.layers[0].mlp.up_proj(x), plain(x) + 6 * x.sum())

    @pytest.mark.parametrize("name", ["q_porj", "lm_head"])
    def test_a_target_that_cannot_be(self, model, name):
        with pytest.raises(UserError, match=f"lora.targets: no linear layer '{name}'.*up_proj, v_proj"):
            add_adapter(model, LoraConfig(rank=2, targets=f"v_proj,{name}"), seed=0)

    def test_the_engine_samples_from_the_adapted_weights(self, lora):
        """Its own log-probabilities are those of the adapted model, to rounding, and far from the base's."""
        bench = build(lora)
        for name, weight in trained(bench.loaded.model).items():
            if "lora_B" in name:
                torch.nn.init.normal_(weight, std=0.3, generator=torch.Generator().manual_seed(1))
        prompt = Prompt(token_ids=(5, 6, 7), seeds=(1,))
        completion = bench.policy.generate([prompt], Sampling(max_new_tokens=5, temperature=1.0))[0][0]
        ids = torch.tensor([[*prompt.token_ids, *completion.token_ids]])
        with torch.no_grad():
            adapted = bench.loaded.model(input_ids=ids).logits.log_softmax(-1)
            base = load_policy(lora.model.path).model(input_ids=ids).logits.log_softmax(-1)
        places = range(2, ids.shape[1] - 1)
        for place, token, engine in zip(places, completion.token_ids, completion.logprobs, strict=True):
            assert engine == pytest.approx(float(adapted[0, place, token]), abs=1e-4)
        assert max(abs(float(adapted[0, p, ids[0, p + 1]] - base[0, p, ids[0, p + 1]])) for p in places) > 0.1


@pytest.mark.parametrize("place", ["device", "cpu"])
class TestReference:
    def test_it_is_an_adapter_in_the_same_module(self, lora, change, place):
        bench = build(change(lora, reference={"place": place}))
        held = sum(weight.nbytes for weight in bench.reference.weights.values())
        assert held == 4 * sum(weight.numel() for weight in trained(bench.loaded.model).values()) == 4 * 2176
        whole = sum(weight.nbytes for weight in bench.loaded.model.parameters())
        assert held < whole / 10

    def test_after_a_reset_it_equals_a_merged_copy(self, lora, change, batch, run, place):
        """The base, the snapshot of a reset and the policy, each against a plain model merged by `peft`."""
        bench = build(change(lora, reference={"place": place}))
        plain = load_policy(lora.model.path).model
        step(bench)
        assert torch.equal(bench.reference.logprobs(batch, 0.8, Layout(rows=100)), logprobs(plain, batch))
        kl = bench.reference.kl(batch, 0.8, Layout(rows=100))
        assert kl > 0
        at_reset = load_policy(str(save(bench, run, Progress(step=1)))).model
        reset_if_due(bench, run, Progress(step=1), kl, batch)
        event = json.loads(run.events.read_text())
        assert event["kl_before"] == kl
        assert event["kl_after"] == bench.reference.kl(batch, 0.8, Layout(rows=100)) == 0.0
        assert event["reference"] == event["policy"] != event["reference_before"]
        step(bench, 2)
        found = bench.reference.logprobs(batch, 0.8, Layout(rows=100))
        torch.testing.assert_close(found, logprobs(at_reset, batch), atol=1e-5, rtol=1e-5)
        assert (found - logprobs(bench.loaded.model, batch)).abs().max() > 1e-3
        assert torch.equal(bench.base.logprobs(batch, 0.8, Layout(rows=100)), logprobs(plain, batch))
        assert {weight.device for weight in bench.base.weights.values()} == {CPU}
        assert bench.base.kl(batch, 0.8, Layout(rows=100)) > bench.reference.kl(batch, 0.8, Layout(rows=100)) > 0


class TestSources:
    def test_best(self, lora, change, batch, run):
        bench = build(change(lora, reset={"source": "best"}))
        step(bench)
        bench.snapshots.after_best(bench.loaded.model)
        best = logprobs(bench.loaded.model, batch)
        step(bench, 2)
        reset_if_due(bench, run, Progress(step=2), 0.1, batch)
        assert torch.equal(bench.reference.logprobs(batch, 0.8, Layout(rows=100)), best)
        assert not torch.equal(logprobs(bench.loaded.model, batch), best)

    def test_ema_is_of_the_factors(self, lora, change, batch, run):
        bench = build(change(lora, reset={"source": "ema", "ema_decay": 0.75}))
        start = copied(trained(bench.loaded.model), CPU)
        step(bench)
        bench.snapshots.after_step(bench.loaded.model)
        reset_if_due(bench, run, Progress(step=1), 0.1, batch)
        for name, weight in trained(bench.loaded.model).items():
            torch.testing.assert_close(bench.reference.weights[name], 0.75 * start[name] + 0.25 * weight.detach())


class TestCheckpoint:
    @pytest.fixture
    def saved(self, lora, run):
        bench = build(lora)
        step(bench)
        return bench, save(bench, run, Progress(step=1, policy_version=2))

    def test_files(self, saved, lora):
        """No file with the base model's weights: beside a plain run's, all together are small."""
        _, path = saved
        names = {file.name for file in path.iterdir()}
        assert {"adapter_model.safetensors", "adapter_config.json", "reference.safetensors", "optimizer.bin"} < names
        assert not {"model.safetensors", "config.json"} & names
        files = json.loads((path / "manifest.json").read_text())
        assert set(files) == names - {"manifest.json"}
        described = json.loads((path / "adapter_config.json").read_text())
        assert (described["r"], described["lora_alpha"], described["target_modules"]) == (2, 8, sorted(LAYERS))
        assert described["base_model_name_or_path"] == lora.model.path
        for name in ("adapter_model", "reference"):
            assert 4 * 2176 < files[f"{name}.safetensors"]["bytes"] < 4 * 2176 + 5000, "2,176 numbers and 28 names"
        moments = torch.load(path / "optimizer.bin")["state"].values()
        assert sum(value.numel() for state in moments for value in state.values()) == 2 * 2176 + 28

    def test_everything_is_put_back(self, saved, lora, batch):
        bench, path = saved
        other = build(lora)
        assert load(other, path).policy_version == 2
        for name, weight in bench.loaded.model.named_parameters():
            assert torch.equal(other.loaded.model.get_parameter(name), weight), name
        moments, again = (b.optimizer.state_dict()["state"] for b in (bench, other))
        assert len(moments) == 28
        for key, state in moments.items():
            assert all(torch.equal(again[key][name], value) for name, value in state.items())
        assert other.reference.digest() == bench.reference.digest()

    def test_peft_reads_it(self, saved, batch):
        """A plain model with the adapter as `peft` itself loads it: the policy's own numbers."""
        bench, path = saved
        plain = AutoModelForCausalLM.from_pretrained(bench.config.model.path)
        adapted = PeftModel.from_pretrained(plain, str(path))
        through_onednn(adapted)
        assert torch.equal(logprobs(adapted, batch), logprobs(bench.loaded.model, batch))

    def test_it_stands_for_the_merged_model(self, saved, batch):
        bench, path = saved
        model = load_policy(str(path)).model
        assert type(model) is type(bench.loaded.model)
        assert all(weight.requires_grad for weight in model.parameters())
        torch.testing.assert_close(logprobs(model, batch), logprobs(bench.loaded.model, batch), atol=1e-5, rtol=1e-5)

    def test_another_base_model_is_noticed(self, saved, model):
        bench, path = saved
        with torch.no_grad():
            model.lm_head.weight[0, 0] += 1
        model.save_pretrained(bench.config.model.path)
        with pytest.raises(UserError, match=r"tiny' is not the one that the run of .* started from"):
            load(build(bench.config), path)


def test_standing_in_leaves_the_base_alone(model):
    add_adapter(model, LoraConfig(rank=2), seed=0)
    places = {name: weight.data_ptr() for name, weight in frozen(model).items()}
    with standing_in(model, copied(trained(model), CPU)):
        assert {name: weight.data_ptr() for name, weight in frozen(model).items()} == places
