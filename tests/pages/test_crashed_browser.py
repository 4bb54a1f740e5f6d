"""A browser that brings itself down costs no test."""

import contextlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Error

pytestmark = pytest.mark.browser
CRASHED: list[Browser] = []


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Of a whole module; without its browser it says so at its end."""
    made = browser.new_context()
    yield made
    made.new_page()
    made.close()


@pytest.mark.parametrize("turn", ["crashed", "next"])  # whichever comes first
def test_after_a_crash_the_test_runs_again_with_another_browser(
    turn: str, browser: Browser, context: BrowserContext
) -> None:
    if not CRASHED:
        CRASHED.append(browser)
        with contextlib.suppress(Error):
            browser.new_browser_cdp_session().send("Browser.crash")
    assert browser not in CRASHED
    page = context.new_page()
    page.goto("data:text/html,<title>here</title>")
    assert page.title() == "here"
