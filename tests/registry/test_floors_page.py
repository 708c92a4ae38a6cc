"""docs/floors.md explains every declared floor over 0.05."""

import re
from pathlib import Path

from prorl.registry.catalog import CATALOG

PAGE = (Path(__file__).parents[2] / "docs" / "floors.md").read_text(encoding="utf-8")


def test_every_floor_over_0_05_is_explained_and_no_other():
    written = {}
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(r"[0-9.]+", cells[-1]):
            written |= dict.fromkeys(re.findall(r"`([a-z0-9-]+)`", cells[0]), cells[-1])
    high = {e.id.removeprefix("prorl/").removesuffix("-v0"): f"{e.floor:g}" for e in CATALOG if e.floor > 0.05}
    assert written == high
