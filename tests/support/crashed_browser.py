"""Chromium sometimes brings itself down; the test that it took with it is run again, once.

On 2026-11-27 Debian's 156.0.8078 ended with SIGSEGV in its own main process (its minidump says
so), in one run of many, and the 49 browser tests that worker had left failed with it. A page of
ours that brings a browser down does it twice, and fails.
"""

import warnings
from typing import Final

import pytest
from _pytest.runner import runtestprotocol
from playwright.sync_api import Browser, Error

#: The browser of this worker.
BROWSER: Final = pytest.StashKey[Browser]()


def is_gone(browser: Browser) -> bool:
    """Whether it opens no page any more."""
    try:
        browser.new_context().close()
    except Error:
        return True
    return False


def _let_go(item: pytest.Item) -> None:
    """End all that the test used; what is gone cannot be closed, its driver neither."""
    try:
        item.session._setupstate.teardown_exact(None)
    except* Error as gone:
        item.add_report_section("teardown", "browser", str(gone.exceptions))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run a browser test; anew, with all that it needs, if the browser is gone after it failed."""
    if item.get_closest_marker("browser") is None:
        return None
    hooks, said = item.ihook, {"nodeid": item.nodeid, "location": item.location}
    hooks.pytest_runtest_logstart(**said)
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    running = item.config.stash.get(BROWSER, None)
    if any(report.failed for report in reports) and running is not None and is_gone(running):
        with warnings.catch_warnings():
            warnings.simplefilter("always")  # told in the summary; elsewhere a warning is an error
            item.warn(pytest.PytestWarning("the browser crashed here: run again with another"))
        _let_go(item)
        item._initrequest()  # type: ignore[attr-defined]
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
    for report in reports:
        hooks.pytest_runtest_logreport(report=report)
    hooks.pytest_runtest_logfinish(**said)
    return True
