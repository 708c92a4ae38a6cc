"""Arm T of the long run, TRL's GRPOTrainer: `PYTHON benchmarks/long_run/trl_arm.py BASE FOLDER --seed 1`.

PYTHON has `trl` and prorl. Base, items and their order, tokens, group size, updates, learning rate, clipping, loss and
rewards are those of arm A0: 16 prompts of 16 responses are sampled at once and dealt into four updates of 64 rows. What
differs is TRL's own: rows are padded, and 1e-4 is added to the standard deviation instead of 1e-6. The same command
goes on from `FOLDER/checkpoint-N` after an interruption; `FOLDER/final` is the model, `log.json` what TRL logged.
"""

import argparse
import copy
import json
import os
import time
from pathlib import Path

HERE = Path(__file__).parent
GROUPS, GROUP_SIZE, UPDATES, SAVE_EVERY = 16, 16, 4, 50


def environments(config, seed: int, steps: int) -> list:
    """The items of a run with this seed, in its order, each as an environment at its start."""
    from prorl.agents.shelf import Shelf
    from prorl.registry.mixture import Mixture

    shelf = Shelf()
    items = Mixture.from_table(config.mixture, seed=seed).draw(GROUPS * steps)
    return [shelf.take(item) for item in items]


def reward(env, text: str) -> float:
    """Of a response; environments stay as they are."""
    return float(copy.copy(env).step(text)[1])


def arguments_of(config, options, folder: Path):
    """TRL's settings that come to A0's."""
    from trl import GRPOConfig

    return GRPOConfig(
        output_dir=str(folder),
        per_device_train_batch_size=GROUPS * GROUP_SIZE // UPDATES,
        gradient_accumulation_steps=1,
        steps_per_generation=UPDATES,
        num_generations=GROUP_SIZE,
        max_completion_length=config.rollout.max_new_tokens,
        max_steps=options.steps * UPDATES,
        learning_rate=config.optim.lr,
        lr_scheduler_type="constant",
        weight_decay=config.optim.weight_decay,
        max_grad_norm=config.optim.max_grad_norm,
        beta=0.0,
        loss_type="dapo",
        epsilon=0.2,
        epsilon_high=0.2,
        temperature=config.rollout.temperature,
        top_k=0,
        shuffle_dataset=False,
        bf16=False,
        use_cpu=True,
        gradient_checkpointing=False,
        report_to=[],
        save_strategy="steps",
        save_steps=SAVE_EVERY * UPDATES,
        save_total_limit=1,
        logging_steps=UPDATES,
        disable_tqdm=True,
        seed=options.seed,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    os.environ |= {"ACCELERATE_USE_CPU": "1", "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    import datasets
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from trl import GRPOTrainer

    from prorl.train.configuring import load_config

    torch.set_num_threads(options.threads)
    config = load_config(str(HERE / "long-run.toml"), [f"run.seed={options.seed}"])
    envs = environments(config, options.seed, options.steps)
    rows = [{"prompt": [{"role": "user", "content": env.problem.prompt}], "place": n} for n, env in enumerate(envs)]
    trainer = GRPOTrainer(
        model=AutoModelForCausalLM.from_pretrained(options.base, dtype=torch.float32),
        args=arguments_of(config, options, options.folder),
        reward_funcs=lambda completions, place, **_: [
            reward(envs[n], one[0]["content"]) for n, one in zip(place, completions, strict=True)
        ],
        processing_class=AutoTokenizer.from_pretrained(options.base),
        train_dataset=datasets.Dataset.from_list(rows),
    )
    started, cpu = time.perf_counter(), time.process_time()
    trainer.train(resume_from_checkpoint=any(options.folder.glob("checkpoint-*")))
    trainer.save_model(str(options.folder / "final"))
    facts = {"wall_s": time.perf_counter() - started, "cpu_s": time.process_time() - cpu}
    (options.folder / "log.json").write_text(json.dumps(facts | {"log": trainer.state.log_history}) + "\n")


if __name__ == "__main__":
    main()
