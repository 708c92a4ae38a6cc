"""How far models are from the base, and how sure of themselves: `python benchmarks/long_run/drift.py MEASURED`.

MEASURED is a folder of `measure.py`. The first responses of every model to every item of the trained levels go through
the model and through the base once more: at each place that a model came to by itself, its exact KL divergence from the
base and its exact entropy, over the whole vocabulary and not of the sampled token alone. Means over tokens, in nats;
answers' entropy is that of all samples of an item. A response that ran into the token limit is taken as ended.
Letters: B responses, T positions, V tokens of the vocabulary, N response tokens.
"""

import argparse
import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from prorl.agents.bundled.make import Trace, batch_of
from prorl.agents.load import load_policy
from prorl.train.measure.diversity import diversity
from prorl.train.measure.evaluation import Evaluation, load_evaluation

RESULT = Path(__file__).parents[2] / "docs" / "results" / "long-run" / "drift.json"
FIRST, BATCH, TRAINED = 8, 64, (0, 1, 2, 3)
VOTES = 32
"""Answers among which different ones are counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Distance:
    """Means over the response tokens of a model."""

    kl: float
    """Of the model from the base, nats a token: sum over V of p·log(p/q)."""
    entropy: float
    """Of the model, nats a token."""
    tokens: int


def distance(logits_BTV: Tensor, base_logits_BTV: Tensor, labels_BT: Tensor) -> tuple[Tensor, Tensor]:
    """KL and entropy of every response token, both [N] in nats; labels are -100 outside the response.

    Example: p = (1/2, 1/2) and q = (1/4, 3/4): KL = log(2)/2 + log(2/3)/2 = 0.1438, entropy log 2.
    """
    inside = labels_BT[:, 1:] != -100
    own = logits_BTV[:, :-1][inside].log_softmax(-1)
    other = base_logits_BTV[:, :-1][inside].log_softmax(-1)
    return (own.exp() * (own - other)).sum(-1), -(own.exp() * own).sum(-1)


def responses(evaluation: Evaluation, label: str) -> Iterator[Trace]:
    """The first samples of every item of the trained levels, as texts."""
    for target in evaluation.plan.targets:
        if target.level in TRAINED:
            for answered in evaluation.answered(label, target.name):
                given = [s for s in answered.responses if s.text]
                for place in range(FIRST):
                    text = next((s.text[0] for s in given if place in s.samples), None)
                    if text is not None:
                        yield Trace(name=target.name, prompt=str(answered.item.problem.prompt), response=text)


@torch.inference_mode()
def measured(model, base, tokenizer, texts: Sequence[Trace]) -> Distance:
    """Of one model; texts of similar length share a batch."""
    ordered = sorted(texts, key=lambda text: len(text.prompt + text.response))
    kl, entropy = [], []
    for start in range(0, len(ordered), BATCH):
        ids, labels = batch_of(ordered[start : start + BATCH], tokenizer)
        found = distance(model(input_ids=ids).logits.double(), base(input_ids=ids).logits.double(), labels)
        kl.append(found[0])
        entropy.append(found[1])
    kl_N, entropy_N = torch.cat(kl), torch.cat(entropy)
    return Distance(kl=float(kl_N.mean()), entropy=float(entropy_N.mean()), tokens=len(kl_N))


def answers(evaluation: Evaluation, label: str) -> dict[str, list[float]]:
    """Entropy of the answers to an item and different ones among `VOTES`, means over cells with intervals."""
    tallies = [tally for tally in evaluation.tallies[label] if tally.level in TRAINED]
    mean = diversity(tallies, VOTES).get("mean")
    if mean is None:
        return {}
    return {name: [(i := getattr(mean, name)).value, i.low, i.high] for name in ("entropy", "distinct")}


def drift(folder: Path) -> dict:
    """All models of a measurement; the base comes first, its second sample is left out."""
    evaluation = load_evaluation(folder)
    paths = {model.label: model.path for model in evaluation.plan.models if not model.label.endswith("-null")}
    loaded = {label: load_policy(str(path)) for label, path in itertools.islice(paths.items(), 1)}
    base = next(iter(loaded.values()))
    rows = {}
    for label, path in paths.items():
        model = loaded.get(label) or load_policy(str(path))
        found = measured(model.model.eval(), base.model.eval(), base.tokenizer, list(responses(evaluation, label)))
        row = {"kl_base": found.kl, "token_entropy": found.entropy, "tokens": found.tokens}
        rows[label] = row | {"answers": answers(evaluation, label)}
        print(f"{label}: {json.dumps(rows[label])}", flush=True)
    return {"first": FIRST, "votes": VOTES, "models": rows}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measured", type=Path)
    parser.add_argument("--write", metavar="NAME", help="Key in the result file, such as arms or prolonged.")
    options = parser.parse_args()
    found = drift(options.measured)
    if options.write:
        kept = json.loads(RESULT.read_text()) if RESULT.exists() else {}
        RESULT.write_text(json.dumps(kept | {options.write: found}, indent=1) + "\n")


if __name__ == "__main__":
    main()
