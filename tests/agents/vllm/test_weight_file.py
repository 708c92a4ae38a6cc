"""The file through which weights go, the folder that it is in, and the names under which they go."""

import errno
import fcntl
import os
import subprocess
import sys

import pytest
import torch
from peft import LoraConfig, inject_adapter_in_model
from safetensors import safe_open
from safetensors.torch import load_file

from prorl.agents.vllm.exchange import Exchange
from prorl.agents.vllm.weight_file import WeightFile
from prorl.agents.vllm.weights import TrainerWeights, plain_name
from prorl.registry.errors import UserError


def test_the_file_is_a_safetensors_file_of_all_weights(model, tmp_path):
    file = WeightFile(tmp_path / "w.safetensors", TrainerWeights(model, torch.float32))
    file.write()
    read = load_file(file.path)
    assert set(read) == {name for name, _ in model.named_parameters()}
    assert "lm_head.weight" not in read, "tied to the embeddings: it goes once"
    assert all(torch.equal(read[name], weight) for name, weight in model.named_parameters())


def test_writing_again_changes_what_a_reader_has_mapped(model, tmp_path):
    file = WeightFile(tmp_path / "w.safetensors", TrainerWeights(model, torch.float32))
    file.write()
    before = os.stat(file.path)
    with torch.no_grad():
        model.model.norm.weight.fill_(2.5)
    file.write()
    after = os.stat(file.path)
    assert (after.st_ino, after.st_size) == (before.st_ino, before.st_size)
    with safe_open(file.path, framework="pt") as opened:
        assert opened.get_tensor("model.norm.weight").tolist() == [2.5] * 32


def test_weights_are_cast_on_the_way(model, tmp_path):
    file = WeightFile(tmp_path / "w.safetensors", TrainerWeights(model, torch.bfloat16))
    file.write()
    read = load_file(file.path)
    assert {weight.dtype for weight in read.values()} == {torch.bfloat16}
    assert torch.equal(read["model.norm.weight"], model.model.norm.weight.bfloat16())


def test_a_model_with_an_adapter_gives_its_base_weights(model, tmp_path):
    plain = {name: weight.clone() for name, weight in model.named_parameters()}
    inject_adapter_in_model(LoraConfig(r=2, target_modules=["q_proj", "down_proj"]), model)
    file = WeightFile(tmp_path / "w.safetensors", TrainerWeights(model, torch.float32))
    file.write()
    read = load_file(file.path)
    assert set(read) == set(plain)
    assert all(torch.equal(read[name], weight) for name, weight in plain.items())


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("model.layers.0.mlp.up_proj.base_layer.weight", "model.layers.0.mlp.up_proj.weight"),
        ("model.norm.weight", "model.norm.weight"),
    ],
)
def test_plain_names(name, plain):
    assert plain_name(name) == plain


def test_weights_that_are_spread_over_processes_are_gathered():
    class Shard(torch.nn.Parameter):
        def full_tensor(self):
            return torch.cat([self.detach(), self.detach()])

    model = torch.nn.Module()
    model.w = Shard(torch.tensor([1.0, 2.0]))
    assert [(name, weight.tolist()) for name, weight in TrainerWeights(model, torch.float32)] == [("w", [1, 2, 1, 2])]


def test_no_room_is_one_line(model, tmp_path, monkeypatch):
    def full(descriptor, offset, length):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    with pytest.raises(UserError, match=r"^no room for 0 MB of weights in .*: No space left on device$"):
        WeightFile(tmp_path / "w.safetensors", TrainerWeights(model, torch.float32))
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, sys
from pathlib import Path
from prorl.agents.vllm.exchange import Exchange
exchange = Exchange(Path(sys.argv[1]))
(exchange.path / "model.safetensors").write_text("much")
os.kill(os.getpid(), 9)
"""


class TestExchange:
    def test_it_is_removed_when_closed(self, tmp_path):
        exchange = Exchange(tmp_path)
        assert exchange.path.is_dir()
        exchange.close()
        exchange.close()
        assert list(tmp_path.iterdir()) == []

    def test_that_of_a_killed_process_goes_with_the_next_one(self, tmp_path):
        subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
        (left,) = tmp_path.iterdir()
        exchange = Exchange(tmp_path)
        assert list(tmp_path.iterdir()) == [exchange.path]
        assert left != exchange.path

    def test_that_of_a_living_process_stays(self, tmp_path):
        first, second = Exchange(tmp_path), Exchange(tmp_path)
        assert sorted(tmp_path.iterdir()) == sorted([first.path, second.path])

    def test_the_lock_is_held(self, tmp_path):
        exchange = Exchange(tmp_path)
        with (exchange.path / "lock").open() as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
