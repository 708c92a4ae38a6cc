"""One case of `scaling.py`, in a process of its own: an update, and the sampling of as many tokens.

    python benchmarks/scaling_work.py JSON [--only-model FOLDER]

prints one line of JSON, or leaves the case's model in a folder. The keys of a case are those of `CASE`.
"""

import json
import os
import statistics
import sys
import tempfile
from pathlib import Path

from machine import device, forget_peak, matrix_limit, peak_bytes, seconds, synchronize

CASE = {
    "hidden": 256,
    "layers": 4,
    "inner": 832,
    "heads": 8,
    "kv_heads": 8,
    "vocabulary": 264,
    "rows": 16,
    "prompt": 32,
    "tokens": 96,
    "pass_rows": 16,
    "group": 8,
    "dtype": "float32",
    "autocast": False,
    "compile": False,
    "threads": 2,
    "repeats": 2,
    "limit": False,
    "profile": "",
}
"""A Llama of 3.7 M parameters; a row is a prompt and `tokens` sampled ones."""
FIELDS = ("input_ids", "loss_mask", "advantages", "sampled_logprobs", "old_logprobs")


def save_model(case, folder):
    """A random Llama of the case's shape, with the tokenizer over bytes."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    from prorl.agents.bundled.tokenizer import byte_tokenizer

    torch.manual_seed(0)
    tokenizer = byte_tokenizer()
    config = LlamaConfig(
        vocab_size=max(case["vocabulary"], len(tokenizer)),
        hidden_size=case["hidden"],
        intermediate_size=case["inner"],
        num_hidden_layers=case["layers"],
        num_attention_heads=case["heads"],
        num_key_value_heads=case["kv_heads"],
        max_position_embeddings=8192,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    model = LlamaForCausalLM(config)
    model.to(getattr(torch, case["dtype"])).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def weights_of(model):
    """Entries of the linear layers' weights: of the layers, and of the head."""
    import torch

    head = model.get_output_embeddings()
    linears = [module for module in model.modules() if isinstance(module, torch.nn.Linear) and module is not head]
    return sum(linear.weight.numel() for linear in linears), head.weight.numel()


def update_flops(model, case):
    """Of the products in a forward and a backward pass: 6 for each weight and token, and attention's, causal."""
    body, head = weights_of(model)
    width, rows = case["prompt"] + case["tokens"], case["rows"]
    attention = 6 * case["layers"] * case["hidden"] * width**2
    return rows * (6 * body * width + 6 * head * case["tokens"] + attention)


