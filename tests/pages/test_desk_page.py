"""The desk console, worked by a clerk in a real browser."""

from threading import Event

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.pages.lobby import PORTAL, Lobby, at_desk, breathe, person

pytestmark = pytest.mark.browser

START, FINISH, CALL = "[data-deed=start]", "[data-deed=finish]", "[data-deed=call_next]"


def number(page: Page) -> str:
    return page.inner_text("#number")


def test_a_morning_at_the_desk_goes_by_keyboard_alone(browser: Browser, lobby: Lobby) -> None:
    for _ in range(4):
        lobby.take("ho-tich")
    page = at_desk(person(browser, type_faces=False), lobby)
    expect(page.locator("#waiting li")).to_have_count(4)
    page.focus(CALL)  # as Tab would
    page.keyboard.press("Enter")
    expect(page.locator(START)).to_be_focused()  # whose deed is gone keeps a place
    assert number(page) == "A001"
    breathe(page)
    page.keyboard.press("r")
    expect(page.locator("#now-heading")).to_have_text("Đang gọi, lần 2")
    page.keyboard.press("Enter")
    page.wait_for_selector(FINISH)
    breathe(page)
    page.keyboard.press("Enter")
    page.wait_for_selector(CALL)
    expect(page.locator("#done")).to_have_text("1")
    page.keyboard.press("+")
    page.wait_for_selector(START)
    page.keyboard.press("x")
    page.wait_for_selector(CALL)
    expect(page.locator("#absent li")).to_have_count(1)
    breathe(page)
    page.keyboard.press(" ")
    page.wait_for_selector(START)
    assert number(page) == "A003"
    page.keyboard.press("h")
    page.wait_for_selector(CALL)
    expect(page.locator("#parked li")).to_have_count(1)
    page.focus("#parked [data-resume]")  # as Tab would
    page.keyboard.press("Enter")
    expect(page.locator(START)).to_be_focused()
    assert number(page) == "A003"
    page.keyboard.press("t")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("3")  # land: another desk's business
    page.wait_for_selector(CALL)
    expect(page.locator("#said")).to_have_text("Đã chuyển số A003 sang Đất đai, xây dựng")
    assert lobby.call_next(lobby.clerk(), "2") == "A003"


def test_somebody_absent_who_comes_after_all_is_called_again(
    browser: Browser, lobby: Lobby
) -> None:
    lobby.take("ho-tich")
    page = at_desk(person(browser, type_faces=False), lobby)
    page.click(CALL)
    page.click("[data-deed=no_show]")
    page.wait_for_selector("#absent [data-resume]")
    page.reload()  # as the page itself does when the hub was restarted
    page.click("#absent [data-resume]")
    page.wait_for_selector(START)
    assert number(page) == "A001"
    expect(page.locator("#absent-panel")).to_be_hidden()


def test_a_double_click_calls_one_person(browser: Browser, lobby: Lobby) -> None:
    for _ in range(3):
        lobby.take("ho-tich")
    page = at_desk(person(browser, type_faces=False), lobby)
    keys: list[str] = []
    page.on(
        "request",
        lambda request: (
            keys.append(request.headers["idempotency-key"]) if "call-next" in request.url else None
        ),
    )
    page.dblclick(CALL)
    page.wait_for_selector(START)
    expect(page.locator("#waiting-count")).to_have_text("2")
    assert len(keys) == 1


def test_priority_and_a_slip_that_did_not_print_are_said_in_words(
    browser: Browser, lobby: Lobby
) -> None:
    lobby.take("ho-tich", priority=True, slip="not_started")
    lobby.take("ho-tich", slip="unconfirmed")
    page = at_desk(person(browser, type_faces=False), lobby)
    first, second = page.locator("#waiting li").all()
    expect(first).to_contain_text("Ưu tiên")
    expect(first).to_contain_text("Phiếu chưa in")
    expect(second).to_contain_text("Chưa rõ phiếu đã in")
    page.click(CALL)
    expect(page.locator("#marks")).to_contain_text("Phiếu chưa in")


