"""A real hub in a process of its own, a kiosk's hand, and a browser: what page tests work with."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import requests
import uuid_utils.compat as uuid
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from kiosk.clock import Clock, utc_now
from kiosk.hub.app import create_app
from kiosk.hub.store import store
from kiosk.settings import Hub, Paths, Portal, Settings, Site
from kiosk.web import server
from kiosk.web.accounts import add_user
from ui.demo.programs import free_port

PORTAL = "http://127.0.0.1:9/portal"  # a port where nobody answers
CLERK, PASSWORD = "lan", "mat-khau-cua-lan"
START_S = 15.0  # Python start-up on a loaded machine
#: What a page may take on a loaded machine; it ends a test that fails, and slows none that passes.
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
SIZES = {"wide": (1280, 800), "tablet": (820, 1180), "phone": (390, 844)}


@dataclass
class Lobby:
    """One office's hub on a fixed port, so that it can die and come back."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    http: requests.Session = field(default_factory=requests.Session)
    clerk_session: requests.Session | None = None
    services: str = "ward"
    announce: Literal["", "vi", "vi+en"] = ""
    clock: Clock = utc_now
    web: server.StoppableServer | None = None
    thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def db(self) -> Path:
        return self.folder / "hub.db"

    def start(self) -> None:
        """Run ``kiosk hub run`` until it answers."""
        self._know_the_clerk()
        command = ["hub", "run", "--listen", f"127.0.0.1:{self.port}", "--db", str(self.db)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"KIOSK_SITE__SERVICES": self.services},
        )
        assert self.process.stdout is not None
        assert "answers at" in self.process.stdout.readline()
        self.http.trust_env = False

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the hub; SIGKILL is the power cut."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.communicate(timeout=START_S)
            self.process = None

    def open(self) -> None:
        """Run the hub in this process: quick to start, for tests that let it live."""
        self._know_the_clerk()
        listening = server.bound(f"127.0.0.1:{self.port}")
        settings = Settings(
            site=Site(services=self.services),
            hub=Hub(url=self.url, db=str(self.db), announce=self.announce),
            portal=Portal(url=PORTAL),
            paths=Paths(data=self.folder),
        )
        self.web = server.StoppableServer(
            server.configuration(create_app(settings, clock=self.clock))
        )
        self.thread = threading.Thread(target=self.web.run, kwargs={"sockets": [listening]})
        self.thread.start()
        while not self.web.started:
            assert self.thread.is_alive()
            self.thread.join(0.01)
        self.http.trust_env = False

    def close(self) -> None:
        """End the hub of this process."""
        if self.web is not None and self.thread is not None:
            self.web.should_exit = True
            self.thread.join(START_S)
            assert not self.thread.is_alive()

    def _know_the_clerk(self) -> None:
        if not self.db.exists():
            with store(self.db) as connection:
                add_user(connection, CLERK, PASSWORD, now=utc_now())

    def take(self, service: str = "ho-tich", **fields: str | bool) -> dict[str, Any]:
        """A number from the kiosk; the slip came out unless `slip` says otherwise."""
        slip = fields.pop("slip", "printed")
        ticket_id = str(uuid.uuid7())
        body = {"ticket_id": ticket_id, "service_id": service, "kiosk_id": "k1", **fields}
        answer = self.http.post(
            f"{self.url}/v1/tickets",
            json=body,
            headers={"Idempotency-Key": ticket_id},
            timeout=10,
        )
        answer.raise_for_status()
        ticket: dict[str, Any] = answer.json()
        self.http.post(
            f"{self.url}/v1/tickets/{ticket_id}/print-results",
            json={"result": slip},
            timeout=10,
        ).raise_for_status()
        return ticket

    def help(self, kiosk: str = "Kiosk 2", screen: str = "Lấy số") -> None:
        """Somebody at a kiosk asks for help."""
        body = {"kiosk_id": kiosk, "screen": screen}
        self.http.post(f"{self.url}/v1/help-calls", json=body, timeout=10).raise_for_status()

    def clerk(self) -> requests.Session:
        """A signed-in clerk without a browser; checking a password is slow, so only once."""
        if self.clerk_session is not None:
            return self.clerk_session
        session = requests.Session()
        session.trust_env = False
        body = {"name": CLERK, "password": PASSWORD}
        answer = session.post(f"{self.url}/v1/session", json=body, timeout=10)
        session.headers["X-CSRF-Token"] = answer.json()["csrf"]
        self.clerk_session = session
        return session

    def call_next(self, clerk: requests.Session, desk: str) -> str:
        """Call at `desk`; the number called."""
        answer = clerk.post(
            f"{self.url}/v1/desks/{desk}/call-next",
            headers={"Idempotency-Key": str(uuid.uuid7())},
            timeout=10,
        )
        answer.raise_for_status()
        return str(answer.json()["current"]["number"])


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless, with a fresh profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def person(browser: Browser, size: str = "wide", *, type_faces: bool = True) -> BrowserContext:
    """Somebody's browser, with no memory of anybody else.

    Without `type_faces` the fonts stay away: reading two megabytes of them for each of many
    short tests takes longer than the tests.
    """
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
    context.set_default_timeout(PATIENCE_MS)
    if not type_faces:
        context.route("**/*.ttf", lambda route: route.abort())
    return context


def sign_in(context: BrowserContext, lobby: Lobby, then: str = "/desk") -> Page:
    """Sign in as a person does, and wait for the page after it."""
    page = context.new_page()
    page.goto(f"{lobby.url}/sign-in?next={then}")
    page.fill("#name", CLERK)
    page.fill("#password", PASSWORD)
    page.click("#submit")
    expect(page).to_have_url(f"{lobby.url}{then}")
    return page


def breathe(page: Page) -> None:
    """A hand's next press in the same place; sooner it would be the second half of a double one."""
    page.wait_for_timeout(510)


def at_desk(context: BrowserContext, lobby: Lobby, desk: str = "1") -> Page:
    """The console of a desk for a clerk who signed in before."""
    ((name, value),) = lobby.clerk().cookies.items()
    context.add_cookies([{"name": name, "value": value, "url": lobby.url}])
    page = context.new_page()
    page.goto(f"{lobby.url}/desk/{desk}")
    page.wait_for_selector("#deeds button:enabled")
    return page
