"""What somebody asks of `prorl-eval`."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """The command line, word by word; `prorl-eval --help` says what each is. `None` and empty: not given."""

    models: tuple[str, ...] = ()
    checkpoints: str | None = None
    base: str | None = None
    null: bool = False
    envs: tuple[str, ...] = ()
    suites: tuple[str, ...] = ()
    items: int | None = None
    n: int | None = None
    ks: str | None = None
    preset: str | None = None
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    seed: int = 0
    match_entropy: bool = False
    ood: bool = False
    ood_envs: tuple[str, ...] = ()
    ood_tokens: float | None = None
    rescore: bool = False
    decontaminate: str | None = None
    data: Path | None = None
    out: Path | None = None
    shard: str | None = None
    engine: str = "transformers"
    engine_urls: str = ""
    dtype: str = "float32"
    rows: int = 256
    block: int = 512
    form: str = "table"
