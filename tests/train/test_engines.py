"""The `[engine]` section, and the engine that comes of it."""

from dataclasses import replace

import pytest

from prorl.agents.engine import TransformersPolicy
from prorl.registry.errors import UserError
from prorl.train import engine_faults, engines
from prorl.train.config import Config
from prorl.train.config_engine import EngineConfig, server_urls
from prorl.train.config_rules import check
from prorl.train.configuring import load_config
from prorl.train.engines import engine_dtype


def with_engine(**settings):
    return Config(engine=EngineConfig(**settings))


def test_urls():
    assert server_urls(EngineConfig(urls="http://a:8000, http://b:8000/ ,")) == ("http://a:8000", "http://b:8000")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"memory": 0.0}, r"^engine\.memory must be over 0 and at most 1, got 0\.0$"),
        ({"memory": 1.5}, r"^engine\.memory must be over 0 and at most 1, got 1\.5$"),
        ({"context": -1}, r"^engine\.context must be 0 or more, got -1$"),
        ({"context": 64}, r"^engine\.context must be 0 or more than rollout\.max_new_tokens, got 64"),
        ({"kind": "vllm-server"}, r"^engine\.kind = 'vllm-server' needs engine\.urls, e\.g\. 'http://127"),
        ({"kind": "vllm-server", "urls": "host:8000"}, r"begin with http:// or https://, got 'host:8000'$"),
        ({"urls": "http://a:1"}, r"^engine\.urls is for engine\.kind = 'vllm-server'; it is 'transformers'$"),
    ],
)
def test_what_makes_no_sense_is_one_line(settings, said):
    with pytest.raises(UserError, match=said):
        check(with_engine(**settings))


def test_settings_that_exclude_each_other(change):
    config = with_engine(kind="vllm", sleep=True)
    check(config)
    with pytest.raises(UserError, match=r"^engine\.sleep and rollout\.ahead exclude each other"):
        check(change(config, rollout={"ahead": 1}, mismatch={"correction": "tis"}))
    with pytest.raises(UserError, match=r"^engine\.transfer = 'device' is for runs in which all weights train"):
        check(change(with_engine(transfer="device"), lora={"rank": 4}))


def test_it_holds_for_the_whole_run(tmp_path):
    recipe = tmp_path / "r.toml"
    recipe.write_text('[engine]\nkind = "vllm"\n[[stage]]\nstep = 3\n[stage.engine]\nmemory = 0.5\n')
    with pytest.raises(UserError, match=r"^stage 1: \[stage\.engine\] cannot change within a run$"):
        load_config(str(recipe))


def test_a_kind_that_there_is_not():
    with pytest.raises(UserError, match=r"^engine\.kind must be one of 'transformers', 'vllm', 'vllm-server', got"):
        load_config("quickstart", ["engine.kind=vlm"])


@pytest.mark.parametrize(
    ("sections", "dtype"),
    [
        ({}, "float32"),
        ({"model": {"dtype": "bfloat16"}}, "bfloat16"),
        ({"model": {"dtype": "float64"}}, "float32"),
        ({"memory": {"compute": "bfloat16"}}, "bfloat16"),
        ({"model": {"dtype": "bfloat16"}, "engine": {"dtype": "float32"}}, "float32"),
    ],
)
def test_vllm_computes_as_the_loss_does(change, sections, dtype):
    assert engine_dtype(change(Config(), **sections)) == dtype


class Fake:
    """Takes the place of a class of engines: keeps what it is made from."""

    def __init__(self, model, tokenizer, settings, save_adapter):
        self.model, self.settings, self.save_adapter = model, settings, save_adapter
        self.version, self.closed, self.sync_seconds = 0, False, 0.0

    def close(self):
        self.closed = True


@pytest.fixture
def faked(monkeypatch):
    monkeypatch.setattr(engines, "ColocatedPolicy", Fake)
    monkeypatch.setattr(engines, "ServerPolicy", Fake)


def test_from_the_section_to_the_engine(bench, faked, change):
    assert isinstance(engines.new_engine(bench.loaded, bench.config), TransformersPolicy)
    beside = change(bench.config, engine={"kind": "vllm", "context": 96, "eager": True}, rollout={"max_rows": 8})
    made = engines.new_engine(bench.loaded, beside)
    assert (made.settings.context, made.settings.max_rows, made.settings.eager) == (96, 8, True)
    assert (made.settings.lora_rank, made.save_adapter) == (0, None)
    served = change(bench.config, engine={"kind": "vllm-server", "urls": "http://a:1,http://b:2"})
    made = engines.new_engine(bench.loaded, served)
    assert (made.settings.urls, made.settings.main) == (("http://a:1", "http://b:2"), True)


def test_weights_go_from_gpu_to_gpu_where_there_are_some(bench, change):
    with pytest.raises(UserError, match=r"^engine\.transfer = 'device' needs a GPU: leave it 'file'$"):
        engines.new_engine(bench.loaded, change(bench.config, engine={"kind": "vllm", "transfer": "device"}))


def test_an_adapter_is_written_for_the_engine(config, faked, change, tmp_path):
    from safetensors.torch import load_file

    from prorl.train.setup import build

    config = change(config, lora={"rank": 2}, engine={"kind": "vllm"})
    bench = build(config)
    folder = tmp_path / "adapter"
    folder.mkdir()
    bench.policy.save_adapter(folder)
    assert bench.policy.settings.lora_rank == 2
    names = set(load_file(folder / "adapter_model.safetensors"))
    assert "base_model.model.model.layers.0.mlp.up_proj.lora_A.weight" in names


def test_an_engine_that_is_given_up_is_closed(bench, faked, change):
    bench.config = change(bench.config, engine={"kind": "vllm"})
    bench.policy = old = engines.new_engine(bench.loaded, bench.config)
    old.version, old.sync_seconds = 7, 2.5
    engine_faults.rebuild(bench)
    assert old.closed
    assert (bench.policy.version, bench.policy.sync_seconds, bench.policy.closed) == (7, 2.5, False)


def test_prompts_fit_the_engine_too(bench, change):
    assert bench.context_limit == bench.loaded.context_limit == 128
    assert replace_config(bench, change(bench.config, engine={"context": 96})).context_limit == 96
    assert replace_config(bench, change(bench.config, engine={"context": 4096})).context_limit == 128


def replace_config(bench, config):
    return replace(bench, config=config)
