"""From *Gửi hồ sơ* to the portal's signed receipt, and what goes over the wire for it.

The real agent and the real portal on loopback, a counting relay between them; a dossier of the
usual size: a form and two scanned pages of 160 KB.
"""

import json
import os
import socket
import statistics
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from tests.portal.world import Kiosk, RunningPortal, declaration, new_ids, wait_until

RUNS = 10
PAGE = 160_000  # bytes of a scanned page, as measured on the simulator's pages
PAGES = 2


class Relay:
    """Passes every connection on to `target` and counts the bytes each way."""

    def __init__(self, target: str) -> None:
        address = urlsplit(target)
        self._to = (address.hostname or "127.0.0.1", address.port or 80)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.sent = self.received = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                here, _ = self._listening.accept()
            except OSError:
                return
            there = socket.create_connection(self._to)
            for each, other, way in ((here, there, "sent"), (there, here, "received")):
                threading.Thread(target=self._pass, args=(each, other, way), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, way: str) -> None:
        try:
            while data := source.recv(1 << 16):
                setattr(self, way, getattr(self, way) + len(data))
                target.sendall(data)
        except OSError:
            pass  # one side has gone; so does the other
        finally:
            target.close()

    def close(self) -> None:
        """Take no more."""
        self._listening.close()


def main() -> None:
    """Print a row for the time, one for the bytes."""
    with tempfile.TemporaryDirectory() as folder:
        portal = RunningPortal(Path(folder) / "portal")
        relay = Relay(portal.url)
        portal.behind = relay.url  # requests are signed for the address they go to
        portal.start()
        kiosk = Kiosk.enrolled(Path(folder) / "kiosk", portal.provision())
        kiosk.start_agent()
        times = [_deliver(kiosk) for _ in range(RUNS)]
        before = relay.sent
        _deliver(kiosk)
        sent = relay.sent - before
        kiosk.close()
        portal.stop()
        relay.close()
    plain = PAGES * PAGE + len(json.dumps(declaration().answers))
    print(
        json.dumps(
            {
                "id": "delivery_one_dossier",
                "value": round(statistics.median(times) * 1000),
                "unit": "ms (median)",
                "runs": RUNS,
            }
        )
    )
    print(
        json.dumps(
            {
                "id": "delivery_bytes",
                "value": sent,
                "unit": "bytes sent",
                "peer": "bytes of pages and answers",
                "peer_value": plain,
                "ratio": round(sent / plain, 3),
                "runs": 1,
            }
        )
    )


def _deliver(kiosk: Kiosk) -> float:
    ids = new_ids()
    pages = tuple(kiosk.scan(os.urandom(PAGE), n + 1) for n in range(PAGES))
    begin = time.monotonic()
    kiosk.submitting.submit(ids, declaration(), pages, office_id="song-may")
    kiosk.poke()
    wait_until(lambda: kiosk.states()[str(ids.dossier_id)] == "purged")
    return time.monotonic() - begin


if __name__ == "__main__":
    main()
