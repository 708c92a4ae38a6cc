"""Mistakes of the user, each one line: what, why, what to do."""

import difflib
from collections.abc import Iterable


class UserError(ValueError):
    """Something the user wrote cannot be done. The command line prints it without a traceback and exits with 2."""


class UnknownEnv(UserError):
    """No environment of this id is registered."""


class PluginError(UserError):
    """The plugin that owns this namespace could not be loaded."""


def nearest(name: str, names: Iterable[str]) -> str:
    """`"; did you mean 'x'?"` for the closest of the names, or "" if none is close."""
    close = difflib.get_close_matches(name, list(names), n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else ""
