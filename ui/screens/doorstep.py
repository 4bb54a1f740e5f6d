"""What is shown to the kiosk while nobody has begun anything: on the attract screen and at home.

One look-out for all who want to know, since the camera serves one at a time.
"""

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal

from kiosk.domain.scan_kind import Scan
from kiosk.services.code_watch import RESTING_S
from ui.ports import Capturing, Ports
from ui.screens.lookout import Scans
from ui.screens.session import Session

PAGES: Final = frozenset({"attract", "home"})


class DoorWatch(Protocol):
    """Camera and scanner, looked through at an easy pace."""

    @property
    def in_use(self) -> bool:
        """Whether anything that may be shown there means anything on this kiosk."""
        ...

    def watch(self, on_scan: Callable[[Scan], None]) -> Callable[[], None]:
        """Report what is shown from now on, on any thread, until the answer is called."""
        ...


class _DraftDoor:
    """The look-out of a kiosk without staff cards, where slips of put-aside forms are shown."""

    in_use = True

    def __init__(self, capturing: Capturing) -> None:
        self._capturing = capturing

    def watch(self, on_scan: Callable[[Scan], None]) -> Callable[[], None]:
        """As `DoorWatch.watch`."""
        return self._capturing.watch_codes(on_scan, every_s=RESTING_S)


class _StaffDoor:
    """The staff's look-out, also used where only slips are waited for."""

    def __init__(self, staff: DoorWatch, *, drafts: bool) -> None:
        self._staff, self._drafts = staff, drafts

    @property
    def in_use(self) -> bool:
        """Whether a staff card or a slip may come."""
        return self._drafts or self._staff.in_use

    def watch(self, on_scan: Callable[[Scan], None]) -> Callable[[], None]:
        """As `DoorWatch.watch`."""
        return self._staff.watch(on_scan)


def door_of(ports: Ports) -> DoorWatch | None:
    """Who looks out for codes before anybody has begun; None where none means anything."""
    filing = ports.filing
    drafts = filing is not None and filing.drafts is not None
    if ports.staff is not None:
        return _StaffDoor(ports.staff, drafts=drafts)
    if filing is not None and drafts and filing.capturing is not None:
        return _DraftDoor(filing.capturing)
    return None


class Doorstep(QObject):
    """Looks out while the session is on one of `PAGES`.

    Signals:
        came: a scan (`kiosk.domain.scan_kind.Scan`), on the GUI thread.
    """

    came = Signal(object)

    def __init__(self, session: Session, watch: DoorWatch | None, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._watch = session, watch
        self._page = ""
        self._scans = Scans(self)
        self._scans.came.connect(self.came)
        session.viewChanged.connect(self._look)

    def begin(self) -> None:
        """The devices run."""
        self._look()

    def close(self) -> None:
        """The app ends."""
        self._watch = None
        self._scans.end()

    def _look(self) -> None:
        page = self._session.view.page
        if page == self._page:
            return
        self._page = page
        # Anew for each page: what was shown on the last one was not meant for this.
        self._scans.end()
        if page in PAGES and self._watch is not None and self._watch.in_use:
            self._scans.begin(self._watch.watch)