def sampling_flops(model, case):
    """2 for each weight and sampled token, and for each group's prompt once; attention's."""
    body, head = weights_of(model)
    width, rows, tokens = case["prompt"] + case["tokens"], case["rows"], case["tokens"]
    prompts = 2 * body * case["prompt"] * max(1, rows // case["group"])
    attention = 2 * case["layers"] * case["hidden"] * (width**2 - case["prompt"] ** 2)
    return rows * (2 * (body + head) * tokens + attention) + prompts


def new_bench(case, folder):
    """A run's live objects, as the trainer builds them."""
    from prorl.train.config import Config, KlConfig, MemoryConfig, ModelConfig, OptimConfig, ReferenceConfig
    from prorl.train.setup import build

    config = Config(
        mixture={"prorl/sort-digits-v0": 1.0},
        model=ModelConfig(path=folder, dtype=case["dtype"]),
        optim=OptimConfig(rows_per_pass=case["pass_rows"], lr=1e-9),
        kl=KlConfig(coef=0.0),
        reference=ReferenceConfig(patience=0),
        memory=MemoryConfig(compute="bfloat16" if case["autocast"] else "weights"),
    )
    bench = build(config)
    if case["compile"]:
        for layer in bench.loaded.model.base_model.layers:
            layer.compile(dynamic=True)
    return bench


def new_batch(case):
    """Random tokens, advantages of 1 and -1, each row after a prompt."""
    import torch

    from prorl.train.batch import Batch

    width = case["prompt"] + case["tokens"]
    rng = torch.Generator().manual_seed(0)
    ids = torch.randint(0, 256, (case["rows"], width), generator=rng)
    mask = (torch.arange(width) >= case["prompt"]).expand_as(ids)
    advantages = torch.tensor([1.0, -1.0]).repeat(case["rows"])[: case["rows"], None] * mask
    logprobs = torch.full(ids.shape, -5.0) * mask
    batch = Batch(
        input_ids=ids, loss_mask=mask, advantages=advantages, sampled_logprobs=logprobs, old_logprobs=logprobs
    )
    where = device()
    return Batch(**{name: getattr(batch, name).to(where) for name in FIELDS})


def update_of(bench, case):
    """A call that makes one optimizer step; the first one has been made, so that AdamW's moments are there."""
    from prorl.train.config import MismatchConfig
    from prorl.train.loss import Objective
    from prorl.train.update import optimizer_step

    objective = Objective(loss=bench.config.loss, kl=bench.config.kl, mismatch=MismatchConfig())
    batch = new_batch(case)
    optimizer_step(bench, batch, objective, first=True)
    return lambda: optimizer_step(bench, batch, objective, first=True)


def sampling_of(bench, case):
    """A call that samples the case's rows in groups, all of the same length."""
    from prorl.agents.engine import TransformersPolicy
    from prorl.agents.policy import Prompt, Sampling

    bench.loaded.model.generation_config.eos_token_id = None
    tokenizer = bench.loaded.tokenizer
    tokenizer.eos_token = None
    group = min(case["group"], case["rows"])
    texts = [tuple((7 * i + p) % 250 for i in range(case["prompt"])) for p in range(case["rows"] // group)]
    prompts = [Prompt(token_ids=text, seeds=tuple(range(p * group, (p + 1) * group))) for p, text in enumerate(texts)]
    policy = TransformersPolicy(bench.loaded.model, tokenizer, max_rows=512)
    sampling = Sampling(max_new_tokens=case["tokens"])
    policy.generate(prompts, sampling)
    return lambda: policy.generate(prompts, sampling)


def measured(work, repeats, flops):
    """Median seconds, FLOP/s and peak memory of a call."""
    synchronize()
    forget_peak()
    spent = statistics.median(seconds(work) for _ in range(repeats))
    return {"seconds": spent, "flops": flops / spent, "peak": peak_bytes()}


def write_profile(work, path):
    """The operations of a call that took most, and those that the accelerator was busy with."""
    import torch
    from torch.profiler import ProfilerActivity, profile

    kinds = [ProfilerActivity.CPU] + [ProfilerActivity.CUDA] * torch.cuda.is_available()
    with profile(activities=kinds) as found:
        seconds(work)
    order = "self_device_time_total" if torch.cuda.is_available() else "self_cpu_time_total"
    path.write_text(found.key_averages().table(sort_by=order, row_limit=40, max_name_column_width=90))


def measure(case, folder):
    import torch

    torch.set_num_threads(case["threads"])
    bench = new_bench(case, folder)
    model = bench.loaded.model
    tokens = case["rows"] * case["tokens"]
    found = {"parameters": sum(weight.numel() for weight in model.parameters())}
    for name, make, flops in (("sampling", sampling_of, sampling_flops), ("update", update_of, update_flops)):
        work = make(bench, case)
        found[name] = measured(work, case["repeats"], flops(model, case))
        if case["profile"]:
            write_profile(work, Path(case["profile"]) / f"{name}-profile.txt")
        found[name]["tokens_per_s"] = tokens / found[name]["seconds"]
    return found


def environment():
    os.environ |= {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}


def main():
    environment()
    case = CASE | json.loads(sys.argv[1])
    if sys.argv[2:3] == ["--only-model"]:
        save_model(case, sys.argv[3])
        return
    with tempfile.TemporaryDirectory() as folder:
        save_model(case, folder)
        found = measure(case, folder)
    if case["limit"]:
        found["limit"] = matrix_limit()
    print("RESULT " + json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