def test_a_call_for_help_appears_and_goes_when_taken(browser: Browser, lobby: Lobby) -> None:
    page = at_desk(person(browser, type_faces=False), lobby)
    page.wait_for_selector(CALL)
    lobby.help("kiosk-2", "take_number")
    expect(page.locator("#help .notice")).to_contain_text(
        "Máy kiosk-2 cần người giúp", timeout=2000
    )
    page.click("[data-help]")
    expect(page.locator("#help .notice")).to_have_count(0)
    expect(page.locator("#said")).to_contain_text("Đã nhận lời gọi của máy kiosk-2")


def slow_press(page: Page, lobby: Lobby, place: str) -> None:
    """A press in whose middle somebody takes a number, so that the page is drawn again."""
    box = page.locator(place).bounding_box()
    assert box is not None
    waiting = page.locator("#waiting li")
    before = waiting.count()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    lobby.take("ho-tich")
    expect(waiting).to_have_count(before + 1)
    page.mouse.up()


def test_no_press_is_lost_when_the_page_is_drawn_in_its_middle(
    browser: Browser, lobby: Lobby
) -> None:
    for _ in range(2):
        lobby.take("ho-tich")
    page = at_desk(person(browser, type_faces=False), lobby)
    for aside in ("park", "no_show"):
        slow_press(page, lobby, CALL)
        page.wait_for_selector(START)
        slow_press(page, lobby, f"[data-deed={aside}]")
        page.wait_for_selector(CALL)
        breathe(page)
    lobby.help("kiosk-2", "take_number")
    page.wait_for_selector("[data-help]")
    slow_press(page, lobby, "[data-help]")
    expect(page.locator("#said")).to_contain_text("Đã nhận lời gọi của máy kiosk-2")
    slow_press(page, lobby, "#absent [data-resume]")
    page.wait_for_selector(START)
    assert number(page) == "A002"
    slow_press(page, lobby, "[data-deed=park]")
    page.wait_for_selector(CALL)
    slow_press(page, lobby, "#parked li:first-child [data-resume]")
    page.wait_for_selector(START)
    assert number(page) == "A001"


def test_a_ticket_that_moved_on_elsewhere_is_said_calmly(browser: Browser, lobby: Lobby) -> None:
    ticket = lobby.take("ho-tich")
    context = person(browser, type_faces=False)
    page = at_desk(context, lobby)
    old: list[bool] = []

    def held(route: Route) -> None:
        """Answered whole before the number is finished elsewhere, or not at all."""
        answer = None if old else route.fetch()
        if old or answer is None:  # it may have become old while the hub was asked
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route("**/v1/desks/1/state", held)
    page.click(CALL)
    page.wait_for_selector(START)
    old.append(True)  # the page's own picture is old from now on
    path = f"{lobby.url}/v1/tickets/{ticket['ticket_id']}/finish"
    lobby.clerk().post(path, json={"desk": "1"}, timeout=5).raise_for_status()
    page.click("[data-deed=park]")
    expect(page.locator("#said")).to_have_text(
        "Số này không còn ở bước đó. Xem lại trạng thái mới nhất."
    )
    page.unroute("**/v1/desks/1/state")
    lobby.take("ho-tich")
    page.wait_for_selector(CALL)


def test_an_answer_lost_on_the_way_is_sent_again_under_the_same_key(
    browser: Browser, lobby: Lobby
) -> None:
    lobby.take("ho-tich")
    lobby.take("ho-tich")
    page = at_desk(person(browser, type_faces=False), lobby)
    keys: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()  # the hub did it
            route.abort()  # and the page never hears of it
        else:
            route.continue_()

    page.route("**/call-next", lose_the_first_answer)
    # The live state is held back too, so that the clerk really presses again.
    page.route("**/v1/desks/1/state", lambda route: route.abort())
    page.click(CALL)
    expect(page.locator("#said")).to_contain_text("Chưa rõ việc “Gọi tiếp” đã ghi hay chưa")
    breathe(page)
    page.click(CALL)
    page.wait_for_selector(START)
    assert number(page) == "A001"
    assert keys[0] == keys[1]


