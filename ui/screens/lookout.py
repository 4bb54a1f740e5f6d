"""Waits for a code in front of the camera or the scanner."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.domain.scan_kind import Scan
from ui.ports import Capturing
from ui.screens.session import Session

#: S6: after so long without a code the page says what helps.
TIPS_MS: Final = 10_000


#: Takes who wants the scans, on any thread; its answer ends the watch.
Watch = Callable[[Callable[[Scan], None]], Callable[[], None]]


class Scans(QObject):
    """Brings what a watch sees from its thread to the GUI thread.

    Signals:
        came: a scan (`kiosk.domain.scan_kind.Scan`) seen since `begin`; none after `end`.
    """

    came = Signal(object)
    _from_thread = Signal(object, object)  # (token of the watch, Scan)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._end: Callable[[], None] | None = None
        self._token = object()
        self._from_thread.connect(self._on_scan, Qt.ConnectionType.QueuedConnection)

    def begin(self, watch: Watch) -> None:
        """From now on, and not from before."""
        self.end()
        token, came = self._token, self._from_thread
        self._end = watch(lambda scan: came.emit(token, scan))

    def end(self) -> None:
        """No scan is told any more, not even one that is under way."""
        self._token = object()
        if self._end is not None:
            self._end()
            self._end = None

    def _on_scan(self, token: object, scan: Scan) -> None:
        if token is self._token:
            self.came.emit(scan)


class Lookout(QObject):
    """Tells what was shown since `begin`, on the GUI thread, until `end`.

    Signals:
        came: a scan (`kiosk.domain.scan_kind.Scan`).
        slow: nothing came for `TIPS_MS`, times the patience of the session.
    """

    came = Signal(object)
    slow = Signal()

    def __init__(self, capturing: Capturing | None, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._capturing, self._session = capturing, session
        self._scans = Scans(self)
        self._scans.came.connect(self._on_scan)
        self._tips = QTimer(self, singleShot=True)
        self._tips.timeout.connect(self.slow)

    def begin(self) -> None:
        """From now on, and not from before."""
        self.end()
        if self._capturing is not None:
            self._scans.begin(self._capturing.watch_codes)
            self._tips.start(TIPS_MS * self._session.times)

    def end(self) -> None:
        """No scan is told any more, not even one that is under way."""
        self._tips.stop()
        self._scans.end()

    def _on_scan(self, scan: Scan) -> None:
        self._tips.start(TIPS_MS * self._session.times)
        self.came.emit(scan)
