"""Every page at three sizes: nothing runs off, everything can be hit, named and read."""

import datetime as dt
from collections.abc import Iterator

import pytest
import uuid_utils.compat as uuid
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kiosk.clock import utc_now
from kiosk.domain.ticket import business_day
from tests.pages import every_page
from tests.pages.lobby import CLERK, PASSWORD, SIZES, Lobby, at_desk, person, sign_in

pytestmark = pytest.mark.browser

HOSTILE = "<b>đậm</b><img src=x onerror=alert(1)>" + "N" * 100

#: Controls that are too small, lie outside, or have no name. WCAG 2.5.5: 44 px.
FLAWS = """() => {
  const flaws = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) flaws.push("page scrolls sideways");
  for (const control of document.querySelectorAll("a, button, input")) {
    const box = control.getBoundingClientRect();
    if (!box.width || control.classList.contains("skip")) continue;
    const name = control.getAttribute("aria-label") || control.innerText ||
      (control.labels && control.labels.length && control.labels[0].innerText);
    const label = `${control.tagName} ${(name || control.id || "?").trim().slice(0, 30)}`;
    if (!name || !name.trim()) flaws.push(`${label}: no name`);
    if (box.width < 43.9 || box.height < 43.9) {
      flaws.push(`${label}: ${Math.round(box.width)} x ${Math.round(box.height)}`);
    }
    if (box.left < -0.5 || box.right > width + 0.5) flaws.push(`${label}: off the page`);
  }
  for (const place of document.querySelectorAll("h1, h2, p, li, span, b")) {
    const box = place.getBoundingClientRect();
    if (box.width && box.right > width + 1 && !place.closest(".heard")) {
      flaws.push(`${place.tagName} "${place.textContent.slice(0, 30)}" runs off`);
    }
  }
  if (document.querySelectorAll("main").length !== 1) flaws.push("not one main");
  if (!document.querySelector("h1")) flaws.push("no h1");
  return flaws;
}"""


def flaws(page: Page) -> list[str]:
    found: list[str] = page.evaluate(FLAWS)
    return found


@pytest.fixture(scope="module")
def long_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lobby]:
    office = every_page.long_office(tmp_path_factory.mktemp("long"))
    yield office
    office.close()


def rate_yesterday(office: Lobby) -> None:
    day = business_day(utc_now()) - dt.timedelta(days=1)
    for service, score in (*(("ho-tich", 1 + n % 5) for n in range(12)), ("dat-dai", 1)):
        key = str(uuid.uuid4())
        body = {"rating_id": key, "day": day.isoformat(), "occasion": "number"} | {
            "service": service,
            "score": score,
            "reasons": ["staff", "waiting"],
        }
        office.http.post(
            f"{office.url}/v1/ratings", json=body, headers={"Idempotency-Key": key}, timeout=5
        ).raise_for_status()


@pytest.mark.parametrize("size", SIZES)
def test_pages_with_the_longest_names_fit(browser: Browser, long_office: Lobby, size: str) -> None:
    context = person(browser, size)
    for service in ("ho-tich", "cu-tru"):
        long_office.take(service, priority=True, slip="unconfirmed")
    ticket = long_office.take("ho-tich", priority=True, slip="not_started")
    page = at_desk(context, long_office, "1")
    found = {"desk": flaws(page)}
    if page.locator("[data-deed=call_next]").count():
        page.keyboard.press(" ")
    page.wait_for_selector("[data-deed=start]")
    found["called"] = flaws(page)
    page.keyboard.press("t")
    page.wait_for_selector("dialog[open]")
    found["transfer"] = flaws(page)
    clerk = long_office.clerk()
    state = clerk.get(f"{long_office.url}/v1/desks/2/state", timeout=5).json()
    if state["current"] is None:
        long_office.call_next(clerk, "2")
    rate_yesterday(long_office)
    for path in (
        "/board",
        "/desk",
        "/ratings",
        "/sign-in",
        f"/t/{ticket['token']}",
        "/t/no-such-number",
    ):
        page.goto(long_office.url + path)
        if path == "/board":
            page.wait_for_selector("#big .no")
        found[path.split("/")[1]] = flaws(page)
    context.close()
    assert {name: each for name, each in found.items() if each} == {}


def test_a_name_full_of_html_is_shown_as_the_letters_it_is(browser: Browser, lobby: Lobby) -> None:
    lobby.take("ho-tich")
    lobby.call_next(lobby.clerk(), "1")
    context = person(browser, "phone")
    state = lobby.clerk().get(f"{lobby.url}/v1/desks/1/state", timeout=5).json()
    state["current"]["service"] = {"vi": HOSTILE, "en": HOSTILE}
    context.route("**/v1/desks/1/state", lambda route: route.fulfill(json=state))
    board = lobby.http.get(f"{lobby.url}/board.json", timeout=5).json()
    board["calls"][0]["desk_name"] = {"vi": HOSTILE, "en": HOSTILE}
    context.route("**/board.json", lambda route: route.fulfill(json=board))
    context.add_init_script("delete window.EventSource; window.alert = () => { window.bad = 1; };")
    page = at_desk(context, lobby)
    expect(page.locator("#service")).to_have_text(HOSTILE)
    assert flaws(page) == []
    page.goto(f"{lobby.url}/board")
    expect(page.locator("#big .at b")).to_have_text(HOSTILE)
    assert flaws(page) == []
    assert page.evaluate("window.bad") is None


