"""Does a larger group keep more of the right answers? The simulator of BroRL (arXiv 2510.01180), run again.

    python benchmarks/brorl_simulator.py [--seeds 3] [--write]

A softmax over 128,000 tokens, of which 10,000 are right (reward 1) and the others wrong (reward -1). Logits start at 0,
those of right tokens at 3, one right token (the anchor) at 5. Each of 1,000 steps draws N tokens and minimises
-(1/N) sum of (reward - mean reward of the batch) · p(token) with AdamW, learning rate 1e-3. Followed are Q, the
probability of all right tokens together, how many right tokens became likelier, and the largest loss of one.

The paper leaves open the weight decay (both 0 and AdamW's default of 0.01 are run) and whether the anchor is right
(here it is). It prints curves and no numbers, so only their shape can be compared.

Beside it stands the theory (`one_step_change`): what one step does to Q, in three terms. Two are never negative. The
third, from the tokens that were not drawn, can be; it vanishes as N grows.
"""

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import matplotlib
import numpy as np
import torch

matplotlib.use("Agg")
import matplotlib.pyplot as plt

PAGE = Path(__file__).parents[1] / "docs" / "results" / "brorl-simulator.md"
TOKENS, RIGHT, STEPS, RATE = 128_000, 10_000, 1000, 1e-3
GROUPS, DECAYS = (4, 8, 16, 512, 51_200), (0.0, 0.01)
EVERY = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One simulation."""

    group: int
    decay: float
    """AdamW's weight decay."""
    seed: int
    right: tuple[float, ...]
    """Q at step 0, 20, ..., 1,000."""
    improved: float
    """Share of the right tokens that are likelier at the end than at the beginning."""
    worst: float
    """Largest loss of probability of a right token; 0 if none lost any."""


def one_step_change(probs_V: np.ndarray, right_V: np.ndarray, drawn: np.ndarray, rewards: tuple[float, float]) -> tuple:
    """The three terms of dQ for a unit step of the logits along the gradient of (1/N) sum R p; BroRL, theorem 1.

    Args:
        probs_V: probabilities.
        right_V: which tokens are right, bool.
        drawn: different tokens, int [N].
        rewards: of a right and of a wrong token.

    Returns:
        What drawn right tokens, drawn wrong tokens and tokens not drawn add to Q; with S = sum of R p over the drawn:
        (R_c - S) Q_wrong sum p² / N, (S - R_w) Q sum p² / N, S (Q U_wrong - Q_wrong U_right) / N.
    """
    good, bad = rewards
    was_drawn_V = np.isin(np.arange(len(probs_V)), drawn)
    square = {(r, d): float((probs_V[(right_V == r) & (was_drawn_V == d)] ** 2).sum()) for r in (0, 1) for d in (0, 1)}
    right = float(probs_V[right_V].sum())
    total = float((np.where(right_V, good, bad) * probs_V)[was_drawn_V].sum())
    terms = (
        (good - total) * (1 - right) * square[1, 1],
        (total - bad) * right * square[0, 1],
        total * (right * square[0, 0] - (1 - right) * square[1, 0]),
    )
    return tuple(term / len(drawn) for term in terms)


def start() -> torch.Tensor:
    """Logits, float32 [TOKENS]; the first `RIGHT` tokens are right, the very first is the anchor."""
    logits_V = torch.zeros(TOKENS)
    logits_V[:RIGHT], logits_V[0] = 3.0, 5.0
    return logits_V


def simulate(group: int, decay: float, seed: int) -> Run:
    """One run of `STEPS` steps."""
    rng, logits_V = torch.Generator().manual_seed(seed), start().requires_grad_()
    optimizer = torch.optim.AdamW([logits_V], lr=RATE, weight_decay=decay)
    before_V = logits_V.detach().softmax(0)
    curve = [float(before_V[:RIGHT].sum())]
    for step in range(1, STEPS + 1):
        probs_V = logits_V.softmax(0)
        drawn_N = torch.searchsorted(probs_V.detach().double().cumsum(0), torch.rand(group, generator=rng).double())
        drawn_N = drawn_N.clamp(max=TOKENS - 1)
        rewards_N = (drawn_N < RIGHT).float() * 2 - 1
        loss = -((rewards_N - rewards_N.mean()) * probs_V[drawn_N]).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % EVERY == 0:
            curve.append(float(logits_V.detach().softmax(0)[:RIGHT].sum()))
    change = (logits_V.detach().softmax(0) - before_V)[:RIGHT]
    improved, worst = float((change > 0).float().mean()), max(0.0, -float(change.min()))
    return Run(group=group, decay=decay, seed=seed, right=tuple(curve), improved=improved, worst=worst)


def table(runs: list[Run]) -> str:
    """A row for each group size and weight decay, means over seeds, with the range of Q."""
    lines = ["| N | weight decay | Q at the end | likelier | largest loss |", "|---:|---:|---|---:|---:|"]
    for decay in DECAYS:
        for group in GROUPS:
            some = [run for run in runs if (run.group, run.decay) == (group, decay)]
            ends = [run.right[-1] for run in some]
            share, worst = (np.mean([getattr(run, name) for run in some]) for name in ("improved", "worst"))
            ends_text = f"{np.mean(ends):.4f} ({min(ends):.4f} to {max(ends):.4f})"
            lines.append(f"| {group:,} | {decay:g} | {ends_text} | {share:.1%} | {worst:.1e} |")
    return "\n".join(lines) + "\n"


def draw(runs: list[Run], path: Path) -> None:
    """Q over the steps, a line for each run without weight decay."""
    figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
    for number, group in enumerate(GROUPS):
        for run in runs:
            if (run.group, run.decay) == (group, 0.0):
                label = f"N = {group:,}" if run.seed == 0 else None
                axes.plot(np.arange(len(run.right)) * EVERY, run.right, color=f"C{number}", label=label)
    axes.set(xlabel="step", ylabel="probability of the right tokens")
    axes.legend()
    figure.savefig(path, dpi=120)


def main() -> None:
    """Run, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="write docs/results/brorl-simulator.{md,json,png}")
    given = parser.parse_args()
    runs = [simulate(g, d, s) for d in DECAYS for g in GROUPS for s in range(given.seeds)]
    text = table(runs)
    print(f"Q at the start: {runs[0].right[0]:.4f}\n\n{text}")
    if given.write:
        intro = __doc__.partition("\n\n")[0] + f"\n\n{__doc__.partition('[--write]')[2].strip()}\n"
        picture = "![probability of the right tokens over the steps](brorl-simulator.png)\n"
        body = f"# {intro}\nQ starts at {runs[0].right[0]:.4f}; {given.seeds} seeds.\n\n{text}\n{picture}"
        command = "\nAgain with `python benchmarks/brorl_simulator.py --write`.\n"
        PAGE.write_text(body + command)
        PAGE.with_suffix(".json").write_text(json.dumps([asdict(run) for run in runs]) + "\n")
        draw(runs, PAGE.with_suffix(".png"))


if __name__ == "__main__":
    main()
