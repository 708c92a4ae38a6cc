"""Pack the small files of runs: `python benchmarks/long_run/archive.py OUT.tar.xz RUN [RUN …]`.

Of each run what its numbers come from: config, metrics, timings, events. Equal files give an equal archive.
"""

import sys
import tarfile
from pathlib import Path

SMALL = ("config.toml", "metrics.jsonl", "timings.jsonl", "events.jsonl")


def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without owner and time."""
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    return member


def pack(out: Path, runs: list[Path]) -> None:
    """Write the archive whole or not at all."""
    part = out.with_suffix(".part")
    with tarfile.open(part, "w:xz", preset=9) as archive:
        for run in runs:
            for name in SMALL:
                if (run / name).is_file():
                    archive.add(run / name, f"{run.name}/{name}", filter=plain)
    part.replace(out)
    print(f"{out}: {out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    pack(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