@pytest.mark.parametrize("size", ["wide", "tablet"])
def test_the_next_deed_never_lies_below_the_fold(browser: Browser, lobby: Lobby, size: str) -> None:
    for _ in range(30):
        lobby.take("ho-tich", priority=True, slip="not_started")
    lobby.help()
    page = at_desk(person(browser, size), lobby)
    page.wait_for_selector("#help .notice")
    page.click("[data-deed=call_next]")
    for deed in ("start", "recall", "no_show", "park", "transfer"):
        box = page.locator(f"[data-deed={deed}]").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= SIZES[size][1], deed
    sizes = page.evaluate(
        "[...document.querySelectorAll('#deeds button')].map(b => b.offsetWidth * b.offsetHeight)"
    )
    assert sizes[0] == max(sizes)  # the next deed is the biggest button
    letters = page.evaluate(
        "[...document.querySelectorAll('main *')]"
        ".map(each => parseFloat(getComputedStyle(each).fontSize))"
    )
    number = page.evaluate(
        "parseFloat(getComputedStyle(document.getElementById('number')).fontSize)"
    )
    assert number == max(letters)  # and the number the biggest thing


@pytest.mark.parametrize("size", ["wide", "tablet"])
def test_capitals_on_the_board_are_a_twentieth_of_its_height(
    browser: Browser, lobby: Lobby, size: str
) -> None:
    clerk = lobby.clerk()
    for service, desk in (("ho-tich", "1"), ("cu-tru", "2"), ("xa-hoi", "3")):
        lobby.take(service)
        lobby.call_next(clerk, desk)
    board = person(browser, size).new_page()
    board.goto(f"{lobby.url}/board")
    expect(board.locator("#rows li")).to_have_count(2)
    measured = board.evaluate(
        """() => [...document.querySelectorAll("#big b, #rows .no, #rows .at")].map((place) => {
          const paper = document.createElement("canvas").getContext("2d");
          const style = getComputedStyle(place);
          paper.font = `${style.fontWeight} ${style.fontSize} "Noto Sans"`;
          return paper.measureText("H").actualBoundingBoxAscent;
        })"""
    )
    assert min(measured) >= SIZES[size][1] / 20
    inside = board.evaluate(
        """() => { const box = document.getElementById("big").getBoundingClientRect();
          return [...document.querySelectorAll("#big b")].every((place) => {
            const each = place.getBoundingClientRect();
            return each.top >= box.top - 1 && each.bottom <= box.bottom + 1; }); }"""
    )
    assert inside


def test_a_clerk_who_mistypes_often_is_told_how_long_to_wait(
    browser: Browser, lobby: Lobby
) -> None:
    page = person(browser).new_page()
    page.goto(f"{lobby.url}/desk/1")
    assert page.url == f"{lobby.url}/sign-in?next=/desk/1"
    page.click("#submit")
    expect(page.locator("#answer")).to_have_text("Nhập tên đăng nhập và mật khẩu.")
    page.fill("#name", CLERK)
    for _ in range(5):
        page.fill("#password", "not-my-password")
        page.keyboard.press("Enter")
        expect(page.locator("#answer")).to_contain_text("chưa đúng")
        expect(page.locator("#password")).to_have_value("")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_contain_text("Đã thử nhiều lần. Thử lại sau")
    expect(page.locator("#submit")).to_be_disabled()


def test_a_clerk_signs_in_and_lands_at_the_desk_asked_for(browser: Browser, lobby: Lobby) -> None:
    context: BrowserContext = person(browser)
    page = sign_in(context, lobby, "/desk/3")
    expect(page.locator(".desk-name")).to_have_text("Quầy 3")
    page.goto(f"{lobby.url}/sign-in?next=https://elsewhere.example/desk")
    page.fill("#name", CLERK)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{lobby.url}/desk")


def look_again(page: Page) -> None:
    """The phone was put away and is taken out again: the page asks at once."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_a_phone_follows_its_number_until_it_is_called(browser: Browser, lobby: Lobby) -> None:
    lobby.take("cu-tru")
    ticket = lobby.take("cu-tru")
    page = person(browser, "phone").new_page()
    page.goto(f"{lobby.url}/t/{ticket['token']}")
    expect(page.locator("#headline")).to_have_text("Còn 1 người trước ông/bà")
    clerk = lobby.clerk()
    lobby.call_next(clerk, "2")
    look_again(page)
    expect(page.locator("#headline")).to_have_text("Sắp đến lượt ông/bà")
    state = clerk.get(f"{lobby.url}/v1/desks/2/state", timeout=5).json()
    path = f"{lobby.url}/v1/tickets/{state['current']['ticket_id']}/finish"
    clerk.post(path, json={"desk": "2"}, timeout=5).raise_for_status()
    lobby.call_next(clerk, "2")
    look_again(page)
    expect(page.locator("#headline")).to_have_text("Mời đến Quầy 2")
    assert page.title() == "Mời đến Quầy 2"
    assert flaws(page) == []
