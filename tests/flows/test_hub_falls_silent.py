"""A hub whose line stays open and says nothing is lost, and told so until it is steady again."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from kiosk.remote.hub_client import HubClient
from kiosk.services import hub_feed
from kiosk.services.hub_feed import HubFeed
from kiosk.settings import Settings
from tests.flows.conftest import Office
from ui.gallery_office import NOW, StillClock, board, services
from ui.ports import Ports
from ui.stage import Stage
from ui.wiring import Wiring

SILENCE_S, SETTLE_MS = 0.6, 300


class Hub(ThreadingHTTPServer):
    """Its first stream falls silent, its second breaks at once, its third goes on."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Stream)
        self.streams = 0
        self.over = threading.Event()


class _Stream(BaseHTTPRequestHandler):
    server: Hub

    def do_GET(self) -> None:
        self.send_response(200)
        if self.path == "/v1/services":
            body = services().model_dump_json().encode()
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)
            return
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.server.streams += 1
        self.wfile.write(f"event: state\ndata: {board().model_dump_json()}\n\n".encode())
        if self.server.streams == 1:
            self.server.over.wait()
        while self.server.streams > 2 and not self.server.over.wait(SILENCE_S / 12):
            self.wfile.write(b":\n\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        pass


class NoNumbers:
    """Nothing waits to be handed in."""

    def wake(self) -> None:
        """The line is back."""


@contextmanager
def followed(stage: Stage) -> Iterator[Hub]:
    """`stage` follows a hub on this machine as a kiosk does."""
    hub, office = Hub(), stage.kiosk.office
    thread = threading.Thread(target=hub.serve_forever, args=(0.01,))
    thread.start()
    client = HubClient(
        f"http://127.0.0.1:{hub.server_port}", kiosk_id="k1", timeout_s=10, silence_s=SILENCE_S
    )
    feed = HubFeed(
        client,
        NoNumbers(),  # type: ignore[arg-type]
        on_state=office.heard,
        on_services=office.heard,
        on_link=office.linked,
    )
    feed.start()
    try:
        yield hub
    finally:
        hub.over.set()
        feed.stop()
        hub.shutdown()
        hub.server_close()
        thread.join()


def test_the_banner_stands_from_the_silence_until_the_line_is_steady(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_feed, "_FIRST_RETRY_S", 0.05)
    ward = Office()
    wiring = Wiring(now=lambda: NOW, monotonic=StillClock(), settle_ms=SETTLE_MS, animated=False)
    with Stage(
        Ports(tickets=ward, feed=ward, help=ward, known=services()), Settings(), wiring=wiring
    ) as stage:
        office = stage.kiosk.office
        told = [office.view.lost]
        office.viewChanged.connect(lambda: told.append(office.view.lost))
        stage.tap("attract.begin")
        with followed(stage) as hub:
            stage.wait_until(lambda: stage.shows("banner.offline"))
            assert stage.text("banner.offline").startswith("Chưa có mạng")
            assert not office.view.counted
            stage.wait_until(lambda: not stage.shows("banner.offline"))
            assert hub.streams >= 3  # a machine that stood still for so long makes one more
    changes = [now for before, now in pairwise(told) if now != before]
    assert changes[:2] == [True, False]  # not once more for the stream that broke at once
    assert len(changes) <= 3  # the feed's own end
