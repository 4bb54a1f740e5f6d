"""The notices' part of the downlink: the set, its pictures, the time, and the counts back."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from kiosk.contract.notices import PORTAL_SERIES
from kiosk.remote.portal_client import PortalAwayError, PortalClient, PortalRefusedError
from kiosk.services.notice_sets import NoticeRefusedError
from kiosk.services.notices import NoticeShelf
from offline_queue.database import sqlite3

log = structlog.get_logger()


class NoticeCarrier:
    """Carries between the portal and the shelf; on the downlink's thread.

    Every call raises what the client raises when the portal is away; the shelf goes on showing.
    A disk that takes no notices is logged: dossiers must still go out.
    """

    def __init__(self, shelf: NoticeShelf) -> None:
        self._shelf = shelf
        self._wanting = True  # pictures may be missing

    def fetch(self, client: PortalClient) -> None:
        """Take the kiosk's set if there is a newer one, then tell what was counted."""
        with _disk():
            self._fetch(client)

    def _fetch(self, client: PortalClient) -> None:
        text = client.notices(self._shelf.serial(PORTAL_SERIES))
        if text is not None:
            try:
                self._shelf.take(text)
            except NoticeRefusedError:  # logged there; what is shown stays
                return
            self._wanting = True
        counts = self._shelf.take_counts()
        if counts is not None:
            client.tell_counts(counts)
            self._shelf.counts_told(counts)

    def fetch_pictures(self, client: PortalClient) -> None:
        """Fetch what the sets name and is not here; the words are shown meanwhile."""
        if not self._wanting:
            return
        self._wanting = False
        with _disk():
            for wanted in self._shelf.missing():
                try:
                    content = client.picture(wanted)
                except PortalRefusedError as error:  # of a set made by hand, or withdrawn just now
                    log.info("notices.no_picture", sha256=wanted.sha256, why=str(error))
                except PortalAwayError:
                    self._wanting = True
                    raise
                else:
                    self._shelf.keep_picture(wanted, content)

    def look_again(self, client: PortalClient) -> None:
        """Now and then: learn the time, and look whether a picture was torn."""
        self._wanting = True
        now = client.time()
        if now is not None:
            with _disk():
                self._shelf.note_time(now)


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        log.warning("notices.disk", why=str(error))
