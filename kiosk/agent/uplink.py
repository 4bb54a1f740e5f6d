"""The thread that sends: turns of the sender, for as long as the agent lives."""

import datetime as dt
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import structlog

from kiosk.agent.errand import Errand
from kiosk.agent.line import Line
from kiosk.clock import Clock
from kiosk.contract.signed import signed_bytes
from kiosk.remote.portal_client import PortalClient
from kiosk.services.disk_fault import remedy
from kiosk.services.own_dossiers import OUTBOX, SEALED
from offline_queue.blobs import BlobStore
from offline_queue.database import open_database
from offline_queue.moment import moment
from offline_queue.quota import Ballast, space
from offline_queue.receipts import SignedReceipts
from offline_queue.sender import Outcome, Sender

# Without a poke from the app the outbox is looked at so often; a look is one indexed query.
LOOK_S: Final = 5.0

#: The reserve's file, in the data folder.
RESERVE: Final = "ballast"
#: A commit and a checkpoint of the largest write-ahead log (8 MB, `open_database`), twice.
SCARCE_BYTES: Final = 32_000_000

log = structlog.get_logger()


class Uplink(Errand):
    """Owns its connections: made, used and closed on the thread that calls `run`."""

    def __init__(
        self,
        data: Path,
        client: Callable[[], PortalClient],
        server_keys: dict[str, bytes],
        *,
        clock: Clock,
        rng: random.Random,
        look_s: float = LOOK_S,
        reserve_bytes: int = 0,
        line: Line | None = None,
    ) -> None:
        """`reserve_bytes`: room on the disk that is kept for draining the queue; 0: none.
        `line` is told when something was delivered, and when it could not be.
        """
        super().__init__()
        self._data = data
        self._client = client
        self._server_keys = server_keys
        self._clock = clock
        self._rng = rng
        self._look_s = look_s
        self._line = line
        self._reserve = Ballast(data / RESERVE, reserve_bytes) if reserve_bytes else None
        self.link: str = "unknown"
        self.reason = ""
        self.last_delivery_at: dt.datetime | None = None

    def run(self) -> None:
        """Send until `stop`."""
        self.keep_room()
        path = self._data / OUTBOX
        database, leases = open_database(path), open_database(path, synchronous="NORMAL")
        client = self._client()
        try:
            sender = Sender(
                database=database,
                leases=leases,
                store=BlobStore(self._data / SEALED),
                transport=client,
                verify=SignedReceipts(
                    self._server_keys, signed_bytes=partial(signed_bytes, "receipt")
                ),
                clock=lambda: moment(self._clock()),
                rng=self._rng,
            )
            sender.start()
            while not self.stopping:
                if self._turn(sender):
                    continue
                self.keep_room()
                wait_ms = sender.wait_ms()
                limit_s = self._look_s if wait_ms is None else min(self._look_s, wait_ms / 1000)
                if self.rest(max(0.01, limit_s)):
                    sender.wake()
        finally:
            client.close()
            leases.close()
            database.close()

    def keep_room(self) -> None:
        """Give the reserve up when the disk is full, since what is sent frees it; then take it
        again. A full disk that is found in mid-turn ends the agent: its next start comes here.
        """
        if self._reserve is None:
            return
        disk = space(self._data)
        if disk.free >= SCARCE_BYTES:
            self._reserve.refill(disk)
        elif self._reserve.release():
            log.warning("disk.reserve_given_up", free=disk.free, **remedy(self._data))

    def _turn(self, sender: Sender) -> bool:
        """One turn; whether another should follow at once."""
        turn = sender.turn()
        if turn.outcome is Outcome.DELIVERED:
            self.link, self.reason = "up", ""
            self.last_delivery_at = self._clock()
            self._say(up=True)
            log.info("delivery.receipted", delivery=turn.key)
        elif turn.outcome is Outcome.QUARANTINED:
            self.link = "up"
            log.warning("delivery.set_aside", delivery=turn.key, reason=turn.reason)
        elif turn.outcome is Outcome.PAUSED:
            self.link, self.reason = "paused", turn.reason
            log.warning("uplink.paused", reason=turn.reason)
        elif turn.outcome in {Outcome.RETRY, Outcome.WRONG_NETWORK}:
            self.link, self.reason = "down", turn.reason
            self._say(up=False)
            log.info("uplink.down", outcome=turn.outcome.value, reason=turn.reason)
        return turn.outcome in {Outcome.DELIVERED, Outcome.QUARANTINED}

    def _say(self, *, up: bool) -> None:
        if self._line is not None:
            self._line.said(up=up)
