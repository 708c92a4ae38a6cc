import signal
import subprocess
import sys
from pathlib import Path

import pytest

from prorl.agents.bundled.tokenizer import byte_tokenizer
from prorl.agents.policy import EngineCrash
from prorl.train.measure.items import Target, items_of, open_env
from prorl.train.measure.sample import Shard, Wanted, sample_missing
from prorl.train.measure.shards import ledgers
from prorl.train.measure.store import Store


@pytest.fixture
def sample(games, player, tmp_path):
    """Samples into a folder and returns all that is there: {(item, sample): text}."""

    def run(folder="one", n=6, block=7, **changes):
        shard = changes.pop("shard", Shard())
        ids = changes.pop("ids", ("fake/guess-v0", "fake/twice-v0"))
        targets = [Target(env_id=env_id, items=3) for env_id in ids]
        wanted = Wanted(
            folder=tmp_path / folder,
            items=[item for target in targets for item in items_of(target)],
            envs={target.env_id: open_env(target) for target in targets},
            n=n,
            shard=shard,
            block=block,
        )
        sample_missing(player(**changes), wanted, lambda samples, tokens: None)
        return content(tmp_path / folder)

    return run


def content(folder):
    return {
        (answered.item.key, number): one.text
        for answered in Store(folder).all_answered()
        for one in answered.responses
        for number in one.samples
    }


def test_every_sample_is_there_once(sample, tmp_path):
    found = sample()
    assert len(found) == 6 * 6
    assert {number for _, number in found} == set(range(6))
    held = [block.samples for block in ledgers(tmp_path / "one")[0].blocks]
    assert len(held) == 6
    assert sum(high - low for samples in held for ranges in samples.values() for low, high in ranges) == 36


def test_blocks_and_shards_do_not_matter(sample):
    whole = sample("one", block=100)
    assert sample("two", block=1) == whole
    for index in range(3):
        parts = sample("three", shard=Shard(index=index, count=3))
        assert len(parts) == 12 * (index + 1)
    assert parts == whole


def test_a_larger_n_extends_a_smaller_one(sample):
    few, many = sample(n=4), sample(n=9)
    assert {key: text for key, text in many.items() if key[1] < 4} == few
    assert many == sample("other", n=9)


def test_nothing_is_sampled_twice(sample, games):
    sample()
    games.SAID.clear()
    assert len(sample()) == 36
    assert games.SAID == []


def test_an_extension_stores_no_text_again(sample, tmp_path):
    sample(n=30, ids=("fake/guess-v0",))
    sample(n=60, ids=("fake/guess-v0",), shard=Shard(index=0, count=1))
    (ledger,) = ledgers(tmp_path / "one")
    rows = [row for number in range(len(ledger.blocks)) for row in ledger.read(number)]
    texts = [(row["of"], row["hash"]) for row in rows if "text" in row]
    assert len(texts) == len(set(texts)) == 3 * 5
    assert sum(len(row["samples"]) for row in rows if "of" in row) == 180


def test_other_numbers_of_processes_go_on_where_these_stopped(sample, tmp_path):
    sample(n=4, shard=Shard(index=1, count=2))
    for index in range(3):
        found = sample(n=9, shard=Shard(index=index, count=3))
    assert found == sample("other", n=9)
    assert len(ledgers(tmp_path / "one")) == 4


@pytest.mark.parametrize("calls", [1, 2, 5])
def test_a_failing_engine_loses_one_block(sample, games, calls):
    """The policy raises in its n-th call; the next run samples what is missing, and no more."""
    whole = sample("whole", ids=("fake/guess-v0",))
    policy = games.SeedPolicy(byte_tokenizer())
    generate, left = policy.generate, [calls]

    def failing(prompts, sampling):
        left[0] -= 1
        if not left[0]:
            raise RuntimeError("out of memory")
        return generate(prompts, sampling)

    policy.generate = failing
    if calls <= 3:
        with pytest.raises(EngineCrash, match="out of memory"):
            sample(policy=policy, ids=("fake/guess-v0",))
    else:
        sample(policy=policy, ids=("fake/guess-v0",))
    assert sample(ids=("fake/guess-v0",)) == whole


CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import prorl, measure_fakes
from prorl.registry.table import TABLE
TABLE.add(measure_fakes.entries())
from prorl.agents.bundled.tokenizer import byte_tokenizer
from prorl.agents.policy import Sampling
from prorl.train.measure import items, playing, sample
target = items.Target(env_id="fake/guess-v0", items=20)
policy = measure_fakes.SeedPolicy(byte_tokenizer())
player = playing.Player(
    policy=policy, tokenizer=policy.tokenizer, context_limit=512, sampling=Sampling(max_new_tokens=32)
)
wanted = sample.Wanted(
    folder=Path(sys.argv[2]), items=items.items_of(target), envs={target.env_id: items.open_env(target)},
    n=200, shard=sample.Shard(), block=8,
)
sample.sample_missing(player, wanted, lambda samples, tokens: print("block", flush=True))
print("done", flush=True)
"""


@pytest.mark.slow
def test_killed_again_and_again_it_loses_and_repeats_nothing(tmp_path):
    """SIGKILL after a few blocks, four times; then it is left in peace."""
    script = [sys.executable, "-c", CHILD, str(Path(__file__).parent)]
    seen = []
    for kills in range(5):
        with subprocess.Popen([*script, str(tmp_path / "killed")], stdout=subprocess.PIPE, text=True) as child:
            for line in child.stdout:
                seen.append(line.strip())
                if line == "block\n" and kills < 4 and seen.count("block") >= 20 * (kills + 1):
                    child.send_signal(signal.SIGKILL)
                    break
    assert seen[-1] == "done"
    subprocess.run([*script, str(tmp_path / "whole")], check=True, capture_output=True)
    killed, whole = content(tmp_path / "killed"), content(tmp_path / "whole")
    assert len(whole) == 20 * 200
    assert killed == whole
    (ledger,) = ledgers(tmp_path / "killed")
    numbers = [
        (row["of"], number)
        for block in range(len(ledger.blocks))
        for row in ledger.read(block)
        if "of" in row
        for number in row["samples"]
    ]
    assert len(numbers) == len(set(numbers)) == 20 * 200
