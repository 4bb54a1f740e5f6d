"""Every page of hub and portal in every state, judged at each width like the kiosk's screens."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route

from tests.pages import audit
from tests.pages.every_page import (
    Walk,
    Web,
    hub_pages,
    long_office,
    portal_pages,
)
from tests.pages.full_office import portal_with_dossier
from tests.pages.lobby import person
from tests.pages.test_page_layout import rate_yesterday

pytestmark = pytest.mark.browser

#: Small phone, tablet, PC; and the PC at a zoom of 200 %, which is half its pixels (WCAG 1.4.10).
WIDTHS = ((360, 640), (768, 1024), (1440, 900), (720, 450))
BOARD = ((360, 640), (640, 360), (768, 1024), (1920, 1080), (3840, 2160))
#: One state of each page is walked through with Tab.
KEYBOARD = frozenset(
    {
        *("sign-in-wrong", "desks", "ratings", "desk-called", "board-full", "follow-waiting"),
        *("track-wrong", "tracked", "bring", "inbox", "dossier", "audit"),
        *("notice-wrong", "notices-now"),
    }
)
#: What a state is about stands in the browser's console too: a request that was refused.
REFUSED = "Failed to load resource"


@pytest.fixture(scope="module")
def web(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("web")
    lobby = long_office(folder)
    for service in ("ho-tich", "cu-tru", "chung-thuc", "xa-hoi") * 3:
        lobby.take(service)
    rate_yesterday(lobby)
    portal, dossier, comment = portal_with_dossier(folder)
    yield Web(browser, lobby, portal, dossier, comment)
    lobby.close()
    portal.stop()


class Listener:
    """What pages asked for and complained of."""

    def __init__(self, *hosts: str) -> None:
        self._hosts = {urlsplit(host).netloc for host in hosts}
        self.wrong: list[str] = []

    def hear(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and REFUSED not in message.text:
            self.wrong.append(f"console: {message.text[:200]}")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme.startswith("http") and address.netloc not in self._hosts:
            self.wrong.append(f"asks elsewhere: {address.netloc}")


def judged(page: Page, sizes: tuple[tuple[int, int], ...]) -> Iterator[tuple[str, str]]:
    """Where, and what: at each size in the light, at the first one also in the dark."""
    usual = page.viewport_size
    assert usual is not None
    for scheme, places in (("light", sizes), ("dark", sizes[:1])):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for width, height in places:
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("dispatchEvent(new Event('resize'))")  # now, not at the next frame
            for flaw in audit.flaws(page):
                yield f"{width} {scheme}", flaw
    page.emulate_media(color_scheme="light")
    for flaw in audit.edgeless(page):
        yield "forced colours", flaw
    page.set_viewport_size(usual)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("walk", [hub_pages, portal_pages], ids=["hub", "portal"])
def test_every_page_can_be_read_reached_and_pressed(
    web: Web, walk: Callable[[Web], Walk], language: str
) -> None:
    web.language = language
    found: dict[str, list[str]] = {}
    listener = Listener(web.lobby.url, web.portal.url)
    web.on_page = listener.hear
    seen = []
    for name, page in walk(web):
        seen.append(name)
        sizes = BOARD if name.startswith("board-") else WIDTHS
        # The longer words of English matter where there is least room.
        for where, flaw in judged(page, sizes if language == "vi" else sizes[:1]):
            found.setdefault(f"{name}: {flaw}", []).append(where)
        if name in KEYBOARD and language == "vi":
            for flaw in audit.keyboard_flaws(page):
                found.setdefault(f"{name}: {flaw}", []).append("keyboard")
    assert found == {}
    assert listener.wrong == []
    assert len(seen) >= 20  # a walk that ends early has judged nothing


#: A defect, put into a sound page, and the word by which the audit tells it.
DEFECTS = {
    "wide": ("document.body.insertAdjacentHTML('beforeend', '<div id=x>…</div>');", "sideways"),
    "small-target": ("b.className = '';", "x 20 px"),
    "low-main": ("b.className = 'primary';", "x 50 px"),
    "nameless": ("b.textContent = '';", "no name"),
    "pale": ("p.style.color = '#5a6a85';", "contrast"),
    "faint-by-opacity": ("p.style.opacity = '0.7';", "contrast"),
    "tiny": ("p.style.fontSize = '14px';", "14 px"),
    "broken-word": ("p.style.width = '2em'; p.textContent = 'thường';", "breaks the word"),
    "off-page": ("b.style.marginLeft = '-60px';", "off the page"),
    "second-h1": ("p.outerHTML = '<h1>Hai</h1>';", "not one h1"),
    "no-title": ("document.title = '';", "no title"),
    "no-language": ("document.documentElement.lang = '';", "no language"),
    "no-alt": ("document.querySelector('img').removeAttribute('alt');", "picture"),
    "moving": (
        "p.animate([{opacity: 1}, {opacity: 0.99}], {duration: 9e5});",
        "moves though",
    ),
}
STYLES = {
    "wide": "#x{width:2000px}",
    "small-target": "#b{min-height:0;height:20px;padding:0;width:90px}",
    "low-main": "#b{min-height:0;height:50px;padding:0;width:90px}",
}


@pytest.fixture(scope="module")
def sound_page(browser: Browser, web: Web) -> Iterator[Page]:
    context = person(browser, "phone")
    page = context.new_page()
    page.goto(f"{web.lobby.url}/nowhere")
    page.evaluate("""() => {
      const p = document.querySelector("main p");
      p.id = "p";
      p.insertAdjacentHTML("afterend", "<button id=b class=primary>Nút</button>");
      window.p = p;
      window.b = document.getElementById("b");
    }""")
    yield page
    context.close()


def test_the_audit_finds_each_defect_that_is_put_into_a_sound_page(sound_page: Page) -> None:
    assert audit.flaws(sound_page) == []
    whole = sound_page.evaluate("document.documentElement.innerHTML")
    missed = []
    for name, (defect, word) in DEFECTS.items():
        sound_page.evaluate(
            "style => { const sheet = new CSSStyleSheet(); sheet.replaceSync(style);"
            " document.adoptedStyleSheets = [sheet]; }",
            STYLES.get(name, ""),
        )
        sound_page.evaluate(f"() => {{ {defect} }}")
        if not any(word in flaw for flaw in audit.flaws(sound_page)):
            missed.append((name, audit.flaws(sound_page)))
        sound_page.evaluate(
            """whole => { document.documentElement.innerHTML = whole;
              document.documentElement.lang = "vi";
              window.p = document.getElementById("p");
              window.b = document.getElementById("b"); }""",
            whole,
        )
    assert missed == []


def test_a_control_that_hides_its_focus_is_found(browser: Browser, web: Web) -> None:
    page = person(browser, "phone").new_page()
    page.goto(f"{web.lobby.url}/sign-in")
    assert audit.keyboard_flaws(page) == []
    page.evaluate(
        "const sheet = new CSSStyleSheet(); sheet.replaceSync('#submit{outline:none !important}');"
        "document.adoptedStyleSheets = [sheet]; document.getElementById('name').tabIndex = -1;"
    )
    assert audit.keyboard_flaws(page) == ["button Đăng nhập: the focus does not show"]


def test_a_button_that_is_a_fill_alone_is_found(browser: Browser, web: Web) -> None:
    page = person(browser, "phone").new_page()
    page.goto(f"{web.lobby.url}/sign-in")
    assert audit.edgeless(page) == []
    page.evaluate(
        "const sheet = new CSSStyleSheet(); sheet.replaceSync('#submit{border:0 !important}');"
        "document.adoptedStyleSheets = [sheet];"
    )
    assert audit.edgeless(page) == ["button.primary: no edge"]


def held(page: Page, pattern: str) -> list[Route]:
    """Requests that wait for their answer until they are let go."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(pattern, hold)
    return waiting


