"""A real hub in a process of its own, a kiosk's hand, and a browser: what page tests work with."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
import uuid_utils.compat as uuid
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from kiosk.clock import utc_now
from kiosk.hub.accounts import add_user
from kiosk.hub.store import store

CLERK, PASSWORD = "lan", "mat-khau-cua-lan"
START_S = 15.0  # Python start-up on a loaded machine
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
SIZES = {"wide": (1280, 800), "tablet": (820, 1180), "phone": (390, 844)}


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Lobby:
    """One office's hub on a fixed port, so that it can die and come back."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    http: requests.Session = field(default_factory=requests.Session)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def db(self) -> Path:
        return self.folder / "hub.db"

    def start(self) -> None:
        """Run ``kiosk hub run`` until it answers."""
        with store(self.db) as connection:
            add_user(connection, CLERK, PASSWORD, now=utc_now())
        command = ["hub", "run", "--listen", f"127.0.0.1:{self.port}", "--db", str(self.db)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
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

    def take(self, service: str = "ho-tich", **fields: Any) -> dict[str, Any]:
        """A number from the kiosk; the slip came out unless `slip` says otherwise."""
        slip = fields.pop("slip", "printed")
        body = {"ticket_id": str(uuid.uuid7()), "service_id": service, "kiosk_id": "k1"} | fields
        answer = self.http.post(
            f"{self.url}/v1/tickets",
            json=body,
            headers={"Idempotency-Key": body["ticket_id"]},
            timeout=10,
        )
        answer.raise_for_status()
        ticket: dict[str, Any] = answer.json()
        self.http.post(
            f"{self.url}/v1/tickets/{ticket['ticket_id']}/print-results",
            json={"result": slip},
            timeout=10,
        ).raise_for_status()
        return ticket

    def help(self, kiosk: str = "Kiosk 2", screen: str = "Lấy số") -> None:
        """Somebody at a kiosk asks for help."""
        body = {"kiosk_id": kiosk, "screen": screen}
        self.http.post(f"{self.url}/v1/help-calls", json=body, timeout=10).raise_for_status()

    def clerk(self) -> requests.Session:
        """Another clerk, at another desk, without a browser."""
        session = requests.Session()
        session.trust_env = False
        body = {"name": CLERK, "password": PASSWORD}
        answer = session.post(f"{self.url}/v1/session", json=body, timeout=10)
        session.headers["X-CSRF-Token"] = answer.json()["csrf"]
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


def person(browser: Browser, size: str = "wide", **options: Any) -> BrowserContext:
    """Somebody's browser, with no memory of anybody else."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    context.set_default_timeout(8000)
    return context


def sign_in(context: BrowserContext, lobby: Lobby, then: str = "/desk") -> Page:
    """Sign in as a person does, and wait for the page after it."""
    page = context.new_page()
    page.goto(f"{lobby.url}/sign-in?next={then}")
    page.fill("#name", CLERK)
    page.fill("#password", PASSWORD)
    page.click("#submit")
    page.wait_for_url(f"{lobby.url}{then}")
    return page
