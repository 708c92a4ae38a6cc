"""`prorl-eval`, also `prorl eval`: pass@k of models and checkpoints. Heavy imports happen after parsing."""

from pathlib import Path
from typing import Any

import click

from prorl.train.insecure_option import insecure_option

POSITIVE = click.IntRange(min=1)


@click.command("eval", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("models", metavar="[MODEL|RUN|EVALUATION]...", nargs=-1)
@click.option("--checkpoints", metavar="STEPS", help="Of a run: e.g. 0,100,last; 0 is the model it started from.")
@click.option("--base", metavar="MODEL", help="Compare with this model; of a run's checkpoints 0 is it by itself.")
@click.option("--null", is_flag=True, help="Sample the base twice: the difference between the two is chance.")
@click.option("--env", "envs", multiple=True, metavar="ID[@LEVEL]", help="An environment, domain:NAME, mixture:NAME.")
@click.option("--suite", "suites", multiple=True, metavar="NAME", help="A benchmark or a group; 'list' shows them.")
@click.option("--items", type=POSITIVE, help="Items of each environment (default 50; of a suite all rows).")
@click.option("-n", "n", type=POSITIVE, help="Samples of each item, up to 4096 (default: the preset's).")
@click.option("-k", "ks", metavar="K,K,…", help="For pass@k (default: the powers of two up to n, and n).")
@click.option("--preset", metavar="NAME", help="Sampling settings of a paper; 'list' shows them.")
@click.option("--temperature", type=float, help="Of sampling, in place of the preset's.")
@click.option("--top-p", type=float, help="In place of the preset's.")
@click.option("--max-tokens", type=POSITIVE, help="Of one response, in place of the preset's.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the random numbers.")
@click.option(
    "--match-entropy", is_flag=True, help="Give each model the temperature at which it is as random as the base."
)
@click.option("--ood", is_flag=True, help="Of a run: the in/out table, with larger levels and unseen environments.")
@click.option(
    "--ood-env", "ood_envs", multiple=True, metavar="ID", help="Unseen environments in place of prorl-v1-ood."
)
@click.option("--ood-tokens", type=float, metavar="FACTOR", help="Also sample the trained ones with more tokens.")
@click.option("--rescore", is_flag=True, help="Judge all stored responses again, and sample nothing.")
@click.option("--decontaminate", metavar="MIXTURE", help="Look for the suites' items in what MIXTURE trains on.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of data sets, in place of PRORL_DATA.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the evaluation; the same one goes on.")
@click.option("--shard", metavar="I/N", help="Sample every N-th item from number I = 0 … N-1 on, in this process.")
@click.option("--engine", default="transformers", show_default=True, help="What samples: also vllm, vllm-server.")
@click.option("--engine-urls", default="", metavar="URL,URL,…", help="Of vLLM servers.")
@click.option("--dtype", default="float32", show_default=True, help="Of the weights.")
@click.option("--rows", type=POSITIVE, default=256, show_default=True, help="Responses that are written at a time.")
@click.option("--block", type=POSITIVE, default=512, show_default=True, help="Responses stored at a time.")
@click.option("--format", "form", type=click.Choice(["table", "md", "json"]), default="table", show_default=True)
@insecure_option
def eval_command(models: tuple[str, ...], **options: Any) -> None:
    """Sample models on held-out items or benchmarks and print pass@k.

    Several models, or checkpoints of a run, are sampled alike: same items, same settings. Samples are stored in --out;
    the same command, or the folder alone, goes on after an interruption and repeats nothing. A larger -n adds to what
    is there. Under `accelerate launch` or torchrun each process samples a share of the items.
    """
    from prorl.train.eval_start import Request, start_evaluation

    start_evaluation(Request(models=models, **options))