def test_a_hub_that_refuses_the_picture_is_asked_again_at_one_pace(
    browser: Browser, lobby: Lobby
) -> None:
    page = at_desk(person(browser, type_faces=False), lobby)
    page.wait_for_selector(CALL)
    page.route("**/v1/desks/1/state", lambda route: route.abort())
    for _ in range(4):  # each change is read, and each reading is refused
        with page.expect_request("**/v1/desks/1/state"):
            lobby.take("ho-tich")
    times = []
    for _ in range(2):
        with page.expect_request("**/v1/desks/1/state"):
            pass
        times.append(page.evaluate("performance.now()"))
    assert times[1] - times[0] > 1500  # not once for every change that was refused


def test_a_session_that_ended_leads_back_to_the_same_desk(browser: Browser, lobby: Lobby) -> None:
    context = person(browser, type_faces=False)
    page = at_desk(context, lobby, "2")
    page.wait_for_selector(CALL)
    context.clear_cookies()
    page.click(CALL)
    expect(page).to_have_url(f"{lobby.url}/sign-in?why=ended&next=%2Fdesk%2F2")
    expect(page.locator("#answer")).to_contain_text("Phiên làm việc đã hết")


def test_signing_out_closes_the_desks(browser: Browser, lobby: Lobby) -> None:
    page = at_desk(person(browser, type_faces=False), lobby)
    page.click("#sign-out")
    expect(page).to_have_url(f"{lobby.url}/sign-in?why=out")
    page.goto(f"{lobby.url}/desk/1")
    assert "/sign-in" in page.url


def test_what_is_refused_while_signing_out_is_not_called_an_ended_session(
    browser: Browser, lobby: Lobby
) -> None:
    page = at_desk(person(browser, type_faces=False), lobby)

    def slowly(route: Route) -> None:
        answer = route.fetch()  # the hub knows that it is over, the page does not yet
        for _ in range(3):
            lobby.take("ho-tich")  # every change makes the page read, and be refused
        Event().wait(0.5)
        route.fulfill(response=answer)

    page.route("**/v1/session", slowly)
    page.click("#sign-out")
    expect(page).to_have_url(f"{lobby.url}/sign-in?why=out")


def test_english_is_one_touch_away_and_stays(browser: Browser, lobby: Lobby) -> None:
    lobby.take("ho-tich")
    page = at_desk(person(browser, type_faces=False), lobby)
    page.click("text=English")
    expect(page.locator(CALL)).to_contain_text("Call next")
    page.goto(f"{lobby.url}/desk/1")
    expect(page.locator(CALL)).to_contain_text("Call next")
    assert page.get_attribute("html", "lang") == "en"


def test_numbers_taken_for_dossiers_open_them_in_one_window(browser: Browser, lobby: Lobby) -> None:
    for dossier in ("H3K-7QP-2MH", "H3K-7QP-2MR", None):
        lobby.take("ho-tich", **({"dossier": dossier} if dossier else {}))
    page = at_desk(person(browser, type_faces=False), lobby)
    page.context.route(
        f"{PORTAL}/**", lambda route: route.fulfill(body="", content_type="text/html")
    )
    link = page.locator("#dossier a")
    expect(link).to_be_hidden()

    def through() -> None:
        page.click(CALL)
        page.wait_for_selector(START)
        breathe(page)

    def done() -> None:
        page.click(START)
        page.wait_for_selector(FINISH)
        breathe(page)
        page.click(FINISH)
        page.wait_for_selector(CALL)
        breathe(page)

    with page.context.expect_page() as opened:
        through()
    expect(link).to_have_text("Mở hồ sơ H3K-7QP-2MH")
    assert link.get_attribute("href") == f"{PORTAL}/staff/code/H3K-7QP-2MH"
    expect(opened.value).to_have_url(f"{PORTAL}/staff/code/H3K-7QP-2MH")
    done()
    through()
    expect(opened.value).to_have_url(f"{PORTAL}/staff/code/H3K-7QP-2MR")
    page.click("#dossier a")
    done()
    through()
    expect(link).to_be_hidden()
    assert len(page.context.pages) == 2  # the desk, and one window for dossiers
