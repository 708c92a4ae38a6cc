"""The work that `step_speed.py` gives to prorl and to TRL, and the two processes that do it, one step at a time.

A worker reads a line for every step that it shall make and answers with a line of JSON.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

MARK = "STEP "


def prompt_of(number):
    """One of as many prompts as wanted, all of about the same length."""
    words = [f"{(number + 3) * (17 + k) % 97:02d}" for k in range(6)]
    return f"Sort these numbers, the smallest first: {' '.join(words)}"


def reward_of(text):
    """Differs from response to response, so that every row has an advantage; in [0, 1]."""
    return min(1.0, (len(set(text)) + len(text) % 7 / 7) / 100)


def useful_tokens(rewards, lengths, group):
    """Tokens of the responses whose advantage is not 0: those in groups whose rewards differ.

    Example: rewards 1, 1, 0, 1 and lengths 3, 4, 5, 6 in groups of 2 make 5 + 6.
    """
    starts = range(0, len(rewards), group)
    return sum(sum(lengths[a : a + group]) for a in starts if len(set(rewards[a : a + group])) > 1)


def peak_bytes():
    """High-water mark of this process's resident memory."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


def asked():
    """Wait for the next line; False at the end."""
    return bool(sys.stdin.readline())


def answer(**values):
    print(MARK + json.dumps(values | {"peak": peak_bytes()}), flush=True)


def start(spec):
    import torch

    os.environ |= {"ACCELERATE_USE_CPU": str(int(not spec["gpu"])), "HF_HUB_OFFLINE": "1"}
    os.environ |= {"TOKENIZERS_PARALLELISM": "false"}
    torch.set_num_threads(spec["threads"])


# prorl


def task(split, scoring):
    """The task of `bench/step-v0`."""
    from prorl.envs.task import Problem, Task
    from prorl.envs.verdict import Status, Verdict

    def verify(problem, response):
        return Verdict(reward=reward_of(response), solved=False, status=Status.OK)

    return Task(
        generate=lambda rng, level: Problem(prompt=prompt_of(int(rng.integers(10**6))), reference=""),
        verify=verify,
        oracle=lambda problem: "",
        verifier="step@1",
    )


def run_config(spec, folder):
    from prorl.train.config import (
        Config,
        DynamicConfig,
        KlConfig,
        LossConfig,
        MemoryConfig,
        ModelConfig,
        OptimConfig,
        RolloutConfig,
        RunConfig,
    )

    return Config(
        mixture={"bench/step-v0": 1.0},
        run=RunConfig(dir=folder, seed=spec["seed"]),
        model=ModelConfig(path=spec["model"], dtype=spec["dtype"]),
        rollout=RolloutConfig(
            groups=spec["prompts"],
            group_size=spec["group"],
            max_new_tokens=spec["tokens"],
            max_rows=spec["prompts"] * spec["group"],
        ),
        dynamic=DynamicConfig(keep="all", max_rounds=1),
        loss=LossConfig(clip_low=0.2, clip_high=0.28),
        kl=KlConfig(coef=0.0),
        optim=OptimConfig(lr=1e-6, updates=1, rows_per_pass=spec["rows"]),
        memory=MemoryConfig(shared_prompts="auto", compute="bfloat16" if spec["autocast"] else "weights"),
    )


def prorl_worker(spec):
    import prorl  # noqa: F401  (fills the table)
    from prorl.registry.entry import EnvEntry
    from prorl.registry.table import TABLE

    TABLE.add([EnvEntry(id="bench/step-v0", task="step_work:task", domain="bench", summary="For one benchmark.")])
    from dataclasses import replace

    from prorl.train.config import ReferenceConfig
    from prorl.train.sampling import collect
    from prorl.train.setup import build
    from prorl.train.update import update

    config = replace(run_config(spec, tempfile.mkdtemp()), reference=ReferenceConfig(patience=0))
    bench = build(config)
    number = 0
    while asked():
        number += 1
        begin, cpu = time.perf_counter(), time.process_time()
        collected = collect(bench, number)
        sampled = time.perf_counter()
        updated = update(bench, collected, number, 0.0)
        end = time.perf_counter()
        episodes = [episode for _, group in collected.own for episode in group.episodes]
        rewards, lengths = [e.verdict.reward for e in episodes], [e.num_tokens for e in episodes]
        answer(
            seconds=end - begin,
            cpu=time.process_time() - cpu,
            rollout=sampled - begin,
            update=end - sampled,
            generated=sum(lengths),
            useful=useful_tokens(rewards, lengths, spec["group"]),
            prompt=sum(len(episode.turns[0].prompt_ids) for episode in episodes),
            shortest=min(lengths),
            rows=len(episodes),
            norm=updated.metrics["policy/grad_norm"],
        )


# TRL


def trl_worker(spec):
    import datasets
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
    from trl import GRPOConfig, GRPOTrainer

    rows = spec["prompts"] * spec["group"]
    args = GRPOConfig(
        output_dir=tempfile.mkdtemp(),
        per_device_train_batch_size=spec["rows"],
        gradient_accumulation_steps=rows // spec["rows"],
        num_generations=spec["group"],
        max_completion_length=spec["tokens"],
        max_steps=10**6,
        learning_rate=1e-6,
        lr_scheduler_type="constant",
        beta=0.0,
        loss_type="dapo",
        epsilon=0.2,
        epsilon_high=0.28,
        bf16=spec["autocast"],
        use_cpu=not spec["gpu"],
        gradient_checkpointing=False,
        report_to=[],
        save_strategy="no",
        logging_steps=10**6,
        disable_tqdm=True,
        seed=spec["seed"],
        use_transformers_continuous_batching=spec["continuous"],
    )
    seen = {}

    def reward(completions, completion_ids, **_):
        texts = [one[0]["content"] if isinstance(one, list) else one for one in completions]
        seen["lengths"] = [len(ids) for ids in completion_ids]
        seen["scored"] = time.perf_counter()
        seen["rewards"] = [reward_of(text) for text in texts]
        return seen["rewards"]

    class Gate(TrainerCallback):
        """A step begins when a line comes in."""

        def on_step_begin(self, args, state, control, **_):
            if not asked():
                os._exit(0)
            seen["begin"], seen["cpu"] = time.perf_counter(), time.process_time()

        def on_step_end(self, args, state, control, **_):
            end = time.perf_counter()
            tokens = trainer._metrics["train"]["num_tokens"][-1]
            both, seen["before"] = tokens - seen.get("before", 0), tokens
            answer(
                seconds=end - seen["begin"],
                cpu=time.process_time() - seen["cpu"],
                rollout=seen["scored"] - seen["begin"],
                update=end - seen["scored"],
                generated=sum(seen["lengths"]),
                useful=useful_tokens(seen["rewards"], seen["lengths"], spec["group"]),
                prompt=both - sum(seen["lengths"]),
                shortest=min(seen["lengths"]),
                rows=len(seen["lengths"]),
                norm=0.0,
            )

    prompts = [[{"role": "user", "content": prompt_of(number)}] for number in range(4096)]
    trainer = GRPOTrainer(
        model=AutoModelForCausalLM.from_pretrained(spec["model"], dtype=getattr(torch, spec["dtype"])),
        args=args,
        reward_funcs=reward,
        processing_class=AutoTokenizer.from_pretrained(spec["model"]),
        train_dataset=datasets.Dataset.from_dict({"prompt": prompts}),
        callbacks=[Gate()],
    )
    trainer.train()


if __name__ == "__main__":
    given = json.loads(sys.argv[2])
    start(given)
    {"prorl": prorl_worker, "TRL": trl_worker}[sys.argv[1]](given)
