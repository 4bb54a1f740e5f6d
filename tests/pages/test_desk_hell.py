"""What the worst day brings to a desk: nervous fingers, wrong clocks, midnight, a lost answer."""

import datetime as dt
import time

import pytest
from playwright.sync_api import Browser, FloatRect, Page, Route, expect

from kiosk.domain.ticket import OFFICE_ZONE
from tests.pages.lobby import Lobby, at_desk, breathe, person

pytestmark = pytest.mark.browser

CALL, START, FINISH = (f"[data-deed={deed}]:enabled" for deed in ("call_next", "start", "finish"))
NERVOUS_S = 0.25  # between the two presses of a double one
KEYS = {
    " ": {"key": " ", "code": "Space", "text": " ", "windowsVirtualKeyCode": 32},
    "Enter": {"key": "Enter", "code": "Enter", "text": "\r", "windowsVirtualKeyCode": 13},
}


@pytest.mark.parametrize("by", ["finger", "key"])
def test_a_nervous_double_press_never_does_the_next_deed_too(
    browser: Browser, lobby: Lobby, by: str
) -> None:
    for _ in range(2):
        lobby.take("ho-tich")
    page = at_desk(person(browser, type_faces=False), lobby)
    hand = page.context.new_cdp_session(page)

    def press(box: FloatRect, key: str, at: float) -> None:
        if by == "key":
            for kind in ("keyDown", "keyUp"):
                hand.send("Input.dispatchKeyEvent", {"type": kind, "timestamp": at, **KEYS[key]})
            return
        place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        for kind in ("mousePressed", "mouseReleased"):
            press = {"type": kind, "button": "left", "clickCount": 1, "timestamp": at, **place}
            hand.send("Input.dispatchMouseEvent", press)

    def twice(place: str, key: str, then: str) -> None:
        box = page.locator("#primary").bounding_box()
        assert box is not None
        at = time.time()
        press(box, key, at)
        page.wait_for_selector(then)  # the next deed stands in the same place now
        press(box, key, at + NERVOUS_S)  # when the hand moved, however busy this machine is
        page.wait_for_timeout(1000 * NERVOUS_S)
        expect(page.locator(then)).to_have_count(1)
        expect(page.locator(place)).to_have_count(0)
        breathe(page)

    twice(CALL, " ", START)
    twice(START, "Enter", FINISH)
    twice(FINISH, "Enter", CALL)  # nobody else is called by it
    expect(page.locator("#done")).to_have_text("1")
    expect(page.locator("#waiting-count")).to_have_text("1")


def set_clock_back(page: Page) -> None:
    """As a time server does to a tablet that was an hour ahead."""
    page.evaluate("() => { const now = Date.now; Date.now = () => now() - 3600000; }")


def test_a_tablet_whose_clock_is_set_back_still_calls_and_still_sees_a_lost_line(
    browser: Browser, lobby: Lobby
) -> None:
    context = person(browser, "tablet", type_faces=False)
    context.clock.install()
    page = at_desk(context, lobby)
    page.click(CALL)
    expect(page.locator("#said")).to_have_text("Chưa có ai chờ quầy này.")
    set_clock_back(page)
    lobby.take("ho-tich")
    expect(page.locator("#waiting-count")).to_have_text("1")
    page.clock.run_for(3000)  # long after any double click
    page.click(CALL)
    page.wait_for_selector(START)
    for pattern in ("**/alive", "**/v1/**", "**/board.json"):
        page.route(pattern, lambda route: route.abort())
    set_clock_back(page)
    page.clock.run_for(20_000)
    expect(page.locator("#stale")).to_be_visible()


def test_midnight_sends_yesterday_s_people_and_absentees_away(
    browser: Browser, closed_lobby: Lobby
) -> None:
    night = [dt.datetime(2026, 11, 25, 23, 59, tzinfo=OFFICE_ZONE)]
    closed_lobby.clock = lambda: night[0]
    closed_lobby.open()
    for _ in range(3):
        closed_lobby.take("ho-tich")
    page = at_desk(person(browser, type_faces=False), closed_lobby)
    page.click(CALL)
    page.click("[data-deed=no_show]:enabled")
    expect(page.locator("#absent li")).to_have_count(1)
    expect(page.locator("#waiting-count")).to_have_text("2")
    night[0] += dt.timedelta(minutes=2)
    assert closed_lobby.take("ho-tich")["number"] == "A001"
    expect(page.locator("#waiting-count")).to_have_text("1")
    expect(page.locator("#absent-panel")).to_be_hidden()
    expect(page.locator("#done")).to_have_text("0")
    breathe(page)
    page.click(CALL)
    page.wait_for_selector(START)
    assert page.inner_text("#number") == "A001"


def test_after_a_lost_answer_and_a_colleague_s_help_the_next_press_calls_the_next_person(
    browser: Browser, lobby: Lobby
) -> None:
    first = lobby.take("ho-tich")
    lobby.take("ho-tich")
    page = at_desk(person(browser, type_faces=False), lobby)
    lost: list[bool] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(True)
        route.fetch()
        route.abort()

    page.route("**/call-next", lose_the_first_answer)
    page.click(CALL)
    page.wait_for_selector(START)  # the live state tells what the answer would have
    path = f"{lobby.url}/v1/tickets/{first['ticket_id']}/finish"
    lobby.clerk().post(path, json={"desk": "1"}, timeout=5).raise_for_status()
    page.wait_for_selector(CALL)
    breathe(page)
    page.click(CALL)
    page.wait_for_selector(START)
    assert page.inner_text("#number") == "A002"


#: The call is done but its answer lost, and a picture asked for before comes after that.
LOSE_THE_ANSWER = """() => {
  const real = window.fetch;
  let lose;
  const lost = new Promise((resolve) => { lose = resolve; });
  let first = true;
  window.fetch = async (path, options) => {
    const answer = await real(path, options);
    if (first && path.endsWith("/call-next")) {
      first = false;
      setTimeout(lose, 300);
      await new Promise((resolve) => setTimeout(resolve, 200));
      throw new TypeError("lost");
    }
    if (path.endsWith("/state")) await lost;
    return answer;
  };
}"""


def test_a_picture_that_came_in_the_middle_of_a_lost_deed_is_asked_for_again(
    browser: Browser, lobby: Lobby
) -> None:
    lobby.take("ho-tich")
    page = at_desk(person(browser, type_faces=False), lobby)
    page.evaluate(LOSE_THE_ANSWER)
    page.click(CALL)
    page.wait_for_selector(START, timeout=5000)  # the page's own round of questions takes 20 s


def test_two_tabs_of_one_desk_serve_one_person_at_a_time(browser: Browser, lobby: Lobby) -> None:
    for _ in range(2):
        lobby.take("ho-tich")
    context = person(browser, type_faces=False)
    tabs = [at_desk(context, lobby), at_desk(context, lobby)]
    for tab in tabs:
        tab.wait_for_selector(CALL)
    for tab in tabs:
        tab.evaluate("document.querySelector('[data-deed=call_next]').click()")
    for tab in tabs:
        tab.wait_for_selector(START)
        assert tab.inner_text("#number") == "A001"
    breathe(tabs[0])
    tabs[0].click(START)
    tabs[1].wait_for_selector(FINISH)
    breathe(tabs[1])
    tabs[1].click(FINISH)
    tabs[0].wait_for_selector(CALL)
    expect(tabs[0].locator("#done")).to_have_text("1")
