"""Which numbers of a run stand in which chart."""

from dataclasses import dataclass

from prorl.train.run_log import Row, number


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """One chart of a run."""

    title: str
    unit: str
    note: str
    keys: dict[str, str]
    """Key of a metric -> its name in the legend."""
    from_zero: bool = False


PANELS = (
    Panel(
        title="Training reward",
        unit="share or reward",
        note="Mean over all graded rollouts of a step, and the share that solved their item.",
        keys={"reward/mean": "mean reward", "reward/solved": "solved"},
    ),
    Panel(
        title="Entropy",
        unit="nats per token",
        note="Of the policy on its own responses; near zero, it explores no more.",
        keys={"policy/entropy": "entropy"},
        from_zero=True,
    ),
    Panel(
        title="KL divergence",
        unit="nats per token",
        note="To the current reference it falls to zero at every reset; to the original base it goes on.",
        keys={"policy/kl_ref": "to the reference", "policy/kl_base": "to the base"},
        from_zero=True,
    ),
    Panel(
        title="Clipped tokens",
        unit="share of tokens",
        note="Tokens whose probability ratio was held at the lower or upper bound.",
        keys={"policy/clip_low": "lower bound", "policy/clip_high": "upper bound"},
        from_zero=True,
    ),
    Panel(
        title="Response length",
        unit="tokens",
        note="Mean over all rollouts of a step.",
        keys={"sample/length": "length"},
    ),
    Panel(
        title="Truncated responses",
        unit="share of responses",
        note="Responses cut at the limit of length, and responses that no verifier could grade.",
        keys={"sample/truncated": "truncated", "sample/ungradeable": "ungradeable"},
        from_zero=True,
    ),
    Panel(
        title="Discarded by dynamic sampling",
        unit="share",
        note="Groups without a difference in reward, or beyond those wanted; and the share of all sampled tokens.",
        keys={"sample/discarded": "groups", "sample/discarded_tokens": "tokens"},
        from_zero=True,
    ),
    Panel(
        title="Gradient norm",
        unit="L2 norm",
        note="Of the gradient of each step, before it is cut to its limit.",
        keys={"policy/grad_norm": "norm"},
        from_zero=True,
    ),
    Panel(
        title="Sampler mismatch",
        unit="nats per token",
        note="KL between the policy that sampled and the same weights in the trainer; should stay near zero.",
        keys={"policy/mismatch_kl": "mismatch"},
        from_zero=True,
    ),
)
TIMES = {"time/rollout": "generate", "time/verify": "verify", "time/update": "update", "time/eval": "eval"}
NOT_ENVS = {"reward/mean", "reward/solved"}
BY_ENV = {
    "solved/": "Solved in training by environment",
    "level/": "Level by environment",
    "share/": "Share by environment",
}
"""Metrics that come by environment and are neither reward nor validation."""
BY_ENV_NOTES = {
    "solved/": "Share of the rollouts of a step that solved their item, however the reward is given.",
    "level/": "As the mixture steers it.",
    "share/": "As the mixture steers it.",
}


def with_derived(row: Row) -> Row:
    """The row with what follows from it: `{"sample/kept": 0.75}` gets `"sample/discarded": 0.25`."""
    found = {}
    for key, of in (("sample/discarded", "sample/kept"), ("sample/discarded_tokens", "sample/useful_tokens")):
        kept = number(row.get(of))
        if kept is not None:
            found[key] = max(0.0, 1 - kept)
    return row | found


def without_verify(row: Row) -> Row:
    """The row with the seconds of verification, which are part of the rollout, taken out of the rollout."""
    rollout, verify = number(row.get("time/rollout")), number(row.get("time/verify"))
    if rollout is None or verify is None:
        return row
    return row | {"time/rollout": max(0.0, rollout - verify)}


def shown_keys() -> set[str]:
    """Keys that a chart of their own shows, or that one of those follows from."""
    return {key for panel in PANELS for key in panel.keys} | set(TIMES) | {"sample/kept", "sample/useful_tokens"}
