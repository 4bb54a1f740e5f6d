"""A far end that sends a byte now and then holds nobody for ever."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest
import requests

from kiosk.clock import utc_now
from kiosk.remote.hub_client import HubClient, HubUnreachableError
from kiosk.remote.limit import TotalLimit
from kiosk.remote.portal_client import PortalClient
from kiosk.remote.signing import DeviceKey
from offline_queue.answers import Failure

TOTAL_S, READ_S = 0.5, 0.3
EVERY_S = 0.1  # within the read's own time-out
HEADER = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"


class Dripping:
    """Answers every request with `begin` at once and then one byte after another."""

    def __init__(self, begin: bytes) -> None:
        self._begin = begin
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}/"

    def _serve(self) -> None:
        line, _ = self._listening.accept()
        with closing(line):
            try:
                line.sendall(self._begin)
                while not self._over.wait(EVERY_S):
                    line.sendall(b"H")
            except OSError:
                self._over.set()  # the caller has had enough

    def close(self) -> None:
        self._over.set()
        self._thread.join()
        self._listening.close()


@pytest.fixture(params=[b"", b"HTTP/1.1 200 OK\r\nX: ", HEADER], ids=["nothing", "header", "body"])
def dripping(request: pytest.FixtureRequest) -> Iterator[Dripping]:
    found = Dripping(request.param)
    yield found
    found.close()


def test_an_answer_that_drips_is_broken_off(dripping: Dripping) -> None:
    with requests.Session() as session:
        limit = TotalLimit(session, TOTAL_S)
        began = monotonic()
        with pytest.raises(requests.Timeout, match="longer than"), limit.running():
            session.get(dripping.url, timeout=READ_S)
        assert monotonic() - began < 4 * TOTAL_S
        limit.close()


def test_a_portal_that_drips_counts_as_a_silent_one(dripping: Dripping, tmp_path: Path) -> None:
    client = PortalClient(
        dripping.url,
        DeviceKey.create(tmp_path / "key"),
        server_keys={},
        ca=None,
        clock=utc_now,
        timeout_s=(READ_S, READ_S),
        total_s=TOTAL_S,
    )
    assert client.ping().failure is Failure.TIMEOUT
    client.close()


def test_a_hub_that_drips_is_away(dripping: Dripping) -> None:
    with pytest.raises(HubUnreachableError, match="Timeout"):
        HubClient(dripping.url, kiosk_id="lobby-1", timeout_s=2 * READ_S).services()
