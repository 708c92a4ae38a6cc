"""The latest responses of some kinds, as examples for findings about trends."""

from collections import deque
from dataclasses import replace

from prorl.train.audit.finding import SHOWN, Check, Example, Finding
from prorl.train.audit.visits import Given, Visit

LONGEST = 4_000
"""Characters of a text that is kept."""


class Recent:
    """Up to three responses of each kind, from different items, of one environment in one place."""

    def __init__(self) -> None:
        """None so far."""
        self._kinds: dict[str, deque[Example]] = {}

    def see(self, visit: Visit) -> None:
        """Keep the first response of each kind."""
        for kind, is_kind in _KINDS.items():
            given = next((one for one in visit.given if is_kind(one)), None)
            if given is not None:
                self._kinds.setdefault(kind, deque(maxlen=SHOWN)).append(visit.example(given).cut(LONGEST))

    def examples(self, check: Check) -> tuple[Example, ...]:
        """For findings of a check; none where it needs none."""
        return tuple(self._kinds.get(_KIND_OF.get(check, ""), ()))


def with_examples(finding: Finding, recent: Recent | None) -> Finding:
    """The finding with examples, if it has none of its own and there are some."""
    if recent is None or finding.examples:
        return finding
    return replace(finding, examples=recent.examples(finding.check))


def _is_partial(given: Given) -> bool:
    return given.reward > 0 and not given.solved


def _is_truncated(given: Given) -> bool:
    return given.truncated > 0


def _is_unjudged(given: Given) -> bool:
    return not given.judged


def _is_wrong(given: Given) -> bool:
    return given.judged and not given.solved


_KINDS = {"partial": _is_partial, "truncated": _is_truncated, "unjudged": _is_unjudged, "wrong": _is_wrong}
_KIND_OF = {
    Check.REWARD_GAP: "partial",
    Check.TRUNCATED: "truncated",
    Check.UNGRADEABLE: "unjudged",
    Check.DIVERSITY: "wrong",
    Check.FALLS: "wrong",
    Check.GUESSING: "wrong",
    Check.HELD_OUT_GAP: "wrong",
}
