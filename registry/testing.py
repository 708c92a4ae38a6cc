"""For the tests of packages that bring environments.

from prorl.registry.testing import assert_conforms

def test_my_environment():
    assert_conforms("acme/double-v0")
"""

from typing import Any

from prorl.registry.conformance import check
from prorl.registry.report import Report


def assert_conforms(env_id: str, items: int = 20, **kwargs: Any) -> Report:
    """The report of the conformance kit on `env_id`; arguments as in `prorl.registry.conformance.check`.

    Raises:
        AssertionError: if anything failed; the message is the whole report.
    """
    report = check(env_id, items=items, **kwargs)
    if not report.passed:
        raise AssertionError(f"\n{report}")
    return report
