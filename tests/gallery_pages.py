"""Pictures of every page and state at three sizes: ``python -m tests.gallery_pages [DIR]``."""

import signal
import sys
import tempfile
from pathlib import Path

import requests
from playwright.sync_api import Browser, Page

from tests.pages.lobby import SIZES, Lobby, breathe, chromium, person, sign_in


def shoot(page: Page, folder: Path, name: str, size: str, *, full: bool = True) -> None:
    """One picture, whole page."""
    page.wait_for_timeout(350)
    page.screenshot(path=folder / f"{name}.{size}.png", full_page=full)


def fill(lobby: Lobby) -> None:
    """A usual morning: people of several services, one with priority, one without a slip."""
    services = ("ho-tich", "chung-thuc", "ho-tich", "cu-tru", "khac", "ho-tich", "xa-hoi")
    for service in services * 2:
        lobby.take(service)
    lobby.take("ho-tich", priority=True)
    lobby.take("chung-thuc", slip="not_started")
    lobby.take("ho-tich", slip="unconfirmed")


def sign_in_pages(browser: Browser, lobby: Lobby, folder: Path, size: str) -> None:
    """The form, its answers, a page that is not there."""
    context = person(browser, size)
    page = context.new_page()
    page.goto(f"{lobby.url}/sign-in")
    shoot(page, folder, "sign-in", size)
    page.fill("#name", "nobody")
    page.fill("#password", "not-the-password")
    page.click("#submit")
    page.wait_for_selector("#answer:visible")
    shoot(page, folder, "sign-in-wrong", size)
    page.goto(f"{lobby.url}/nowhere")
    page.goto(f"{lobby.url}/t/aaaaaaaaaaaaaaaaaaaaaa")
    shoot(page, folder, "follow-unknown", size)
    context.close()


def desk_pages(browser: Browser, lobby: Lobby, folder: Path, size: str, desk: str) -> None:
    """The console in each of its states."""
    context = person(browser, size)
    page = sign_in(context, lobby)
    shoot(page, folder, "desks", size)
    page.goto(f"{lobby.url}/desk/{desk}")
    page.wait_for_selector("#waiting li")
    shoot(page, folder, "desk-idle", size)
    page.keyboard.press(" ")
    page.wait_for_selector("[data-deed=start]")
    shoot(page, folder, "desk-called", size)
    page.keyboard.press("h")
    page.wait_for_selector("#parked li")
    page.wait_for_selector("[data-deed=call_next]")
    breathe(page)
    page.keyboard.press(" ")
    page.wait_for_selector("[data-deed=start]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-deed=finish]")
    lobby.help()
    page.wait_for_selector("[data-help]")
    shoot(page, folder, "desk-serving-help", size)
    page.keyboard.press("t")
    page.wait_for_selector("dialog[open]")
    shoot(page, folder, "desk-transfer", size, full=False)
    page.keyboard.press("Escape")
    page.click("[data-help]")
    page.goto(f"{lobby.url}/desk/{desk}?lang=en")
    page.wait_for_selector("[data-deed=finish]")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    shoot(page, folder, "desk-english", size)
    page.keyboard.press("t")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("3")
    page.wait_for_selector("[data-deed=call_next]")
    context.close()


def finish(lobby: Lobby, clerk: requests.Session, desk: str) -> None:
    """Bring the number at `desk`, if there is one, to its end."""
    state = clerk.get(f"{lobby.url}/v1/desks/{desk}/state", timeout=5).json()
    if state["current"]:
        path = f"/v1/tickets/{state['current']['ticket_id']}/finish"
        clerk.post(lobby.url + path, json={"desk": desk}, timeout=5).raise_for_status()


def board_pages(browser: Browser, lobby: Lobby, folder: Path, size: str) -> None:
    """The board with two calls in one second."""
    context = person(browser, size)
    page = context.new_page()
    page.goto(f"{lobby.url}/board")
    page.wait_for_selector("#big .no")
    clerk = lobby.clerk()
    for desk in ("2", "3", "2", "3", "1"):
        finish(lobby, clerk, desk)
        lobby.call_next(clerk, desk)
        page.wait_for_timeout(60)
    page.reload()
    page.wait_for_selector("#rows li")
    finish(lobby, clerk, "1")
    finish(lobby, clerk, "2")
    lobby.call_next(clerk, "1")
    lobby.call_next(clerk, "2")
    page.wait_for_selector(".fresh")
    shoot(page, folder, "board-two-calls", size, full=False)
    context.close()


def follow_pages(browser: Browser, lobby: Lobby, folder: Path, size: str) -> None:
    """A phone that waits, and is called."""
    context = person(browser, size)
    page = context.new_page()
    ticket = lobby.take("dat-dai")
    page.goto(f"{lobby.url}/t/{ticket['token']}")
    shoot(page, folder, "follow-waiting", size)
    clerk = lobby.clerk()
    lobby.take("xa-hoi")
    for _ in range(60):
        finish(lobby, clerk, "2")
        if lobby.call_next(clerk, "2") == ticket["number"]:
            break
    page.wait_for_selector(".state.called")
    shoot(page, folder, "follow-called", size)
    context.close()


def gallery(folder: Path) -> None:
    """All pictures into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, chromium() as browser:
        lobby = Lobby(Path(data))
        lobby.start()
        try:
            for size in SIZES:
                context = person(browser, size)
                page = context.new_page()
                if size == "wide":
                    page.goto(f"{lobby.url}/board")
                    shoot(page, folder, "board-empty", size, full=False)
                context.close()
            for size in SIZES:
                fill(lobby)
                sign_in_pages(browser, lobby, folder, size)
                desk_pages(browser, lobby, folder, size, "1")
                board_pages(browser, lobby, folder, size)
                follow_pages(browser, lobby, folder, size)
            lost_pages(browser, lobby, folder)
        finally:
            lobby.stop()


def lost_pages(browser: Browser, lobby: Lobby, folder: Path) -> None:
    """Board, desk and phone after the hub has gone."""
    open_pages = []
    ticket = lobby.take("ho-tich")
    for size in SIZES:
        context = person(browser, size)
        desk = sign_in(context, lobby, "/desk/1")
        board, phone = context.new_page(), context.new_page()
        board.goto(f"{lobby.url}/board")
        phone.goto(f"{lobby.url}/t/{ticket['token']}")
        open_pages.append((size, desk, board, phone))
    open_pages[0][1].wait_for_timeout(1000)
    lobby.stop(signal.SIGKILL)
    for size, desk, board, phone in open_pages:
        for name, page in (("desk", desk), ("board", board), ("follow", phone)):
            page.wait_for_selector("#stale:visible", timeout=20000)
            shoot(page, folder, f"{name}-lost", size, full=name != "board")


if __name__ == "__main__":
    gallery(Path(sys.argv[1] if len(sys.argv) > 1 else "build/pages"))
