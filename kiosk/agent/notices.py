"""The notices' part of the downlink: the set, its pictures, the time, and the counts back."""

import structlog

from kiosk.contract.notices import PORTAL_SERIES
from kiosk.remote.portal_client import PortalClient, PortalRefusedError
from kiosk.services.notice_sets import NoticeRefusedError
from kiosk.services.notices import NoticeShelf

log = structlog.get_logger()


class NoticeCarrier:
    """Carries between the portal and the shelf; on the downlink's thread.

    Every call raises what the client raises when the portal is away; the shelf goes on showing.
    """

    def __init__(self, shelf: NoticeShelf) -> None:
        self._shelf = shelf
        self._wanting = True  # pictures may be missing

    def fetch(self, client: PortalClient) -> None:
        """Take the kiosk's set if there is a newer one, then tell what was counted."""
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
        for wanted in self._shelf.missing():
            try:
                content = client.picture(wanted)
            except PortalRefusedError as error:  # of a set made by hand, or withdrawn just now
                log.info("notices.no_picture", sha256=wanted.sha256, why=str(error))
            else:
                self._shelf.keep_picture(wanted, content)
        self._wanting = False

    def look_again(self, client: PortalClient) -> None:
        """Now and then: learn the time, and look whether a picture was torn."""
        now = client.time()
        if now is not None:
            self._shelf.note_time(now)
        self._wanting = True
