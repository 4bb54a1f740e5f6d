"""A clerk's long day in a real browser: crowds, two desks, sleep, Back, reload."""

import time

import pytest
from playwright.sync_api import Browser, expect

from tests.pages.lobby import Lobby, at_desk, person

pytestmark = pytest.mark.browser

CALL, START = "[data-deed=call_next]:enabled", "[data-deed=start]:enabled"
CROWD = 240  # more than the hub lists; the rest is known by its count
#: From the press to the next number, on a loaded machine; a clerk waits a tenth of it.
PROMPT_S = 3.0


def test_a_day_with_a_crowd_counts_everybody_and_stays_prompt(
    browser: Browser, lobby: Lobby
) -> None:
    with lobby.http as http:
        for n in range(CROWD):
            ticket_id = f"01890000-0000-7000-8000-{n:012d}"
            body = {"ticket_id": ticket_id, "service_id": "ho-tich", "kiosk_id": "k1"}
            headers = {"Idempotency-Key": ticket_id}
            http.post(f"{lobby.url}/v1/tickets", json=body, headers=headers, timeout=10)
    page = at_desk(person(browser, type_faces=False), lobby)
    expect(page.locator("#waiting-count")).to_have_text(str(CROWD))
    expect(page.locator("#waiting li")).to_have_count(60)
    expect(page.locator("#waiting-more")).to_have_text(f"và {CROWD - 60} người nữa")
    expect(page).to_have_title(f"({CROWD}) Quầy 1")
    began = time.monotonic()
    page.keyboard.press(" ")
    page.wait_for_selector(START)
    assert time.monotonic() - began < PROMPT_S
    expect(page.locator("#number")).to_have_text("A001")


def test_two_desks_that_press_at_once_call_two_people(browser: Browser, lobby: Lobby) -> None:
    for _ in range(2):
        lobby.take("khac")
    context = person(browser, type_faces=False)
    first, second = at_desk(context, lobby, "1"), at_desk(context, lobby, "2")
    for page in (first, second):
        page.wait_for_selector(CALL)
    for page in (first, second):
        page.evaluate("document.querySelector('[data-deed=call_next]').click()")
    for page in (first, second):
        page.wait_for_selector(START)
    called = {page.inner_text("#number") for page in (first, second)}
    assert len(called) == 2


def test_a_tablet_that_slept_for_an_hour_shows_what_is_true_now(
    browser: Browser, lobby: Lobby
) -> None:
    lobby.take("ho-tich")
    context = person(browser, "tablet", type_faces=False)
    context.clock.install()
    page = at_desk(context, lobby)
    expect(page.locator("#waiting-count")).to_have_text("1")
    context.set_offline(True)  # what a sleeping tablet is
    page.clock.fast_forward("01:00:00")
    lobby.take("ho-tich")
    context.set_offline(False)
    page.clock.resume()
    expect(page.locator("#waiting-count")).to_have_text("2")
    expect(page.locator("#stale")).to_be_hidden()
    page.click(CALL)
    page.wait_for_selector(START)


def test_reload_and_back_neither_press_a_deed_again_nor_open_a_closed_desk(
    browser: Browser, lobby: Lobby
) -> None:
    for _ in range(2):
        lobby.take("ho-tich")
    context = person(browser, type_faces=False)
    page = at_desk(context, lobby)
    page.wait_for_selector(CALL)
    page.keyboard.press(" ")
    page.wait_for_selector(START)
    page.reload()
    page.wait_for_selector(START)
    expect(page.locator("#number")).to_have_text("A001")
    page.goto(f"{lobby.url}/desk")
    page.go_back()
    page.wait_for_selector(START)
    expect(page.locator("#waiting-count")).to_have_text("1")
    page.click("#sign-out")
    expect(page).to_have_url(f"{lobby.url}/sign-in?why=out")
    page.go_back()
    expect(page).not_to_have_url(f"{lobby.url}/desk/1")
    expect(page.locator("#deeds")).to_have_count(0)


def test_one_thumb_reaches_every_deed_on_a_phone(browser: Browser, lobby: Lobby) -> None:
    lobby.take("ho-tich")
    page = at_desk(person(browser, "phone", type_faces=False), lobby)
    page.click(CALL)
    page.wait_for_selector(START)
    for deed in ("start", "recall", "no_show", "park", "transfer"):
        box = page.locator(f"[data-deed={deed}]").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 844, deed  # without scrolling
        assert box["height"] >= 56, deed
