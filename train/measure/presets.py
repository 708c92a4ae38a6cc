"""Sampling settings of the papers by name, the same for every model of an evaluation."""

from collections.abc import Mapping
from dataclasses import dataclass

from prorl.agents.policy import Sampling
from prorl.registry.errors import UserError, nearest

MOST_SAMPLES = 4096


@dataclass(frozen=True, kw_only=True, slots=True)
class Protocol:
    """How every response of an evaluation is sampled."""

    temperature: float = 0.6
    top_p: float = 0.95
    max_new_tokens: int = 512
    seed: int = 0
    """With the item and the number of the sample it determines every random number, whatever the model (see
    `Model.stream`)."""

    def sampling(self, temperature: float | None = None) -> Sampling:
        """For an engine; a model with a temperature of its own gives it here.

        Raises:
            UserError: for a setting without a meaning.
        """
        try:
            return Sampling(
                max_new_tokens=self.max_new_tokens,
                temperature=self.temperature if temperature is None else temperature,
                top_p=self.top_p,
            )
        except ValueError as error:
            raise UserError(str(error)) from error


@dataclass(frozen=True, kw_only=True, slots=True)
class Preset:
    """Settings that somebody published, and how many samples of each item they took."""

    summary: str
    protocol: Protocol
    n: int


PRESETS: Mapping[str, Preset] = {
    "prorl": Preset(
        summary="pass@1 of ProRL v1, v2 and BroRL (arXiv 2505.24864, 2510.01180)",
        protocol=Protocol(max_new_tokens=32_768),
        n=16,
    ),
    "prorl-boundary": Preset(
        summary="pass@k up to 256 of ProRL v1 (arXiv 2505.24864, section 4)",
        protocol=Protocol(max_new_tokens=32_768),
        n=256,
    ),
    "yue": Preset(
        summary="pass@k up to 128 of arXiv 2504.13837 (MATH-500, Minerva, GSM8K)",
        protocol=Protocol(max_new_tokens=16_384),
        n=128,
    ),
    "yue-hard": Preset(
        summary="pass@k up to 1024 of arXiv 2504.13837 (AIME, AMC)",
        protocol=Protocol(max_new_tokens=16_384),
        n=1024,
    ),
    "plain": Preset(
        summary="the policy as it is: temperature 1, no cut of the distribution",
        protocol=Protocol(temperature=1.0, top_p=1.0),
        n=256,
    ),
    "quick": Preset(summary="a first look on a CPU", protocol=Protocol(max_new_tokens=128), n=16),
}


def preset(name: str) -> Preset:
    """The preset of a name.

    Raises:
        UserError: if there is none.
    """
    if name not in PRESETS:
        raise UserError(f"no preset {name!r}{nearest(name, PRESETS)} (there are: {', '.join(PRESETS)})")
    return PRESETS[name]


def checked_n(n: int) -> int:
    """The number of samples of an item.

    Raises:
        UserError: if it is out of range.
    """
    if not 1 <= n <= MOST_SAMPLES:
        raise UserError(f"-n must be from 1 to {MOST_SAMPLES}, got {n}")
    return n
