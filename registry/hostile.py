"""Answers that attack the verifier: each is judged in a process of its own that can be killed."""

from pathlib import Path

import numpy as np

from prorl.registry.probes import Framed

LONG = 900_000
"""Characters of the long texts: just under what the action space takes, so that the verifier sees them."""
GARBAGE = 24
"""Random texts tried."""
_PIECES = (
    *(
        "<answer>",
        "</answer>",
        "<think>",
        "</think>",
        "```",
        "```python\n",
        "\\boxed{",
        "}",
        "{",
        "[",
        "]",
        "(",
        ")",
    ),
    *(
        "\\frac",
        "\\text{",
        "$",
        "^",
        "_",
        "%",
        "\\",
        "/",
        "*",
        "-",
        ".",
        ",",
        ";",
        "'",
        '"',
        "\n",
        "\t",
        " ",
        "\x00",
    ),
    *(
        "0",
        "1",
        "9",
        "x",
        "e",
        "abc",
        "nan",
        "½",
        "٣",
        "数",
        "🙂",
        "\u200b",
        "\u202e",
        "\ud800",
        "\udfff",
        "\ufeff",
    ),
)


def hostile_responses(frame: Framed, canary: Path) -> dict[str, str]:
    r"""Named responses. `canary` is a file that comes into being if one of them is executed.

    Example: `hostile_responses(frame, path)["NUL"]` is `<answer>\x00</answer>` where answers stand in tags.
    """
    answers = {
        "python import": f"__import__('os').system('touch {canary}')",
        "python open": f"open({str(canary)!r}, 'w')",
        "python comprehension": f"[c for c in (open({str(canary)!r}, 'w'),)]",
        "pickle": f"cos\nsystem\n(S'touch {canary}'\ntR.",
        "yaml": f"!!python/object/apply:os.system ['touch {canary}']",
        "power tower": "9**9**9",
        "latex power tower": "9^{9^{9}}",
        "factorial": "factorial(10**8)",
        "latex factorial": "(10^{8})!",
        "NUL": "\x00",
        "NUL inside": "1\x002",
        "lone surrogate": "\ud800",
        "long number": "9" * LONG,
        "long text": "a " * (LONG // 2),
        "long nesting": "(" * (LONG // 2) + ")" * (LONG // 2),
    }
    raw = {
        "raw long text": "x" * LONG,
        "many open tags": "<answer>" * (LONG // 8),
        "many closed tags": "</answer>" * (LONG // 9),
        "many fences": "```\n" * (LONG // 4),
        "many boxes": "\\boxed{" * (LONG // 7),
        "raw lone surrogate": "\udfff",
        "raw NUL": "\x00",
    }
    return {name: frame.holding(answer) for name, answer in answers.items()} | raw | _garbage(frame)


def _garbage(frame: Framed) -> dict[str, str]:
    """The same random texts for everyone, half of them inside the answer format."""
    rng = np.random.Generator(np.random.PCG64(0))
    texts = {}
    for number in range(GARBAGE):
        picks = rng.integers(0, len(_PIECES), size=int(rng.integers(1, 40)))
        text = "".join(_PIECES[i] for i in picks)
        texts[f"garbage {number}"] = frame.holding(text) if number % 2 else text
    return texts