def test_type_that_comes_late_moves_no_line_of_a_phone_s_page(browser: Browser, web: Web) -> None:
    ticket = web.lobby.take("dat-dai")
    for address in (
        f"{web.lobby.url}/t/{ticket['token']}",
        f"{web.portal.url}/d",
        f"{web.portal.url}/p/1.004873?o=song-may",
    ):
        context = person(browser, "phone")
        page = context.new_page()
        late = held(page, "**/*.ttf")
        page.add_init_script(
            "window.moved = 0; new PerformanceObserver(list => { for (const each of"
            " list.getEntries()) window.moved += each.value; })"
            ".observe({type: 'layout-shift', buffered: true});"
        )
        page.goto(address, wait_until="domcontentloaded")
        page.wait_for_timeout(500)  # longer than a browser waits for a face before it draws
        assert late, "the page has no type of its own"
        for each in late:
            each.continue_()
        page.wait_for_timeout(300)
        assert page.evaluate("window.moved") == 0, address
        context.close()


def test_every_answer_of_a_page_says_what_it_may_load(web: Web) -> None:
    for base, paths in (
        (web.lobby.url, ("/sign-in", "/board", "/nowhere", "/t/unknown")),
        (web.portal.url, ("/d", "/p/1.004873", "/staff/sign-in", "/staff/x/y/z")),
    ):
        for path in paths:
            answer = web.lobby.http.get(base + path, headers={"accept": "text/html"}, timeout=5)
            policy = answer.headers["content-security-policy"]
            assert "default-src 'self'" in policy, path
            assert "unsafe" not in policy, path
            assert answer.headers["content-type"].startswith("text/html"), path


def test_a_program_is_told_of_a_missing_address_in_its_own_way(web: Web) -> None:
    for base in (web.lobby.url, web.portal.url):
        answer = web.lobby.http.get(f"{base}/nowhere", timeout=5)
        assert answer.headers["content-type"] == "application/problem+json"
