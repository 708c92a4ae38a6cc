"""Reference corpora for novelty: a file of the user's, or the exact training text of the bundled policy."""

import json
from collections.abc import Iterator
from pathlib import Path

from prorl.registry.errors import UserError


def bundled_texts() -> Iterator[str]:
    """All responses that the bundled policy was trained on, in their order; made anew, in ten CPU seconds or so.

    The policy was trained on next tokens of the responses alone, so the prompts are not in here.
    """
    from prorl.agents.bundled.make import PHASES, batches

    for phase in PHASES:
        for batch in batches(phase):
            yield from (trace.response for trace in batch)


def file_texts(path: Path, field: str = "text") -> Iterator[str]:
    """The texts of a file: one a line of `.jsonl` (under `field`, or the line itself), else the whole.

    Raises:
        UserError: for a file that cannot be read, or a line without the field.
    """
    try:
        if path.suffix != ".jsonl":
            yield path.read_text(encoding="utf-8", errors="replace")
            return
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _text(json.loads(line), field, f"{path}:{number}")
    except (OSError, ValueError) as error:
        if isinstance(error, UserError):
            raise
        raise UserError(f"cannot read the reference corpus {path}: {error}") from error


def _text(row: object, field: str, place: str) -> str:
    text = row.get(field) if isinstance(row, dict) else row
    if not isinstance(text, str):
        raise UserError(f"{place} holds no text under {field!r}")
    return text
