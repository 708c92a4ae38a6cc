"""The gallery's pages: one a domain, made from the records alone."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from prorl.registry.entry import EnvEntry
from prorl.registry.gallery.record import Record
from prorl.registry.report import LevelRow

TITLES = {
    "code": "Programs",
    "instruct": "Instructions",
    "logic": "Puzzles, games and small algorithms",
    "math": "Mathematics",
    "stem": "Science and engineering",
}
Known = tuple[EnvEntry, Record]


def page(domain: str, known: Sequence[Known]) -> str:
    """The page of one domain: a table of its ids, then a section for each. Markdown."""
    parts = [
        f"# {TITLES.get(domain, domain.capitalize())}",
        f"{len(known)} environments of the domain `{domain}`. Made by `prorl check --all --gallery docs/gallery`; "
        "times are means on one CPU core of the machine that made this page. A measured floor is the best of "
        "some twenty "
        f"policies that need no skill, over {min(record.items for _, record in known)} items a level or more: "
        "with few items, "
        "luck makes it higher than what the best of them earns in the long run, which is what the declared floor "
        "bounds.",
        _table(known),
        *(_section(entry, record) for entry, record in known),
    ]
    return "\n\n".join(parts) + "\n"


def index(pages: Iterable[tuple[str, Sequence[Known]]]) -> str:
    """The gallery's first page: its domains."""
    rows = [
        f"| [{TITLES.get(domain, domain)}]({domain}.md) | {len(known)} | {sum(e.max_turns > 1 for e, _ in known)} |"
        for domain, known in pages
    ]
    head = (
        "# Gallery\n\nEvery built-in environment with a sample, its levels and what was measured.\n\n"
        "`make check-all` proves every id at every level with 20 items and writes these pages; the default tests prove "
        "every id with 4 items at its lowest and highest level. Floors over 0.05 are explained in "
        "[floors](../floors.md).\n\n"
    )
    return head + "\n".join(["| domain | environments | of several turns |", "|---|---|---|", *rows]) + "\n"


def anchor(env_id: str) -> str:
    """The fragment that GitHub gives to an id's heading: `prorl/sudoku-v0` -> `prorlsudoku-v0`."""
    return env_id.replace("/", "")


def _table(known: Sequence[Known]) -> str:
    lines = ["| id | what | levels | floor | reset ms | verify ms |", "|---|---|---|---|---|---|"]
    for entry, record in known:
        floor = max(row.floor for row in record.rows)
        resets, verdicts = ([getattr(row, name) for row in record.rows] for name in ("generate_ms", "verify_ms"))
        lines.append(
            f"| [`{entry.id}`](#{anchor(entry.id)}) | {entry.summary} | {len(record.rows)} | "
            f"{floor:.2f} of {entry.floor:g} | {_span(resets)} | {_span(verdicts)} |"
        )
    return "\n".join(lines)


def _span(values: Sequence[float]) -> str:
    low, high = f"{min(values):.2g}", f"{max(values):.2g}"
    return low if low == high else f"{low} to {high}"


def _section(entry: EnvEntry, record: Record) -> str:
    facts = (
        f"Reward {entry.reward} · verifier `{record.verifier}` · items from {entry.source} ({entry.licence}) · "
        f"declared floor {entry.floor:g}"
    )
    if entry.max_turns > 1:
        facts += f" · at most {entry.max_turns} responses"
    sample = [f"Sample of level {record.level}:"]
    for number, (observation, response) in enumerate(record.turns):
        sample += [fenced(observation), "The oracle:" if number == 0 else "", fenced(response)]
    body = [f"## `{entry.id}`", record.notes, facts, *filter(None, sample), _levels(record.rows, record.items)]
    return "\n\n".join(body)


def fenced(text: str) -> str:
    """A code block whose fence is longer than any run of backticks in the text."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}text\n{text}\n{fence}"


def _levels(rows: Sequence[LevelRow], items: int) -> str:
    lines = [
        f"| level | oracle | floor ({items} items) | best probe | reset ms | verify ms |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        probe = row.probe.replace("|", "\\|").replace("\n", " ")
        times = f"{row.generate_ms:.2g} | {row.verify_ms:.2g}"
        lines.append(f"| {row.level} | {row.oracle:g} | {row.floor:.2f} | {probe} | {times} |")
    return "\n".join(lines)


def write_pages(folder: Path, pages: Sequence[tuple[str, Sequence[Known]]]) -> None:
    """Write the index and all pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for domain, known in pages:
        (folder / f"{domain}.md").write_text(page(domain, known), encoding="utf-8")
    (folder / "README.md").write_text(index(pages), encoding="utf-8")
