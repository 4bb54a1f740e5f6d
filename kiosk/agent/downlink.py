"""The thread that fetches notices, what came of dossiers, newer keys, and tells how the kiosk is.

Never waits behind the uplink: a citizen's status must come down while a page goes up.
"""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Final

import structlog
from sqlite_utils import Database

from kiosk import VERSION
from kiosk.agent.errand import Errand
from kiosk.agent.line import Line
from kiosk.agent.notices import NoticeCarrier
from kiosk.clock import Clock
from kiosk.contract.portal import Heartbeat
from kiosk.remote.portal_client import (
    PortalAwayError,
    PortalClient,
    PortalRefusedError,
    WrongSignerError,
)
from kiosk.services import own_dossiers
from kiosk.services.enrolment import Enrolment
from kiosk.services.notices import NoticeShelf
from offline_queue import inspection
from offline_queue.database import open_database, sqlite3
from offline_queue.envelope import State
from offline_queue.moment import moment

# A status may be half a minute old: nobody waits before the screen for an officer's decision.
EVERY_S: Final = 30.0
# After a failure at most so long: once the line is back, an urgent notice must be there within a
# minute. Jitter, so that kiosks do not come back in step; a try costs one connection.
LONGEST_S: Final = 50.0
KEYS_EVERY: Final = 20  # rounds: about ten minutes
FORGET_EVERY: Final = 2880  # rounds: about a day, and at every start

log = structlog.get_logger()

_WAITING: Final = frozenset({State.STAGED, State.READY, State.SENDING, State.UPLOADED})


class Downlink(Errand):
    """Owns its connections: made, used and closed on the thread that calls `run`."""

    def __init__(
        self,
        data: Path,
        enrolment: Enrolment,
        client: Callable[[], PortalClient],
        *,
        clock: Clock,
        rng: random.Random,
        every_s: float = EVERY_S,
        line: Line | None = None,
    ) -> None:
        """`line` is told whether the portal answered."""
        super().__init__()
        self._line = line
        self._data = data
        self._enrolment = enrolment
        self._client = client
        self._clock = clock
        self._rng = rng
        self._every_s = every_s

    def run(self) -> None:
        """Fetch until `stop`."""
        database = open_database(self._data / own_dossiers.OUTBOX)
        client = self._client()
        shelf = NoticeShelf(self._data, clock=self._clock)
        notices = NoticeCarrier(shelf)
        failures = rounds = 0
        try:
            while not self.stopping:
                try:
                    self._round(
                        database,
                        client,
                        notices,
                        keys=rounds % KEYS_EVERY == 0,
                        daily=rounds % FORGET_EVERY == 0,
                    )
                    failures = 0
                    rounds += 1
                    self._say(up=True)
                except (PortalAwayError, PortalRefusedError, WrongSignerError) as error:
                    failures += 1
                    self._say(up=isinstance(error, PortalRefusedError))
                    log.info("downlink.failed", why=str(error), times=failures)
                except (sqlite3.OperationalError, OSError) as error:
                    # A full disk must not end the uplink as well: what it sends frees the disk.
                    failures += 1
                    log.warning("downlink.not_kept", why=str(error), times=failures)
                self.rest(self._pause_s(failures))
        finally:
            client.close()
            shelf.close()
            database.close()

    def _say(self, *, up: bool) -> None:
        if self._line is not None:
            self._line.said(up=up)

    def _pause_s(self, failures: int) -> float:
        if failures == 0:
            return self._every_s
        longest: float = min(LONGEST_S, self._every_s * 2.0 ** min(failures, 6))
        return self._rng.uniform(0.5, 1) * longest

    def _round(
        self,
        database: Database,
        client: PortalClient,
        notices: NoticeCarrier,
        *,
        keys: bool,
        daily: bool,
    ) -> None:
        if self._line is not None:
            self._line.awaited()
        notices.fetch(client)  # first: an urgent one must be on the screen within a minute
        cursor = own_dossiers.cursor(database)
        more = True
        while more and not self.stopping:
            feed = client.changes(cursor)
            if feed.cursor != cursor:
                own_dossiers.keep_changes(database, feed.changes, new_cursor=feed.cursor)
                log.info("downlink.changes", count=len(feed.changes))
            more, cursor = feed.more and feed.cursor != cursor, feed.cursor
        if daily:
            # The portal has just answered: by its time, as a clock ahead must forget nothing.
            forgotten = own_dossiers.forget_old(database, client.now())
            log.info("downlink.forgotten", count=forgotten)
        if keys:
            new, text = client.key_set()
            if self._enrolment.keep_key_set(new, text):
                log.info("downlink.new_keys", serial=new.serial)
            notices.look_again(client)
        client.heartbeat(heartbeat(database, self._clock))
        notices.fetch_pictures(client)


def heartbeat(database: Database, clock: Clock) -> Heartbeat:
    """How this kiosk is, in counts."""
    counts = inspection.counts(database, at=moment(clock()))
    waiting = [count for count in counts if count.state in _WAITING]
    quarantined = sum(count.count for count in counts if count.state is State.QUARANTINED)
    return Heartbeat(
        version=VERSION,
        waiting=sum(count.count for count in waiting),
        quarantined=quarantined,
        oldest_s=max((count.oldest_s for count in waiting), default=0.0),
    )
