"""Every page of hub and portal, state by state: what the pictures show and the audit judges."""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, Route

from kiosk.clock import utc_now
from kiosk.services.submit_dossier import DossierIds
from tests.pages.lobby import PATIENCE_MS, Lobby
from tests.portal import world
from tests.portal.test_notices import local

#: As long as the office's file allows, in one word, with what HTML would stumble over.
LONGEST = "Hồ-sơ-&-giấy-tờ-'liên-thông'-rất-dài-không-có-chỗ-ngắt-dòng"
LONG_NOTICE = "Tạm ngừng cấp nước sinh hoạt để thau rửa bể ngầm và bể mái tòa nhà vào cuối tuần này"

#: State by state: its name, the page that is in it, and the status it was answered with.
Walk = Iterator[tuple[str, Page]]


@dataclass
class Web:
    """A browser that speaks one language, the hub and the portal it visits."""

    browser: Browser
    lobby: Lobby
    portal: world.RunningPortal
    dossier: DossierIds
    comment: DossierIds
    language: str = "vi"
    #: Told of each page that is opened: who listens to what it asks for and complains of.
    on_page: Callable[[Page], None] | None = None

    def person(self) -> BrowserContext:
        """Somebody's browser, with no memory of anybody else."""
        locale = "vi-VN" if self.language == "vi" else "en-GB"
        context = self.browser.new_context(
            locale=locale, reduced_motion="reduce", viewport={"width": 1440, "height": 900}
        )
        context.set_default_timeout(PATIENCE_MS)
        if self.language == "en":
            context.add_cookies([{"name": "kiosk_language", "value": "en", "url": self.lobby.url}])
        if self.on_page is not None:
            context.on("page", self.on_page)
        return context


def _answer(page: Page, pattern: str, answer: object) -> None:
    """From now on the page hears this."""

    def tell(route: Route) -> None:
        route.fulfill(json=answer)

    page.route(pattern, tell)


# --- the hub -----------------------------------------------------------------------------------


def hub_pages(web: Web) -> Walk:
    """Sign-in, desks, console, ratings, board and the phone's page."""
    context = web.person()
    page = context.new_page()
    yield from _doors(page, web.lobby)
    yield from _phone(page, web.lobby)
    yield from _board(page, web.lobby)
    ((name, value),) = web.lobby.clerk().cookies.items()
    context.add_cookies([{"name": name, "value": value, "url": web.lobby.url}])
    yield from _console(page, web.lobby)
    context.close()


def _doors(page: Page, lobby: Lobby) -> Walk:
    page.goto(f"{lobby.url}/sign-in")
    yield "sign-in", page
    page.fill("#name", "nobody")
    page.fill("#password", "not-the-password")
    page.click("#submit")
    page.wait_for_selector("#answer:visible")
    yield "sign-in-wrong", page
    page.fill("#password", "not-the-password")
    page.route("**/v1/session", lambda route: route.fulfill(status=429, json={}))
    page.click("#submit")
    page.wait_for_selector("#submit:disabled")
    yield "sign-in-paused", page
    page.unroute("**/v1/session")
    page.goto(f"{lobby.url}/sign-in?why=ended&next=/desk/1")
    yield "sign-in-ended", page
    page.goto(f"{lobby.url}/nowhere")
    yield "nowhere", page
    page.goto(f"{lobby.url}/t/{'a' * 22}")
    yield "follow-unknown", page
    page.goto(f"{lobby.url}/board?zone=99")
    yield "board-no-zone", page


def _phone(page: Page, lobby: Lobby) -> Walk:
    ticket = lobby.take("dat-dai", priority=True)
    address = f"{lobby.url}/t/{ticket['token']}"
    page.goto(address)
    yield "follow-waiting", page
    facts = lobby.http.get(f"{address}.json", timeout=5).json()
    for state, headline, hint in (
        ("called", f"Mời đến {LONGEST[:40]}", "Mang theo giấy tờ và phiếu số."),
        ("finished", "Đã xong", "Cảm ơn ông/bà đã đến."),
    ):
        _answer(page, "**/t/*.json", facts | {"state": state, "headline": headline, "hint": hint})
        page.goto(address)
        page.wait_for_selector(f".state.{state}")
        yield f"follow-{state}", page
    page.unroute("**/t/*.json")
    page.clock.install()
    page.goto(address)
    page.route("**/t/*.json", lambda route: route.fulfill(status=503, json={}))
    page.clock.run_for(15_000)
    page.wait_for_selector("#stale:visible")
    yield "follow-lost", page
    page.unroute("**/t/*.json")


def _called(at: str, *calls: tuple[str, str]) -> list[dict[str, object]]:
    return [
        {
            "number": number,
            "desk": "1",
            "desk_name": {"vi": desk, "en": desk},
            "service_id": "ho-tich",
            "called_at": at,
            "times": 1,
        }
        for number, desk in calls
    ]


