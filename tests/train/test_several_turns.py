"""Training on games of several turns: what the environment says is context and no target."""

import json

import pytest
import torch
from transformers import LlamaConfig, LlamaForCausalLM

from prorl.agents.bundled.tokenizer import byte_tokenizer
from prorl.agents.engine import TransformersPolicy
from prorl.agents.policy import Sampling
from prorl.agents.rollout import PlaySettings, play
from prorl.registry.mixture import ItemRef
from prorl.train.prepare import prepare
from prorl.train.sampling import Collected
from prorl.train.start import start

GAMES = ("prorl/guess-number-v0", "prorl/mastermind-v0")


@pytest.fixture
def model():
    """As in the other tests, with room for a game."""
    torch.manual_seed(3)
    size = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}
    eos = byte_tokenizer().eos_token_id
    ends = {"bos_token_id": None, "eos_token_id": eos, "pad_token_id": 263}
    config = LlamaConfig(vocab_size=264, max_position_embeddings=1024, initializer_range=0.3, **size, **ends)
    return LlamaForCausalLM(config).eval()


@pytest.fixture
def games(bench, monkeypatch):
    """Two groups that the tiny policy plays, a random one: it never wins, and nobody takes more turns than allowed."""
    bench.policy = TransformersPolicy(bench.loaded.model, bench.loaded.tokenizer)
    settings = PlaySettings(group_size=3, sampling=Sampling(max_new_tokens=5), seed=0, context_limit=900)
    items = [ItemRef(env_id=env_id, level=0, split="train", seed=0, index=0) for env_id in GAMES]
    return play(bench.policy, bench.loaded.tokenizer, items, settings)


def test_every_sampled_token_is_a_target_with_its_log_probability_and_no_other(bench, games, change):
    """The engine read the history turn by turn, the trainer reads it at once: in float32 they agree."""
    bench.config = change(bench.config, dynamic={"keep": "all"}, kl={"coef": 0.0})
    bench.reference = None
    own = tuple(enumerate(games))
    batch = prepare(bench, Collected(own=own, kept=2, drawn=2, rounds=1, episodes=(), samples=()), 1, 0.0)
    episodes = [episode for group in games for episode in group.episodes]
    assert max(len(episode.turns) for episode in episodes) > 2
    for row, episode in enumerate(episodes):
        mask = batch.loss_mask[row]
        sampled = [token for turn in episode.turns for token in turn.completion.token_ids]
        logprobs = [value for turn in episode.turns for value in turn.completion.logprobs]
        assert batch.input_ids[row][mask].tolist() == sampled
        assert batch.sampled_logprobs[row][mask].tolist() == pytest.approx(logprobs)
        starts = [len(turn.prompt_ids) for turn in episode.turns]
        ends = [begin + len(turn.completion.token_ids) for begin, turn in zip(starts, episode.turns, strict=True)]
        assert mask.nonzero()[:, 0].tolist() == [t for a, b in zip(starts, ends, strict=True) for t in range(a, b)]
        assert all(begin > end for begin, end in zip(starts[1:], ends, strict=False))
    assert float((batch.old_logprobs - batch.sampled_logprobs)[batch.loss_mask].abs().max()) < 1e-4


def test_a_run_by_command(tmp_path, monkeypatch):
    """`prorl-train quickstart --env prorl/guess-number-v0@0`, two steps."""
    small = "run.steps=2 rollout.groups=2 rollout.group_size=3 rollout.max_new_tokens=8 rollout.max_episode_tokens=20"
    small += " evaluation.items=1 evaluation.samples=1 dynamic.keep='all' optim.updates=1 run.samples_every=1"
    overrides = [f"run.dir='{tmp_path / 'run'}'", *small.split()]
    start("quickstart", envs=("prorl/guess-number-v0@0",), model=None, overrides=overrides, fresh=False)
    rows = [json.loads(line) for line in (tmp_path / "run" / "metrics.jsonl").read_text().splitlines()]
    assert [row["step"] for row in rows] == [0, 1, 2]
    assert all(8 < row["sample/length"] <= 20 for row in rows[1:])
    assert all(row["policy/mismatch_max"] < 1e-4 for row in rows[1:])
    dump = (tmp_path / "run" / "rollouts" / "step-000002.jsonl").read_text().splitlines()
    games = [row for row in map(json.loads, dump) if "replies" in row]
    assert games
    for row in games:
        assert len(row["replies"]) == len(row["turns"]) - 1
        assert row["response"] == "\n".join(row["turns"])
        assert all("turns left." in reply for reply in row["replies"])
