"""A browser that brings itself down costs no test."""

import contextlib

import pytest
from playwright.sync_api import Browser, Error

pytestmark = pytest.mark.browser
CRASHED: list[Browser] = []


def test_after_a_crash_the_test_runs_again_with_another_browser(browser: Browser) -> None:
    if not CRASHED:
        CRASHED.append(browser)
        with contextlib.suppress(Error):
            browser.new_browser_cdp_session().send("Browser.crash")
    assert browser not in CRASHED
    page = browser.new_page()
    page.goto("data:text/html,<title>here</title>")
    assert page.title() == "here"
    page.context.close()