def _board(page: Page, lobby: Lobby) -> Walk:
    real = lobby.http.get(f"{lobby.url}/board.json", timeout=5).json()
    page.add_init_script("if (location.pathname === '/board') delete window.EventSource;")
    for name, calls in (
        ("empty", ()),
        ("one", (("A145", "Quầy 3"),)),
        ("full", tuple((f"A{145 - n}", f"Quầy {1 + n % 3}") for n in range(6))),
        ("long", tuple((f"A{145 - n}", LONGEST[: 40 - 6 * n]) for n in range(6))),
    ):
        _answer(page, "**/board.json", real | {"calls": _called(real["now"], *calls)})
        page.route("**/v1/stream", lambda route: route.abort())
        page.goto(f"{lobby.url}/board")
        page.wait_for_selector("#big .no" if calls else "#big.quiet .label:not(:empty)")
        yield f"board-{name}", page
        page.unroute("**/board.json")
    page.route("**/board.json", lambda route: route.abort())
    page.route("**/alive", lambda route: route.abort())
    page.clock.install()
    page.clock.run_for(20_000)
    page.wait_for_selector("#stale:visible")
    yield "board-lost", page
    for pattern in ("**/board.json", "**/alive", "**/v1/stream"):
        page.unroute(pattern)
    page.clock.resume()


def _console(page: Page, lobby: Lobby) -> Walk:
    page.goto(f"{lobby.url}/desk")
    yield "desks", page
    page.goto(f"{lobby.url}/ratings")
    yield "ratings", page
    page.goto(f"{lobby.url}/ratings?days=1")
    yield "ratings-one-day", page
    desk = f"{lobby.url}/desk/1"
    page.goto(desk)
    page.wait_for_selector("#waiting li")
    yield "desk-idle", page
    state = lobby.clerk().get(f"{lobby.url}/v1/desks/1/state", timeout=5).json()
    waiting = state["waiting"]
    current = lobby.take("ho-tich", priority=True, slip="not_started")
    current |= {"state": "called", "desk": "1", "print_state": "not_started"}
    current |= {"service": {"vi": LONGEST, "en": LONGEST}, "dossier": "H3K-7QP-2MR"}
    crowd = [waiting[n % len(waiting)] | {"ticket_id": f"{n}"} for n in range(400)]
    several = {"current": current, "parked": waiting[:2], "done_today": 137}
    for name, change in (
        ("nobody", {"waiting": [], "current": None}),
        ("called", several),
        ("serving", several | {"current": current | {"state": "serving"}}),
        ("four-hundred", several | {"waiting": crowd, "current": None}),
    ):
        answer = state | change
        _answer(page, "**/v1/desks/1/state", answer)
        if name == "serving":
            lobby.help()
        page.goto(desk)
        page.wait_for_selector("#deeds button:enabled")
        yield f"desk-{name}", page
        if name == "called":
            page.keyboard.press("t")
            page.wait_for_selector("dialog[open]")
            yield "desk-transfer", page
            page.keyboard.press("Escape")
            page.route("**/recall", lambda route: route.fulfill(status=409, json={}))
            page.click("[data-deed=recall]")
            page.wait_for_selector(".said.amiss")
            yield "desk-refused", page
        page.unroute("**/v1/desks/1/state")
    yield from _desk_lost(page, desk)


def _desk_lost(page: Page, desk: str) -> Walk:
    page.clock.install()
    page.goto(desk)
    page.wait_for_selector("#deeds button:enabled")
    for pattern in ("**/alive", "**/v1/**"):
        page.route(pattern, lambda route: route.abort())
    page.clock.run_for(20_000)
    page.wait_for_selector("#stale:visible")
    yield "desk-lost", page
    page.unroute("**/alive")
    page.unroute("**/v1/**")
    page.clock.resume()


# --- the portal --------------------------------------------------------------------------------


def portal_pages(web: Web) -> Walk:
    """Public pages, the clerk's, and the pages of whoever writes notices."""
    context = web.person()
    page = context.new_page()
    yield from _public(page, web)
    yield from _signing_in(page, web.portal.url)
    yield from _dossiers(page, web)
    context.close()
    context = web.person()
    page = context.new_page()
    yield from _notices(page, web.portal.url)
    context.close()


def _public(page: Page, web: Web) -> Walk:
    url = web.portal.url
    page.goto(f"{url}/d")
    yield "track", page
    page.fill("[name=code]", str(web.dossier.code))
    page.fill("[name=secret]", "XXXX")
    page.click("main button")
    page.wait_for_selector("[role=alert]")
    yield "track-wrong", page
    page.goto(f"{url}/d/{web.dossier.code}#{web.dossier.secret}")
    page.wait_for_selector(".state")
    yield "tracked", page
    page.goto(f"{url}/p/1.004873?o=song-may")
    yield "bring", page
    page.goto(f"{url}/p/0.000000")
    yield "bring-unknown", page
    page.goto(f"{url}/staff/dossiers/{web.dossier.dossier_id}")
    yield "signed-out", page
    page.goto(f"{url}/staff/nowhere/at/all")
    yield "portal-nowhere", page


