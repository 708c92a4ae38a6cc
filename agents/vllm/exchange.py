"""The folder through which weights reach an engine: in shared memory, and gone with the process that made it."""

import fcntl
import os
import shutil
import tempfile
import weakref
from pathlib import Path

SHARED = Path("/dev/shm")
_PREFIX = "prorl-weights-"
_LOCK = "lock"


class Exchange:
    """A new folder. It is removed by `close`, when the process ends, or, if that was killed, by the next one made."""

    def __init__(self, place: Path | None = None):
        """Make it in `place`; by default in shared memory, or among temporary files where there is none."""
        place = place or (SHARED if os.access(SHARED, os.W_OK) else Path(tempfile.gettempdir()))
        _sweep(place)
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
        self._lock = (self.path / _LOCK).open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.close = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


def _sweep(place: Path) -> None:
    """Remove folders whose lock nobody holds any more."""
    for lock in place.glob(f"{_PREFIX}*/{_LOCK}"):
        try:
            with lock.open() as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            continue
        shutil.rmtree(lock.parent, ignore_errors=True)