def _signing_in(page: Page, url: str) -> Walk:
    page.goto(f"{url}/staff")
    yield "portal-sign-in", page
    _fill_in(page, "lan", "not the password")
    page.wait_for_selector("[role=alert]")
    yield "portal-sign-in-wrong", page
    _fill_in(page, "xa", world.PASSWORD)  # of an office where nothing came yet
    page.wait_for_selector("[name=passphrase]")
    yield "inbox-nothing", page
    page.click("form[action$=sign-out] button")
    _fill_in(page, "minh", world.PASSWORD)  # a lead: sees all that clerks see, and the log


def _fill_in(page: Page, name: str, password: str) -> None:
    page.fill("[name=name]", name)
    page.fill("[name=password]", password)
    page.click("main button.main, main button.primary")


def _dossiers(page: Page, web: Web) -> Walk:
    url = web.portal.url
    page.wait_for_selector("[name=passphrase]")
    yield "inbox-locked", page
    address = f"{url}/staff/dossiers/{web.dossier.dossier_id}"
    page.goto(address)
    yield "dossier-locked", page
    page.goto(f"{url}/staff")
    page.fill("[name=passphrase]", world.PASSPHRASE)
    page.click("form.card button")
    page.wait_for_selector("form[action$=lock]")
    yield "inbox", page
    page.goto(f"{url}/staff?ended=1")
    yield "inbox-ended", page
    page.goto(f"{url}/staff/dossiers/{web.comment.dossier_id}")
    yield "comment", page
    page.goto(f"{url}/staff/code/H3K-7QP-2MR")
    yield "not-yet", page
    page.goto(f"{url}/staff/audit")
    yield "audit", page
    page.goto(address)
    if page.locator("form[action$=compare] button").count():
        yield "dossier", page
        page.click("form[action$=compare] button")
        page.wait_for_selector("form[action$=accept]")
    page.fill("[name=official_code]", "không phải mã")
    if page.locator("[name=due]").count():
        page.fill("[name=due]", "2026-12-24T09:00")
    page.click("form[action$=accept] button")
    page.wait_for_selector("[role=alert]")
    yield "dossier-problem", page
    if page.locator("form[action$=ask]").count():
        yield from _asked(page, web)


def _asked(page: Page, web: Web) -> Walk:
    page.locator("summary").last.click()
    page.fill("details[open] textarea", "Thiếu chữ ký của bên nữ trong tờ khai. " * 20)
    yield "dossier-refuse", page
    page.locator("summary").first.click()
    page.fill("[name=by]", "2026-01-01")
    page.check("[name=wanted] >> nth=0")
    page.click("form[action$=ask] button")
    page.wait_for_selector("[role=alert]")
    yield "dossier-ask-problem", page
    page.fill("[name=by]", (utc_now() + dt.timedelta(days=9)).date().isoformat())
    page.fill("details[open] textarea", "Mời bổ sung bản chính.")
    page.click("form[action$=ask] button")
    page.wait_for_selector("[role=alert]", state="detached")
    yield "dossier-asked", page
    for name, ids in (("asked", web.dossier), ("comment", web.comment)):
        page.goto(f"{web.portal.url}/d/{ids.code}#{ids.secret}")
        page.wait_for_selector(".state")
        yield f"tracked-{name}", page


def _notices(page: Page, url: str) -> Walk:
    page.goto(f"{url}/staff/sign-in")
    _fill_in(page, "bql", world.PASSWORD)
    page.wait_for_selector(".heading")
    yield "notices", page
    page.goto(f"{url}/staff/notices/new")
    yield "notice-new", page
    page.fill("[name=title_vi]", LONG_NOTICE)
    page.click("button[value=preview]")
    page.wait_for_selector("[role=alert]")
    yield "notice-wrong", page
    page.fill("[name=body_vi]", "Từ 8 giờ đến 17 giờ. Mời tích nước trước.\n" * 3)
    page.fill("[name=source]", "Ban quản lý tòa nhà")
    page.fill("[name=starts]", local(minutes=-1))
    page.fill("[name=ends]", local(hours=5))
    for box in page.locator("[name=place]").all():
        box.check()
    page.check("[name=urgent]")
    page.set_input_files("[name=picture]", _photo())
    page.click("button[value=preview]")
    page.wait_for_selector("#preview img")
    yield "notice-preview", page
    page.click("button[value=save]")
    page.wait_for_selector(".post")
    yield "notices-now", page
    page.locator("summary").first.click()
    yield "notice-withdraw", page


def _photo() -> FilePayload:
    made = io.BytesIO()
    Image.linear_gradient("L").resize((1600, 800)).convert("RGB").save(made, "JPEG")
    return {"name": "ảnh.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


# --- what they visit ---------------------------------------------------------------------------


def long_office(folder: Path) -> Lobby:
    """A hub whose office has the longest names that its file allows, and people who wait."""
    ward = Path("assets/services/ward.toml").read_text(encoding="utf-8")
    path = folder / "long.toml"
    ward = ward.replace("Khai sinh, kết hôn, khai tử", LONGEST).replace("Quầy 2", LONGEST[:40])
    path.write_text(ward, encoding="utf-8")
    office = Lobby(folder, services=str(path))
    office.open()
    return office
